"""核对码 in the workbook: at the foot of the printed form and on 校验; hidden beside every row, what it adds to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, call, joined_text
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring.check_code import code_formula, items_of, number_formula, part_formula
from xlgen.workbook.layout import CODE_ON_CHECK, Layout
from xlgen.workbook.sheets.form_bar import is_ready
from xlgen.xlsx.refs import CellRef, ColumnRange
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import merge, put

CODE_LABEL = "核对码"
NOT_YET = "填齐后显示"
WHY = "← 核对码随数据、选项和得分而变：盖章件上的须与电子版相同"
HEIGHT = 12.0
LOOK = styles.CellStyle(size=8, horizontal="right", vertical="bottom", border=False, wrap=False)


def write_code(sheet: Worksheet, layout: Layout) -> None:
    """Write the last row of the printed form: the code, once the form is complete."""
    if layout.code is None:
        return
    row, last = layout.code.row, get_column_letter(len(layout.form_columns))
    for number in range(1, len(layout.form_columns) + 1):
        LOOK(sheet[f"{get_column_letter(number)}{row}"])
    put(sheet, layout.code.address, joined_text([f"{CODE_LABEL}：", shown_code(layout, FORM)]))
    if last != layout.code.column:
        merge(sheet, f"{layout.code.address}:{last}{row}")
    replace(LOOK, horizontal="left", colour=styles.GREY)(put(sheet, f"{layout.panel.label}{row}", WHY))
    sheet.row_dimensions[row].height = HEIGHT


def shown_code(layout: Layout, sheet: str) -> Formula:
    """The code, in a formula on a sheet; while something is open, that it follows."""
    number = _number(layout).reference_from(sheet)
    return call("IF", call("ISNUMBER", number), code_formula(number), NOT_YET)


def write_parts(workbook: Workbook, layout: Layout) -> None:
    """Write the hidden columns: what each row adds, and on the form, in the last printed row, what comes of it."""
    by_sheet: dict[str, list[int]] = defaultdict(list)
    for place, parts in _parts(layout).items():
        put(workbook[place.sheet], place.address, ex.as_formula(ex.total(parts)))
        by_sheet[place.sheet].append(place.row)
    columns = [ColumnRange(each, layout.code_column(each), min(own), max(own)) for each, own in by_sheet.items()]
    number = number_formula(layout.scheme, [column.reference_from(FORM) for column in columns])
    put(workbook[FORM], _number(layout).address, call("IF", is_ready(layout), number, ""))
    for sheet in {FORM, *by_sheet}:
        workbook[sheet].column_dimensions[layout.code_column(sheet)].hidden = True


def _parts(layout: Layout) -> dict[CellRef, list[Formula]]:
    """The hidden cells, each with the parts of the items in its row."""
    rows: dict[CellRef, list[Formula]] = defaultdict(list)
    for item in items_of(layout.scheme):
        cell = layout.counted_cell(item)
        place = CellRef(cell.sheet, layout.code_column(cell.sheet), cell.row)
        rows[place].append(part_formula(item, Formula(cell.address)))
    return rows


def parts_of_code(layout: Layout) -> list[CellRef]:
    """The hidden cells that the code is made of, and the one with its number."""
    return [] if layout.code is None else [*_parts(layout), _number(layout)]


def _number(layout: Layout) -> CellRef:
    """The hidden cell with the code as a number."""
    assert layout.code is not None, "forms issued before have none"
    return CellRef(FORM, layout.panel.code, layout.code.row)


def code_cells(layout: Layout) -> Iterator[tuple[CellRef, str]]:
    """The cells that show the code, each with what stands before it."""
    if layout.code is not None:
        yield layout.code, f"{CODE_LABEL}："
        yield CODE_ON_CHECK, ""
