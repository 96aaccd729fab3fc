"""The header and footer block of 指标评分表: cells with spans, side by side like those of an HTML table."""

from __future__ import annotations

from dataclasses import replace

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.rules.expression import Value
from xlgen.scheme.input_words import expected_of
from xlgen.scheme.inputs import Input
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring.form_data import FormData
from xlgen.workbook.layout import BlockCell, BlockRow, Layout
from xlgen.workbook.sheets.entry import typed
from xlgen.workbook.sheets.form_texts import text_value
from xlgen.workbook.sheets.form_totals import score_formula, total_formula
from xlgen.workbook.validation import add_validation
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import merge, put


def write_block(sheet: Worksheet, layout: Layout, rows: list[BlockRow], filling: FormData, locked: FormData) -> None:
    """Write the cells of a block: its texts, and unlocked those in which an input is typed alone."""
    for number, row in enumerate(rows):
        for placed in row.cells:
            last = rows[number + placed.depth - 1].span.last
            _cell(sheet, layout, row, placed, last, filling, locked)


def _cell(
    sheet: Worksheet,
    layout: Layout,
    row: BlockRow,
    placed: BlockCell,
    last: int,
    filling: FormData,
    locked: FormData,
) -> None:
    cell, first = placed.cell, row.span.first
    alone = len(row.form_row.cells) == 1 and row.form_row.lines > 1  # a text with a row of its own begins at the top
    vertical = "top" if alone and cell.typed is not None else "center"
    look = styles.CellStyle(bold=cell.bold, horizontal=cell.align, vertical=vertical, border=row.form_row.border)
    place = CellRef(FORM, get_column_letter(placed.column), first)
    entry = _entry(layout, row, placed, place)
    value: Value | None
    if entry is None:
        value, look = _printed(layout, row, placed, place, filling, look)
    else:
        name, spec, siblings = entry
        value, fixed = _given(row, name, filling), _given(row, name, locked) is not None
        look = typed(spec, look, fixed)
        add_validation(sheet, place.address, spec, expected_of(name, siblings))
    for down in range(first, last + 1):
        for right in range(cell.columns):
            look(sheet[f"{get_column_letter(placed.column + right)}{down}"])
    put(sheet, place.address, value)
    if last > first or cell.columns > 1:
        merge(sheet, f"{place.address}:{get_column_letter(placed.column + cell.columns - 1)}{last}")


def _printed(
    layout: Layout, row: BlockRow, placed: BlockCell, place: CellRef, filling: FormData, look: styles.CellStyle
) -> tuple[Value | None, styles.CellStyle]:
    """A text, or a number: the total, or the score of an indicator of the header, also one that the unit typed."""
    score = replace(look, format=styles.SCORE_FORMAT)
    if place == layout.total_cell:
        return total_formula(layout), score
    for indicator in layout.scheme.header_indicators:
        if place == layout.header_scores[indicator.id]:
            reported = filling.reported.get(indicator.id)
            return score_formula(layout, indicator) if reported is None else reported, score
    return text_value(layout, placed.cell, row), look


def _entry(
    layout: Layout, row: BlockRow, placed: BlockCell, place: CellRef
) -> tuple[str, Input, dict[str, Input]] | None:
    """The input that is typed in a cell of the block, with the inputs beside it; None for a printed text."""
    name, table, specs = placed.cell.typed, row.form_row.each, layout.scheme.all_inputs
    judged = [each.judged for each in layout.scheme.header_indicators if each.id == placed.cell.score]
    if judged:
        name = judged[0]
    if name is None:
        return None
    if table is None:
        return (name, specs[name], specs) if name in specs and layout.values[name] == place else None
    columns = layout.scheme.tables[table].columns
    return (name, columns[name], columns) if name in columns and layout.tables[table].on_form else None


def _given(row: BlockRow, name: str, filling: FormData) -> CellValue:
    if row.form_row.each is None:
        return filling.inputs.get(name)
    rows = filling.tables.get(row.form_row.each, ())
    return rows[row.index or 0].get(name) if (row.index or 0) < len(rows) else None
