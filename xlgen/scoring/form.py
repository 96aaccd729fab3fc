"""The score of a filled form: every indicator, every level, the total and the grade."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from xlgen.rules import expression as ex
from xlgen.rules.rounding import SCORE_PLACES, excel_round
from xlgen.scheme.model import LARGEST, Group, Indicator, Input, Scheme, Table
from xlgen.scheme.outline import ROW_SCORE
from xlgen.scheme.uses import needs, scoring_part
from xlgen.scoring import points
from xlgen.scoring.filling import Cell, Filling, Row
from xlgen.scoring.status import BLOCKING, Status, is_blank, status


@dataclass(frozen=True)
class IndicatorScore:
    """The score of one indicator by its rule; None while something is missing or wrong (open: by input or table id).

    points are its full marks with what it has received, or 0 where it is not applicable.
    """

    indicator: Indicator
    exact: float | None
    open: Mapping[str, Status]
    points: float

    @property
    def score(self) -> float | None:
        """Rounded to the cent, as the form shows it."""
        return None if self.exact is None else excel_round(self.exact, SCORE_PLACES)

    @property
    def complete(self) -> bool:
        """Nothing is missing."""
        return self.exact is not None


@dataclass(frozen=True)
class FormScore:
    """The scores of a form. `total` and `grade` are None while any indicator is incomplete."""

    scheme: Scheme
    indicators: Sequence[IndicatorScore]

    @property
    def complete(self) -> bool:
        """Every indicator has a score."""
        return all(each.complete for each in self.indicators)

    @property
    def sum_so_far(self) -> float:
        """The sum over the indicators that have a score."""
        return _sum(each.score for each in self.indicators)

    @property
    def total(self) -> float | None:
        """The form's total."""
        return cast(float, points.form_total(self.scheme, self.sum_so_far)) if self.complete else None

    @property
    def grade(self) -> str | None:
        """The grade of the total."""
        return None if self.total is None else self.scheme.grade(self.total)

    def points_of_group(self, group: Group) -> float:
        """The full marks of a level, with the points that have moved into it or out of it."""
        ids = {leaf.id for leaf in group.leaves()}
        return _sum(each.points for each in self.indicators if each.indicator.id in ids)

    def of_group(self, group: Group) -> float | None:
        """The subtotal of a level; None while any of its indicators is incomplete."""
        ids = {leaf.id for leaf in group.leaves()}
        scores = [each.score for each in self.indicators if each.indicator.id in ids]
        return None if None in scores else _sum(scores)


def _sum(scores: Iterable[float | None]) -> float:
    return excel_round(math.fsum(score for score in scores if score is not None), SCORE_PLACES)


@dataclass(frozen=True)
class TableScore:
    """The rows of a table: their statuses, scores and measures; the status of the table as a whole."""

    rows: Sequence[Status]
    scores: Sequence[float | None]
    measures: Sequence[Mapping[str, float]]
    status: Status


def score_form(scheme: Scheme, filling: Filling) -> FormScore:
    """The score of every indicator from what was filled in. Blanks make an indicator incomplete, never 0."""
    names = _input_names(scheme.all_inputs, filling.inputs)
    statuses = input_statuses(scheme, filling)
    for name in scheme.tables:
        table = score_table(scheme, name, filling)
        statuses[name] = table.status
        names.update(_table_names(scheme, name, filling, table))
    return FormScore(scheme, [_indicator_score(scheme, each, names, statuses) for each in scheme.indicators])


def _indicator_score(
    scheme: Scheme,
    indicator: Indicator,
    names: dict[str, ex.Value | ex.Column],
    statuses: Mapping[str, Status],
) -> IndicatorScore:
    """The score of one indicator; the measures it needs are added to the names."""
    required = needs(scheme, indicator)
    needed = {name: statuses[name] for name in (*required.inputs, *required.tables)}
    missing = {name: state for name, state in needed.items() if state in BLOCKING}
    full = cast(float, points.full_points(scheme, indicator, names))
    if missing:
        return IndicatorScore(indicator, None, missing, full)
    for name in required.measures:
        names[name] = points.measure_value(scheme.all_measures[name], names)
    exact = cast(float, points.indicator_points(scheme, indicator, names))
    return IndicatorScore(indicator, exact, {}, full)


