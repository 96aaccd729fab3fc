"""A blank form as one plain grid of merged cells, whatever file it was in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import Literal

from xlgen.text import normalize_text, without_invisible
from xlgen.xlsx.values import UNSTORABLE

MAX_ROWS, MAX_COLUMNS = 3000, 100
"""Of a form. A large one has 200 rows and 12 columns."""
USUAL_WIDTH = 9.0
"""Width in characters of a column that says nothing of it."""


@dataclass(frozen=True)
class Cell:
    """A cell, merged or not: its text as printed, its first row and column from 0, and how many it takes.

    framed: it has a line around it. computed: by a formula, whatever it shows. align: as a file says it, or empty.
    """

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    framed: bool = True
    computed: bool = False
    align: str = ""

    @property
    def end(self) -> int:
        """The column behind it."""
        return self.column + self.columns

    @property
    def below(self) -> int:
        """The row below it."""
        return self.row + self.rows

    @property
    def words(self) -> str:
        """Its text on one line: where a name is broken is a matter of its width."""
        return "".join(line.strip() for line in self.text.splitlines())

    @property
    def key(self) -> str:
        """Its text as headings and labels are compared: ordinary width, no blanks."""
        return normalize_text(self.text)

    @property
    def lines(self) -> list[str]:
        """The lines of its text that are not blank."""
        return [line.rstrip() for line in self.text.splitlines() if line.strip()]

    @property
    def blank(self) -> bool:
        """Whether nothing is printed in it."""
        return not self.text.strip()


@dataclass(frozen=True)
class Grid:
    """A form: cells that cover every place once, in reading order; widths of columns in characters; its paper.

    name: of the sheet or table that it is.
    """

    name: str
    cells: Sequence[Cell]
    widths: Sequence[float]
    paper: Literal["A3", "A4"] = "A4"
    orientation: Literal["landscape", "portrait"] = "portrait"

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """The cells that begin in each row, from left to right."""
        rows: list[list[Cell]] = [[] for _ in range(max((cell.below for cell in self.cells), default=0))]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return [sorted(row, key=lambda cell: cell.column) for row in rows]

    @cached_property
    def _places(self) -> Mapping[tuple[int, int], Cell]:
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.below)
            for column in range(cell.column, cell.end)
        }

    @property
    def height(self) -> int:
        """How many rows."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """How many columns."""
        return len(self.widths)

    def at(self, row: int, column: int) -> Cell:
        """The cell that covers a place."""
        return self._places[row, column]

    def covering(self, row: int) -> list[Cell]:
        """The cells that reach into a row, from left to right."""
        found, column = [], 0
        while column < self.width:
            found.append(self.at(row, column))
            column = found[-1].end
        return found


BRACES = str.maketrans("{}", "｛｝")
"""A scheme would take printed braces for the name of an input."""


def printed(text: str) -> str:
    """A text as it is printed, without what shows nothing and what neither a workbook nor a scheme can hold."""
    lines = without_invisible(text).replace("\r\n", "\n").replace("\r", "\n")
    return UNSTORABLE.sub("", lines).translate(BRACES).rstrip()


def compact(grid: Grid) -> Grid:
    """The same form without the rows and columns in which no cell begins: they only made others higher or wider."""
    rows = sorted({cell.row for cell in grid.cells})
    columns = sorted({cell.column for cell in grid.cells})
    before = [0, *accumulate(grid.widths)]
    ends = [*columns[1:], len(grid.widths)]
    cells = []
    for cell in grid.cells:
        row, column = bisect_right(rows, cell.row) - 1, bisect_right(columns, cell.column) - 1
        below, end = bisect_right(rows, cell.below - 1), bisect_right(columns, cell.end - 1)
        cells.append(replace(cell, row=row, column=column, rows=below - row, columns=end - column))
    widths = [before[end] - before[first] for first, end in zip(columns, ends, strict=True)]
    return replace(grid, cells=cells, widths=widths)


def joined(first: Grid, second: Grid, begin: int) -> Grid:
    """A table that goes on in another one, from this row of it on."""
    moved = (replace(cell, row=cell.row - begin + first.height) for cell in second.cells if cell.row >= begin)
    return replace(first, cells=[*first.cells, *moved])


def filled_up(cells: Iterable[Cell], rows: int, columns: int) -> list[Cell]:
    """The cells, and blank ones wherever there are none, in reading order; of two that overlap, the first counts."""
    kept: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for cell in cells:
        places = {(row, column) for row in range(cell.row, cell.below) for column in range(cell.column, cell.end)}
        if not places & taken:
            kept.append(cell)
            taken |= places
    blanks = (Cell("", row, column, framed=False) for row in range(rows) for column in range(columns))
    kept += (cell for cell in blanks if (cell.row, cell.column) not in taken)
    return sorted(kept, key=lambda cell: (cell.row, cell.column))
