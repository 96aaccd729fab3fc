"""References to cells and columns of cells, and their text in formulas."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from openpyxl.utils import column_index_from_string

from xlgen.rules.expression import Formula


@dataclass(frozen=True)
class CellRef:
    """A cell: its sheet, column letter and row."""

    sheet: str
    column: str
    row: int

    @property
    def address(self) -> str:
        """The address on its sheet, like C5."""
        return f"{self.column}{self.row}"

    @property
    def column_number(self) -> int:
        """The number of its column, from 1."""
        return column_index_from_string(self.column)

    def reference_from(self, sheet: str) -> Formula:
        """The absolute reference to this cell in a formula on a sheet, so that the formula can be copied."""
        reference = f"${self.column}${self.row}"
        return Formula(reference if sheet == self.sheet else f"{quoted_sheet(self.sheet)}!{reference}")


@dataclass(frozen=True)
class ColumnRange:
    """Consecutive cells in a column of a sheet."""

    sheet: str
    column: str
    first: int
    last: int

    def reference_from(self, sheet: str) -> Formula:
        """The reference to these cells in a formula on a sheet."""
        reference = f"${self.column}${self.first}:${self.column}${self.last}"
        return Formula(reference if sheet == self.sheet else f"{quoted_sheet(self.sheet)}!{reference}")


@lru_cache(maxsize=256)
def quoted_sheet(sheet: str) -> str:
    """A sheet's name in formulas: quoted unless it is a plain word of letters outside ASCII."""
    plain = re.fullmatch(r"[^\x00-\x7f\W\d_]+", sheet) is not None  # AB12 and R1C1 would be read as cells
    return sheet if plain else "'" + sheet.replace("'", "''") + "'"
