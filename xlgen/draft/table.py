"""The levels and indicators of a form's table, as they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from xlgen.draft.grid import Cell, Grid
from xlgen.draft.headings import LEVEL_POINTS, Column, Headings
from xlgen.scheme.form import Content
from xlgen.text import normalize_text

TOTAL = re.compile(r"(?:各项|指标|自评|评价)*(?:合计|总计|总分|总得分|得分合计|总评分)(?:得分|分值|分)?(?:\(.*\))?:?")
SUBTOTAL = re.compile(r"(?:分项)?小计(?:得分)?:?")
IN_NAME = re.compile(r"\(([0-9]{1,4}(?:\.[0-9]{1,2})?)(?:分|%)?\)$|[^0-9.]([0-9]{1,4}(?:\.[0-9]{1,2})?)分$")
NUMBER = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,4})?)(%?)分?")
PLACEHOLDER = re.compile(
    r"[.…。·—_/*-]*|\(?[0-9]{1,2}[.、)]?|指标[0-9一二三四五]{1,2}:?[.…]*|[xX×]{2,}.*"
    r"|[(\[]?(?:.{0,8}指标)?(?:由|各)?(?:单位|部门)?(?:自行|自定|自拟|自主)(?:填|设|增|添|补|拟|确定|定).*"
)
"""What stands for an indicator where the unit writes its own: nothing, dots, a number, 指标1：."""
ADJUSTMENT = re.compile(r"加减分|加分|减分|扣分项|附加分|奖惩")
SIGNATURE = re.compile(
    r"(?:填报|填表|审核|复核|经办|制表|联系|评价组?|项目|单位|部门|财务)(?:人|负责人|领导)(?:员)?(?:\(.*\))?:.*"
    r"|(?:联系电话|填报日期|填表日期|填报时间|日期|注|备注|说明|填表说明|填报说明)[:0-9].*"
)
"""What begins the lines below a table that has no total."""
NO_SUBTOTALS = "小计行没有写进草稿"


@dataclass(frozen=True)
class Points:
    """Points, and the words of the form that say them."""

    value: float
    words: str


@dataclass
class Leaf:
    """An indicator as it is printed. texts: by content, the lines of what else its row prints.

    unread: what stands in the cell of its points if that is no number. shared: its criteria are those of others, too.
    """

    name: str
    points: Points | None
    texts: dict[str, list[str]] = field(default_factory=dict)
    unread: str = ""
    shared: bool = False


@dataclass
class Level:
    """A level as it is printed, with the levels or indicators below it. own_rows: in which the unit writes its own."""

    name: str
    points: Points | None = None
    levels: list[Level] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)
    own_rows: int = 0

    def walk(self) -> Iterator[Level]:
        """This level and those below it."""
        yield self
        for level in self.levels:
            yield from level.walk()


@dataclass
class Table:
    """What was read from the headings down to the row `below`, where the footer begins.

    adjustments: 加减分, each with the name of its level. total: the label of the total row. shows_points: it has
    points, if only as a formula. remarks: what is read otherwise than it is printed.
    """

    levels: list[Level] = field(default_factory=list)
    adjustments: list[tuple[str, Leaf]] = field(default_factory=list)
    total: Cell | None = None
    total_points: Points | None = None
    shows_points: bool = False
    remarks: list[str] = field(default_factory=list)
    below: int = 0


def points_in(text: str, words: str) -> Points | None:
    """The points that a text is, 分 or % beside the number; None where it is something else."""
    found = NUMBER.fullmatch(normalize_text(text))
    return Points(float(found[1]), words) if found else None


def points_of_name(name: str) -> Points | None:
    """The points that a name ends with, as in 投入（15分）."""
    found = IN_NAME.search(normalize_text(name))
    return Points(float(found[1] or found[2]), name) if found else None


def read_table(grid: Grid, headings: Headings) -> Table:
    """Read the rows below the headings, down to the total or to what is no row of the table."""
    table, row = Table(), headings.below
    titles = {normalize_text(part) for column in headings.columns for part in column.title}
    while row < grid.height and not _is_footer(grid, headings, row):
        label = _total_label(grid, headings, row)
        if label is not None:
            table.total = label
            table.total_points, table.shows_points = _total_points(grid, headings, row)
            if not table.levels:
                table.remarks.append("合计行印在表的最前面，表样把它放在最后")
                row += 1
                continue
            row = _adjustments_below(grid, headings, table, row + 1)
            break
        printed = [cell for cell in grid.rows[row] if not cell.blank]
        if len(printed) > 1 and all(cell.key in titles for cell in printed):
            row += 1  # the headings once more, as on every page
            continue
        if any(SUBTOTAL.fullmatch(cell.key) for cell in printed):
            table.remarks += [] if NO_SUBTOTALS in table.remarks else [NO_SUBTOTALS]
            row += 1
            continue
        row = _read_row(grid, headings, table, row)
    table.below = row
    table.levels = [level for level in table.levels if any(each.leaves or each.own_rows for each in level.walk())]
    _in_hundredths(table)
    return table


def _adjustments_below(grid: Grid, headings: Headings, table: Table, row: int) -> int:
    """Read the rows of 加减分 below the total. Returns the row behind them."""
    end = headings.names[-1].end
    while row < grid.height and len(grid.rows[row]) > 1:
        names = "".join(cell.key for cell in grid.rows[row] if cell.column < end)
        if not ADJUSTMENT.search(names) or SIGNATURE.fullmatch(grid.rows[row][0].key):
            break
        row = _read_row(grid, headings, table, row)
    return row


def _is_footer(grid: Grid, headings: Headings, row: int) -> bool:
    """Whether a row is none of the table: its cells run across columns that the table keeps apart."""
    cells = grid.rows[row]
    first = next((cell.key for cell in cells if not cell.blank), "")
    if SIGNATURE.fullmatch(first) or (len(cells) == 1 and cells[0].columns == grid.width > 1):
        return True
    if _total_label(grid, headings, row) is not None:
        return False
    names = headings.names[-1].end
    across = (cell for cell in cells if cell.end > names and cell.columns > 1)
    kept = [column for column in headings.columns if column.content in (Content.POINTS, Content.SCORE)]
    return any(_crosses(cell, column) for cell in across for column in kept)


def _crosses(cell: Cell, column: Column) -> bool:
    """Whether a cell lies in a column and outside of it."""
    return (
        cell.column < column.end and column.first < cell.end and (cell.column < column.first or cell.end > column.end)
    )


def _total_label(grid: Grid, headings: Headings, row: int) -> Cell | None:
    end = headings.names[-1].end
    return next((cell for cell in grid.rows[row] if cell.column < end and TOTAL.fullmatch(cell.key)), None)


def _total_points(grid: Grid, headings: Headings, row: int) -> tuple[Points | None, bool]:
    column = headings.column(Content.POINTS)
    if column is None:
        return None, False
    cell = grid.at(row, column.first)
    points = points_in(cell.text, cell.words) if cell.row == row else None
    return points, points is not None or (cell.row == row and cell.computed)


def _read_row(grid: Grid, headings: Headings, table: Table, row: int) -> int:
    """Add what a row prints to the table. Returns the row behind it."""
    cell = grid.at(row, headings.names[-1].first)
    below = max(cell.below, row + 1)
    level, path = _level_at(grid, headings, table.levels, cell, row)
    leaf = _leaf(grid, headings, cell, row, below)
    before = level.leaves[-1] if level.leaves and not level.own_rows else None
    if ADJUSTMENT.search("".join([leaf.name, *path])) and leaf.points is None:
        table.adjustments.append((path[0] if path and path[0] else leaf.name, leaf))
    elif not PLACEHOLDER.fullmatch(normalize_text(leaf.name)):
        level.leaves.append(leaf)
    elif not leaf.name and before is not None and leaf.texts and leaf.points is None:
        for content, lines in leaf.texts.items():
            before.texts.setdefault(content, []).extend(lines)
    elif not leaf.name and leaf.texts.get(Content.CRITERIA):
        level.leaves.append(leaf)
    else:
        level.own_rows += 1
    return below


def _level_at(grid: Grid, headings: Headings, root: list[Level], leaf: Cell, row: int) -> tuple[Level, list[str]]:
    """The innermost level that a row belongs to, added where it begins here, and the names down to it."""
    siblings, level, path = root, None, []
    for depth, column in enumerate(headings.names[:-1]):
        cell = grid.at(row, column.first)
        if cell is leaf:
            break
        name = "" if PLACEHOLDER.fullmatch(cell.key) else cell.words
        if not name and not siblings and level is not None:
            break
        if not siblings or (name and siblings[-1].name != name):
            siblings.append(Level(name))
        level = siblings[-1]
        level.points = level.points or _points_of_level(grid, headings, depth, row) or points_of_name(level.name)
        siblings = level.levels
        path.append(level.name)
    if level is None:
        if not root:
            root.append(Level(""))
        level = root[-1]
    return level, path


def _points_of_level(grid: Grid, headings: Headings, depth: int, row: int) -> Points | None:
    column = headings.column(LEVEL_POINTS[depth])
    if column is None:
        return None
    cell = grid.at(row, column.first)
    return points_in(cell.text, f"{column.title[-1]} {cell.words}")


def _leaf(grid: Grid, headings: Headings, cell: Cell, row: int, below: int) -> Leaf:
    """The indicator of some rows."""
    leaf = Leaf(cell.words, None)
    known = {Content.INDICATOR, Content.SCORE, *(column.content for column in headings.names), *LEVEL_POINTS}
    for column in headings.columns:
        if column.content in known or column.reviewed:
            continue
        cells = [each for each in _column(grid, column, row, below) if not each.blank]
        if column.content == Content.POINTS:
            _add_points(leaf, column, cells)
            continue
        lines = [line for each in cells for line in each.lines]
        if lines:
            leaf.texts[column.content] = lines
        if column.content == Content.CRITERIA:
            covering = grid.at(row, column.first)
            leaf.shared = not covering.blank and (covering.row < row or covering.below > below)
    leaf.points = leaf.points or (None if leaf.unread else points_of_name(leaf.name))
    return leaf


def _column(grid: Grid, column: Column, row: int, below: int) -> Iterator[Cell]:
    """The cells that begin in a column in these rows."""
    return (cell for each in range(row, below) for cell in grid.rows[each] if column.first <= cell.column < column.end)


def _add_points(leaf: Leaf, column: Column, cells: list[Cell]) -> None:
    """The points of an indicator: one number, or one beside each of its rows."""
    found = [points_in(cell.text, cell.words) for cell in cells]
    numbers = [each for each in found if each is not None]
    if len(numbers) < len(found):
        leaf.unread = "、".join(cell.words for cell in cells)
    elif numbers:
        words = "＋".join(each.words for each in numbers)
        title = column.title[-1] if column.title else ""
        leaf.points = Points(round(sum(each.value for each in numbers), 10), f"{title} {words}".strip())


def _in_hundredths(table: Table) -> None:
    """Weights that add up to 1 are shares of 100 points."""
    leaves = [leaf for level in table.levels for each in level.walk() for leaf in each.leaves]
    numbers = [leaf.points.value for leaf in leaves if leaf.points is not None]
    if not numbers or len(numbers) < len(leaves) or max(numbers) >= 1 or abs(sum(numbers) - 1) > 1e-9:
        return
    table.remarks.append("权重印的是小数，写成了满分100分的分值")
    for level in (each for root in table.levels for each in root.walk()):
        level.points = _hundredfold(level.points)
        for leaf in level.leaves:
            leaf.points = _hundredfold(leaf.points)
    table.total_points = _hundredfold(table.total_points)


def _hundredfold(points: Points | None) -> Points | None:
    return None if points is None else replace(points, value=round(points.value * 100, 10))