def _table_names(scheme: Scheme, name: str, filling: Filling, table: TableScore) -> dict[str, ex.Column]:
    """What `table.column` means for the numeric columns, measures and scores of a table."""
    rows = filling.tables.get(name, ())
    columns = {column for column, spec in scheme.tables[name].columns.items() if spec.numeric}
    found: dict[str, ex.Column] = {f"{name}.{column}": [_number(row.get(column)) for row in rows] for column in columns}
    for measure in scheme.tables[name].measures:
        found[f"{name}.{measure}"] = [values.get(measure) for values in table.measures]
    found[f"{name}.{ROW_SCORE}"] = table.scores
    return found


def input_statuses(scheme: Scheme, filling: Filling) -> dict[str, Status]:
    """The status of every single input."""
    names = _input_names(scheme.all_inputs, filling.inputs)
    return _statuses(scheme.all_inputs, filling.inputs, names)


def _statuses(specs: Mapping[str, Input], values: Mapping[str, Cell], names: points.Names) -> dict[str, Status]:
    limits = {name: values.get(spec.no_more_than or "") for name, spec in specs.items()}
    return {name: status(spec, values.get(name), names, limits[name]) for name, spec in specs.items()}


def score_table(scheme: Scheme, name: str, filling: Filling) -> TableScore:
    """Each row of a table by the rule of the part that scores it; blank rows count as nothing."""
    rows = filling.tables.get(name, ())
    table, scored = scheme.tables[name], scoring_part(scheme, name)
    statuses = [row_status(table, row) for row in rows]
    scores: list[float | None] = []
    measures: list[Mapping[str, float]] = []
    for row, row_state in zip(rows, statuses, strict=True):
        measures.append({})
        if row_state is not Status.FILLED:
            scores.append(None)
            continue
        names = _input_names(table.columns, row)
        for measure_name, measure in table.measures.items():
            names[measure_name] = points.measure_value(measure, names)
        measures[-1] = {each: cast(float, names[each]) for each in table.measures}
        part = scored[0].parts[scored[1]] if scored else None
        scores.append(cast(float, points.rule_points(part, names)) if part else None)
    names = _input_names(scheme.all_inputs, filling.inputs)
    needed = table.required_when is None or bool(points.condition(table.required_when, names))
    return TableScore(statuses, scores, measures, _table_status(table, rows, statuses, needed))


def row_status(table: Table, row: Row) -> Status:
    """The status of a row: blank rows are optional, others are as good as their worst cell."""
    if all(is_blank(row.get(column), spec.kind) for column, spec in table.columns.items()):
        return Status.OPTIONAL
    names = _input_names(table.columns, row)
    cells = _statuses(table.columns, row, names).values()
    return next((bad for bad in (Status.INVALID, Status.MISSING) if bad in cells), Status.FILLED)


def _table_status(table: Table, rows: Sequence[Row], statuses: Sequence[Status], needed: bool) -> Status:
    if Status.INVALID in statuses:
        return Status.INVALID
    if not needed:
        return Status.MISSING if Status.MISSING in statuses else Status.OPTIONAL
    distinct = table.distinct
    values = {row.get(distinct.column) for row in rows if not is_blank(row.get(distinct.column))} if distinct else set()
    enough = statuses.count(Status.FILLED) >= table.at_least_rows and (
        distinct is None or len(values) >= distinct.at_least
    )
    return Status.FILLED if enough and Status.MISSING not in statuses else Status.MISSING


def _input_names(specs: Mapping[str, Input], values: Mapping[str, Cell]) -> dict[str, ex.Value | ex.Column]:
    """What the names of inputs mean: their values; 0 or an empty text where blank or wrong, as in a formula."""
    return {name: (_amount if spec.numeric else _text)(values.get(name)) for name, spec in specs.items()}


def _amount(value: Cell) -> float:
    return float(value) if isinstance(value, (int, float)) and abs(value) <= LARGEST else 0.0


def _number(value: Cell) -> float | None:
    return None if isinstance(value, bool) or not isinstance(value, (int, float)) else _amount(value)


def _text(value: Cell) -> str:
    return "" if value is None else str(value)
