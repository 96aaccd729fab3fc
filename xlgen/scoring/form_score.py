"""The score of a filled form: every indicator, every level, the total and the grade."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, cast

from xlgen.rules import expression as ex
from xlgen.rules.rounding import SCORE_PLACES, excel_round, score_sum
from xlgen.scheme.dependencies import Dependencies, dependencies_of
from xlgen.scheme.form import Content
from xlgen.scheme.model import Group, Indicator, Scheme
from xlgen.scheme.outline import PLACEHOLDER
from xlgen.scoring import points
from xlgen.scoring.audit import Audit, audit, needed_for
from xlgen.scoring.form_data import FormData, Row, presets, with_overrides
from xlgen.scoring.status import BLOCKING, Status
from xlgen.scoring.tables import TableScore, score_table, table_names
from xlgen.scoring.total import TotalTerms, form_total, needed_for_caps, total_note, total_terms
from xlgen.scoring.values import input_names, statuses_of

KnownNames: TypeAlias = MutableMapping[str, ex.Value | ex.Column]
"""The values of inputs and columns by name, and of the measures that were computed so far."""


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

    statuses: of every single input; tables: the result of each table. terms: what the total depends on beside the
    scores; None while something is missing or wrong that a cap asks for. audits: what became of each audit rule.
    """

    scheme: Scheme
    indicators: Sequence[IndicatorScore]
    statuses: Mapping[str, Status]
    tables: Mapping[str, TableScore]
    terms: TotalTerms | None
    audits: Mapping[str, Audit]

    @property
    def complete(self) -> bool:
        """Every indicator has a score, and one knows which caps hold."""
        return self.terms is not None and all(score.complete for score in self.indicators)

    @property
    def total(self) -> float | None:
        """The form's total; None also where the form has no scores."""
        if self.terms is None or not self.complete or not self.scheme.scored:
            return None
        return cast(float, form_total(self.scheme, self._sum_of, self.terms))

    @property
    def total_note(self) -> str:
        """Why the total is not the sum of the scores, in Chinese; empty where it is, or where there is none yet."""
        if self.terms is None or not self.complete:
            return ""
        return cast(str, total_note(self.scheme, self._sum_of, self.terms))

    def _sum_of(self, leaves: Sequence[Indicator]) -> float:
        ids = {leaf.id for leaf in leaves}
        return score_sum(score.score for score in self.indicators if score.indicator.id in ids)

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
        leaves = list(group.leaves())
        ids = {leaf.id for leaf in leaves}
        incomplete = any(score.score is None for score in self.indicators if score.indicator.id in ids)
        return None if incomplete else self._sum_of(leaves)


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
    audits = {
        name: audit(
            scheme,
            check,
            names,
            bool(lacking_of(scheme, needed_for(scheme, check), names, statuses)),
            form_data.explanations.get(name),
        )
        for name, check in scheme.checks.items()
    }
    return FormScore(scheme, scores, inputs, tables, _terms(scheme, names, statuses), audits)


def _terms(scheme: Scheme, names: KnownNames, statuses: Mapping[str, Status]) -> TotalTerms | None:
    lacking = lacking_of(scheme, needed_for_caps(scheme), names, statuses)
    return None if lacking else total_terms(scheme, names)


def _indicator_points(
    scheme: Scheme, indicator: Indicator, names: KnownNames, statuses: Mapping[str, Status]
) -> tuple[float | None, Mapping[str, Status]]:
    """The points of one indicator, or what is missing for them."""
    missing = lacking_of(scheme, dependencies_of(scheme, indicator), names, statuses)
    return (None, missing) if missing else (cast(float, points.indicator_points(scheme, indicator, names)), {})


def lacking_of(
    scheme: Scheme, required: Dependencies, names: KnownNames, statuses: Mapping[str, Status]
) -> Mapping[str, Status]:
    """What is missing or wrong of what is required; once nothing is, the measures it needs are added to the names."""
    missing = {name: statuses[name] for name in (*required.inputs, *required.tables) if statuses[name] in BLOCKING}
    for name in () if missing else required.measures:  # in their order: one may use those before it
        names[name] = points.measure_value(scheme.all_measures[name], names)
    return missing


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
