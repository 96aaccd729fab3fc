"""A public edition of a workbook of ours: the printed part of some sheets, as values in a workbook of its own.

It is copied cell by cell into a new workbook, so that nothing else can be left in it: no formula, hidden sheet, defined
name, note, link, validation or property.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Mapping
from copy import copy
from itertools import islice

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import coordinate_to_tuple, get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.text import looks_like_formula
from xlgen.xlsx.values import CellValue
from xlgen.xlsx.write.finishing import workbook_bytes
from xlgen.xlsx.write.styles import box, use_own_font

PHONE = re.compile(r"(?<![0-9.])(?:1[3-9][0-9]{9}|0[0-9]{2,3}[-－ ]?[0-9]{7,8}|\(?0[0-9]{2,3}\)[0-9]{7,8})(?![0-9.])")
"""A telephone number in a text: of a mobile, or with its area code."""
LEFT_OUT = "（略）"


def public_edition(data: bytes, areas: Mapping[str, str], year: int, blank: Collection[tuple[str, str]] = ()) -> bytes:
    """The public edition of a workbook that xlgen wrote. areas: what is kept of which sheets, as A2:K40, or all ("").

    Sheets that are not there are passed over. blank: cells that stay empty, each with its sheet. Telephone numbers in
    texts are left out. Formulas become the values that were stored with them.
    """
    source = load_workbook(io.BytesIO(data), data_only=True)
    target = Workbook()
    target.remove(target.worksheets[0])
    use_own_font(target)
    for title, area in areas.items():
        sheet = source[title] if title in source.sheetnames else None
        if isinstance(sheet, Worksheet):
            kept = {cell for name, cell in blank if name == title}
            _copy(sheet, target.create_sheet(title), area or sheet.dimensions, kept)
    target.properties.title = source.properties.title
    return workbook_bytes(target, year)


def _copy(source: Worksheet, target: Worksheet, area: str, blank: Collection[str]) -> None:
    left, top, right, bottom = _bounds(area)
    up, back = top - 1, left - 1
    lines = _lines(source)
    covered = {
        f"{get_column_letter(column)}{row}"
        for merged in source.merged_cells.ranges
        for row, column in islice(merged.cells, 1, None)
    }
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            address = f"{get_column_letter(column)}{row}"
            place, cell = target[f"{get_column_letter(column - back)}{row - up}"], source[address]
            if cell.has_style:
                _style(place, cell)
            if address in lines:
                place.border = box(lines[address])
            if address not in blank and address not in covered:
                _put(place, cell.value)
    for merged in source.merged_cells.ranges:
        if merged.min_row >= top and merged.max_row <= bottom and left <= merged.min_col <= right:
            last = min(merged.max_col, right) - back
            first = f"{get_column_letter(merged.min_col - back)}{merged.min_row - up}"
            target.merged_cells.add(f"{first}:{get_column_letter(last)}{merged.max_row - up}")
    for number in range(left, right + 1):
        width = source.column_dimensions[get_column_letter(number)].width
        target.column_dimensions[get_column_letter(number - back)].width = width
    for number in range(top, bottom + 1):
        known = source.row_dimensions[number]
        target.row_dimensions[number - up].height = known.height
        target.row_dimensions[number - up].hidden = known.hidden
    _copy_page(source, target, up)
    target.print_area = f"A1:{get_column_letter(right - back)}{bottom - up}"


def _lines(sheet: Worksheet) -> dict[str, str]:
    """The sides that have a line only under a condition: of the cells in rows that are shown, where rows are reserved.

    Conditions in order, which stop where one holds, are of names that look merged: a line above each name alone.
    """
    lines: dict[str, str] = {}
    for area in sheet.conditional_formatting:
        rules = [rule for rule in area.rules if rule.dxf is not None and rule.dxf.border is not None]
        for cells in area.sqref.ranges if rules else ():
            shown = [row for row in range(cells.min_row, cells.max_row + 1) if not sheet.row_dimensions[row].hidden]
            for row in shown:
                for column in range(cells.min_col, cells.max_col + 1):
                    address = f"{get_column_letter(column)}{row}"
                    if any(not rule.stopIfTrue for rule in rules):
                        lines[address] = "lrtb"
                        continue
                    top = "t" if sheet[address].value not in (None, "") else ""
                    lines.setdefault(address, f"lr{top}{'b' if row == shown[-1] else ''}")
    return lines


def _bounds(area: str) -> tuple[int, int, int, int]:
    """The first column and row, the last column and row."""
    first, last = map(coordinate_to_tuple, area.replace("$", "").split(":"))
    return first[1], first[0], last[1], last[0]


def _style(target: Cell, source: Cell) -> None:
    for name in ("font", "fill", "border", "alignment", "number_format"):
        setattr(target, name, copy(getattr(source, name)))


def _put(target: Cell, value: CellValue) -> None:
    if isinstance(value, str):
        target.value = PHONE.sub(LEFT_OUT, value)
        target.data_type = "s"  # never a formula, whatever it begins with
        target.quotePrefix = looks_like_formula(value)
    elif value is not None:
        target.value = value


def _copy_page(source: Worksheet, target: Worksheet, up: int) -> None:
    target.page_setup = copy(source.page_setup)
    target.page_margins = copy(source.page_margins)
    target.print_options = copy(source.print_options)
    target.sheet_properties.pageSetUpPr = copy(source.sheet_properties.pageSetUpPr)
    target.oddFooter = copy(source.oddFooter)
    target.sheet_view.showGridLines = False
    for each in source.row_breaks.brk:
        if each.id > up:
            target.row_breaks.append(Break(id=each.id - up))
    if rows := source.print_title_rows:
        first, last = (int(part.strip("$")) - up for part in rows.split(":"))
        target.print_title_rows = f"{first}:{last}"
