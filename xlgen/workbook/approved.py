"""Values filled in before a workbook was issued: approved ones are kept on its hidden sheet, all in the record."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from openpyxl.workbook import Workbook

from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.sheet_names import IDENTITY
from xlgen.scoring.form_data import FormData
from xlgen.text import normalize_text, number_in
from xlgen.workbook.layout import Layout
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue, is_number
from xlgen.xlsx.write.cells import put

ADDRESS_COLUMN, VALUE_COLUMN = "D", "E"
"""Columns of the hidden sheet: the cell that holds a value, like 指标评分表!J5, and the approved value."""
_PLACE = re.compile(r"(.+)!([A-Z]{1,3})([0-9]{1,7})")
_ITEM = re.compile(r"(\w+)(?:/([0-9]{1,4})/(\w+))?")

Items: TypeAlias = Mapping[str, CellValue]
"""Values by item: the id of an input, or table/row/column with rows from 1, which no choice of rows moves."""


def items_of(filling: FormData) -> dict[str, CellValue]:
    """All values of `filling` by item, but for the unit's name, which has checks of its own."""
    items: dict[str, CellValue] = {}
    items |= {name: value for name, value in filling.inputs.items() if value is not None and name != UNIT_NAME}
    for name, rows in filling.tables.items():
        for number, row in enumerate(rows, 1):
            items |= {f"{name}/{number}/{column}": value for column, value in row.items() if value is not None}
    return items


def filling_of(items: Items) -> FormData:
    """The data with these values: the opposite of `items_of`."""
    inputs: dict[str, CellValue] = {}
    tables: dict[str, list[dict[str, CellValue]]] = {}
    for item, value in items.items():
        name, _, cell = item.partition("/")
        if not cell:
            inputs[name] = value
            continue
        number, _, column = cell.partition("/")
        rows = tables.setdefault(name, [])
        rows += [{} for _ in range(int(number) - len(rows))]
        rows[int(number) - 1][column] = value
    return FormData(inputs, tables)


def cell_of(layout: Layout, item: str) -> CellRef | None:
    """The cell of an item; None where the form has none. A row beyond those reserved has the cell it would have."""
    match = _ITEM.fullmatch(item)
    if match is None:
        return None
    name, number, column = match.groups()
    if number is None:
        return layout.values[name] if name in layout.scheme.all_inputs else None
    if name not in layout.tables or column not in layout.tables[name].columns:
        return None
    return layout.tables[name].cell(column, int(number) - 1)


def items_at(layout: Layout, values: Mapping[str, CellValue]) -> dict[str, CellValue]:
    """Values by item, from values by cell, like 指标评分表!J5; those of other cells are left out."""
    inputs = {layout.values[name]: name for name in layout.scheme.all_inputs if name != UNIT_NAME}
    columns = {
        (table.sheet, letter): (name, table, column)
        for name, table in layout.tables.items()
        for column, letter in table.columns.items()
    }
    items: dict[str, CellValue] = {}
    for address, value in values.items():
        match = _PLACE.fullmatch(address)
        if match is None:
            continue
        place = CellRef(match[1], match[2], int(match[3]))
        if place in inputs:
            items[inputs[place]] = value
        elif (place.sheet, place.column) in columns:
            name, table, column = columns[place.sheet, place.column]
            if table.first <= place.row <= table.last:
                items[f"{name}/{place.row - table.first + 1}/{column}"] = value
    return items


def same_value(value: CellValue, expected: CellValue) -> bool:
    """Whether a cell holds a value as it was laid down, however a program or a person writes it.

    A number written as a text is the same number, and spaces and width do not count; another check tells them.
    """
    if is_number(expected):
        number = number_in(value) if isinstance(value, str) else value
        return is_number(number) and math.isclose(number, expected, rel_tol=1e-12)  # programs keep 15 to 17 digits
    return normalize_text(_written(value)) == normalize_text(_written(expected))


def _written(value: CellValue) -> str:
    return "" if value is None else f"{value:.15g}" if is_number(value) else str(value)


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
    """Approved values by cell, like 指标评分表!J5. `cells`: those of the hidden sheet, by address."""
    approved: dict[str, CellValue] = {}
    row = 1
    while f"{ADDRESS_COLUMN}{row}" in cells:
        approved[str(cells[f"{ADDRESS_COLUMN}{row}"])] = cells.get(f"{VALUE_COLUMN}{row}")
        row += 1
    return approved
