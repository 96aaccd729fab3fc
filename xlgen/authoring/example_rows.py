"""Example rows of a table: as many as the form asks for, with points that add up and options that differ."""

from __future__ import annotations

from collections.abc import Sequence

from xlgen.authoring.example_values import Values, best_answers, example_value, shares_of_wholes, within_limits
from xlgen.rules.rounding import SCORE_PLACES, excel_round
from xlgen.scheme.dependencies import part_of_rows
from xlgen.scheme.inputs import InputType, Table
from xlgen.scheme.model import Scheme, ScoringPart
from xlgen.scoring.form_data import Row, presets
from xlgen.scoring.tables import points_due
from xlgen.xlsx.values import is_number

ROWS = 3
"""Rows of a table, where the form does not ask for more."""


def example_rows(scheme: Scheme, name: str) -> list[Values]:
    """The rows of a table; what the form prescribes in them stays."""
    table, part = scheme.tables[name], part_of_rows(scheme, name)
    shares, answers = shares_of_wholes(table.measures), best_answers(scheme, part) if part is not None else {}
    rows: list[Values] = []
    for number in range(_count(table, part)):
        row: Values = {
            column: example_value(scheme, spec, shares.get(column)) for column, spec in table.columns.items()
        }
        row.update({column: value for column, value in answers.items() if column in row})
        rows.append({**row, **_numbered(table, row, number)})
    laid_down = [*presets(scheme).tables.get(name, ()), *[{}] * len(rows)]
    _differ(table, rows)
    for row, cells in zip(rows, laid_down, strict=False):
        row.update(cells)
    if part is not None and part.row_points is not None:
        _share_out(part, rows, laid_down)
    return [_below_row_limits(table, within_limits(table.columns, row)) for row in rows]


def _count(table: Table, part: ScoringPart | None) -> int:
    distinct = table.distinct.at_least if table.distinct else 0
    options = len(part.points_by.points) if part is not None and part.points_by is not None else 0
    return min(table.rows, max(ROWS, len(table.preset), table.at_least_rows, distinct, options))


def _numbered(table: Table, row: Values, number: int) -> Values:
    """The first text of a row with its number: rows that are alike would count once, or be reported."""
    texts = [column for column, spec in table.columns.items() if spec.kind is InputType.TEXT]
    count = str(number + 1)
    return {column: f"{row[column]}"[: table.columns[column].longest - len(count)] + count for column in texts[:1]}


def _differ(table: Table, rows: Sequence[Values]) -> None:
    """Different options where the form asks for some."""
    if table.distinct is not None:
        options = table.columns[table.distinct.column].options
        for number, row in enumerate(rows):
            row[table.distinct.column] = options[number % len(options)]


def _share_out(part: ScoringPart, rows: Sequence[Values], laid_down: Sequence[Row]) -> None:
    """Points for the rows that add up, to the cent: for each option, or for all; what the form prescribes stays."""
    due, column = points_due(part), str(part.row_points)
    if part.points_by is not None:
        for number, row in enumerate(rows):
            if part.points_by.column not in laid_down[number]:
                row[part.points_by.column] = list(due)[number % len(due)]
    for option, points in due.items():
        of_option = [
            (row, cells)
            for row, cells in zip(rows, laid_down, strict=False)
            if part.points_by is None or row[part.points_by.column] == option
        ]
        fixed = sum(float(value) for _, cells in of_option if is_number(value := cells.get(column)))
        own = [row for row, cells in of_option if column not in cells]
        share = excel_round((points - fixed) / max(len(own), 1), SCORE_PLACES)
        for row in own:
            row[column] = share
        if own:
            own[-1][column] = excel_round(points - fixed - share * (len(own) - 1), SCORE_PLACES)


def _below_row_limits(table: Table, row: Values) -> Values:
    """The row, with the columns that have a common limit sharing it equally."""
    held = dict(row)
    for limit in table.row_limits:
        share = excel_round(limit.at_most / len(limit.sum_of), SCORE_PLACES)
        for column in limit.sum_of:
            value = held.get(column)
            held[column] = min(value, share) if is_number(value) else value
    return held
