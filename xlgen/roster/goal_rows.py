"""Approved indicators in the rows of units' tables: where each stands, and whether they fit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from xlgen.roster.goal_columns import GoalTable
from xlgen.roster.unit import Unit
from xlgen.rules import expression as ex
from xlgen.rules.rounding import excel_round
from xlgen.scheme.model import Scheme
from xlgen.scoring.form_data import Row, presets
from xlgen.scoring.tables import points_due
from xlgen.xlsx.values import CellValue, is_number

Problems = Iterator[tuple[int, str]]
"""Problems with the numbers of their lines."""


class UnitGoals(NamedTuple):
    """What is approved for a form, by item, and how targets were adjusted in the middle of the year."""

    values: Mapping[str, CellValue]
    adjustments: Mapping[str, str]


@dataclass
class GoalRow:
    """A row of a unit's table: the line that it is of, its cells, how its target was adjusted."""

    number: int
    cells: dict[str, CellValue]
    adjustment: str = ""


Rows = Mapping[tuple[Unit, str], Mapping[tuple[str, ...], GoalRow]]
"""Rows by form and table, each by what names it."""


def placed(
    scheme: Scheme, tables: Sequence[GoalTable], rows: Rows
) -> tuple[dict[str, UnitGoals], list[tuple[int, str]]]:
    """The goals of each form, with the rows of its tables numbered, and what does not fit."""
    by_name = {table.name: table for table in tables}
    goals: dict[str, UnitGoals] = {}
    problems: list[tuple[int, str]] = []
    for (unit, name), by_key in rows.items():
        table, own = by_name[name], list(by_key.values())
        laid_down = presets(scheme).tables.get(name, ())
        places = list(_places(table, laid_down, own))
        problems += _points(unit, table, own, places, laid_down)
        if max(places) >= table.table.rows:
            more = f"《{table.table.label}》只有 {table.table.rows} 行，单位“{unit.name}”有 {len(own)} 项指标"
            problems.append((own[-1].number, f"{more}。请多留几行，或合并指标"))
            continue
        values, adjustments = dict[str, CellValue](), dict[str, str]()
        for place, row in zip(places, own, strict=True):
            preset = laid_down[place] if place < len(laid_down) else {}
            problems += _other_preset(table, preset, row)
            cells = {column: value for column, value in row.cells.items() if column not in preset}
            values |= {f"{name}/{place + 1}/{column}": value for column, value in cells.items()}
            if row.adjustment:
                adjustments[f"{name}/{place + 1}/{table.binding}"] = row.adjustment
        before = goals.get(unit.form, UnitGoals({}, {}))
        goals[unit.form] = UnitGoals({**before.values, **values}, {**before.adjustments, **adjustments})
    return goals, problems


def _places(table: GoalTable, laid_down: Sequence[Row], rows: Sequence[GoalRow]) -> Iterator[int]:
    """The row (from 0) of each indicator: the one in which the form itself names it, else the next below those."""
    free = len(laid_down)
    for row in rows:
        named = next((number for number, preset in enumerate(laid_down) if _is_named(table, preset, row)), None)
        yield free if named is None else named
        free += named is None


def _is_named(table: GoalTable, preset: Row, row: GoalRow) -> bool:
    names = [name for name in table.key if name in preset]
    return bool(names) and all(preset[name] == row.cells.get(name) for name in names)


def _other_preset(table: GoalTable, preset: Row, row: GoalRow) -> Problems:
    for column, value in preset.items():
        if row.cells.get(column) not in (None, value):
            what = f"“{table.table.columns[column].label}”写的是“{row.cells[column]}”，这一格由表格定为“{value}”"
            yield row.number, f"{what}。请改成一致，或留空"


def _points(
    unit: Unit, table: GoalTable, rows: Sequence[GoalRow], places: Sequence[int], laid_down: Sequence[Row]
) -> Problems:
    """The points of a unit's indicators add up to what the form gives them, where the list has points."""
    column = table.part.row_points if table.part else None
    if table.part is None or column is None or not any(column in row.cells for row in rows):
        return
    label = table.table.columns[column].label
    whole = dict(enumerate(laid_down))
    for place, row in zip(places, rows, strict=True):
        whole[place] = {**row.cells, **whole.get(place, {})}
        if not is_number(whole[place].get(column)):
            yield row.number, f"没有写“{label}”，单位“{unit.name}”的别的指标写了。请补填"
            return
    for option, due in points_due(table.part).items():
        by = table.part.points_by.column if table.part.points_by else ""
        own = [row.get(column) for row in whole.values() if not by or row.get(by) == option]
        summed = excel_round(math.fsum(value for value in own if is_number(value)), ex.COMPARE_PLACES)
        if own and summed != due:
            which = f"“{option}”" if option else f"《{table.table.label}》"
            said = f"单位“{unit.name}”{which}各行的“{label}”合计 {summed:g}，应为 {due:g}"
            yield rows[-1].number, f"{said}。请改正"
