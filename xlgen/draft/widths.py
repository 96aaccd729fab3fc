"""Cells of a block over the columns of the table below: a block is often divided otherwise than the table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from xlgen.draft.grid import Cell, Grid


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
