"""Rows of a block that the unit fills in one below the other: they become a table. Its cells over the columns below."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from xlgen.draft.grid import Cell, Grid
from xlgen.draft.identifiers import identifier
from xlgen.draft.kinds import kind_of
from xlgen.draft.labels import heading_above, is_heading_row
from xlgen.text import says_something

MIN_ROWS = 2
MAX_LABEL = 16
NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\'：]")


@dataclass
class TableRows:
    """A table of `count` rows: the data of its columns, of its row in the block, and the text beside it."""

    label: str
    count: int
    columns: dict[str, dict[str, Any]] = field(default_factory=dict)
    row: list[tuple[Cell, dict[str, Any]]] = field(default_factory=list)

    def data(self, labels: Collection[str]) -> dict[str, Any]:
        """The table as data of a scheme; labels: those of other tables."""
        return {"label": table_label(self.label, labels), "rows": self.count, "columns": self.columns}


def table_label(text: str, labels: Collection[str]) -> str:
    """A label for a table, which is the name of its sheet: short, without signs, not taken."""
    short = NO_SHEET_NAME.sub("", "".join(text.split()))[:MAX_LABEL] or "明细"
    return next(
        name
        for number in range(1, len(labels) + 2)
        if (name := short if number == 1 else f"{short}{number}") not in labels
    )


def rows_of_table(grid: Grid, row: int, rows: range) -> TableRows | None:
    """The rows from here that are blank below headings, at least two; a number in each does not make them less so."""
    if row == rows.start or not is_heading_row(grid, row - 1):
        return None
    beside = [cell for cell in grid.covering(row) if cell.rows > 1 and not cell.blank]
    own = [cell for cell in grid.covering(row) if cell not in beside]
    if len(own) < MIN_ROWS or not any(cell.blank for cell in own):
        return None
    end = min([rows.stop, *(cell.below for cell in beside)])
    count = 0
    while row + count < end and _is_free(grid, row + count, own, beside, count + 1):
        count += 1
    if count < MIN_ROWS:
        return None
    label = next((cell.words for cell in beside), grid.covering(row - 1)[0].words)
    table = TableRows(label, count)
    for cell in grid.covering(row):
        if cell.row < row:
            continue
        if cell in beside:
            table.row.append((cell, {"text": cell.text.strip(), "once": True}))
        elif not cell.blank and says_something(cell.text):
            table.row.append((cell, {"text": "{row}"}))
        else:
            head = heading_above(grid, cell, rows)
            title = "内容" if head is None else head.words
            name = identifier(title, table.columns, "column")
            required = {} if not table.columns else {"required": False}
            table.columns[name] = {"kind": str(kind_of(title)), "label": title, **required}
            table.row.append((cell, {"text": f"{{{name}}}"}))
    for place, (cell, data) in enumerate(table.row):
        if cell in beside:  # printed once, however many rows the table has
            table.row[place] = (Cell(cell.text, cell.row, cell.column, 1, cell.columns, cell.framed), data)
    return table


def _is_free(grid: Grid, row: int, own: list[Cell], beside: list[Cell], number: int) -> bool:
    """Whether a row has the same cells, and nothing in them but its number or dots."""
    cells = [cell for cell in grid.covering(row) if cell not in beside]
    if [(cell.column, cell.end) for cell in cells] != [(cell.column, cell.end) for cell in own]:
        return False
    return all(cell.rows == 1 and (not says_something(cell.text) or cell.key == str(number)) for cell in cells)


def edges_on(grid: Grid, rows: range, columns: Sequence[int]) -> list[int]:
    """For each edge of the grid's columns, the number of the form's column that begins there.

    columns: where the form's columns begin in the grid. Each edge goes to the nearest, but no cell of these rows loses
    its width where the form has enough columns; edges keep their order.
    """
    cells = [cell for cell in grid.cells if cell.row < rows.stop and rows.start < cell.below]
    last = len(columns)
    room = _room(cells, grid.width, last)
    before = [0.0, *accumulate(grid.widths)]
    starts = [*(before[column] for column in columns), before[-1]]
    found = [0]
    for edge in range(1, grid.width):
        nearest = min(range(last + 1), key=lambda number: abs(starts[number] - before[edge]))
        least = max([found[-1], *(found[cell.column] + 1 for cell in cells if cell.end == edge)])
        found.append(max(found[-1], min(max(nearest, least), room[edge])))
    return [*found, last]


def _room(cells: Sequence[Cell], width: int, last: int) -> list[int]:
    """For each edge, the last column that may begin there, so that the cells on its right have one each."""
    room = [last] * (width + 1)
    for edge in range(width - 1, -1, -1):
        room[edge] = max(0, min([room[edge + 1], *(room[cell.end] - 1 for cell in cells if cell.column == edge)]))
    return room
