"""The values stored in a workbook: what a program shows that does not compute."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell


class CellError(str):
    """An error value, like #N/A; the same letters as a text are none, and SUM ignores them."""


Value = float | str | bool
Cells = dict[str, dict[str, Value]]
"""Sheet, address, value; cells that show nothing are left out."""


def stored(workbook: bytes | Path) -> Cells:
    """Every stored value of every sheet."""
    source = io.BytesIO(workbook) if isinstance(workbook, bytes) else workbook
    book = openpyxl.load_workbook(source, data_only=True)
    return {
        sheet.title: {cell.coordinate: _value(cell) for row in sheet.iter_rows() for cell in row if _value(cell) != ""}
        for sheet in book.worksheets
    }


def _value(cell: Cell | MergedCell) -> Value:
    value = "" if cell.value is None else cell.value
    if cell.data_type == "e":
        return CellError(value)
    return value if isinstance(value, (int, float, str, bool)) else str(value)
