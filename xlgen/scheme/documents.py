"""What makes a return complete besides the form (要件): the scheme says it, and files are known by their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import Field

from xlgen.scheme.inputs import Element
from xlgen.text import normalize_text

PICTURES = [".pdf", ".ofd", ".jpg", ".jpeg", ".png", ".tif", ".tiff"]
WRITINGS = [".docx", ".doc", ".wps", ".pdf", ".ofd"]


class Document(Element, title="要件"):
    """A document that belongs to a return: its official name, how files are known to be it, whether it is needed.

    Where nobody can see it from files, as what comes on paper or stands on a web page, an officer ticks it with a day.
    """

    name: Annotated[str, Field(min_length=1)] = Field(description="名称，如 盖章扫描件")
    words: list[str] = Field(default=[], description="文件名或所在文件夹名里有其中一个词的就是它；不写则只能登记")
    endings: list[str] = Field(default=[], description="文件的类型，如 .pdf；不写则不论")
    required: bool = Field(default=True, description="缺了算不齐；false 则只列出有没有")


REPORT = Document(name="自评报告", words=["自评报告", "绩效报告", "评价报告", "自评情况"], endings=WRITINGS)
"""The written report on the form."""
STANDARD = [
    Document(name="盖章扫描件", words=["盖章", "扫描", "签章", "公章"], endings=PICTURES),
    REPORT,
    Document(name="佐证材料", words=["佐证", "证明", "附件", "支撑"], required=False),
    Document(name="报送函", words=["报送函", "的函", "报送说明"], endings=[*WRITINGS, *PICTURES], required=False),
    Document(name="公开网址", required=False),
]
"""What bureaus ask for where a scheme says nothing else: `documents` of the scheme replaces all of it."""


def documents_named(file: str, documents: Iterable[Document]) -> Iterator[str]:
    """The documents that a file is by its name; one may be several, as a stamped report is."""
    path = PurePosixPath(file.replace("\\", "/"))
    name, ending = normalize_text(str(path)), path.suffix.lower()
    for document in documents:
        if (not document.endings or ending in document.endings) and any(word in name for word in document.words):
            yield document.name


def documents_in(files: Sequence[str], documents: Sequence[Document]) -> dict[str, str]:
    """The documents among files, each with the first file that is it."""
    found: dict[str, str] = {}
    for file in files:
        for name in documents_named(file, documents):
            found.setdefault(name, file)
    return found
