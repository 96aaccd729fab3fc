"""Approved values of the first edition, which its hidden sheet keeps by the address of their cell."""

from __future__ import annotations

import re
from collections.abc import Mapping

from xlgen.scheme.inputs import UNIT_NAME
from xlgen.workbook.layout import Layout
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue

_PLACE = re.compile(r"(.+)!([A-Z]{1,3})([0-9]{1,7})")


def items_at(layout: Layout, values: Mapping[str, CellValue]) -> dict[str, CellValue]:
    """Values by item, from values by cell, like 基础数据!C5; those of other cells are left out."""
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
