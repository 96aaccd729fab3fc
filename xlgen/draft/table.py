"""The levels and indicators of a form's table, as they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from xlgen.draft.grid import Cell, Grid
from xlgen.draft.headings import LEVEL_NAMES, LEVEL_POINTS, Headings
from xlgen.scheme.form import Content
from xlgen.text import without_spaces

TOTAL = re.compile(r"(合计|总计|总分|总得分|得分合计|自评总分)([（(].*[）)])?")
IN_NAME = re.compile(r"[（(]([0-9]+(?:\.[0-9]+)?)分?[）)]\s*$")
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
PLACEHOLDER = re.compile(r"[.…。·\s]*|指标[0-9一二三]+[：:]?.*|[（(]?(自行|由单位|单位自).*|[xX×]{2,}.*")
"""What stands for an indicator where the unit writes its own: nothing, dots, 指标1."""


@dataclass
class Leaf:
    """An indicator as it is printed. own: a row in which the unit writes its own."""

    row: int
    last: int
    name: str
    points: float | None
    texts: dict[str, str] = field(default_factory=dict)  # by content: what else the row prints
    own: bool = False


@dataclass
class Level:
    """A level as it is printed, with the levels or indicators below it."""

    name: str
    points: float | None
    levels: list[Level] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)

    def all_leaves(self) -> Iterator[Leaf]:
        """The indicators below, in order."""
        for level in self.levels:
            yield from level.all_leaves()
        yield from self.leaves


@dataclass(frozen=True)
class Table:
    """What was read between the headings and the total row; the row after it all."""

    levels: list[Level]
    total: Cell | None
    total_points: float | None
    end: int


def number_in(text: str) -> float | None:
    """The number that a cell holds alone, 分 or % beside it."""
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)[分%]?", without_spaces(text))
    return float(found[1]) if found else None


def read_table(grid: Grid, headings: Headings) -> Table:
    """Read the rows below the headings, down to the total or to what is no row of the table."""
    root: list[Level] = []
    name_column, path = _required(headings), _levels_of(headings)
    repeated = {column.title for column in headings.columns}
    row = headings.last + 1
    while row < grid.height:
        first = grid.at(row, headings.columns[0].first)
        label = next((cell for cell in grid.covering(row) if cell.row == row and TOTAL.fullmatch(cell.compact)), None)
        if label is not None:
            points = headings.column(Content.POINTS)
            worth = number_in(grid.at(row, points.first).text) if points else None
            return Table(root, label, worth, row + 1)
        if first.columns == grid.width and grid.width > 1:
            return Table(root, None, None, row)  # a text over the whole width belongs to the footer
        cell = grid.at(row, name_column)
        if _is_heading(grid, row, headings, repeated):
            row += 1
            continue
        level = _level_at(grid, headings, path, root, row)
        leaf = _leaf(grid, headings, cell, row)
        if leaf is not None:
            level.append(leaf)
        row = max(cell.last_row, row) + 1
    return Table(root, None, None, row)


def _required(headings: Headings) -> int:
    column = headings.column(Content.INDICATOR)
    assert column is not None, "headings have a column of indicators"
    return column.first


def _levels_of(headings: Headings) -> list[str]:
    return [content for content in LEVEL_NAMES if headings.column(content) is not None]


def _is_heading(grid: Grid, row: int, headings: Headings, titles: set[tuple[str, ...]]) -> bool:
    """Whether the headings are repeated here, as on every page."""
    shown = [" ".join(grid.at(row, column.first).text.split()) for column in headings.columns]
    return all(text in {part for title in titles for part in title} for text in shown) and any(shown)


def _level_at(grid: Grid, headings: Headings, path: list[str], root: list[Level], row: int) -> list[Leaf]:
    """The list of indicators that a row belongs to; levels that begin here are added."""
    siblings, leaves = root, None
    for depth, content in enumerate(path):
        column = headings.column(content)
        assert column is not None, "taken from the headings"
        cell = grid.at(row, column.first)
        name = " ".join(cell.text.split())
        begins = cell.row == row and bool(name)
        same = bool(siblings) and siblings[-1].name == name
        if not siblings or (begins and not same):
            siblings.append(Level(name, _points_of_level(grid, headings, depth, row, name)))
        level = siblings[-1]
        siblings, leaves = level.levels, level.leaves
    if leaves is None:
        if not root:
            root.append(Level("", None))
        leaves = root[-1].leaves
    return leaves


def _points_of_level(grid: Grid, headings: Headings, depth: int, row: int, name: str) -> float | None:
    column = headings.column(LEVEL_POINTS[depth])
    if column is not None:
        printed = number_in(grid.at(row, column.first).text)
        if printed is not None:
            return printed
    found = IN_NAME.search(name)
    return float(found[1]) if found else None


def _leaf(grid: Grid, headings: Headings, cell: Cell, row: int) -> Leaf | None:
    """The indicator of a row; None for a further row of the one above."""
    name = " ".join(cell.text.split())
    if cell.row < row:
        return None
    points = headings.column(Content.POINTS)
    worth = number_in(grid.at(row, points.first).text) if points is not None else None
    if worth is None and (found := IN_NAME.search(name)):
        worth = float(found[1])
    texts = {}
    for column in headings.columns:
        if column.content in (Content.INDICATOR, Content.POINTS, Content.SCORE, *LEVEL_NAMES, *LEVEL_POINTS):
            continue
        texts[column.content] = "\n".join(_texts(grid, column.first, row, max(cell.last_row, row)))
    own = bool(PLACEHOLDER.fullmatch(name))
    return Leaf(row, max(cell.last_row, row), name, worth, {key: text for key, text in texts.items() if text}, own)


def _texts(grid: Grid, column: int, first: int, last: int) -> Iterator[str]:
    """What a column prints beside an indicator, cell by cell."""
    for cell in grid.column(column, first, last):
        if cell.text.strip() and cell.row >= first:
            yield cell.text.strip()
