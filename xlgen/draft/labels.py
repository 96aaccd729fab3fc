"""What a blank cell of a block asks for: the text on its left, and the heading above it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from xlgen.draft.grid import Cell, Grid
from xlgen.text import says_something

SAYS_NOTHING = re.compile(r"[0-9.%]+")
FIRST_WORDS = re.compile(r"^(?:其中[：:]|[一二三四五六七八九十]{1,2}、|[0-9]{1,2}[.．、])")
SENTENCE = ("。", ";", ".")
"""How what is no label ends."""
LABEL_OR_CHOICE = re.compile(r"[：:]$|[□☐]")
MIN_HEADINGS = 3
"""Cells of a row from which on it may be one of headings."""


@dataclass(frozen=True)
class Label:
    """The label of a blank cell. last: the innermost part; repeated: another blank cell before it has the same."""

    text: str
    last: str
    repeated: bool = False


def label_of(grid: Grid, cell: Cell, rows: range) -> Label | None:
    """The label of a cell among these rows; None for a corner, and where nothing says what the cell is for."""
    left, head = _left(grid, cell), heading_above(grid, cell, rows)
    if head is None and is_corner(grid, cell, rows):
        return None
    if left is not None and left.text.rstrip().endswith(("：", ":")):
        head = None
    parts = [_words(each.text) for each in (left, head) if each is not None]
    if not parts:
        alone = cell.columns == grid.width and cell.row > rows.start
        above = grid.at(cell.row - 1, cell.column) if alone else cell
        return None if above.blank or above.columns < grid.width else Label(_words(above.text), _words(above.text))
    beside = grid.at(cell.row, cell.column - 1) if cell.column else cell
    repeated = head is None and beside is not cell and beside.blank and beside.row == cell.row
    return Label("：".join(dict.fromkeys(parts)), parts[-1], repeated)


def heading_above(grid: Grid, cell: Cell, rows: range) -> Cell | None:
    """The heading of a column of a block: a cell as wide, in the nearest row above that has no blank cells.

    Only cells as wide may stand between: otherwise the heading is that of something else.
    """
    row = cell.row - 1
    while row >= rows.start:
        above = grid.at(row, cell.column)
        if (above.column, above.columns) != (cell.column, cell.columns):
            return None
        if is_heading_row(grid, row) and not above.blank:
            return above
        row = above.row - 1
    return None


def is_heading_row(grid: Grid, row: int) -> bool:
    """Whether a row of a block is one of headings: texts everywhere, but for a corner."""
    cells = grid.covering(row)
    blank = [cell for cell in cells if cell.blank]
    corner = len(blank) == 1 and cells.index(blank[0]) <= 1
    texts = [cell for cell in cells if not cell.blank and cell.row == row]
    said = all(says_something(cell.text) and not LABEL_OR_CHOICE.search(cell.text.rstrip()) for cell in texts)
    return (not blank or corner) and said and len(cells) >= MIN_HEADINGS and len(texts) > 1


def is_corner(grid: Grid, cell: Cell, rows: range) -> bool:
    """A blank cell before headings, above the names of rows."""
    return is_heading_row(grid, cell.row) and cell.below < rows.stop and not grid.at(cell.below, cell.column).blank


def _left(grid: Grid, cell: Cell) -> Cell | None:
    """The nearest cell on the left that says something, and not only a number."""
    column = cell.column
    while column > 0:
        beside = grid.at(cell.row, column - 1)
        if says_something(beside.text) and not SAYS_NOTHING.fullmatch(beside.key):
            return None if beside.key.endswith(SENTENCE) else beside
        column = beside.column
    return None


def _words(text: str) -> str:
    return FIRST_WORDS.sub("", "".join(text.split())).rstrip("：:")
