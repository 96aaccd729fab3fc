"""The tables of the first edition, each on a sheet of its name; columns are recognised by their headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from xlgen.scheme.inputs import MAX_ROWS, Table
from xlgen.submissions.first_edition.grid import Found, Grid, Unplaced, heading_fits, labels_of
from xlgen.text import normalize_text

NUMBER = normalize_text("序号")
COMPUTED = frozenset({NUMBER, normalize_text("得分"), normalize_text("状态")})


@dataclass(frozen=True)
class TableSheet:
    """Where a table is: the headings of its columns, its rows (0 for one that was deleted), and what has no place."""

    columns: Mapping[str, Found]
    rows: Sequence[int]
    unplaced: Sequence[Unplaced]

    def cells(self, row: int) -> dict[str, Found]:
        """The cells of a row by column."""
        return {name: Found(replace(found.place, row=row), found.former) for name, found in self.columns.items()}


def is_table(grid: Grid) -> bool:
    """Whether a sheet holds a table of the first edition."""
    return grid.row_of("A", NUMBER) is not None


def read_table_sheet(grid: Grid, table: Table) -> TableSheet:
    """Recognise the columns and rows of a table, from its headings to the last row with a number."""
    head = grid.row_of("A", NUMBER) or 0
    columns = _columns(grid, table, head)
    letters = sorted({found.place.column for found in columns.values()})
    below = [row for row in grid.rows if row > head]
    last = max((row for row in below if grid.numbered(row)), default=below[-1] if below else 0)
    rows = [row for row in below if row <= last][:MAX_ROWS]
    others = _other_columns(grid, table, head, letters)
    unplaced = [lost for letter, title in others.items() for row in below for lost in grid.left(title, letter, row)]
    for row in below[len(rows) :]:
        unplaced += [lost for letter in letters for lost in grid.left(_title(grid, letter, head), letter, row)]
    return TableSheet(columns, _by_number(grid, rows) if table.preset else rows, unplaced)


def _by_number(grid: Grid, rows: Sequence[int]) -> list[int]:
    """The rows in the order of their numbers, by which the form prescribes cells; inserted ones, without, come last."""
    numbers = {number: row for row in rows if (number := grid.number(row)) is not None}
    inserted = [row for row in rows if row not in numbers.values()]
    return [*(numbers.get(number, 0) for number in range(1, max(numbers, default=0) + 1)), *inserted]


def _columns(grid: Grid, table: Table, head: int) -> dict[str, Found]:
    """Each column where its heading is today's label, else where it is the former one."""
    columns: dict[str, Found] = {}
    letters = grid.columns.get(head, [])
    for name, spec in table.columns.items():
        for label, former in labels_of(spec).items():
            fits = (letter for letter in letters if heading_fits(grid.text(letter, head), label, spec.unit))
            letter = next(fits, None)
            if letter is not None and name not in columns:
                columns[name] = Found(grid.place(letter, head), former)
    return columns


def _other_columns(grid: Grid, table: Table, head: int, taken: Sequence[str]) -> dict[str, str]:
    """The headings by letter of columns that the scheme does not have, without those that are computed."""
    computed = COMPUTED | {normalize_text(measure.label) for measure in table.measures.values()}
    letters = dict.fromkeys(letter for row, columns in grid.columns.items() if row >= head for letter in columns)
    others = [letter for letter in letters if letter not in taken and grid.text(letter, head) not in computed]
    return {letter: _title(grid, letter, head) for letter in others}


def _title(grid: Grid, letter: str, head: int) -> str:
    return str(grid.cell(letter, head).value or "")
