"""Cells and ranges of cells by sheet, column and row, and how formulas refer to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from xlgen.rules.expression import Formula


@dataclass(frozen=True)
class CellRef:
    """A cell: its sheet, column letter and row."""

    sheet: str
    column: str
    row: int

    @property
    def address(self) -> str:
        """Like C5."""
        return f"{self.column}{self.row}"

    def reference_from(self, sheet: str) -> Formula:
        """The reference to this cell in a formula on a sheet: absolute, so that it can be copied."""
        reference = f"${self.column}${self.row}"
        return Formula(reference if sheet == self.sheet else f"{quoted_sheet(self.sheet)}!{reference}")


@dataclass(frozen=True)
class ColumnRange:
    """Cells one below the other in a column of a sheet."""

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
    """A sheet's name as formulas write it: quoted where it is not a plain word."""
    plain = re.fullmatch(r"[^\x00-\x7f\W\d_]+", sheet) is not None  # AB12 and R1C1 would read as cells
    return sheet if plain else "'" + sheet.replace("'", "''") + "'"
