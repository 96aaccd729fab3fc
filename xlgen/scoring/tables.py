"""The rows that a unit defines itself: the status, measures and score of each, and the table as a whole."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from xlgen.rules import expression as ex
from xlgen.rules.rounding import SCORE_PLACES, excel_round
from xlgen.scheme.dependencies import part_of_rows
from xlgen.scheme.inputs import Table
from xlgen.scheme.model import Scheme, ScoringPart
from xlgen.scheme.outline import ROW_SCORE
from xlgen.scoring import points
from xlgen.scoring.form_data import FormData, Row
from xlgen.scoring.repeats import repeats
from xlgen.scoring.status import Status, is_blank
from xlgen.scoring.values import input_names, number, statuses_of

TOO_FINE = "分值最多写到两位小数"
LIMIT_WORDS = "{labels}合计不能超过{limit}"


@dataclass(frozen=True)
class TableScore:
    """The rows of a table: their statuses, scores and measures; the status of the table as a whole.

    needed: rows are demanded. excess: by how much the points of the filled rows exceed what they must add up to
    (below 0: fall short), by the option that they are laid down for (see `points_due`), where they differ.
    """

    rows: Sequence[Status]
    scores: Sequence[float | None]
    measures: Sequence[Mapping[str, float]]
    status: Status
    needed: bool
    excess: Mapping[str, float]


def score_table(scheme: Scheme, name: str, form_data: FormData) -> TableScore:
    """Each row of a table by the rule of the part that scores it; blank rows count as nothing."""
    rows = form_data.tables.get(name, ())
    table, part = scheme.tables[name], part_of_rows(scheme, name)
    points_column = part.row_points if part else None
    statuses = [row_status(table, row, number, points_column) for number, row in enumerate(rows)]
    scores: list[float | None] = []
    measures: list[Mapping[str, float]] = []
    for row, row_state, repeated in zip(rows, statuses, repeats(table, rows, statuses), strict=True):
        measures.append({})
        if row_state is not Status.FILLED:
            scores.append(None)
            continue
        names = input_names(table.columns, row)
        for measure_name, measure in table.measures.items():
            names[measure_name] = points.measure_value(measure, names)
        measures[-1] = {measure: 0.0 if repeated else cast(float, names[measure]) for measure in table.measures}
        scores.append(cast(float, points.rule_points(part, names)) if part else None)
    names = input_names(scheme.all_inputs, form_data.inputs)
    needed = table.required_when is None or bool(points.condition(table.required_when, names))
    excess = _points_beyond(part, rows, statuses)
    status = _table_status(table, rows, statuses, needed, excess)
    return TableScore(statuses, scores, measures, status, needed, excess)


def row_status(table: Table, row: Row, number: int, points_column: str | None = None) -> Status:
    """The status of a row (number: from 0): blank rows are optional, others are as good as their worst cell.

    Preset cells do not make a row filled. points_column: see `wrong_in_row`.
    """
    own = own_columns(table, number)
    if all(is_blank(row.get(column), table.columns[column].kind) for column in own):
        return Status.OPTIONAL
    names = input_names(table.columns, row)
    cells = list(statuses_of(table.columns, row, names).values())
    if wrong_in_row(table, row, points_column):
        cells.append(Status.INVALID)
    return next((state for state in (Status.INVALID, Status.MISSING) if state in cells), Status.FILLED)


def wrong_in_row(table: Table, row: Row, points_column: str | None = None) -> dict[str, str]:
    """The columns whose values are wrong beside the others of their row, and why, in Chinese.

    Points of a row (in the column `points_column`) finer than a cent are wrong: scores rounded to the cent could
    exceed them.
    """
    wrong = {}
    points_of_row = number(row.get(points_column)) if points_column is not None else None
    if points_column and points_of_row is not None and excel_round(points_of_row, SCORE_PLACES) != points_of_row:
        wrong[points_column] = TOO_FINE
    for limit in table.row_limits:
        summed = math.fsum(number(row.get(column)) or 0.0 for column in limit.sum_of)
        if ex.above(summed, limit.at_most):
            labels = "、".join(f"“{table.columns[column].label}”" for column in limit.sum_of)
            wrong[limit.sum_of[-1]] = LIMIT_WORDS.format(labels=labels, limit=f"{limit.at_most:g}")
    return wrong


def own_columns(table: Table, number: int) -> list[str]:
    """The columns of a row (number: from 0) in which the form prescribes nothing."""
    preset = table.preset[number] if number < len(table.preset) else {}
    return [column for column in table.columns if column not in preset]


def points_due(part: ScoringPart) -> Mapping[str, float]:
    """What the points of a table's rows must add up to: those of all rows (by an empty text), or for each option."""
    return part.points_by.points if part.points_by is not None else {"": part.points}


def _table_status(
    table: Table, rows: Sequence[Row], statuses: Sequence[Status], needed: bool, excess: Mapping[str, float]
) -> Status:
    if Status.INVALID in statuses or any(difference > 0 for difference in excess.values()):
        return Status.INVALID
    if not needed:
        return Status.MISSING if Status.MISSING in statuses else Status.OPTIONAL
    distinct, filled = table.distinct, statuses.count(Status.FILLED)
    different = distinct is None or distinct_values(distinct.column, rows, statuses) >= distinct.at_least
    if filled == 0 and not table.at_least_rows and Status.MISSING not in statuses:
        return Status.OPTIONAL
    enough = filled >= table.at_least_rows and different and not excess
    return Status.FILLED if enough and Status.MISSING not in statuses else Status.MISSING


def distinct_values(column: str, rows: Sequence[Row], statuses: Sequence[Status]) -> int:
    """The number of different values in a column of the filled rows."""
    return len({row.get(column) for row, state in zip(rows, statuses, strict=True) if state is Status.FILLED})


def _points_beyond(part: ScoringPart | None, rows: Sequence[Row], statuses: Sequence[Status]) -> Mapping[str, float]:
    """By how much the points of the filled rows exceed what they must add up to, where they differ."""
    if part is None or part.row_points is None:
        return {}
    filled = [row for row, state in zip(rows, statuses, strict=True) if state is Status.FILLED]
    beyond = {}
    for option, due in points_due(part).items():
        own = [row for row in filled if part.points_by is None or row.get(part.points_by.column) == option]
        summed = math.fsum(cast(float, row[part.row_points]) for row in own)
        beyond[option] = excel_round(summed, ex.COMPARE_PLACES) - due
    return {option: difference for option, difference in beyond.items() if difference}


def table_names(scheme: Scheme, name: str, form_data: FormData, table: TableScore) -> dict[str, ex.Column]:
    """The values of `table.column` for the numeric columns, measures and scores of a table."""
    rows = form_data.tables.get(name, ())
    columns = {column for column, spec in scheme.tables[name].columns.items() if spec.numeric}
    names: dict[str, ex.Column] = {f"{name}.{column}": [number(row.get(column)) for row in rows] for column in columns}
    for measure in scheme.tables[name].measures:
        names[f"{name}.{measure}"] = [values.get(measure) for values in table.measures]
    names[f"{name}.{ROW_SCORE}"] = table.scores
    return names
