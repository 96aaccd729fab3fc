"""How 指标评分表 falls on pages: the scale that its widths need, and breaks between its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.workbook.layout import TITLE_ROW, Layout, Span
from xlgen.xlsx.write.row_height import POINTS_PER_PIXEL

PAPER = {"A4": (841.9, 595.3), "A3": (1190.6, 841.9)}
"""Points of a page that lies across."""
MARGIN, BOTTOM_MARGIN = 36.0, 50.4
PIXELS_PER_CHARACTER, PIXELS_PER_COLUMN = 8.5, 5
"""What a column takes where 宋体 is replaced by the widest of the usual fonts; 宋体 itself takes 7 for a character."""
RESERVE = 0.97
"""Of a page's height that is used: some programs draw rows a little higher."""


@dataclass(frozen=True)
class Piece:
    """Rows that stay together on a page, and how high they are.

    keeps: they also stay with what follows; ends_page: what follows begins on a new page.
    """

    span: Span
    height: float
    keeps: bool = False
    ends_page: bool = False


def scale_of(layout: Layout) -> int:
    """The percentage at which the form is as wide as its page."""
    across = sum(column.width * PIXELS_PER_CHARACTER + PIXELS_PER_COLUMN for column in layout.form_columns)
    room = _page(layout)[0] - 2 * MARGIN
    return max(10, min(100, int(room / (across * POINTS_PER_PIXEL) * 100)))


def pages_of(layout: Layout, pieces: Sequence[Piece], title: float) -> list[Span]:
    """The rows of each page. title: the height of the headings, which are repeated above the table."""
    room = (_page(layout)[1] - MARGIN - BOTTOM_MARGIN) * RESERVE / (scale_of(layout) / 100)
    pages: list[Span] = []
    start, used, ended = TITLE_ROW, 0.0, False
    for group in _groups(pieces):
        height = sum(piece.height for piece in group)
        repeated = title if start > layout.heading_row else 0.0
        if used and (ended or used + height + repeated > room):
            pages.append(Span(start, group[0].span.first - 1))
            start, used = group[0].span.first, 0.0
        used += height
        ended = group[-1].ends_page
    return [*pages, Span(start, layout.last_printed_row)]


def _page(layout: Layout) -> tuple[float, float]:
    """Width and height of a page, in points."""
    long, short = PAPER[layout.scheme.form.paper]
    return (short, long) if layout.scheme.form.orientation == "portrait" else (long, short)


def _groups(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    group: list[Piece] = []
    for piece in pieces:
        group.append(piece)
        if not piece.keeps:
            yield group
            group = []
    if group:
        yield group


def set_pages(sheet: Worksheet, layout: Layout, pages: Sequence[Span]) -> None:
    """Set scale and breaks. Without a fixed scale, Excel would ignore the breaks."""
    sheet.page_setup.scale = scale_of(layout)
    for page in pages[:-1]:
        sheet.row_breaks.append(Break(id=page.last))
