"""Values approved before a workbook was issued: kept on its hidden sheet and compared when it is submitted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from openpyxl.workbook import Workbook

from xlgen.scheme.sheet_names import IDENTITY
from xlgen.scoring.form_data import FormData
from xlgen.workbook.layout import Layout
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue
from xlgen.xlsx.write.cells import put

ADDRESS_COLUMN, VALUE_COLUMN = "D", "E"
"""Columns of the hidden sheet: the cell that holds a value, like 基础数据!C5, and the approved value."""


def filled_cells(layout: Layout, filling: FormData) -> Iterator[tuple[CellRef, CellValue]]:
    """All input and table cells that have a value in `filling`, with that value."""
    for name, value in filling.inputs.items():
        if value is not None:
            yield layout.values[name], value
    for name, rows in filling.tables.items():
        for number, row in enumerate(rows):
            for column, value in row.items():
                if value is not None:
                    yield layout.tables[name].cell(column, number), value


def write_approved(workbook: Workbook, layout: Layout, approved: FormData) -> None:
    """Store the approved values. Values prescribed by the form are not stored, because the scheme has them."""
    sheet = workbook[IDENTITY]
    for row, (cell, value) in enumerate(filled_cells(layout, approved), 1):
        put(sheet, f"{ADDRESS_COLUMN}{row}", f"{cell.sheet}!{cell.address}")
        put(sheet, f"{VALUE_COLUMN}{row}", value)


def read_approved(cells: Mapping[str, CellValue]) -> dict[str, CellValue]:
    """Approved values by cell, like 基础数据!C5. `cells`: those of the hidden sheet, by address."""
    approved: dict[str, CellValue] = {}
    row = 1
    while f"{ADDRESS_COLUMN}{row}" in cells:
        approved[str(cells[f"{ADDRESS_COLUMN}{row}"])] = cells.get(f"{VALUE_COLUMN}{row}")
        row += 1
    return approved
