"""A table as it lies on paper: cells over rows and columns, whatever program it comes from."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import NamedTuple

from xlgen.text import without_spaces

COMPUTED = "="
"""Stands for a sum without a value."""


class Cell(NamedTuple):
    """A cell: where it begins (from 0), how far it reaches, and its text."""

    row: int
    column: int
    rows: int
    columns: int
    text: str

    @property
    def compact(self) -> str:
        """The text without blanks and line breaks, as headings are compared."""
        return without_spaces(self.text)

    @property
    def computed(self) -> bool:
        """Whether a sum stands in it whose value the file does not hold."""
        return self.text == COMPUTED

    @property
    def last_row(self) -> int:
        """The last row that it reaches."""
        return self.row + self.rows - 1

    @property
    def last_column(self) -> int:
        """The last column that it reaches."""
        return self.column + self.columns - 1


@dataclass(frozen=True)
class Grid:
    """A table. Every place belongs to exactly one cell; blank ones are cells too.

    widths: of the columns, in characters. name: of the sheet or table, for messages.
    """

    name: str
    cells: Sequence[Cell] = field(repr=False)
    widths: Sequence[float]
    portrait: bool = False

    @property
    def width(self) -> int:
        """How many columns."""
        return len(self.widths)

    @cached_property
    def height(self) -> int:
        """How many rows."""
        return max((cell.last_row + 1 for cell in self.cells), default=0)

    @cached_property
    def _places(self) -> dict[tuple[int, int], Cell]:
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.last_row + 1)
            for column in range(cell.column, cell.last_column + 1)
        }

    def at(self, row: int, column: int) -> Cell:
        """The cell that covers a place."""
        return self._places[row, column]

    def beginning(self, row: int) -> list[Cell]:
        """The cells that begin in a row, from left to right."""
        return [cell for cell in self.covering(row) if cell.row == row]

    def covering(self, row: int) -> list[Cell]:
        """The cells that reach into a row, from left to right."""
        found, column = [], 0
        while column < self.width:
            cell = self.at(row, column)
            found.append(cell)
            column = cell.last_column + 1
        return found

    def column(self, column: int, first: int, last: int) -> Iterator[Cell]:
        """The cells of a column in these rows, from top to bottom."""
        row = first
        while row <= last:
            cell = self.at(row, column)
            yield cell
            row = cell.last_row + 1


def grid_of(
    name: str,
    texts: Mapping[tuple[int, int], str],
    merged: Sequence[Cell],
    widths: Sequence[float],
    portrait: bool = False,
    last_row: int = 0,
) -> Grid:
    """A grid of texts by place and merged areas, from the first text on.

    last_row: rows that are ruled but blank below the last text, to here. Of areas that overlap, the first counts.
    Rows and columns in which no cell begins are left out: they are only height or width.
    """
    areas: dict[tuple[int, int], Cell] = {}
    for area in merged:
        places = list(product(range(area.row, area.last_row + 1), range(area.column, area.last_column + 1)))
        if not any(place in areas for place in places):
            areas.update(dict.fromkeys(places, area))
    filled = [place for place, text in texts.items() if text.strip()]
    if not filled:
        return Grid(name, [], [])
    reach = [areas.get(place, Cell(*place, 1, 1, "")) for place in filled]
    top, left = min(row for row, _ in filled), min(column for _, column in filled)
    bottom = max(last_row, *(cell.last_row for cell in reach))
    right = max(cell.last_column for cell in reach)
    cells = []
    for row, column in product(range(top, bottom + 1), range(left, right + 1)):
        known = areas.get((row, column), Cell(row, column, 1, 1, ""))
        if (max(known.row, top), max(known.column, left)) == (row, column):
            rows, columns = min(known.last_row, bottom) - row + 1, min(known.last_column, right) - column + 1
            cells.append(Cell(row, column, rows, columns, texts.get(known[:2], "")))
    starts = sorted({cell.row for cell in cells}), sorted({cell.column for cell in cells})
    shown = [_width(widths, column) for column in range(right + 1)]
    ends = [*starts[1][1:], right + 1]
    wide = [round(sum(shown[first:end]), 1) for first, end in zip(starts[1], ends, strict=True)]
    return Grid(name, [_counted(cell, *starts) for cell in cells], wide, portrait)


def _counted(cell: Cell, rows: Sequence[int], columns: Sequence[int]) -> Cell:
    """A cell by the rows and columns that are kept."""
    row, column = bisect_left(rows, cell.row), bisect_left(columns, cell.column)
    below, beside = bisect_left(rows, cell.last_row + 1), bisect_left(columns, cell.last_column + 1)
    return Cell(row, column, below - row, beside - column, cell.text)


def _width(widths: Sequence[float], column: int) -> float:
    return widths[column] if column < len(widths) else DEFAULT_WIDTH


def joined(first: Grid, second: Grid, begin: int) -> Grid:
    """A grid with the rows of another, as wide, from `begin` on below it."""
    moved = [
        cell._replace(row=max(cell.row, begin) - begin + first.height, rows=cell.last_row + 1 - max(cell.row, begin))
        for cell in second.cells
        if cell.last_row >= begin
    ]
    return Grid(first.name, [*first.cells, *moved], first.widths, first.portrait)


DEFAULT_WIDTH = 9.0
"""Of a column that says nothing about its width, in characters."""
