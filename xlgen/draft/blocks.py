"""The blocks above and below a form's table: their texts as printed, and inputs in their blank cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from xlgen.draft.block_rows import edges_on, rows_of_table
from xlgen.draft.grid import Cell, Grid
from xlgen.draft.header_scores import Scored, scored_rows
from xlgen.draft.identifiers import identifier, is_unit_label, numbered
from xlgen.draft.kinds import kind_of
from xlgen.draft.labels import Label, is_corner, label_of
from xlgen.draft.reading import Path
from xlgen.draft.years import VARIABLE, with_year
from xlgen.scheme.form import GRADE, TOTAL
from xlgen.scheme.inputs import MONEY_UNIT, TEN_THOUSAND_YUAN, UNIT_NAME, YUAN, InputType
from xlgen.scheme.todos import TODO
from xlgen.text import normalize_text

TOTAL_LABEL = re.compile(
    r"(?:自评|评价|综合|最终|绩效|考核)*(?:总分|总得分|得分合计|总评分|合计得分|自评得分|自评分)(?:\(.*\))?"
)
GRADE_LABEL = re.compile(r"(?:自评|评价|绩效|考核|评定|结果)*(?:等级|等次|档次)")
MONEY_UNIT_LABEL = re.compile(r"(?:金额|计量|货币)?单位")
GAP = re.compile(
    r"(?P<label>[^：:\s_＿，。；]{2,24})[：:]"
    r"(?:(?P<date>[ \u3000_＿]*年[ \u3000_＿]*月[ \u3000_＿]*日[ \u3000_＿]*)"
    r"|[ \u3000_＿]*(?:\u3000|  |_|＿)[ \u3000_＿]*|[ \u3000_＿]*$)"
)
"""A label with room behind it, in one cell with others: 填报人：　　　填报日期：　年　月　日"""
NO_DATE = "年月日"
"""What is printed where a date belongs; an input of this kind writes the words itself."""
NO_LABELS = re.compile(r"注|备注|说明|其中|填表说明|填报说明|如下|附[件表].*")
THE_YEAR = re.compile(r".{0,4}年度")
"""A label of the year of the form, which is no input."""
BOX = "□☐"
BOX_AFTER = re.compile(r"(?:[0-9]{1,2}[、.．])?\s*([^□☐\s：:、，；（）()]{1,20})\s*[□☐][√✓]?")
BOX_BEFORE = re.compile(r"[□☐][√✓]?\s*(?:[0-9]{1,2}[、.．])?([^□☐\s：:、，；（）()]{1,20})")
MAX_LABEL = 40
ALIGNED = {"center": "center", "centerContinuous": "center", "right": "right", "end": "right"}
"""How workbooks and documents say that a text does not stand on the left."""
TALL = 4
"""Lines of text that a cell is high which takes a row alone."""


@dataclass
class Blocks:
    """What the blocks ask for, as data of a scheme: by id inputs and tables, and groups that are scored in the header.

    year: as the form prints it. taken: all ids of the draft so far. words: by path in `groups`.
    """

    scored: bool = False
    year: str = ""
    inputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    groups: list[dict[str, Any]] = field(default_factory=list)
    words: dict[Path, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    shows: set[str] = field(default_factory=set)  # of the total and the grade


def block(grid: Grid, rows: range, columns: Sequence[int], blocks: Blocks) -> list[dict[str, Any]]:
    """The rows of a block as data of a scheme; what it asks for is added to `blocks`.

    columns: where those of the form begin in the grid.
    """
    edges = edges_on(grid, rows, columns)
    scores = scored_rows(grid, rows) if blocks.scored else {}
    found: list[dict[str, Any]] = []
    row = rows.start
    while row < rows.stop:
        table = rows_of_table(grid, row, rows)
        if table is None:
            found.append(_row(grid, row, rows, edges, blocks, scores.get(row)))
            row += 1
            continue
        name = numbered("table", blocks.taken)
        blocks.taken.add(name)
        blocks.tables[name] = table.data({each["label"] for each in blocks.tables.values()})
        found.append(_spread({"each": name}, table.row, grid, rows, edges))
        row += table.count
    return found


def _row(
    grid: Grid, row: int, rows: range, edges: Sequence[int], blocks: Blocks, scores: Scored | None
) -> dict[str, Any]:
    indicator = _indicator(scores, blocks) if scores is not None else ""
    cells = []
    for cell in grid.covering(row):
        if cell.row == row or row == rows.start:
            if scores is not None and cell in (scores.points_cell, scores.score_cell):
                shown = "points" if cell is scores.points_cell else "score"
                cells.append((cell, {"text": f"{{{indicator}.{shown}}}"}))
            else:
                cells.append((cell, _cell(grid, cell, rows, blocks)))
    framed = any(cell.framed for cell, _ in cells)
    entry: dict[str, Any] = {} if framed else {"border": False}
    if framed and len(grid.covering(row)) == 1 and cells[0][0].blank:
        entry["lines"] = TALL
    (first, data), *others = cells or [(grid.covering(row)[0], {"text": ""})]
    if not framed and first.align not in ALIGNED and all(other == {"text": ""} for _, other in others):
        cells = [(replace(first, columns=grid.width - first.column), data)]  # it runs over the blank ones behind it
    return _spread(entry, cells, grid, rows, edges)


def _spread(
    entry: dict[str, Any], cells: Sequence[tuple[Cell, dict[str, Any]]], grid: Grid, rows: range, edges: Sequence[int]
) -> dict[str, Any]:
    """A row with its cells over the columns of the form; what has no column there goes to the cell on its left."""
    spread: list[dict[str, Any]] = []
    crowded: list[str] = []
    ahead = ""
    for cell, data in cells:
        columns = edges[cell.end] - edges[cell.column]
        if not columns:
            crowded += [data["text"]] if data["text"] else []
            if spread:
                spread[-1]["text"] = f"{spread[-1]['text']}　{data['text']}".strip()
            else:
                ahead += f"{data['text']}　"
            continue
        height = min(cell.below, rows.stop) - max(cell.row, rows.start)
        own: dict[str, Any] = {"columns": columns} if columns > 1 else {}
        own |= {"align": ALIGNED[cell.align]} if cell.align in ALIGNED and not cell.blank else {}
        whole, ahead = {"text": f"{ahead}{data['text']}"}, ""
        spread.append(data | whole | own | ({"rows": height} if height > 1 else {}))
    if crowded and spread:
        entry[TODO] = f"这一行的格比栏目多，“{'”“'.join(crowded)}”并入了旁边的格，请核对各格"
    return entry | {"cells": spread}


def _indicator(scores: Scored, blocks: Blocks) -> str:
    """The id of an indicator that is scored in the header, with a level of its own."""
    name = numbered("indicator", blocks.taken)
    blocks.taken.add(name)
    what = "表头的这一项怎样计分，表上没有印：补写 parts 和要填的项"
    worth = int(scores.points.value) if scores.points.value.is_integer() else scores.points.value
    indicator = {"id": name, "name": scores.name, "points": worth, TODO: what}
    place = len(blocks.groups)
    blocks.groups.append({"name": scores.group, "points": worth, "in_header": True, "indicators": [indicator]})
    for path in ((place, "points"), (place, "indicators", 0, "points")):
        blocks.words[path] = scores.points.words
    return name


def _cell(grid: Grid, cell: Cell, rows: range, blocks: Blocks) -> dict[str, Any]:
    label = label_of(grid, cell, rows)
    if cell.key == NO_DATE and label is not None:
        return {"text": f"{{{_input(label.text, blocks, kind=str(InputType.DATE))}}}"}
    if not cell.blank:
        text = cell.text.strip("\n").rstrip()
        return {
            "text": with_year(_ticked(grid, cell, rows, _gaps_filled(grid, cell, text, blocks), blocks), blocks.year)
        }
    if label is not None and not cell.framed and NO_LABELS.fullmatch(label.text):
        return {"text": ""}
    if label is not None and THE_YEAR.fullmatch(normalize_text(label.text)):
        return {"text": VARIABLE}
    if label is None:
        odd = cell.framed and not is_corner(grid, cell, rows)
        return {"text": ""} | (
            {TODO: "这一格空着，旁边没有名称：单位要填的写一个填报项，不填的删去 todo"} if odd else {}
        )
    if label.repeated:
        return {"text": "", TODO: f"“{label.text}”后面的第二格填什么，表上没有印"}
    return {"text": f"{{{_asked(label, blocks)}}}"}


def _asked(label: Label, blocks: Blocks) -> str:
    """What stands in a blank cell with this label: the total, the grade, or an input."""
    own = normalize_text(label.last)
    for pattern, shown in ((TOTAL_LABEL, TOTAL), (GRADE_LABEL, GRADE)):
        if blocks.scored and pattern.fullmatch(own) and shown not in blocks.shows:
            blocks.shows.add(shown)
            return shown
    return _input(label.text, blocks)


def _input(label: str, blocks: Blocks, **more: Any) -> str:
    """The id of an input with this label, declared."""
    label = label.strip()[:MAX_LABEL]
    if MONEY_UNIT_LABEL.fullmatch(normalize_text(label)) and MONEY_UNIT not in blocks.taken and label != "单位":
        name, data = MONEY_UNIT, {"kind": "choice", "label": label, "options": [TEN_THOUSAND_YUAN, YUAN]}
    elif is_unit_label(label) and UNIT_NAME not in blocks.taken:
        name, data = UNIT_NAME, {"kind": "text", "label": label}
    else:
        name = identifier(label, blocks.taken, "input")
        data = {"kind": str(kind_of(label)), "label": label}
        if data["kind"] == "count":
            data["unit"] = "人" if "人数" in label else "个"
    blocks.taken.add(name)
    blocks.inputs[name] = data | more
    return name


def _gaps_filled(grid: Grid, cell: Cell, text: str, blocks: Blocks) -> str:
    """A text with an input behind each label that has room; the last one's may be the blank cell beside it."""
    apart = cell.end < grid.width and grid.at(cell.row, cell.end).blank

    def filled(gap: re.Match[str]) -> str:
        last = gap.end() == len(gap.string)
        if NO_LABELS.fullmatch(gap["label"]) or THE_YEAR.fullmatch(gap["label"]) or (last and apart):
            return gap[0]
        more = {"kind": str(InputType.DATE)} if gap["date"] else {}
        return f"{gap['label']}：{{{_input(gap['label'], blocks, **more)}}}{'' if last else '　'}"

    return "\n".join(GAP.sub(filled, line) for line in text.split("\n"))


def _ticked(grid: Grid, cell: Cell, rows: range, text: str, blocks: Blocks) -> str:
    """A text whose boxes are the options of a choice."""
    if sum(map(text.count, BOX)) < len(BOX):
        return text
    after = text.rstrip(" \u3000√✓")[-1:] in BOX
    found = list((BOX_AFTER if after else BOX_BEFORE).finditer(text))
    options = [match[1] for match in found]
    if len(options) < len(BOX) or len(set(options)) < len(options) or len(found) != sum(map(text.count, BOX)):
        return text
    label = label_of(grid, cell, rows)
    name = _input(label.text if label else re.split("[：:]", text)[0], blocks, kind="choice", options=options)
    blocks.inputs[name].pop("unit", None)
    for match in reversed(found):
        place = next(at for at in range(match.start(), match.end()) if text[at] in BOX)
        end = place + 1 + (text[place + 1 : place + 2] in ("√", "✓"))
        text = f"{text[:place]}{{{name}:{match[1]}}}{text[end:]}"
    return text
