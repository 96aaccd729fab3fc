"""Fonts, colours, borders and widths: every look of the workbook, in one place."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook import Workbook

FACE = "宋体"
INK, GREY, BLUE = "FF000000", "FF595959", "FF1F4E79"
INPUT_FILL, SECTION_FILL, HEAD_FILL, COMPUTED_FILL = "FFFFF9E5", "FFDDEBF7", "FFEDEDED", "FFF7F7F7"
MISSING_FILL, INVALID_FILL, DONE_FILL, NOTICE_FILL = "FFFFE699", "FFF8CBAD", "FFC6E0B4", "FFFFE699"

_THIN = Side(style="thin", color=INK)
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_OPEN, _LOCKED = Protection(locked=False), Protection(locked=True)


@dataclass(frozen=True)
class Look:
    """How a cell looks and whether it may be typed into."""

    size: float = 10
    bold: bool = False
    colour: str = INK
    fill: str | None = None
    horizontal: str = "left"
    vertical: str = "center"
    border: bool = True
    locked: bool = True
    format: str = "General"
    underline: bool = False
    wrap: bool = True

    def __call__(self, cell: Cell) -> Cell:
        """Give a cell this look."""
        workbook = cell.parent.parent
        assert workbook is not None, "the cell is in a workbook"
        looks = _LOOKS.setdefault(workbook, {})
        if self in looks:
            # openpyxl itself takes ten times as long to find out that a style is known
            cell._style = copy(looks[self])  # type: ignore[attr-defined]  # the stubs lack it
            return cell
        font, alignment, fill = _parts(self)
        cell.font, cell.alignment = font, alignment
        if fill is not None:
            cell.fill = fill
        if self.border:
            cell.border = _BOX
        cell.protection = _LOCKED if self.locked else _OPEN
        cell.number_format = self.format
        looks[self] = copy(cell._style)  # type: ignore[attr-defined]
        return cell


_LOOKS: WeakKeyDictionary[Workbook, dict[Look, StyleArray]] = WeakKeyDictionary()
_CACHE: dict[Look, tuple[Font, Alignment, PatternFill | None]] = {}


def _parts(look: Look) -> tuple[Font, Alignment, PatternFill | None]:
    if look not in _CACHE:
        font = Font(name=FACE, size=look.size, bold=look.bold, color=look.colour, charset=134)
        if look.underline:
            font.underline = "single"
        alignment = Alignment(horizontal=look.horizontal, vertical=look.vertical, wrap_text=look.wrap)
        _CACHE[look] = font, alignment, PatternFill("solid", fgColor=look.fill) if look.fill else None
    return _CACHE[look]


PLAIN = Look(border=False)
TITLE = Look(size=18, bold=True, horizontal="center", border=False)
HEADING = Look(size=12, bold=True, colour=BLUE, border=False)
LABEL = Look()
CENTRED = Look(horizontal="center")
HEAD = Look(bold=True, fill=HEAD_FILL, horizontal="center")
SECTION = Look(size=11, bold=True, fill=SECTION_FILL)
SECTION_CENTRED = replace(SECTION, horizontal="center")
SMALL = Look(size=9, colour=GREY)
INPUT = Look(size=11, fill=INPUT_FILL, locked=False, horizontal="center")
INPUT_TEXT = replace(INPUT, horizontal="left", vertical="top")  # of a long text, the beginning stays in sight
COMPUTED = Look(size=11, fill=COMPUTED_FILL, horizontal="center")
LINK = Look(size=10, colour="FF0563C1", underline=True, horizontal="center")
VERDICT = Look(size=14, bold=True, horizontal="center")

SCORE_FORMAT, PERCENT_FORMAT, MONEY_FORMAT, COUNT_FORMAT = "0.00", "0.00%", "#,##0.00####", "0"


def boxed() -> DifferentialStyle:
    """A conditional format's border."""
    return DifferentialStyle(border=_BOX)


def tint(colour: str) -> DifferentialStyle:
    """A conditional format's fill."""
    return DifferentialStyle(fill=PatternFill(bgColor=colour, fill_type="solid"))
