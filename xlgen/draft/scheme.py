"""A draft: the data of a scheme as far as a blank form says it, with what somebody must still decide."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlgen.draft.blocks import YEAR, Blocks, block, braced
from xlgen.draft.grid import Grid
from xlgen.draft.headings import LEVEL_3, Column, Headings, completed, find_headings, is_scored
from xlgen.draft.identifiers import identifier
from xlgen.draft.reading import NotUnderstood, Path, Understood
from xlgen.draft.table import Leaf, Level, Table, read_table
from xlgen.scheme.form import Content
from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.todos import TODO

Understanding = Callable[[Sequence[str], float, str, str, Collection[str]], Understood | NotUnderstood]
"""From criteria, points, name, explanation and the ids that are taken."""
GRADES = [
    {"name": "优", "at_least": 90},
    {"name": "良", "at_least": 80},
    {"name": "中", "at_least": 60},
    {"name": "差", "at_least": 0},
]
TEXTS = {Content.EXPLANATION: "explanation", Content.EVIDENCE: "evidence", Content.REMARK: "remark"}
"""The keys of an indicator that hold what a column prints."""


@dataclass
class Draft:
    """A draft and how it came about. words: by path, the words of the form that a number comes from."""

    data: dict[str, Any]
    words: dict[Path, str] = field(default_factory=dict)
    indicators: int = 0
    understood: int = 0
    own_rows: int = 0

    @property
    def todos(self) -> list[str]:
        """What must still be decided, in the order of the file."""
        return list(_todos(self.data))


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


def draft_of(grid: Grid, scheme_id: str, year: int, understand: Understanding, left_out: Sequence[str] = ()) -> Draft:
    """The draft of the form on a grid. year: of the form where its title names none. left_out: see `draft_from`."""
    headings = next(iter(find_headings(grid)), None)
    if headings is None or not is_scored(headings):
        return _without_scores(grid, scheme_id, year)
    headings = completed(headings)
    table = read_table(grid, headings)
    if not any(True for level in table.levels for _ in level.all_leaves()):
        return _without_scores(grid, scheme_id, year)
    draft = Draft({})
    blocks = Blocks()
    title, printed_year, first = _title(grid, headings.first)
    header = block(grid, range(first, headings.first), headings.columns, blocks)
    footer = block(grid, range(table.end, grid.height), headings.columns, blocks)
    levels = [level for level in table.levels if any(True for _ in level.all_leaves())]
    groups = [
        _group(level, draft, blocks, headings, understand, ("groups", place)) for place, level in enumerate(levels)
    ]
    points = _number(sum(group.get("points", 0) for group in groups))
    draft.data = _head(scheme_id, title, printed_year or year, grid)
    draft.data |= ({"points": points} if points else {}) | {"grades": GRADES}
    todo = (
        [f"表格印的合计是{table.total_points:g}分，各级相加是{points:g}分，请核对"]
        if (table.total_points is not None and table.total_points != points)
        else []
    )
    todo += [f"{remark}，请核对" for remark in table.remarks]
    todo.append("等次的分数线表格没有印，请照文件核对 grades")
    if left_out:
        todo.append(f"文件里的{'、'.join(f'“{name}”' for name in left_out)}没有读进来，其中若有这张表的内容，请补上")
    draft.data[TODO] = "；".join(todo)
    _inputs(draft, blocks, title)
    draft.data |= {"groups": groups, "form": _form(grid, headings, table, title, header, footer)}
    return draft


def _title(grid: Grid, end: int) -> tuple[str, int | None, int]:
    """The title with the year as a variable, the year that it prints, and the row after it."""
    for row in range(end):
        cells = [cell for cell in grid.covering(row) if cell.text.strip()]
        if (
            len(cells) == 1
            and len(cells[0].compact) > 3
            and not cells[0].compact.startswith(("附件", "附表", "（", "("))
        ):
            text = " ".join(cells[0].text.split())
            found = YEAR.search(text)
            printed = int(found[1]) if found and found[1] else None
            return YEAR.sub("{{ year }}", braced(text)), printed, row + 1
    return "绩效自评表", None, 0


def _head(scheme_id: str, title: str, year: int, grid: Grid) -> dict[str, Any]:
    name = re.sub(r"\{\{ year \}\}年?度?", "", title).strip() or "绩效自评表"
    return {
        "id": scheme_id,
        "version": "0.1.0",
        "name": name,
        "issuer": "（印发单位）",
        "source": f"由空白表的“{grid.name}”读出的草稿",
        "year": year,
    }


def _inputs(draft: Draft, blocks: Blocks, title: str) -> None:
    inputs = dict(blocks.inputs)
    if UNIT_NAME not in inputs:
        inputs = {UNIT_NAME: {"kind": "text", "label": "单位名称"}, **inputs}
    draft.data["inputs"] = inputs
    if blocks.tables:
        draft.data["tables"] = blocks.tables
    if len(inputs) > 1:
        draft.data["inputs"][UNIT_NAME].setdefault(TODO, "请核对表头、表尾各填报项的名称和种类（kind）")


def _group(
    level: Level, draft: Draft, blocks: Blocks, headings: Headings, understand: Understanding, path: Path
) -> dict[str, Any]:
    if len(level.levels) == 1 and not level.levels[0].name and not level.leaves:
        level = Level(level.name, level.points, [], level.levels[0].leaves)  # no second level is printed
    data: dict[str, Any] = {"name": braced(level.name) or "指标"}
    below = [(*path, "groups", place) for place in range(len(level.levels))]
    groups = [
        _group(each, draft, blocks, headings, understand, place)
        for each, place in zip(level.levels, below, strict=True)
    ]
    printed = [leaf for leaf in level.leaves if not leaf.own]
    indicators = [
        _indicator(leaf, draft, blocks, headings, understand, (*path, "indicators", place))
        for place, leaf in enumerate(printed)
    ]
    if len(printed) < len(level.leaves):
        worth = (level.points or 0) - sum(each.get("points", 0) for each in (*groups, *indicators))
        indicators.append(_own_rows(level, len(level.leaves) - len(printed), worth, draft, blocks))
    summed = _number(sum(each.get("points", 0) for each in (*groups, *indicators)))
    if summed:
        data["points"] = summed
    else:
        data[TODO] = "没有读出分值，请补写"
    if level.points is not None and level.points != summed:
        data[TODO] = f"“{level.name}”印的是{level.points:g}分，下级相加是{summed:g}分，请核对"
    if groups:
        data["groups"] = groups
    if indicators:
        data["indicators"] = indicators
    return data


def _number(value: float) -> float:
    """A number as one writes it: 5, not 5.0."""
    return int(value) if float(value).is_integer() else round(value, 10)


def _own_rows(level: Level, count: int, points: float, draft: Draft, blocks: Blocks) -> dict[str, Any]:
    """An indicator for the rows in which the unit writes its own."""
    name = identifier(level.name, blocks.taken, "own_rows")
    blocks.taken.add(name)
    draft.own_rows += count
    what = (
        f"这里有{count}行由单位自己填指标：写一张明细表（tables），用 expansion 把它逐行列入评分表，并写明各行怎样计分"
    )
    worth = {"points": _number(points)} if points > 0 else {}
    return {"id": name, "name": braced(level.name) or "自设指标", **worth, TODO: what}


def _indicator(
    leaf: Leaf, draft: Draft, blocks: Blocks, headings: Headings, understand: Understanding, path: Path
) -> dict[str, Any]:
    name = identifier(leaf.name, blocks.taken, "indicator")
    blocks.taken.add(name)
    draft.indicators += 1
    data: dict[str, Any] = {"id": name, "name": braced(leaf.name)}
    if leaf.points is not None:
        data["points"] = _number(leaf.points)
    for content, key in TEXTS.items():
        if leaf.texts.get(content):
            data[key] = braced(leaf.texts[content])
    own = {content: braced(text) for content, text in leaf.texts.items() if content not in list(Content)}
    if own:
        data["shows"] = own
    criteria = [braced(line.strip()) for line in leaf.texts.get(Content.CRITERIA, "").split("\n") if line.strip()]
    if criteria:
        data["criteria"] = criteria
    if leaf.points is None:
        data[TODO] = "没有读出分值，请补写分值和计分规则"
        return data
    draft.words[(*path, "points")] = f"{leaf.name} {leaf.points:g}分"
    reading = (
        understand(criteria, leaf.points, leaf.name, str(data.get("explanation", "")), blocks.taken)
        if criteria
        else NotUnderstood("表格没有印评分标准")
    )
    if isinstance(reading, NotUnderstood):
        data[TODO] = f"计分规则要补写：{reading.why}"
        return data
    draft.understood += 1
    for key, entries in (("inputs", reading.inputs), ("measures", reading.measures)):
        if entries:
            data[key] = entries
            blocks.taken.update(entries)
    data |= {"parts": reading.parts, **reading.keys}
    draft.words.update({(*path, *place): words for place, words in reading.words.items()})
    return data


def _form(
    grid: Grid,
    headings: Headings,
    table: Table,
    title: str,
    header: list[dict[str, Any]],
    footer: list[dict[str, Any]],
) -> dict[str, Any]:
    columns = []
    shown = {content for level in table.levels for leaf in level.all_leaves() for content in leaf.texts}
    for column in headings.columns:
        width = round(sum(grid.widths[column.first : column.last + 1]), 1)
        content = column.content
        entry: dict[str, Any] = {"title": list(column.title) or ["（无标题）"], "content": str(content), "width": width}
        if not column.printed:
            entry[TODO] = (
                f"空白表没有“{column.title[-1]}”栏，这一栏是补的：每张表都要有分值栏和得分栏，请核对位置和宽度"
            )
        elif content == LEVEL_3 or content in list(Content):
            pass  # filled by the indicators' `shows`, or what every scheme has
        elif content in shown:
            entry[TODO] = "自设的列：印有内容的指标已写在 shows，没有印的由谁填，请核对"
        else:
            entry["reviewed"] = True
            entry[TODO] = (
                "自设的列：由单位填或自动显示的，在各指标的 shows 写内容并删去 reviewed；由财政部门填的，只删去本行"
            )
        columns.append(entry)
    form: dict[str, Any] = {"title": title, "paper": "A4"}
    if grid.portrait:
        form["orientation"] = "portrait"
    if header:
        form["header"] = header
    total = table.total.text.strip() if table.total is not None else "合计"
    form |= {"columns": columns, "total": {"label": braced(total), "points": table.shows_points}}
    if table.total is None:
        form["total"][TODO] = "表格没有印合计行：合计印在表头的，在那一格写 {total} 并删去 total"
    return form | ({"footer": footer} if footer else {})


def _without_scores(grid: Grid, scheme_id: str, year: int) -> Draft:
    """A form that gives no points: all of it is one block."""
    columns = [Column(number, number, (), "") for number in range(grid.width)]
    blocks = Blocks()
    title, printed_year, first = _title(grid, grid.height)
    header = block(grid, range(first, grid.height), columns, blocks)
    draft = Draft(_head(scheme_id, title, printed_year or year, grid))
    _inputs(draft, blocks, title)
    form: dict[str, Any] = {"title": title, "paper": "A4"}
    if grid.portrait:
        form["orientation"] = "portrait"
    draft.data["form"] = form | {"header": header, "columns": [{"width": max(width, 1.0)} for width in grid.widths]}
    draft.data[TODO] = "这张表没有分值和得分，按不计分的表起草；计分的，请补写指标"
    return draft
