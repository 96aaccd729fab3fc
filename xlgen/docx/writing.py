"""Writes Word documents paragraph by paragraph, in the type of `type_sheet`; the same contents give the same bytes."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from docx.document import Document as WordDocument
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from xlgen.docx.type_sheet import BODY, COVER, HEADINGS, NAMED, TABLE_HEAD, TABLE_TEXT, TEXT_WIDTH, TITLE
from xlgen.text import NUMERALS, one_line

TO_WRITE = "待填"
"""What stands where a person must write."""
TABLE_CHARACTERS, PADDING = 36.0, 1.0
"""Characters that a row of a table holds, and those that the margins of a cell take."""
LINES_ABOVE, LINES_BETWEEN, COVER_INDENT = 5, 8, 12
"""Of a cover: blank lines above the title and below it; how far its lines are indented, in mm."""
SIGNED = "　" * 18 + "年　　月　　日"
"""What follows who signs: the dates of several lines stand below each other."""
_TO_WRITE = re.compile(f"(【{TO_WRITE}[^【】]*】)")
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
FIRST_DAY = "2000-01-01"
"""The day of documents that bear none."""


def to_write(what: str = "") -> str:
    """The mark of a place where a person must write, and what."""
    return f"【{TO_WRITE}：{what}】" if what else f"【{TO_WRITE}】"


class Table(NamedTuple):
    """A table: its name and its heads, if it has some, its rows, and the widths of its columns in proportion."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]


def widths_of(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Widths of columns, in characters: short ones as wide as their longest text, the others share what is left."""
    natural = [max(map(_length, texts)) + PADDING for texts in zip(heads, *rows, strict=True)]
    left, wide, widest = TABLE_CHARACTERS, len(natural), max(natural)
    for width in sorted(natural):
        if width * wide > left:
            widest = left / wide
            break
        left, wide = left - width, wide - 1
    return [min(width, widest) for width in natural]


def put_title(document: WordDocument, text: str) -> None:
    """The title, and a blank line below it."""
    _paragraph(document, text, TITLE)
    _paragraph(document, "", COVER)


def put_cover(document: WordDocument, title: str, lines: Sequence[str]) -> None:
    """A first page of its own, without a number: the title, and these lines below the middle."""
    for _ in range(LINES_ABOVE):
        _paragraph(document, "", COVER)
    _paragraph(document, title, TITLE)
    for _ in range(LINES_BETWEEN):
        _paragraph(document, "", COVER)
    for line in lines:
        paragraph = _paragraph(document, line, COVER)
        paragraph.paragraph_format.left_indent = Mm(COVER_INDENT)
    document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    document.sections[0].different_first_page_header_footer = True


def put_heading(document: WordDocument, text: str, level: int) -> None:
    """A heading; its number is part of its text. level: from 1 to 3."""
    _paragraph(document, text, HEADINGS[level - 1]).paragraph_format.keep_with_next = True


def put_sections(document: WordDocument, sections: Mapping[str, Callable[[], None]]) -> None:
    """Sections of the first level, numbered 一、二、…: each heading, then what writes the section."""
    for numeral, (heading, put) in zip(NUMERALS, sections.items(), strict=False):
        put_heading(document, f"{numeral}、{heading}", 1)
        put()


def put_text(document: WordDocument, text: str) -> None:
    """A paragraph for each line of a text; what a person must write is marked in yellow."""
    for line in text.splitlines():
        if line.strip():
            _paragraph(document, line.strip(), BODY)


def put_line(document: WordDocument, text: str, *, right: bool = False) -> None:
    """A line without indent, such as those of a cover and signatures."""
    paragraph = _paragraph(document, text, COVER)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def put_signature(document: WordDocument, who: str) -> None:
    """A line to be signed and dated. who: as 审核人（签字）."""
    put_line(document, f"{who}：{SIGNED[len(who) :]}")


def put_table(document: WordDocument, contents: Table) -> None:
    """A table with its name above it; its head is repeated on every page."""
    if contents.name:
        _paragraph(document, contents.name, NAMED).paragraph_format.keep_with_next = True
    table: Any = document.add_table(0, len(contents.widths))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    whole = sum(contents.widths)
    parts = [Mm(TEXT_WIDTH * width / whole) for width in contents.widths]
    heads = [contents.heads] if contents.heads else []
    for number, texts in enumerate([*heads, *contents.rows]):
        row, is_head = table.add_row(), number < len(heads)
        _keep_whole(row, is_head=is_head)
        for cell, text, width in zip(row.cells, texts, parts, strict=True):
            cell.width, cell.vertical_alignment = width, WD_ALIGN_VERTICAL.CENTER
            _fill(cell, text, TABLE_HEAD if is_head else TABLE_TEXT)
    for column, width in zip(table.columns, parts, strict=True):
        column.width = width
    _paragraph(document, "", COVER).paragraph_format.line_spacing = Pt(12)


def document_bytes(document: WordDocument, title: str, day: str = "") -> bytes:
    """The bytes of a document, the same for the same document. day: that it bears, as 2026-03-01."""
    about, written = document.core_properties, datetime.datetime.fromisoformat(day or FIRST_DAY)
    about.title, about.author, about.last_modified_by, about.comments = title, "", "", ""
    about.created = about.modified = written
    about.revision = 1
    buffer, result = io.BytesIO(), io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, _ZIP_TIME)
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return result.getvalue()


def _paragraph(document: WordDocument, text: str, style: str) -> Any:
    paragraph = document.add_paragraph(style=style)
    _write(paragraph, text)
    return paragraph


def _fill(cell: Any, text: str, style: str) -> None:
    """Write a cell, a paragraph for each line."""
    first, *others = text.splitlines() or [""]
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    _write(paragraph, first)
    for line in others:
        _write(cell.add_paragraph(style=style), line)


def _write(paragraph: Any, text: str) -> None:
    for piece in filter(None, _TO_WRITE.split(one_line(text))):
        run = paragraph.add_run(piece)
        fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:hint"), "eastAsia")  # of signs that both scripts have, the Chinese ones
        if _TO_WRITE.fullmatch(piece):
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _length(text: str) -> float:
    """The width of a text's longest line in Chinese characters."""
    return max((sum(1.0 if ord(sign) > 0xFF else 0.55 for sign in line) for line in text.splitlines()), default=0.0)


def _keep_whole(row: Any, *, is_head: bool) -> None:
    """Break no row between pages; repeat the head."""
    properties = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", *(["w:tblHeader"] if is_head else [])):
        properties.append(OxmlElement(name))
