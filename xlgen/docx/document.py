"""A Word document that anybody may have sent: its paragraphs and tables, in order, within the bounds of workbooks.

It is opened by the reader of packages (`xlsx/read/package.py`): nothing but its main part and its styles is
decompressed, and no link is followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from xlgen.docx.text import (
    OUTLINE_LEVEL,
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    STYLE,
    STYLE_NAME,
    WORD,
    blocks,
    cells,
    paragraph_text,
    property_of,
    rows,
    value_of,
)
from xlgen.xlsx.read.file_kinds import other_package
from xlgen.xlsx.read.package import Package, package_of
from xlgen.xlsx.read.relationships import only_target
from xlgen.xlsx.read.unreadable import Reason, UnreadableError

MAX_CHARACTERS = 200_000
"""Characters of a document: several times a long report."""
MAX_OUTLINE_LEVEL = 9
ROOTS = frozenset(f"{namespace}document" for namespace in WORD)
_MIMETYPE, WORKBOOK = "mimetype", "xl/workbook.xml"
_HEADING = re.compile(r"(?:heading|标题) ?([1-9])", re.IGNORECASE)
WORDS = (
    ("单元格或行数", "段落或字数"),
    ("工作簿", "文档"),
    ("表格", "文档"),
    (".xlsx", ".docx"),
)
"""How the reasons for which a workbook is not read become those for which a document is not."""
REMEDY = "请用 Word 或 WPS 打开，不设密码，另存为 Word 文档（.docx）后再报"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph that says something. level: of a heading, from 1; 0 where no style makes it one."""

    text: str
    level: int = 0


@dataclass(frozen=True)
class Row:
    """A row of a table: the texts of its cells."""

    cells: tuple[str, ...]


Block: TypeAlias = Paragraph | Row


def document_of(path: Path, data: bytes) -> list[Block]:
    """What a document says; the path is only for messages. Raises UnreadableError."""
    package = package_of(path, data)
    main = only_target(path, package.related(), "officeDocument")
    readable = main is not None and package.has(main) and main.lower().endswith(".xml")
    root = package.root(main) if main is not None and readable else None
    if main is not None and package.has(WORKBOOK) and (root is None or root.tag not in ROOTS):
        raise UnreadableError(path, Reason.OTHER_FORMAT, kind="Excel 工作簿（.xlsx）", remedy=REMEDY)
    if main is None or root is None or root.tag not in ROOTS:
        raise other_package(path, package.members, package.content(_MIMETYPE) if package.has(_MIMETYPE) else b"", main)
    return _bounded(path, main, _blocks(root, _heading_styles(package, main)))


def why_unread(error: UnreadableError) -> str:
    """The reason for which a document is not read, in words that fit one."""
    if error.code is Reason.OTHER_FORMAT:  # the kind of file keeps its name
        return error.message.replace("不是 .xlsx 工作簿", "不是 .docx 文档")
    message = error.message
    for workbook, document in WORDS:
        message = message.replace(workbook, document)
    return message


def _bounded(path: Path, part: str, found: Iterator[Block]) -> list[Block]:
    kept, left = [], MAX_CHARACTERS
    for block in found:
        left -= len(block.text) if isinstance(block, Paragraph) else sum(map(len, block.cells))
        if left < 0:
            raise UnreadableError(path, Reason.TOO_MANY_CELLS, part=part)
        kept.append(block)
    return kept


def _blocks(element: Any, styles: Mapping[str, int]) -> Iterator[Block]:
    for block in blocks(element):
        if block.tag in PARAGRAPH:
            if text := paragraph_text(block).strip():
                yield Paragraph(text, _level(block, styles))
            continue
        for row in rows(block):
            yield from _row(row, styles)


def _row(row: Any, styles: Mapping[str, int]) -> Iterator[Block]:
    """A row, then those of the tables in its cells."""
    texts, inner = [], []
    for cell in cells(row):
        inside = list(blocks(cell))
        texts.append("\n".join(paragraph_text(each) for each in inside if each.tag in PARAGRAPH).strip())
        inner += [each for each in inside if each.tag not in PARAGRAPH]
    if any(texts):
        yield Row(tuple(texts))
    for table in inner:
        for each in rows(table):
            yield from _row(each, styles)


def _level(paragraph: Any, styles: Mapping[str, int]) -> int:
    """The level of a heading: its own outline level, else that of its style."""
    outline = property_of(paragraph, PARAGRAPH_PROPERTIES, OUTLINE_LEVEL)
    style = property_of(paragraph, PARAGRAPH_PROPERTIES, STYLE)
    if outline is not None:
        return _outline_level(value_of(outline))
    return 0 if style is None else styles.get(value_of(style), 0)


def _outline_level(written: str) -> int:
    level = int(written) + 1 if written.isascii() and written.isdigit() and len(written) == 1 else 0
    return level if level <= MAX_OUTLINE_LEVEL else 0


def _heading_styles(package: Package, main: str) -> Mapping[str, int]:
    """The level of each style of headings, by its id."""
    part = next((link.target for link in package.related(main) if link.kind == "styles" and not link.external), None)
    if part is None or not package.has(part):
        return {}
    levels = {}
    for style in package.root(part):
        name = next((value_of(each) for each in style if each.tag in STYLE_NAME), "")
        identifier = next((style.get(f"{word}styleId") for word in WORD if f"{word}styleId" in style.attrib), None)
        if identifier and (heading := _HEADING.fullmatch(name)):
            levels[str(identifier)] = int(heading[1])
    return levels
