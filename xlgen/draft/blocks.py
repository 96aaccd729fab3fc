"""The blocks above and below a form's table: their texts as printed, and inputs in their blank cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from xlgen.draft.grid import Cell, Grid
from xlgen.draft.headings import Column
from xlgen.draft.identifiers import identifier, is_unit_label
from xlgen.scheme.inputs import MONEY_UNIT, TEN_THOUSAND_YUAN, UNIT_NAME, YUAN

MONEY = re.compile(r"金额|预算数|执行数|拨款|资金|支出|收入|总额|结转|万元")
MONEY_NOTE = re.compile("[（(]?(金额)?单位[：:](人民币)?万?元[）)]?")
"""Says in what amounts are given; the cell beside it asks for nothing."""
DATE = re.compile(r"日期|时间$")
RATE = re.compile(r"[率%％]")
GAP = re.compile(r"([^：:\s]{2,16})[：:](?:[ \u3000_＿]{2,}|[ \u3000]*$)")
"""A label with room behind it, in one cell with others: 填报人：　　　填报日期："""
YEAR = re.compile(r"(20[0-9]{2})(?=年)|[0-9X×]{4}(?=年)")
"""The year of a form, which its texts show anew each year."""
FEW_ROWS = 2
LONG = 4
"""Rows of the grid from which a blank cell is for a text of several lines."""
MAX_LABEL = 40


@dataclass
class Blocks:
    """What the blocks are made of, as data of a scheme.

    inputs, tables: by id; taken: all ids of the draft so far.
    """

    inputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)


def block(grid: Grid, rows: range, columns: Sequence[Column], blocks: Blocks) -> list[dict[str, Any]]:
    """The rows of a block as data of a scheme; inputs and tables that it asks for are added to `blocks`.

    columns: those of the table, which the cells of the block span.
    """
    found: list[dict[str, Any]] = []
    row = rows.start
    while row < rows.stop:
        heads = _heads_of_rows(grid, row, rows)
        if heads is None:
            cells = [_cell(grid, cell, rows, columns, blocks) for cell in grid.beginning(row)]
            found.append(_form_row(grid, row, [cell for cell in cells if cell is not None]))
            row += 1
            continue
        count = heads
        name = identifier(_above(grid, row, grid.beginning(row)[0].column, rows), blocks.taken, "table")
        blocks.taken.add(name)
        found.append(_table_row(grid, row, name, count, rows, columns, blocks))
        row += count
    return [entry for entry in found if entry["cells"]]


def _form_row(grid: Grid, row: int, cells: list[dict[str, Any]]) -> dict[str, Any]:
    alone = len(cells) == 1 and not cells[0]["text"].startswith("{")
    return {"border": False, "cells": cells} if alone and len(grid.covering(row)) == 1 else {"cells": cells}


def _cell(grid: Grid, cell: Cell, rows: range, columns: Sequence[Column], blocks: Blocks) -> dict[str, Any] | None:
    spanned = sum(cell.column <= column.first <= cell.last_column for column in columns)
    if not spanned:
        return None  # between two places of one column of the table
    text = "" if cell.computed else cell.text.strip()
    if not text:
        label = _label(grid, cell, rows)
        text = f"{{{_input(label, cell, blocks)}}}" if label else ""
    else:
        text = YEAR.sub("{{ year }}", _filled_gaps(grid, cell, braced(text), blocks))
    data: dict[str, Any] = {"text": text}
    if spanned > 1:
        data["columns"] = spanned
    reach = min(cell.last_row, rows.stop - 1) - cell.row + 1
    if reach > 1:
        data["rows"] = reach
    return data


def _filled_gaps(grid: Grid, cell: Cell, text: str, blocks: Blocks) -> str:
    """A text with an input behind each label that has room; the last one's may be the blank cell beside it."""
    beside = cell.last_column + 1
    apart = beside < grid.width and not grid.at(cell.row, beside).text.strip()

    def filled(gap: re.Match[str]) -> str:
        last = gap.end() == len(text)
        return gap[0] if last and apart else f"{gap[1]}：{{{_input(gap[1], cell, blocks)}}}　"

    return GAP.sub(filled, text).rstrip("　")


def braced(text: str) -> str:
    """A printed text without what a scheme would read as a name or as an instruction."""
    return text.replace("{", "｛").replace("}", "｝")


