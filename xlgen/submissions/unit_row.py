"""The row that one submitted form adds to a summary: scores by rule and reasons for lost points. Plain data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from xlgen.rules.rounding import SCORE_PLACES, excel_round, score_sum
from xlgen.scheme.model import Group, Indicator, Scheme
from xlgen.scheme.subject import NO_SUBJECT, Subject
from xlgen.scoring.form_score import IndicatorScore
from xlgen.scoring.total import TotalTerms, form_total
from xlgen.submissions.compare import HALF_CENT
from xlgen.submissions.findings.code import Level
from xlgen.submissions.submission import Submission
from xlgen.submissions.validate import FileReport
from xlgen.text import display_text, one_line
from xlgen.xlsx.values import CellValue


class FormOf(NamedTuple):
    """Which form a unit filled in: scheme and year."""

    scheme: str
    year: str

    def __str__(self) -> str:
        return f"{self.scheme} {self.year}年度"


@dataclass(frozen=True)
class UnitRow:
    """One unit: scores by rule (None while something is missing), full marks and reasons for lost points, by indicator.

    total: by rule; shown: as the workbook shows it. cap: the most that the total may be; None while that is open.
    note: why the total is not the sum of the scores, in Chinese. roster: what the roster says of the unit. last: its
    total of the year before; None where nobody knows it.
    """

    name: str  # of the file, as reports show it
    fingerprint: str
    form: FormOf
    unit: str
    scores: Mapping[str, float | None]
    points: Mapping[str, float]
    reasons: Mapping[str, tuple[str, ...]]
    total: float | None
    shown: float | None
    errors: int
    cap: float | None
    note: str
    subject: Subject = NO_SUBJECT  # what the form is about beside its unit
    roster: Mapping[str, str] = field(default_factory=dict)
    last: float | None = None

    @property
    def who(self) -> str:
        """The unit, and what its form is about."""
        return "　".join(filter(None, (self.unit, self.subject.label)))

    @property
    def differs(self) -> bool:
        """Whether the workbook shows another total than the one by rule."""
        return self.total is not None and self.shown is not None and abs(self.total - self.shown) > HALF_CENT


def as_text(row: UnitRow) -> str:
    """A row as JSON; scores and full marks are lists without ids, which are the same for all units of a form."""
    values = {**vars(row), "scores": [*row.scores.values()], "points": [*row.points.values()]}
    return json.dumps(values, ensure_ascii=False)


def from_text(text: str, indicators: Sequence[str]) -> UnitRow:
    """The row that `as_text` wrote; indicators: their ids, in the order of its scores."""
    values = json.loads(text)
    for name in ("scores", "points"):
        values[name] = dict(zip(indicators, values[name], strict=True))
    reasons = {name: tuple(texts) for name, texts in values["reasons"].items()}
    return UnitRow(
        **{**values, "form": FormOf(*values["form"]), "subject": Subject(*values["subject"]), "reasons": reasons}
    )


def applies(indicator: Indicator, unit: UnitRow) -> bool:
    """Whether an indicator applies to a unit."""
    return indicator.not_applicable is None or unit.points[indicator.id] > 0


def score_of(indicator: Indicator, unit: UnitRow) -> float | None:
    """A unit's score for an indicator; None while something is missing, or where it does not apply."""
    return unit.scores[indicator.id] if applies(indicator, unit) else None


def subtotal_of(group: Group, unit: UnitRow) -> float | None:
    """The sum of a unit's scores in a level; None while one is missing."""
    scores = [unit.scores[leaf.id] for leaf in group.leaves()]
    return None if None in scores else score_sum(scores)


def total_of(scheme: Scheme, unit: UnitRow) -> float | None:
    """A unit's total from its scores; None while one is missing."""
    if unit.cap is None or None in unit.scores.values():
        return None
    terms = TotalTerms(score_sum(unit.points.values()), unit.cap)
    return cast(float, form_total(scheme, lambda leaves: score_sum(unit.scores[leaf.id] for leaf in leaves), terms))


def row_of(report: FileReport, submission: Submission) -> UnitRow:
    """The row of a checked form."""
    by_rule = submission.comparison.by_rule
    scores, terms = by_rule.indicators, by_rule.terms
    return UnitRow(
        one_line(report.name),
        report.fingerprint,
        FormOf(report.scheme, report.year),
        display_text(report.unit),
        {score.indicator.id: score.score for score in scores},
        {score.indicator.id: excel_round(score.points, SCORE_PLACES) for score in scores},
        {score.indicator.id: reasons for score in scores if (reasons := tuple(_reasons(submission, score)))},
        report.by_rule,
        report.total,
        report.count(Level.ERROR),
        None if terms is None else cast(float, terms.cap),
        by_rule.total_note,
        Subject(*map(display_text, report.subject)),
    )


def _reasons(submission: Submission, score: IndicatorScore) -> Iterator[str]:
    """The reasons a unit gives for lost points, without duplicates."""
    if score.score is not None and score.score < score.points:
        texts = _texts(submission, score.indicator, score)
        yield from dict.fromkeys(normal for text in texts if (normal := _normalize_reason(text)))


def _texts(submission: Submission, indicator: Indicator, score: IndicatorScore) -> Iterator[CellValue]:
    filling = submission.filling
    yield filling.remarks.get(indicator.id)
    yield from (filling.inputs.get(name) for name in indicator.reasons)
    if indicator.expansion is not None:
        table = indicator.expansion.table
        column = submission.scheme.tables[table].reason
        for key, row in zip(submission.scheme.form_rows(indicator), filling.tables.get(table, ()), strict=False):
            if column is not None and key in score.rows and score.rows[key].score < score.rows[key].points:
                yield row.get(column)


def _normalize_reason(text: CellValue) -> str:
    """A reason without differences of typing: spaces, line breaks, the full stop."""
    return "" if text is None else " ".join(one_line(str(text)).split()).strip("。；;，,.、 ")
