"""All cell styles of the workbooks: fonts, colours, borders, number formats."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook import Workbook

FONT_NAME = "宋体"
TEXT_COLOUR, GREY, BLUE = "FF000000", "FF595959", "FF1F4E79"
INPUT_FILL, SECTION_FILL, HEAD_FILL, COMPUTED_FILL = "FFFFF9E5", "FFDDEBF7", "FFEDEDED", "FFF7F7F7"
MISSING_FILL, INVALID_FILL, DONE_FILL, NOTICE_FILL = "FFFFE699", "FFF8CBAD", "FFC6E0B4", "FFFFE699"

_THIN = Side(style="thin", color=TEXT_COLOUR)
_NONE = Side()
_UNLOCKED, _LOCKED = Protection(locked=False), Protection(locked=True)


@dataclass(frozen=True)
class CellStyle:
    """Appearance of a cell, and whether users may type into it."""

    size: float = 10
    bold: bool = False
    colour: str = TEXT_COLOUR
    fill: str | None = None
    horizontal: str = "left"
    vertical: str = "center"
    border: bool = True
    locked: bool = True
    format: str = "General"
    underline: bool = False
    wrap: bool = True
    shrink: bool = False  # what is too wide is shown smaller
    sides: str = "lrtb"  # of the border: left, right, top, bottom

    def __call__(self, cell: Cell) -> Cell:
        """Apply the style to a cell."""
        workbook = cell.parent.parent
        assert workbook is not None, "the cell is in a workbook"
        known_styles = _KNOWN_STYLES.setdefault(workbook, {})
        if self in known_styles:
            # openpyxl takes ten times as long to recognise a known style
            cell._style = copy(known_styles[self])  # type: ignore[attr-defined]  # the stubs lack it
            return cell
        font, alignment, fill = _style_parts(self)
        cell.font, cell.alignment = font, alignment
        if fill is not None:
            cell.fill = fill
        if self.border:
            cell.border = box(self.sides)
        cell.protection = _LOCKED if self.locked else _UNLOCKED
        cell.number_format = self.format
        known_styles[self] = copy(cell._style)  # type: ignore[attr-defined]
        return cell


def box(sides: str) -> Border:
    """Thin lines on these sides: l, r, t, b."""
    left, right, top, bottom = (_THIN if side in sides else _NONE for side in "lrtb")
    return Border(left=left, right=right, top=top, bottom=bottom)


_KNOWN_STYLES: WeakKeyDictionary[Workbook, dict[CellStyle, StyleArray]] = WeakKeyDictionary()
_STYLE_PARTS: dict[CellStyle, tuple[Font, Alignment, PatternFill | None]] = {}


def _style_parts(style: CellStyle) -> tuple[Font, Alignment, PatternFill | None]:
    if style not in _STYLE_PARTS:
        font = Font(name=FONT_NAME, size=style.size, bold=style.bold, color=style.colour, charset=134)
        if style.underline:
            font.underline = "single"
        alignment = Alignment(horizontal=style.horizontal, vertical=style.vertical, wrap_text=style.wrap)
        if style.shrink:
            alignment.shrink_to_fit = True
        _STYLE_PARTS[style] = font, alignment, PatternFill("solid", fgColor=style.fill) if style.fill else None
    return _STYLE_PARTS[style]


def use_own_font(workbook: Workbook) -> None:
    """Make the first font of a new workbook 宋体, in which column widths are measured.

    openpyxl's is Calibri, which WPS on Linux and LibreOffice may lack: their columns would be a third wider.
    """
    fonts = vars(workbook)["_fonts"]
    fonts.clear()
    fonts.add(Font(name=FONT_NAME, size=10, charset=134))
    vars(workbook)["_named_styles"]["Normal"].font = fonts[0]


PLAIN = CellStyle(border=False)
TITLE = CellStyle(size=18, bold=True, horizontal="center", border=False)
HEADING = CellStyle(size=12, bold=True, colour=BLUE, border=False)
LABEL = CellStyle()
CENTRED = CellStyle(horizontal="center")
HEAD = CellStyle(bold=True, fill=HEAD_FILL, horizontal="center")
SECTION = CellStyle(size=11, bold=True, fill=SECTION_FILL)
SMALL = CellStyle(size=9, colour=GREY)
INPUT = CellStyle(size=11, fill=INPUT_FILL, locked=False, horizontal="center")
INPUT_TEXT = replace(INPUT, horizontal="left", vertical="top")  # keeps the beginning of a long text visible
COMPUTED = CellStyle(size=11, fill=COMPUTED_FILL, horizontal="center")
LINK = CellStyle(size=10, colour="FF0563C1", underline=True, horizontal="center")
VERDICT = CellStyle(size=14, bold=True, horizontal="center")

SCORE_FORMAT, PERCENT_FORMAT, MONEY_FORMAT, COUNT_FORMAT = "0.00", "0.00%", "#,##0.00####", "0"


def border_format(sides: str = "lrtb") -> DifferentialStyle:
    """Border of a conditional format."""
    return DifferentialStyle(border=box(sides))


def fill_format(colour: str) -> DifferentialStyle:
    """Fill of a conditional format."""
    return DifferentialStyle(fill=PatternFill(bgColor=colour, fill_type="solid"))
