"""The headings of a form's table: which rows they take, and what each column is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xlgen.draft.grid import Grid
from xlgen.scheme.form import Content

LEVELS = {"一级指标": 1, "二级指标": 2, "三级指标": 3, "四级指标": 4}
NAMES = frozenset({"指标名称", "评价指标", "考核指标", "指标内容", "指标", "评价内容", "考核内容"})
"""Headings of the indicators where levels are not numbered."""
GROUPS = frozenset({"考核项目", "评价项目", "考核类别", "指标类别", "指标类型", "类别"})
"""Headings of the level above them, where levels are not numbered."""
POINTS = re.compile(r"(参考|标准|指标)?(分值|权重|满分|标准分)([（(](%|分|百分制)[）)])?")
SCORE = re.compile(r"(单位|部门)?(自评|评价|指标)?(得分|评分|自评分|自评分数|分数)([（(]分[）)])?|得分/自评分|自评得分")
OWN_SCORE = frozenset({"自评", "单位自评", "部门自评"})
"""Below a heading such as 得分情况: the score that the unit gives itself."""
PHRASES: Sequence[tuple[str, Content]] = (
    (r"评分依据.*|.*评分依据", Content.BASIS),
    (r"(评分|计分|评价|评定|打分|赋分|扣分)(标准|方法|细则|规则|办法)|评分标准.*", Content.CRITERIA),
    (r"指标(解释|说明|含义|释义)|评价要点|指标解释.*", Content.EXPLANATION),
    (r"(参考)?(佐证|证明|支撑)材料.*", Content.EVIDENCE),
    (r".*(扣分|失分|未达标|未完成|偏差)原因.*", Content.BASIS),
    (r"备注", Content.REMARK),
    (r"(实际|目标)?(完成|达成)情况", Content.RESULT),
)
"""What a column is about by its innermost heading."""
LEVEL_NAMES = (Content.LEVEL_1, Content.LEVEL_2)
LEVEL_3 = "level_3"
"""A third level above the indicators: a column of the form's own."""
LEVEL_POINTS = (Content.LEVEL_1_POINTS, Content.LEVEL_2_POINTS)
NAME_ALONE = frozenset({"名称", "指标名称", "指标"})
MAX_HEADING_ROWS = 3


@dataclass(frozen=True)
class Column:
    """A column of the table: its first place and its reach in the grid, its headings, and what it shows.

    content: one of `Content`, or a name of the form's own. printed: whether the form has it.
    """

    first: int
    last: int
    title: tuple[str, ...]
    content: str
    printed: bool = True


@dataclass(frozen=True)
class Headings:
    """The heading rows of a table (from 0, the last included) and its columns."""

    first: int
    last: int
    columns: Sequence[Column]

    def column(self, content: str) -> Column | None:
        """The column with this content."""
        return next((column for column in self.columns if column.content == content), None)


def find_headings(grid: Grid) -> list[Headings]:
    """The headings of tables of indicators, from top to bottom; repeated ones, as on every page, count once."""
    found: list[Headings] = []
    row = 0
    while row < grid.height:
        headings = _headings_at(grid, row)
        if headings is None:
            row += 1
            continue
        if not found or [column.title for column in found[0].columns] != [column.title for column in headings.columns]:
            found.append(headings)
        row = headings.last + 1
    return found


def is_scored(headings: Headings) -> bool:
    """Whether the table gives points."""
    contents = {column.content for column in headings.columns}
    return bool(contents & {Content.POINTS, Content.SCORE, *LEVEL_POINTS})


def completed(headings: Headings) -> Headings:
    """With the columns of points and scores that every scored form needs; those not printed share a place."""
    columns = list(headings.columns)
    for content, title in ((Content.SCORE, "得分"), (Content.POINTS, "分值")):
        if all(column.content != content for column in columns):
            place = next(number for number, column in enumerate(columns) if column.content == Content.INDICATOR)
            shared = columns[place]
            columns.insert(place + 1, Column(shared.first, shared.last, (title,), content, printed=False))
    return Headings(headings.first, headings.last, columns)


