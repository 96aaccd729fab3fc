"""The manual as pages that need no server: a page for each of its parts, and for every document it links to."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from xlgen.errors import UsageError
from xlgen.files.atomic import save
from xlgen.files.render import render_template
from xlgen.files.resources import DOCUMENTS, TEXTS

MANUAL = "使用手册.md"
FIRST_PAGE = "index.html"
STYLE = "manual.css"
TEMPLATE, STYLE_FILE = "使用手册.html.jinja", "使用手册.css"
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


class Heading(NamedTuple):
    """A heading of a page and the anchor before it."""

    title: str
    anchor: str


@dataclass(frozen=True, eq=False)
class _Page:
    """A page: its name below the manual's folder, its headings of the next level, its text without links resolved."""

    name: str
    document: str  # the file it is from
    title: str
    headings: Sequence[Heading]
    tokens: Sequence[Token]
    listed: bool  # among the pages that every page leads to

    @property
    def root(self) -> str:
        """The way from the page to the manual's folder."""
        return "../" * self.name.count("/")


@cache
def manual_files() -> dict[str, bytes]:
    """The manual's files by their path, FIRST_PAGE first: pages, their style, pictures. No other host is named in them.

    The pages come from docs/ of the checkout or of the wheel, through templates/texts/使用手册.html.jinja.
    """
    pages = list(_pages())
    files = {page.name: _rendered(page, pages) for page in pages}
    pictures = {name: (DOCUMENTS / name).read_bytes() for page in pages for name in _pictures(page)}
    return {**files, STYLE: (TEXTS / STYLE_FILE).read_bytes(), **pictures}


def write_manual(folder: Path) -> Path:
    """Write the manual's files into a folder, over an older manual, and give the page to begin with.

    Raises UsageError where the folder holds other things, and OSError.
    """
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / STYLE).is_file())):
        raise UsageError(f"{folder}：里面已有别的文件。请写一个空的或新的文件夹", "folder")
    for name, content in manual_files().items():
        save(folder / name, content)
    return folder / FIRST_PAGE


def _pages() -> Iterator[_Page]:
    """The parts of the manual, then every document that is linked to, however far away."""
    waiting, seen = [MANUAL], {MANUAL}
    while waiting:
        document = waiting.pop(0)
        tokens = _MARKDOWN.parse(_without_comments((DOCUMENTS / document).read_text(encoding="utf-8")))
        yield from _parts(document, tokens) if document == MANUAL else [_whole(document, tokens)]
        linked = [target for target in _targets(document, tokens) if target.endswith(".md") and target not in seen]
        waiting += dict.fromkeys(linked)
        seen.update(linked)


def _without_comments(text: str) -> str:
    return re.sub(r"<!--.*?-->\n?", "", text, flags=re.DOTALL)


def _parts(document: str, tokens: Sequence[Token]) -> Iterator[_Page]:
    """The manual's introduction, and its parts by the headings of the second level."""
    starts = [place for place, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2"]
    for number, (start, end) in enumerate(zip([0, *starts], [*starts, len(tokens)], strict=True)):
        part = tokens[start:end]
        title, *headings = _headings(part, {"h1", "h2", "h3"})
        name = f"part-{number}.html" if number else FIRST_PAGE
        yield _Page(name, document, title.title, headings, part, listed=True)


def _whole(document: str, tokens: Sequence[Token]) -> _Page:
    title, *headings = _headings(tokens, {"h1", "h2"})
    listed = "/" not in document or document.endswith("README.md")
    in_chinese = re.search("[一-鿿]", title.title) is not None  # others are for developers
    return _Page(_page_name(document), document, title.title, headings, tokens, listed and in_chinese)


def _page_name(document: str) -> str:
    return FIRST_PAGE if document == MANUAL else f"{document.removesuffix('.md')}.html"


def _headings(tokens: Sequence[Token], tags: set[str]) -> list[Heading]:
    texts = [
        tokens[place + 1] for place, token in enumerate(tokens) if token.type == "heading_open" and token.tag in tags
    ]
    titles = ["".join(child.content for child in text.children or ()) for text in texts]
    return [Heading(title, _anchor(title)) for title in titles]


def _anchor(title: str) -> str:
    """The anchor of a heading, as the documents' links name it."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def _inline(tokens: Sequence[Token], kind: str) -> Iterator[Token]:
    yield from (child for token in tokens for child in token.children or () if child.type == kind)


def _targets(document: str, tokens: Sequence[Token]) -> Iterator[str]:
    """What a document links to, below docs/; a folder stands for its README."""
    for link in _inline(tokens, "link_open"):
        yield _target(document, str(link.attrGet("href")))


def _target(document: str, href: str) -> str:
    path = unquote(href.partition("#")[0])
    target = posixpath.normpath(posixpath.join(posixpath.dirname(document), path)) if path else document
    return f"{target}/README.md" if path.endswith("/") else target


def _pictures(page: _Page) -> Iterator[str]:
    for picture in _inline(page.tokens, "image"):
        yield _target(page.document, str(picture.attrGet("src")))


def _rendered(page: _Page, pages: Sequence[_Page]) -> bytes:
    """The page in UTF-8, its links leading to pages, its headings with their anchors."""
    known = {entry.name for entry in pages}
    for at, token in enumerate(page.tokens):
        if token.type == "heading_open":
            token.attrSet("id", _headings(page.tokens[at : at + 2], {token.tag})[0].anchor)
    for link in _inline(page.tokens, "link_open"):
        href = str(link.attrGet("href"))
        name, anchor = _page_name(_target(page.document, href)), href.partition("#")[2]
        if page.document != MANUAL or name != FIRST_PAGE:  # within the manual's parts, # stays on the page
            assert name in known, f"{page.document}: {href}"
            link.attrSet("href", f"{page.root}{name}{f'#{anchor}' if anchor else ''}")
    listed = [entry for entry in pages if entry.listed]
    following = dict(pairwise(listed))
    text = render_template(
        TEMPLATE,
        escaped=True,
        page=page,
        pages=listed,
        before=next((item for item, other in following.items() if other is page), None),
        after=following.get(page),
        style=STYLE,
        heading=_html(page.tokens[:3]),
        body=_html(page.tokens[3:]),
    )
    return text.encode("utf-8")


def _html(tokens: Sequence[Token]) -> str:
    return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))
