"""A draft: the data of a scheme as far as a blank form says it, with what somebody must still decide."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlgen.draft.blocks import Blocks, block
from xlgen.draft.grades import grades_in
from xlgen.draft.grid import Cell, Grid
from xlgen.draft.headings import Headings, find_headings
from xlgen.draft.levels import Levels, Understanding, number
from xlgen.draft.reading import Path
from xlgen.draft.table import Table, read_table
from xlgen.draft.years import ABOUT_THE_YEAR, printed_year, with_year, without_year
from xlgen.scheme.form import Content
from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.todos import TODO

FULL_MARKS = 100
NO_TITLE = re.compile(
    r"附[件表][0-9一二三四五六七八九十:\-—]*|\(.*|.*:|[0-9]{4}年度?|(?:金额)?单位.*|表[0-9一二三四五六七八九十]+"
)
MIN_TITLE = 4
NO_TITLE_PRINTED = "绩效自评表"


@dataclass
class Draft:
    """A draft and how it came about. words: by path, the words of the form that a number comes from."""

    data: dict[str, Any]
    words: dict[Path, str] = field(default_factory=dict)
    levels: int = 0
    indicators: int = 0
    understood: int = 0
    own_rows: int = 0

    @property
    def todos(self) -> list[str]:
        """What must still be decided, in the order of the file."""
        return list(_todos(self.data))

    @property
    def read(self) -> Iterator[str]:
        """What was read of the form, in sentences."""
        points = f"，满分 {self.data['points']:g} 分" if "points" in self.data else ""
        if self.levels:
            yield f"读出 {self.levels} 级指标、{len(self.data['form']['columns'])} 栏{points}"
        if self.indicators:
            yield f"指标 {self.indicators} 项，其中 {self.understood} 项的评分标准整句读懂，写成了计分规则"
        if self.own_rows:
            yield f"由单位自己写指标的 {self.own_rows} 行，写成了明细表"
        yield f"表头、表尾要填的 {len(self.data['inputs'])} 项"


def _todos(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            if key == TODO and isinstance(value, str):
                yield value
            else:
                yield from _todos(value)
    elif isinstance(data, list):
        for value in data:
            yield from _todos(value)


def draft_of(
    grid: Grid, scheme_id: str, understand: Understanding, year: int | None = None, left_out: Sequence[str] = ()
) -> Draft:
    """The draft of the form on a grid.

    year: of the form where it prints none. left_out: the names of other sheets or tables of the file.
    """
    headings = find_headings(grid)
    if headings is not None and not headings.scored:
        headings = None
    table = read_table(grid, headings) if headings is not None else Table(below=grid.height)
    title = _title(grid, headings.first if headings is not None else grid.height)
    printed = _year(grid, title, headings, table)
    blocks = Blocks(scored=headings is not None, year=printed)
    columns = headings.edges if headings is not None else list(range(grid.width))
    start = 0 if title is None else title.below
    header = block(grid, range(start, headings.first if headings is not None else grid.height), columns, blocks)
    footer = block(grid, range(table.below, grid.height), columns, blocks) if headings is not None else []
    if title is not None and title.row:
        header = [*block(grid, range(title.row), columns, blocks), *header]
    name = "" if title is None else with_year(title.words, printed, title=True)
    todo = ["补 issuer（印发单位）和 source（印发文件的名称和文号）"]
    head: dict[str, Any] = {
        "id": scheme_id,
        "version": "0.1.0",
        "name": without_year(name) or NO_TITLE_PRINTED,
    }
    if printed or year:
        head["year"] = int(printed) if printed else year
    else:
        todo.append("补 year（评价年度）：表上没有印")
    if left_out:
        names = "”“".join(left_out)
        todo.append(f"文件里的“{names}”没有读进来，其中若有这张表的内容，请补上")
    if title is None:
        todo.append("表上没有读出大标题，name 和 form 的 title 请补写")
    if UNIT_NAME not in blocks.inputs:
        todo.append(f"表头、表尾没有读出单位名称一格（{UNIT_NAME}），请核对")
        blocks.inputs = {UNIT_NAME: {"kind": "text", "label": "单位名称"}, **blocks.inputs}
    if len(blocks.inputs) > 1:
        todo.append("核对 inputs 各项的名称和种类（kind）：是照旁边的文字推断的")
    form: dict[str, Any] = {"title": name or NO_TITLE_PRINTED, "paper": grid.paper}
    if grid.orientation == "portrait":
        form["orientation"] = "portrait"
    form |= {"header": header} if header else {}
    if headings is None:
        todo.append("这张表没有分值和得分，按不计分的表起草")
        tables = {"tables": blocks.tables} if blocks.tables else {}
        form["columns"] = [{"width": _width(grid, column, column + 1)} for column in range(grid.width)]
        return Draft({**head, TODO: "；".join(todo), "inputs": blocks.inputs, **tables, "form": form})
    return _with_scores(grid, head, todo, headings, table, blocks, form, footer, understand)


def _with_scores(
    grid: Grid,
    head: dict[str, Any],
    todo: list[str],
    headings: Headings,
    table: Table,
    blocks: Blocks,
    form: dict[str, Any],
    footer: list[dict[str, Any]],
    understand: Understanding,
) -> Draft:
    draft = Draft({}, {("groups", *path): words for path, words in blocks.words.items()})
    levels = Levels(headings, blocks, understand, draft.words)
    groups = [*blocks.groups, *levels.groups(table, len(blocks.groups))]
    adjustments = levels.adjustments(table)
    draft.indicators, draft.understood, draft.own_rows = levels.indicators, levels.understood, levels.own_rows
    draft.levels = len(headings.names)
    full, what = _full_marks(groups, table, draft)
    todo += [*what, *(f"{remark}，请核对" for remark in table.remarks)]
    around = (cell for cell in grid.cells if cell.row < headings.first or cell.row >= table.below)
    grades = grades_in(cell.text for cell in around)
    if not grades:
        todo.append("补 grades（等次和分数线）：表上没有印")
    for place, each in enumerate(grades):
        draft.words[("grades", place, "at_least")] = each.pop("words")
    todo += [f"表旁竖印的“{label}”没有列入栏目，要印的请补一栏" for label in headings.beside]
    form["columns"] = _columns(grid, headings, levels.shown)
    if table.total is not None:
        form["total"] = {"label": table.total.words, "points": table.shows_points}
    elif "total" not in blocks.shows:
        form[TODO] = "表上没有读出合计行，表头、表尾也没有总分的格：写 total，或在显示总分的格里写 {total}"
    contents = {column.content for column in headings.columns}
    missing = [word for content, word in ((Content.POINTS, "分值"), (Content.SCORE, "得分")) if content not in contents]
    if missing:
        form[TODO] = "；".join([*([form[TODO]] if TODO in form else []), f"表上没有读出{'、'.join(missing)}一栏"])
    form |= {"footer": footer} if footer else {}
    tables = {"tables": blocks.tables} if blocks.tables else {}
    more = {"adjustments": adjustments} if adjustments else {}
    marks = {"points": number(full)} if full is not None else {}
    draft.data = {
        **head,
        **marks,
        **({"grades": grades} if grades else {}),
        TODO: "；".join(todo),
        "inputs": blocks.inputs,
        **tables,
        "groups": groups,
        **more,
        "form": form,
    }
    return draft


def _full_marks(groups: list[dict[str, Any]], table: Table, draft: Draft) -> tuple[float | None, list[str]]:
    """The full marks, as printed or as the levels add up, and what does not add up."""
    known = [group["points"] for group in groups if "points" in group]
    summed = round(sum(known), 10) if len(known) == len(groups) else None
    if table.total_points is not None:
        draft.words[("points",)] = f"{table.total.words if table.total else ''} {table.total_points.words}"
        full = table.total_points.value
        told = [f"合计行印的是{full:g}分，各级相加是{summed:g}分，请核对"] if summed not in (None, full) else []
        return full, told
    if summed is None:
        return None, ["补 points（满分）：表上没有印，有的分值也没有印"]
    draft.words[("points",)] = "（表上没有印满分，这是各级相加）"
    return summed, [] if summed == FULL_MARKS else [f"各级分值相加是{summed:g}分，不是{FULL_MARKS}分，请核对"]


def _title(grid: Grid, end: int) -> Cell | None:
    """The title: the first text that stands alone in its row and is neither the number of the form nor its year."""
    for row in range(end):
        cells = [cell for cell in grid.covering(row) if not cell.blank]
        if len(cells) > 1 and row:
            continue
        for cell in cells:
            if len(cell.key) >= MIN_TITLE and not NO_TITLE.fullmatch(cell.key) and len(cells) == 1:
                return cell
    return None


def _year(grid: Grid, title: Cell | None, headings: Headings | None, table: Table) -> str:
    """The year that the title prints, or a text of the blocks that is about nothing else; empty where none does."""
    texts = [] if title is None else [title.words]
    end = headings.first if headings is not None else grid.height
    around = (cell for cell in grid.cells if cell.row < end or cell.row >= table.below)
    return printed_year([*texts, *(cell.words for cell in around if ABOUT_THE_YEAR.search(cell.text))])


def _columns(grid: Grid, headings: Headings, shown: Collection[str]) -> list[dict[str, Any]]:
    columns = []
    edges = [*headings.edges, grid.width]
    for place, column in enumerate(headings.columns):
        entry: dict[str, Any] = {"title": list(column.title) or [f"第{place + 1}栏"], "content": str(column.content)}
        entry["width"] = _width(grid, edges[place], edges[place + 1])
        if column.reviewed:
            entry["reviewed"] = True
        elif column.own and column.content not in shown:
            entry[TODO] = "这一栏空着：单位填的或自动显示的，写进各指标的 shows；由审核部门填的，写 reviewed: true"
        if not column.title:
            entry[TODO] = "这一栏没有印名称，请补写"
        columns.append(entry)
    return columns


def _width(grid: Grid, first: int, end: int) -> float:
    return number(max(round(sum(grid.widths[first:end]), 1), 1))
