"""What was approved before a workbook was issued: kept on its hidden sheet, to be compared when it comes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from openpyxl.workbook import Workbook

from xlgen.scheme.sheet_names import IDENTITY
from xlgen.scoring.form_data import FormData
from xlgen.workbook.layout import Layout
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue
from xlgen.xlsx.write.cells import put

WHERE, VALUE = "D", "E"
"""The columns of the hidden sheet: where a value stands, like 基础数据!C5, and the value as it was approved."""


def places_of(layout: Layout, filling: FormData) -> Iterator[tuple[CellRef, CellValue]]:
    """Every input and table cell that a filling says something of, and what it says."""
    for name, value in filling.inputs.items():
        if value is not None:
            yield layout.values[name], value
    for name, rows in filling.tables.items():
        table = layout.tables[name]
        for number, row in enumerate(rows):
            for column, value in row.items():
                if value is not None:
                    yield CellRef(table.sheet, table.columns[column], table.first + number), value


def write_approved(workbook: Workbook, layout: Layout, approved: FormData) -> None:
    """Store what was approved; what the form itself lays down need not be, because the scheme says it."""
    sheet = workbook[IDENTITY]
    for row, (place, value) in enumerate(places_of(layout, approved), 1):
        put(sheet, f"{WHERE}{row}", f"{place.sheet}!{place.address}")
        put(sheet, f"{VALUE}{row}", value)


def read_approved(cells: Mapping[str, CellValue]) -> dict[str, CellValue]:
    """What was approved, by place like 基础数据!C5; cells are those of the hidden sheet, by address."""
    found: dict[str, CellValue] = {}
    row = 1
    while f"{WHERE}{row}" in cells:
        found[str(cells[f"{WHERE}{row}"])] = cells.get(f"{VALUE}{row}")
        row += 1
    return found
