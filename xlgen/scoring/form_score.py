"""The score of a filled form: every indicator, every level, the total and the grade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from xlgen.rules import expression as ex
from xlgen.rules.rounding import SCORE_PLACES, excel_round, score_sum
from xlgen.scheme.dependencies import dependencies_of
from xlgen.scheme.form import Content
from xlgen.scheme.model import Group, Indicator, Scheme
from xlgen.scheme.outline import PLACEHOLDER
from xlgen.scoring import points
from xlgen.scoring.form_data import FormData, Row, presets, with_overrides
from xlgen.scoring.status import BLOCKING, Status
from xlgen.scoring.tables import TableScore, score_table, table_names
from xlgen.scoring.values import input_names, statuses_of


@dataclass(frozen=True)
class FormRowScore:
    """The score in one row of the form by its rule, unrounded, and the full marks of that row."""

    name: str
    points: float
    exact: float

    @property
    def score(self) -> float:
        """Rounded to the cent, as the form shows it."""
        return excel_round(self.exact, SCORE_PLACES)


@dataclass(frozen=True)
class IndicatorScore:
    """The score of one indicator by its rule; None while something is missing or wrong (open: by input or table id).

    points are its full marks with what it has received, or 0 where it is not applicable. rows are the rows of
    the form that show a score, by name (see Scheme.form_rows).
    """

    indicator: Indicator
    exact: float | None
    open: Mapping[str, Status]
    points: float
    rows: Mapping[str, FormRowScore]

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
    """The scores of a form. `total` and `grade` are None while any indicator is incomplete.

    statuses: of every single input; tables: the result of each table.
    """

    scheme: Scheme
    indicators: Sequence[IndicatorScore]
    statuses: Mapping[str, Status]
    tables: Mapping[str, TableScore]

    @property
    def complete(self) -> bool:
        """Every indicator has a score."""
        return all(score.complete for score in self.indicators)

    @property
    def sum_so_far(self) -> float:
        """The sum over the indicators that have a score."""
        return score_sum(score.score for score in self.indicators)

    @property
    def total(self) -> float | None:
        """The form's total; None also where the form has no scores."""
        if not self.complete or not self.scheme.scored:
            return None
        return cast(float, points.form_total(self.scheme, self.sum_so_far))

    @property
    def grade(self) -> str | None:
        """The grade of the total."""
        return None if self.total is None else self.scheme.grade(self.total)

    def points_of_group(self, group: Group) -> float:
        """The full marks of a level, with the points that have moved into it or out of it."""
        ids = {leaf.id for leaf in group.leaves()}
        return score_sum(score.points for score in self.indicators if score.indicator.id in ids)

    def of_group(self, group: Group) -> float | None:
        """The subtotal of a level; None while any of its indicators is incomplete."""
        ids = {leaf.id for leaf in group.leaves()}
        scores = [score.score for score in self.indicators if score.indicator.id in ids]
        return None if None in scores else score_sum(scores)


def score_form(scheme: Scheme, form_data: FormData) -> FormScore:
    """The score of every indicator from what was filled in. Blanks make an indicator incomplete, never 0."""
    form_data = with_overrides(form_data, presets(scheme))
    names = input_names(scheme.all_inputs, form_data.inputs)
    inputs = input_statuses(scheme, form_data)
    tables = {name: score_table(scheme, name, form_data) for name in scheme.tables}
    statuses = {**inputs, **{name: table.status for name, table in tables.items()}}
    for name, table in tables.items():
        names.update(table_names(scheme, name, form_data, table))
    scores = []
    for indicator in scheme.indicators:
        exact, missing = _indicator_points(scheme, indicator, names, statuses)
        full = cast(float, points.full_points(scheme, indicator, names))
        if exact is None:
            scores.append(IndicatorScore(indicator, None, missing, full, {}))
        elif indicator.expansion is None:
            row = FormRowScore(indicator.name, full, exact)
            scores.append(IndicatorScore(indicator, exact, {}, full, {indicator.id: row}))
        else:
            table_id = indicator.expansion.table
            rows = _expanded(scheme, indicator, form_data.tables.get(table_id, ()), tables[table_id])
            scores.append(IndicatorScore(indicator, exact, {}, full, rows))
    return FormScore(scheme, scores, inputs, tables)


def _indicator_points(
    scheme: Scheme,
    indicator: Indicator,
    names: dict[str, ex.Value | ex.Column],
    statuses: Mapping[str, Status],
) -> tuple[float | None, Mapping[str, Status]]:
    """The points of one indicator, or what is missing for them; the measures it needs are added to the names."""
    required = dependencies_of(scheme, indicator)
    sources = (*required.inputs, *required.tables)
    missing = {name: statuses[name] for name in sources if statuses[name] in BLOCKING}
    if missing:
        return None, missing
    for name in required.measures:
        names[name] = points.measure_value(scheme.all_measures[name], names)
    return cast(float, points.indicator_points(scheme, indicator, names)), {}


def _expanded(
    scheme: Scheme, indicator: Indicator, rows: Sequence[Row], table: TableScore
) -> Mapping[str, FormRowScore]:
    """The scores of an indicator's rows on the form: those of the rows of its table that are filled."""
    column, scores = str(indicator.parts[0].row_points), {}
    for key, row, score in zip(scheme.form_rows(indicator), rows, table.scores, strict=False):
        if score is not None:
            scores[key] = FormRowScore(row_title(indicator, row), cast(float, row[column]), score)
    return scores


def row_title(indicator: Indicator, row: Row) -> str:
    """What a row of the form is called, for an indicator with several."""
    assert indicator.expansion is not None, "only such indicators have several rows"
    texts = "".join(indicator.expansion.shows[Content.INDICATOR])
    return PLACEHOLDER.sub(lambda match: str(row.get(match[1].partition(":")[0]) or ""), texts) or indicator.name


def input_statuses(scheme: Scheme, form_data: FormData) -> dict[str, Status]:
    """The status of every single input."""
    names = input_names(scheme.all_inputs, form_data.inputs)
    return statuses_of(scheme.all_inputs, form_data.inputs, names)
