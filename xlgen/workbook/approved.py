"""Values filled in before a workbook was issued: approved ones are kept on its hidden sheet, all in the record."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from openpyxl.workbook import Workbook

from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.model import Scheme
from xlgen.scheme.sheet_names import IDENTITY
from xlgen.scoring.form_data import FormData
from xlgen.text import normalize_text, number_in
from xlgen.workbook.layout import Layout
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue, is_number
from xlgen.xlsx.write.cells import put

ITEM_COLUMN, VALUE_COLUMN = "D", "E"
"""Columns of the hidden sheet: the item, and its approved value."""
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


def without_subject(scheme: Scheme, approved: FormData) -> FormData:
    """Approved values without what the form is about, which has a check of its own, as the unit's name has."""
    names = set(scheme.subject.names) if scheme.subject else set()
    return replace(approved, inputs={name: value for name, value in approved.inputs.items() if name not in names})


def is_locked(scheme: Scheme, item: str) -> bool:
    """Whether the unit cannot change what is laid down in an item: as the scheme says.

    In the rows of a table that says it of none of its columns, everything that is laid down is.
    """
    name, _, cell = item.partition("/")
    if not cell:
        return scheme.all_inputs[name].locked
    columns = scheme.tables[name].columns
    return columns[cell.partition("/")[2]].locked or not any(spec.locked for spec in columns.values())


def has_rows(items: Iterable[str]) -> bool:
    """Whether some of these items are cells of tables."""
    return any("/" in item for item in items)


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


def write_approved(workbook: Workbook, approved: FormData) -> None:
    """Store the approved values. Values prescribed by the form are not stored, because the scheme has them."""
    sheet = workbook[IDENTITY]
    for row, (item, value) in enumerate(items_of(approved).items(), 1):
        put(sheet, f"{ITEM_COLUMN}{row}", item)
        put(sheet, f"{VALUE_COLUMN}{row}", value)


def read_approved(cells: Mapping[str, CellValue]) -> dict[str, CellValue]:
    """Approved values by item, as stored: the form may have no such item. `cells`: those of the hidden sheet."""
    approved: dict[str, CellValue] = {}
    row = 1
    while f"{ITEM_COLUMN}{row}" in cells:
        approved[str(cells[f"{ITEM_COLUMN}{row}"])] = cells.get(f"{VALUE_COLUMN}{row}")
        row += 1
    return approved


def known_items(layout: Layout, items: Items) -> dict[str, CellValue]:
    """Those items that the form has, but for the unit's name."""
    return {item: value for item, value in items.items() if item != UNIT_NAME and cell_of(layout, item) is not None}
