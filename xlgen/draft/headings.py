"""The headings of a form's table: which rows they take, and what each column is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from xlgen.draft.grid import Cell, Grid
from xlgen.scheme.form import Content
from xlgen.text import normalize_text

LEVEL = re.compile(r"([一二三四])级(?:绩效|评价|考核|自评)?指标(?:名称|内容)?(?:及(?:分值|权重))?")
NAME = re.compile(r"(?:绩效|评价|考核|评分|评估|自评|评议)?(?:指标|内容|要素|项目)(?:名称|内容)?|名称")
POINTS = re.compile(
    r"(?:绩效|评价|考核|参考|标准|指标|满分)*(?:分值|权重|满分|标准分|权数|分数)(?:\((?:%|分|百分制|满分)\)|分值|分|值|%)*"
)
SCORE = re.compile(
    r"(?:单位|部门|本单位|实施单位)?(?:自评|自查|评价|指标|实际|考核|绩效)*(?:得分|评分|打分|分数|分值|自评分|自评得分)"
    r"(?:\((?:分|自评)\)|/自评分|情况)?|自评分数?|得分/自评分"
)
OWN_SCORE = re.compile(r"(?:单位|部门)?自评")
"""Below a heading such as 得分情况: the score that the unit gives itself."""
GROUP = re.compile(r"(?:考核|评价|自评|指标)?(?:项目|类别|类型)")
"""Headings of the level above the indicators, where levels are not numbered."""
REVIEWER = r".*(?:复核|审核|核定|财政|评审|抽查|考评组|第三方|主管部门|复评|再评).*"
REVIEW = re.compile(rf"{REVIEWER}(?:分|得分|评分|意见|情况|结果).*")
REVIEWER_ALONE = re.compile(REVIEWER)
"""Below such a heading: the score that the bureau gives."""
PHRASES: Sequence[tuple[re.Pattern[str], Content]] = tuple(
    (re.compile(phrase), content)
    for phrase, content in (
        (r".*(?:佐证|证明|支撑|印证)(?:材料|资料).*|资料来源|数据来源", Content.EVIDENCE),
        (r".*(?:扣分|失分|减分|未达标|未完成|偏差|偏离|差异).*(?:原因|说明|情况|分析).*", Content.BASIS),
        (r"(?:自评|评分|得分|计分|评价|打分)(?:依据|理由|情况|情况说明|说明)(?:[、及和].*)?", Content.BASIS),
        (
            r".*(?:评分|计分|评价|评定|打分|赋分|扣分|得分|考核)(?:标准|方法|细则|规则|办法|要点)(?:[(及和、].*)?|评分说明",
            Content.CRITERIA,
        ),
        (
            r"(?:指标|评价)?(?:解释|说明|含义|释义|内涵|定义|要点)(?:[(及和、].*)?|指标(?:解释|说明|含义|释义|内涵|定义).*",
            Content.EXPLANATION,
        ),
        (r"备注(?:\(.*\))?|其他说明", Content.REMARK),
    )
)
"""What a column is about by its innermost heading, the first that fits."""
LEVEL_NAMES = (Content.LEVEL_1, Content.LEVEL_2)
LEVEL_POINTS = (Content.LEVEL_1_POINTS, Content.LEVEL_2_POINTS)
MAX_HEADING_ROWS = 4
MIN_COLUMNS = 3
MIN_TEXT = 8
"""Characters of a text from which on it says what is scored, and is not the label of something else."""
REVIEWED = "review"
"""What columns show that the bureau fills in."""


@dataclass(frozen=True)
class Column:
    """A column of the table: its first place in the grid and the one behind it, its headings, and what it shows.

    content: one of `Content`, or a name of the form's own. reviewed: the bureau fills it in.
    """

    first: int
    end: int
    title: tuple[str, ...]
    content: str
    reviewed: bool = False

    @property
    def own(self) -> bool:
        """Whether it shows what no other form need have."""
        return self.content not in list(Content)


@dataclass(frozen=True)
class Headings:
    """The heading rows of a table, from the first to the one behind the last, and its columns.

    beside: labels that reach down beside the whole table, which the form has no column for.
    """

    first: int
    below: int
    columns: Sequence[Column]
    beside: Sequence[str] = ()

    def column(self, content: str) -> Column | None:
        """The column with this content."""
        return next((column for column in self.columns if column.content == content), None)

    @property
    def scored(self) -> bool:
        """Whether the table gives points."""
        return any(column.content in (Content.POINTS, Content.SCORE, *LEVEL_POINTS) for column in self.columns)

    @property
    def edges(self) -> list[int]:
        """Where the columns of the form begin, and the end of the last: labels beside the table have none."""
        return [0, *(column.first for column in self.columns[1:])]

    @property
    def names(self) -> list[Column]:
        """The columns with the names of levels and, last, of indicators."""
        return [column for column in self.columns if column.content in (*LEVEL_NAMES, Content.INDICATOR)]


def find_headings(grid: Grid) -> Headings | None:
    """The headings of the table of indicators: of rows that look like headings, the ones with most known words."""
    found = [(known, -row) for row in range(grid.height) if (known := _known(grid, row)) > 0]
    for _, row in sorted(found, reverse=True):
        headings = _headings_at(grid, -row)
        if headings is not None:
            return headings
    return None


def _known(grid: Grid, row: int) -> int:
    """How many cells of a row are headings of a table of indicators; 0 where none is a level or an indicator."""
    cells = [cell.key for cell in grid.rows[row]]
    if not any(LEVEL.fullmatch(key) or (NAME.fullmatch(key) and key != "名称") for key in cells):
        return 0
    return sum(map(_is_heading, cells))


def _is_heading(key: str) -> bool:
    patterns = (LEVEL, NAME, GROUP, POINTS, SCORE, REVIEW, *(phrase for phrase, _ in PHRASES))
    return any(pattern.fullmatch(key) for pattern in patterns)


def _headings_at(grid: Grid, row: int) -> Headings | None:
    """The headings of which a row is one; None where they are not those of a table."""
    covering = [cell for cell in grid.covering(row) if cell.rows <= MAX_HEADING_ROWS]
    if any(_level(cell.key) for cell in covering):  # 绩效指标 beside numbered levels may stand beside the whole table
        covering = [cell for cell in covering if not NAME.fullmatch(cell.key)]
    first = min(cell.row for cell in covering)
    below = max(cell.below for cell in covering if not cell.blank)
    while below < grid.height and below - first < MAX_HEADING_ROWS and _continues(grid, below):
        below += 1
    leaves = [cell for cell in grid.covering(below - 1) if cell.below == below]  # not a label beside the whole table
    if below - first > MAX_HEADING_ROWS or len(leaves) < MIN_COLUMNS:
        return None
    titles = [(leaf.column, leaf.end, _title(grid, leaf.column, first, below)) for leaf in leaves]
    columns = _told_apart(grid, _columns(titles), below)
    known = {column.content for column in columns}
    if Content.INDICATOR not in known or (len(known & set(Content)) < MIN_COLUMNS - 1):
        return None
    beside = [cell.words for cell in grid.covering(below - 1) if cell.below > below and not cell.blank]
    return Headings(first, below, columns, beside)


def _continues(grid: Grid, row: int) -> bool:
    """Whether a row goes on with headings, such as 名称, 分值 below those of levels."""
    cells = [cell.key for cell in grid.rows[row] if not cell.blank]
    return len(cells) > 1 and all(NAME.fullmatch(key) or POINTS.fullmatch(key) or LEVEL.fullmatch(key) for key in cells)


def _title(grid: Grid, column: int, first: int, below: int) -> tuple[str, ...]:
    """The headings of a column from the outermost to the innermost."""
    cells: list[Cell] = []
    for row in range(first, below):
        cell = grid.at(row, column)
        if not cell.blank and cell not in cells:
            cells.append(cell)
    return tuple(cell.words for cell in cells)


def _columns(titles: Sequence[tuple[int, int, tuple[str, ...]]]) -> list[Column]:
    """What each column is about, by its headings and by the columns before it."""
    keys = [[normalize_text(part) for part in title] for _, _, title in titles]
    names = [parts[-1] for parts in keys if parts and not any(map(_level, parts)) and NAME.fullmatch(parts[-1])]
    depth = max((_level(part) for parts in keys for part in parts), default=0)
    group = next((parts[-1] for parts in keys if parts and GROUP.fullmatch(parts[-1])), "")
    above = 1 if not depth and group and any(name != group for name in names) else 0
    if above:
        names, depth = [name for name in names if name != group], above
    if names and depth <= len(LEVEL_NAMES):
        depth += 1  # 一级指标 | 指标名称: what is not numbered is the indicator
    columns: list[Column] = []
    level = 0
    for number, ((first, end, title), parts) in enumerate(zip(titles, keys, strict=True), 1):
        own = max(map(_level, parts), default=0)
        named = parts and parts[-1] in names and depth <= len(LEVEL_NAMES) + 1 and not _has_indicator(columns)
        own = own or (depth if named else above if parts and parts[-1] == group else 0)
        level = own or level
        content = _content(parts, own, level, depth)
        reviewed = content == REVIEWED
        if content in {column.content for column in columns} or not content:
            content = f"column_{number}"
        columns.append(Column(first, end, title, content, reviewed))
    return _with_points(columns)


def _level(title: str) -> int:
    """The number of the level that a heading names; 0 where it names none."""
    found = LEVEL.fullmatch(title)
    return "一二三四".index(found[1]) + 1 if found else 0


def _has_indicator(columns: Sequence[Column]) -> bool:
    return any(column.content == Content.INDICATOR for column in columns)


def _content(title: Sequence[str], own: int, level: int, depth: int) -> str:
    """What a column with these headings shows, by the innermost; empty where that is not known.

    own: the level that its headings name; level: the one that they or those before it name; depth: that of indicators.
    """
    leaf = title[-1] if title else ""
    if own and (_level(leaf) or NAME.fullmatch(leaf) or GROUP.fullmatch(leaf)):
        return (
            Content.INDICATOR if own == depth else LEVEL_NAMES[own - 1] if own <= len(LEVEL_NAMES) else f"level_{own}"
        )
    scores = any("分" in above for above in title[:-1])
    if REVIEW.fullmatch(leaf) or (scores and REVIEWER_ALONE.fullmatch(leaf)):
        return REVIEWED
    if POINTS.fullmatch(leaf):
        return Content.POINTS if level in (0, depth) else LEVEL_POINTS[level - 1] if level <= len(LEVEL_POINTS) else ""
    if SCORE.fullmatch(leaf) or (scores and OWN_SCORE.fullmatch(leaf)):
        return Content.SCORE
    return next((content for phrase, content in PHRASES if phrase.fullmatch(leaf)), "")


def _with_points(columns: list[Column]) -> list[Column]:
    """The only points are those of the indicators, wherever they stand."""
    contents = [column.content for column in columns]
    levels = [content for content in contents if content in LEVEL_POINTS]
    if Content.POINTS in contents or len(levels) != 1:
        return columns
    return [replace(each, content=Content.POINTS) if each.content in levels else each for each in columns]


def _told_apart(grid: Grid, columns: list[Column], below: int) -> list[Column]:
    """Columns whose heading says two things, told by whether the blank form prints something in them.

    说明 with texts is what is scored by, and blank it is the unit's; 指标说明 that is blank is a column of one's own.
    """
    contents = {column.content for column in columns}
    return [_told(column, contents, _prints(grid, column, below)) for column in columns]


def _told(column: Column, contents: set[str], prints: bool) -> Column:
    if column.title and normalize_text(column.title[-1]) == "说明":
        wanted = Content.CRITERIA if prints else Content.BASIS
        return column if wanted in contents else replace(column, content=wanted)
    if column.content == Content.EXPLANATION and not prints:
        return replace(column, content="explained")
    return column


def _prints(grid: Grid, column: Column, below: int) -> bool:
    """Whether a text, and not only a word, stands in a column."""
    cells = [grid.at(row, column.first) for row in range(below, grid.height)]
    return any(len(cell.key) >= MIN_TEXT and column.first <= cell.column and cell.end <= column.end for cell in cells)
