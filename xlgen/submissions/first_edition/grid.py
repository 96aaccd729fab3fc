"""What stands where on a sheet of the first edition, and what could not be placed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from xlgen.scheme.inputs import MAX_ROWS, TEN_THOUSAND_YUAN, YUAN, Input
from xlgen.scoring.status import is_blank
from xlgen.text import normalize_text
from xlgen.xlsx.read.sheet import CellRead, SheetRead, place_of, position
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue, is_number

EMPTY = CellRead(None, None, False)
_FIRST_LITERAL = re.compile(r'"([^"]+)"')


class Unplaced(NamedTuple):
    """What was filled in and has no place in the scheme of today: what it was called, its value and its cell."""

    label: str
    value: CellValue
    place: CellRef


class Found(NamedTuple):
    """An input, a text or a column: its cell, or that of its heading, and whether it had its former label."""

    place: CellRef
    former: bool = False


@dataclass(frozen=True)
class Grid:
    """The cells of a sheet by letter and row."""

    sheet: SheetRead

    @cached_property
    def columns(self) -> dict[int, list[str]]:
        """The letters of the cells of each row that holds anything, from the first row and the first column."""
        places = sorted((position(address), address) for address in self.sheet.cells)
        columns: dict[int, list[str]] = {}
        for (row, _), address in places:
            columns.setdefault(row, []).append(place_of(self.sheet.title, address).column)
        return columns

    @property
    def rows(self) -> list[int]:
        """The rows that hold anything, from the first."""
        return list(self.columns)

    def cell(self, column: str, row: int) -> CellRead:
        """A cell; an empty one where there is none."""
        return self.sheet.cells.get(f"{column}{row}", EMPTY)

    def text(self, column: str, row: int) -> str:
        """A printed text, as texts are compared. Of a formula that was not computed: the text that it begins with."""
        cell = self.cell(column, row)
        if cell.value is None and cell.stored is not None:
            literal = _FIRST_LITERAL.search(cell.stored)
            return normalize_text(literal[1]) if literal else ""
        return normalize_text(cell.value) if isinstance(cell.value, str) else ""

    def number(self, row: int) -> int | None:
        """The number of a row in 序号, which headings of indicators and reserved rows of tables have."""
        value = self.cell("A", row).value
        return int(value) if is_number(value) and 0 < value <= MAX_ROWS else None

    def numbered(self, row: int) -> bool:
        """Whether a row has such a number."""
        return self.number(row) is not None

    def row_of(self, column: str, text: str) -> int | None:
        """The first row that has this text in a column."""
        return next((row for row in self.rows if self.text(column, row) == text), None)

    def place(self, column: str, row: int) -> CellRef:
        """The reference to a cell."""
        return CellRef(self.sheet.title, column, row)

    def left(self, label: str, column: str, row: int) -> list[Unplaced]:
        """A cell that has no place today, if it holds anything."""
        value = self.cell(column, row).value
        return [] if is_blank(value) else [Unplaced(label, value, self.place(column, row))]


def labels_of(spec: Input) -> dict[str, bool]:
    """The labels by which an input is recognised, as texts are compared; True for the one it had formerly."""
    former = {normalize_text(spec.formerly): True} if spec.formerly else {}
    return {normalize_text(spec.label): False, **former}


def heading_fits(heading: str, label: str, unit: str) -> bool:
    """Whether a column's heading is this label, alone or with its unit: 合同额（万元）; a formula's may be cut."""
    units = (normalize_text(each) for each in (unit, TEN_THOUSAND_YUAN, YUAN))
    return heading in (label, f"{label}(", *(f"{label}({each})" for each in units))


def everything(grid: Grid) -> list[Unplaced]:
    """All typed cells of a sheet that the scheme does not have, but for the headings: those below the number 1."""
    first = next((row for row in grid.rows if grid.numbered(row)), 0)
    places = (place_of(grid.sheet.title, address) for address, cell in grid.sheet.cells.items() if cell.stored is None)
    typed = [place for place in places if place.column != "A" and place.row >= first]
    return [lost for place in typed for lost in grid.left(grid.sheet.title, place.column, place.row)]