def _headings_at(grid: Grid, row: int) -> Headings | None:
    """The headings that begin in a row; None where none do."""
    names = [cell for cell in grid.beginning(row) if cell.compact in LEVELS or cell.compact in NAMES]
    if not names:
        return None
    last = max(cell.last_row for cell in grid.beginning(row) if cell.text.strip())
    if last - row < MAX_HEADING_ROWS and last == row and any(_parts_below(grid, row, cell.column) for cell in names):
        last += 1
    if last - row >= MAX_HEADING_ROWS or len(grid.covering(last)) < 3:
        return None
    titles = _titles(grid, row, last)
    contents = _contents([title for _, _, title in titles])
    columns = [
        Column(first, end, title, content) for (first, end, title), content in zip(titles, contents, strict=True)
    ]
    if Content.INDICATOR not in contents:
        return None
    return Headings(row, last, _by_what_is_below(grid, columns, last))


def _parts_below(grid: Grid, row: int, column: int) -> bool:
    """Whether headings such as 名称, 分值 stand below a heading."""
    if row + 1 >= grid.height:
        return False
    return grid.at(row + 1, column).compact in NAME_ALONE or bool(POINTS.fullmatch(grid.at(row + 1, column).compact))


def _titles(grid: Grid, row: int, last: int) -> list[tuple[int, int, tuple[str, ...]]]:
    """The columns by the cells of the last heading row, each with the headings above it from the outermost."""
    titles = []
    for leaf in grid.covering(last):
        path: list[str] = []
        above = row
        while above <= last:
            cell = grid.at(above, leaf.column)
            path += [" ".join(cell.text.split())] if cell.text.strip() else []
            above = cell.last_row + 1
        titles.append((leaf.column, leaf.last_column, tuple(path)))
    return titles


def _contents(titles: Sequence[tuple[str, ...]]) -> list[str]:
    """What each column is about, by its headings and by the columns before it."""
    numbered = [LEVELS[part] for title in titles for part in map(_bare, title) if part in LEVELS]
    deepest = max(numbered, default=0)
    contents: list[str] = []
    level = 0
    for number, title in enumerate(titles):
        parts = [_bare(part) for part in title]
        leaf = parts[-1] if parts else ""
        own = next((LEVELS[part] for part in parts if part in LEVELS), 0)
        level = own or level
        if own and leaf in (*LEVELS, *NAME_ALONE):
            content: str = Content.INDICATOR if own == deepest else (*LEVEL_NAMES, LEVEL_3)[own - 1]
        elif POINTS.fullmatch(leaf):
            content = (*LEVEL_POINTS, "")[level - 1] if 0 < level < deepest else Content.POINTS
        elif SCORE.fullmatch(leaf) or (leaf in OWN_SCORE and "分" in "".join(parts[:-1])):
            content = Content.SCORE
        elif leaf in NAMES and not deepest:
            content = Content.INDICATOR
        elif leaf in GROUPS and not deepest and Content.INDICATOR not in contents:
            content = Content.LEVEL_1
        else:
            content = next((known for phrase, known in PHRASES if re.fullmatch(phrase, leaf)), "")
        contents.append(content if content and content not in contents else f"column_{number + 1}")
    if Content.INDICATOR not in contents and deepest == 0:
        return contents
    return _points_of_the_last(contents, deepest)


def _points_of_the_last(contents: list[str], deepest: int) -> list[str]:
    """Where the only points stand before the indicators' names, they are those of the indicators all the same."""
    if Content.POINTS not in contents:
        for candidate in LEVEL_POINTS:
            if candidate in contents and not any(other in contents for other in LEVEL_POINTS if other != candidate):
                return [Content.POINTS if content == candidate else content for content in contents]
    return contents


def _bare(title: str) -> str:
    return "".join(title.split())


def _by_what_is_below(grid: Grid, columns: Sequence[Column], last: int) -> list[Column]:
    """Columns whose heading says two things, told by whether the blank form prints something in them."""
    contents = {column.content for column in columns}
    result = []
    for column in columns:
        leaf = _bare(column.title[-1]) if column.title else ""
        filled = sum(bool(cell.text.strip()) for cell in grid.column(column.first, last + 1, grid.height - 1))
        content = column.content
        if content == Content.EXPLANATION and filled < 2:
            content = Content.RESULT  # 指标说明 where the unit says what it reached
        elif leaf == "说明":
            content = Content.CRITERIA if filled > 2 and Content.CRITERIA not in contents else Content.BASIS
            content = column.content if content in contents else content
        result.append(Column(column.first, column.last, column.title, content))
    return result
