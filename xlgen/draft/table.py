"""The levels and indicators of a form's table, as they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from xlgen.draft.grid import Cell, Grid
from xlgen.draft.headings import LEVEL_3, LEVEL_NAMES, LEVEL_POINTS, Headings
from xlgen.scheme.form import Content
from xlgen.text import without_spaces

TOTAL = re.compile(
    r"((自评|得分|评分|评价)?(合计|总计|总分|总得分)值?|总评分|合计得分|综合得分|自评总分)([（(].*[）)])?[：:]?"
)
SUBTOTALS = frozenset({"小计", "分项小计", "小计得分"})
SUBTOTAL = "小计行没有写进草稿"
IN_NAME = re.compile(r"[（(]([0-9]+(?:\.[0-9]+)?)分?[）)]\s*$")
NOTE = re.compile(
    "注[：:]|注[0-9]|备注[：:]|说明[：:]|填[表报](说明|人|单位)|(单位|部门|项目)?负责人|评价人|制表|审核人|联系"
)
FEW = 2
"""Weights from which on a sum of 1 is no accident."""
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


@dataclass
class Table:
    """What was read below the headings; the row after it all.

    total: the label of the total row, its points where they are printed, and whether they are shown at all.
    remarks: what somebody must look at.
    """

    levels: list[Level]
    total: Cell | None = None
    total_points: float | None = None
    shows_points: bool = False
    end: int = 0
    remarks: list[str] = field(default_factory=list)


def number_in(text: str) -> float | None:
    """The number that a cell holds alone, 分 or % beside it."""
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)[分%]?", without_spaces(text))
    return float(found[1]) if found else None


def read_table(grid: Grid, headings: Headings) -> Table:
    """Read the rows below the headings, down to the total or to what is no row of the table."""
    table = Table([])
    name_column, path = _required(headings), _levels_of(headings)
    repeated = {column.title for column in headings.columns}
    row = headings.last + 1
    while row < grid.height:
        first = grid.at(row, headings.columns[0].first)
        label = next((cell for cell in grid.covering(row) if cell.row == row and TOTAL.fullmatch(cell.compact)), None)
        if label is not None:
            _read_total(table, grid, headings, label)
            row += 1
            if table.levels:
                break
            table.remarks.append("合计行印在表的最前面，草稿放在了最后")
            continue
        if (first.columns == grid.width and grid.width > 1) or _is_note(grid, row):
            break  # belongs to the footer
        cell = grid.at(row, name_column)
        subtotal = any(each.compact in SUBTOTALS for each in grid.beginning(row))
        if subtotal or _is_heading(grid, row, headings, repeated):
            table.remarks += [SUBTOTAL] if subtotal and SUBTOTAL not in table.remarks else []
            row += 1
            continue
        level = _level_at(grid, headings, path, table.levels, row)
        leaf = _leaf(grid, headings, cell, row)
        if leaf is not None:
            leaf.texts |= _third_level(grid, headings, row, level)
            level.append(leaf)
        row = max(cell.last_row, row) + 1
    table.end = row
    _as_percent(table, headings)
    return table


def _read_total(table: Table, grid: Grid, headings: Headings, label: Cell) -> None:
    column = headings.column(Content.POINTS)
    table.total = label
    if column is not None and column.printed:
        cell = grid.at(label.row, column.first)
        table.total_points = number_in(cell.text)
        table.shows_points = cell.computed or table.total_points is not None


def _is_note(grid: Grid, row: int) -> bool:
    """Whether a row holds nothing but a note or a signature."""
    filled = [cell for cell in grid.covering(row) if cell.text.strip()]
    return bool(filled) and filled[0].row == row and NOTE.match(filled[0].compact) is not None


def _third_level(grid: Grid, headings: Headings, row: int, before: list[Leaf]) -> dict[str, str]:
    """The name of a third level, which is no level of a scheme: its column shows it beside each indicator."""
    column = headings.column(LEVEL_3)
    if column is None:
        return {}
    name = " ".join(grid.at(row, column.first).text.split())
    return {LEVEL_3: name or (before[-1].texts.get(LEVEL_3, "") if before else "")}


def _as_percent(table: Table, headings: Headings) -> None:
    """Weights such as 0.15, which add up to 1, as points of 100."""
    column = headings.column(Content.POINTS)
    leaves = [leaf for level in table.levels for leaf in level.all_leaves() if leaf.points is not None]
    summed = sum(leaf.points or 0.0 for leaf in leaves)
    if column is None or "权重" not in "".join(column.title) or abs(summed - 1) > 1e-9 or len(leaves) < FEW:
        return
    printed: list[Leaf | Level] = [*leaves, *_all_levels(table.levels)]
    for each in printed:
        each.points = None if each.points is None else round(each.points * 100, 10)
    if table.total_points is not None:
        table.total_points = round(table.total_points * 100, 10)
    table.remarks.append("权重印的是小数，合计为1，草稿按100分写")


def _all_levels(levels: list[Level]) -> Iterator[Level]:
    for level in levels:
        yield level
        yield from _all_levels(level.levels)


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
        if cell.text.strip() and cell.row >= first and not cell.computed:
            yield cell.text.strip()
