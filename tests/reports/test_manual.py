"""The manual as pages: whole, every link and picture there, nothing from another host."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from xlgen.errors import UsageError
from xlgen.files.resources import DOCUMENTS
from xlgen.reports.manual import FIRST_PAGE, STYLE, manual_files, write_manual

MANUAL = (DOCUMENTS / "使用手册.md").read_text(encoding="utf-8")
PAGES = {name: content.decode("utf-8") for name, content in manual_files().items() if name.endswith(".html")}
LINK = re.compile(r'(?:href|src)="([^"]*)"')


def test_parts__are_those_of_the_manual() -> None:
    assert next(iter(manual_files())) == FIRST_PAGE
    parts = re.findall("^## (.*)", MANUAL, re.MULTILINE)
    for number, title in enumerate(parts, 1):
        assert f">{title}</h2>" in PAGES[f"part-{number}.html"]
        link = re.compile(rf'href="(\.\./)?part-{number}\.html"( aria-current="page")?>{title}</a>')
        assert all(link.search(page) for page in PAGES.values())
    assert f"part-{len(parts) + 1}.html" not in PAGES
    contents = PAGES[FIRST_PAGE]
    assert [
        title for title in re.findall("^### ([^`\n]*)$", MANUAL, re.MULTILINE) if f">{title}</a>" not in contents
    ] == []


@pytest.mark.parametrize("name", PAGES)
def test_links_and_pictures__are_there(name: str) -> None:
    links = LINK.findall(PAGES[name])
    assert links
    for link in links:
        path, _, anchor = unquote(link).partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
        assert target in manual_files(), link
        assert not anchor or f'id="{anchor}"' in PAGES[target], link


def test_pages__ask_no_other_host_and_run_nothing() -> None:
    for content in manual_files().values():
        for outside in (b"<script", b"javascript:", b"url(", b"@import", b"<iframe", b"<form", b'="http', b'="//'):
            assert outside not in content


def test_texts_of_the_manual__are_all_there() -> None:
    pages = "".join(PAGES.values())
    sentences = re.findall("[一-鿿]{8,}", re.sub("<!--.*?-->", "", MANUAL, flags=re.DOTALL))
    assert len(sentences) > 500
    assert [sentence for sentence in sentences if sentence not in pages] == []


def test_manual__is_written_anew_over_an_older_one_only(tmp_path: Path) -> None:
    folder = tmp_path / "手册"
    assert write_manual(folder) == folder / FIRST_PAGE
    (folder / FIRST_PAGE).write_text("旧", encoding="utf-8")
    write_manual(folder)
    assert {
        str(path.relative_to(folder).as_posix()): path.read_bytes() for path in folder.rglob("*.*")
    } == manual_files()
    (folder / STYLE).unlink()
    with pytest.raises(UsageError, match="里面已有别的文件"):
        write_manual(folder)