def _input(label: str, cell: Cell, blocks: Blocks) -> str:
    """The id of an input with this label, declared where it is new."""
    if is_unit_label(label) and UNIT_NAME not in blocks.inputs:
        name, kind = UNIT_NAME, "text"
    else:
        name = identifier(label, blocks.taken | {UNIT_NAME})
        kind = "date" if DATE.search(label) else "money" if MONEY.search(label) and not RATE.search(label) else "text"
    blocks.taken.add(name)
    if re.fullmatch(r"(金额|计量)?单位", label) and MONEY_UNIT not in blocks.inputs:
        blocks.inputs[MONEY_UNIT] = {"kind": "choice", "label": "金额单位", "options": [TEN_THOUSAND_YUAN, YUAN]}
        return MONEY_UNIT
    blocks.inputs[name] = {"kind": kind, "label": braced(label)}
    if kind == "text" and cell.rows * cell.columns >= LONG and cell.rows > 1:
        blocks.inputs[name]["lines"] = cell.rows
    return name


def _label(grid: Grid, cell: Cell, rows: range) -> str:
    """What a blank cell asks for: the text on its left, below a heading also that; nothing where neither is there."""
    left = ""
    column = cell.column - 1
    while column >= 0 and not left:
        beside = grid.at(cell.row, column)
        left, column = _words(beside.text), beside.column - 1
        if MONEY_NOTE.fullmatch(left):
            return ""
    head = _above(grid, cell.row, cell.column, rows)
    label = f"{left}：{head}" if left and head and left != head else left or head
    return label[:MAX_LABEL]


def _above(grid: Grid, row: int, column: int, rows: range) -> str:
    """The heading of a column of the block: a cell as wide, in the nearest row above without blank cells.

    Only cells as wide may stand between: otherwise the heading is that of something else.
    """
    width, above = grid.at(row, column).columns, row - 1
    while above >= rows.start:
        cell, cells = grid.at(above, column), grid.covering(above)
        if (cell.column, cell.columns) != (column, width):
            return ""
        if len(cells) > FEW_ROWS and all(each.text.strip() for each in cells) and cell.row == above:
            return _words(cell.text)
        above -= 1
    return ""


def _words(text: str) -> str:
    return "".join(text.split()).rstrip("：:")


def _heads_of_rows(grid: Grid, row: int, rows: range) -> int | None:
    """How many blank rows follow each other from here, below a row of headings; None where they are fewer than two.

    A number in each row, and a name beside all of them, do not make rows less blank.
    """
    if row == rows.start or not all(cell.text.strip() for cell in grid.covering(row - 1)):
        return None
    beside, blank = _beside(grid, row), _blanks(grid, row)
    if len(grid.covering(row - 1)) <= FEW_ROWS or len(blank) < FEW_ROWS:
        return None
    end = min([rows.stop, *(cell.last_row + 1 for cell in beside)])
    count = 0
    while row + count < end:
        cells = [cell for cell in grid.beginning(row + count) if cell not in beside]
        if [cell.column for cell in cells] != [cell.column for cell in blank]:
            break
        if not all(_is_free(cell, count + 1) for cell in cells):
            break
        count += 1
    return count if count >= FEW_ROWS else None


def _beside(grid: Grid, row: int) -> list[Cell]:
    """The names that begin in a row and reach down beside others."""
    return [cell for cell in grid.beginning(row) if cell.rows > 1 and cell.text.strip()]


def _blanks(grid: Grid, row: int) -> list[Cell]:
    return [cell for cell in grid.beginning(row) if cell not in _beside(grid, row)]


def _is_free(cell: Cell, number: int) -> bool:
    """Nothing stands in a cell, or the number of its row."""
    return cell.compact in ("", str(number))


def _table_row(
    grid: Grid, row: int, name: str, count: int, rows: range, columns: Sequence[Column], blocks: Blocks
) -> dict[str, Any]:
    """The row of the block that stands for all rows of a table, and the table."""
    table: dict[str, Any] = {}
    cells: list[dict[str, Any]] = []
    beside = _beside(grid, row)
    for cell in grid.beginning(row):
        spanned = sum(cell.column <= column.first <= cell.last_column for column in columns)
        across = {"columns": spanned} if spanned > 1 else {}
        if not spanned:
            continue
        if cell in beside or cell.text.strip():
            once = {"once": True} if cell in beside else {}
            cells.append({"text": braced(cell.text.strip()) if cell in beside else "{row}", **across, **once})
            continue
        label = _above(grid, row, cell.column, rows) or "内容"
        own = identifier(label, table.keys(), "column")
        table[own] = {"kind": "text", "label": braced(label), "required": not table}
        cells.append({"text": f"{{{own}}}", **across})
    names = [cell for cell in grid.covering(row) if cell.text.strip() and (cell.row < row or cell in beside)]
    label = next((_words(cell.text) for cell in names), "")
    known = {table["label"] for table in blocks.tables.values()}
    label = re.sub(r"[\[\]:*?/\\']", "", label)[:16] or f"明细{len(blocks.tables) + 1}"
    while label in known:
        label = f"{label[:16]}{len(blocks.tables) + 1}"
    blocks.tables[name] = {"label": label, "rows": count, "columns": table}
    return {"each": name, "cells": cells}
