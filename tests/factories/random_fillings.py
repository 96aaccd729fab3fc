"""Random fillings of a scheme: complete ones, unfinished ones, and ones with what nobody should have typed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from xlgen.scheme.dependencies import part_of_rows
from xlgen.scheme.inputs import NUMERIC, Input, InputType, Table
from xlgen.scheme.model import Scheme
from xlgen.scoring.form_data import FormData, Row, presets
from xlgen.scoring.form_score import input_statuses, score_form
from xlgen.scoring.status import BLOCKING, Status
from xlgen.scoring.tables import row_status
from xlgen.xlsx.values import CellValue

WORDS = ("已按计划完成", "受疫情影响未开展", "12", "=1+1", "第一行\n第二行", "O'Brien & <Söhne>", "@", "*")
WRONG: tuple[CellValue, ...] = (-1.0, 1e9 + 0.5, "abc", "5", "5%", " ", "   ", "是 ", "无", "—", 0.5, "0")
WRONG_OF_KINDS: Mapping[InputType, tuple[CellValue, ...]] = {
    InputType.TICK: ("✓", True),
    InputType.DATE: ("2023.6.1", "2023-6-1", 45747.5, 20230601.0),
}
ATTEMPTS = 200


@dataclass(frozen=True)
class Habits:
    """How a unit fills in: the share of blanks, of wrong values and of reasons given; what it leaves in blanks."""

    blank: float
    wrong: float
    reasons: float
    blanks: tuple[CellValue, ...] = (None,)


COMPLETE = Habits(0.0, 0.0, 1.0)
SLOPPY = Habits(0.0, 0.0, 0.7, (None, " "))
UNFINISHED = Habits(0.03, 0.0, 0.5)
CARELESS = Habits(0.02, 0.02, 0.5)
WILD = Habits(0.3, 0.3, 0.3)
HABITS = (COMPLETE, COMPLETE, SLOPPY, UNFINISHED, CARELESS, WILD)


_MADE: dict[tuple[int, int], tuple[Scheme, FormData]] = {}


def random_filling(scheme: Scheme, seed: int) -> FormData:
    """A filling; the same for the same seed."""
    if (id(scheme), seed) not in _MADE:
        _MADE[id(scheme), seed] = scheme, _random_filling(scheme, seed)  # with the scheme, whose id else is another's
    return _MADE[id(scheme), seed][1]


def _random_filling(scheme: Scheme, seed: int) -> FormData:
    chance = random.Random(f"{scheme.id}/{seed}")
    habits = HABITS[seed % len(HABITS)]
    inputs = _inputs(scheme, habits, chance)
    tables = {name: _rows(scheme, name, habits, chance) for name in scheme.tables}
    scored = score_form(scheme, FormData(inputs, tables))
    scores = scored.indicators
    remarks = {
        each.indicator.id: chance.choice(WORDS)
        for each in scores
        if (each.score is None or each.score < each.indicator.points) and chance.random() < habits.reasons
    }
    ids = [each.indicator.id for each in scores]
    own = {
        kind: {name: chance.choice(WORDS) for name in ids if chance.random() < habits.reasons / 4}
        for kind in scheme.free_text_fields[1:]
    }
    unexplained = [name for name, audit in scored.audits.items() if audit.status is Status.UNEXPLAINED]
    explanations = {name: chance.choice(WORDS) for name in unexplained if chance.random() < habits.reasons}
    return FormData(inputs, tables, remarks, own.get("evidence", {}), own.get("notes", {}), explanations=explanations)


def _inputs(scheme: Scheme, habits: Habits, chance: random.Random) -> dict[str, CellValue]:
    values = {name: _value(spec, habits, chance) for name, spec in scheme.all_inputs.items()}
    for _ in range(ATTEMPTS):
        statuses = input_statuses(scheme, FormData(values))
        bad = [name for name, status in statuses.items() if status in BLOCKING]
        if habits.blank or habits.wrong or not bad:
            break
        for name in bad:
            values[name] = good_value(scheme.all_inputs[name], chance)
    return values


def _rows(scheme: Scheme, name: str, habits: Habits, chance: random.Random) -> list[Row]:
    table, part = scheme.tables[name], part_of_rows(scheme, name)
    least = max(len(table.preset), table.at_least_rows + (table.distinct.at_least if table.distinct else 0))
    most = least if table.preset else table.rows
    count = chance.choice([least, chance.randint(least, most), most])
    rows = [_row(table, number, habits, chance) for number in range(count)]
    if table.distinct and not habits.blank:
        options = table.columns[table.distinct.column].options
        for number, row in enumerate(rows[: table.distinct.at_least]):
            row[table.distinct.column] = options[number % len(options)]
    if part is not None and part.row_points is not None and chance.random() >= habits.wrong:
        for row, points in zip(rows, _shared_out(part.points, count, chance), strict=True):
            row[part.row_points] = points
    laid_down = presets(scheme).tables.get(name, ())
    preset = [*laid_down, *([{}] * (count - len(laid_down)))]
    return [{**row, **cells} for row, cells in zip(rows, preset, strict=True)]


def _shared_out(points: float, count: int, chance: random.Random) -> list[float]:
    """Points for so many rows that add up, to the cent."""
    cuts = sorted(chance.sample(range(1, round(points * 100)), count - 1))
    return [(upper - lower) / 100 for lower, upper in pairwise([0, *cuts, round(points * 100)])]


def _row(table: Table, number: int, habits: Habits, chance: random.Random) -> dict[str, CellValue]:
    if chance.random() < habits.blank:
        return dict.fromkeys(table.columns)
    row = {column: _value(spec, habits, chance) for column, spec in table.columns.items()}
    for _ in range(ATTEMPTS):
        if habits.blank or habits.wrong or row_status(table, row, number) is Status.FILLED:
            break
        row = {column: good_value(spec, chance) for column, spec in table.columns.items()}
    return row


def _value(spec: Input, habits: Habits, chance: random.Random) -> CellValue:
    if chance.random() < habits.wrong:
        return chance.choice([*WRONG, *WRONG_OF_KINDS.get(spec.kind, ())])
    if chance.random() < (habits.blank if spec.required else 0.5):
        return chance.choice(habits.blanks)
    return good_value(spec, chance)


def good_value(spec: Input, chance: random.Random) -> CellValue:
    """A value that an input takes by itself, whatever the others are."""
    if spec.kind is InputType.TEXT:
        return chance.choice([each for each in WORDS if len(each) <= spec.longest])
    if spec.options:
        return chance.choice([*spec.options[:1] * 4, *spec.options])
    least, most = spec.bounds
    if spec.maximum is None and spec.kind in NUMERIC:
        most = chance.choice([3.0, 30.0, 3000.0, 3e6])
    places = {InputType.COUNT: 0, InputType.DATE: 0, InputType.PERCENT: 4}.get(spec.kind, 2)
    edges: Mapping[int, float] = {0: least, 1: most, 2: least}
    return edges.get(chance.randrange(12), round(chance.uniform(least, most), places))
