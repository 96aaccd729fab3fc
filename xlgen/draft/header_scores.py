"""What is scored above the table: a row with points and room for a score, under headings that say so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from xlgen.draft.grid import Cell, Grid
from xlgen.draft.headings import POINTS, SCORE
from xlgen.draft.labels import heading_above, is_heading_row
from xlgen.draft.table import Points, points_in

RATE = re.compile(r".*执行率|.*完成率")
BRACKETS = re.compile(r"\(.*\)|（.*）")


@dataclass(frozen=True)
class Scored:
    """An indicator that is scored in the header: its name and that of its block, its points and the two cells."""

    name: str
    group: str
    points: Points
    points_cell: Cell
    score_cell: Cell


def scored_rows(grid: Grid, rows: range) -> dict[int, Scored]:
    """By row, what is scored there."""
    found = {}
    for row in rows:
        scored = _scored(grid, row, rows)
        if scored is not None:
            found[row] = scored
    return found


def _scored(grid: Grid, row: int, rows: range) -> Scored | None:
    headed = [(heading_above(grid, cell, rows), cell) for cell in grid.rows[row]]
    under = [(head, cell) for head, cell in headed if head is not None and is_heading_row(grid, head.row)]
    worth = [
        (head, cell, points_in(cell.text, f"{head.words} {cell.words}")) for head, cell in under if _is_points(head)
    ]
    scores = [cell for head, cell in under if cell.blank and SCORE.fullmatch(_last(head)) and not _is_points(head)]
    numbers = [(cell, points) for _, cell, points in worth if points is not None]
    if len(numbers) != 1 or len(scores) != 1:
        return None
    first = grid.covering(row)[0]
    beside = "" if first.blank else BRACKETS.sub("", first.words)
    rate = next((BRACKETS.sub("", head.words) for head, _ in under if RATE.fullmatch(_last(head))), "")
    names = [name for name in (rate, beside) if name] or ["表头计分项"]
    return Scored(names[0], names[-1], numbers[0][1], numbers[0][0], scores[0])


def _is_points(head: Cell) -> bool:
    return POINTS.fullmatch(_last(head)) is not None or _last(head).endswith("权重")


def _last(head: Cell) -> str:
    key = BRACKETS.sub("", head.key)
    return re.sub(r"^执行率|^预算执行", "", key) or key
