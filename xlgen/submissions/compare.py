"""Compares the scores that a workbook shows with those by rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypedDict

from xlgen.rules.rounding import score_sum
from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.model import Scheme
from xlgen.scoring.check_code import check_code
from xlgen.scoring.form_score import FormScore, IndicatorScore, score_form
from xlgen.scoring.open_points import OpenPoint, open_points
from xlgen.scoring.status import is_blank
from xlgen.submissions.read import Returned
from xlgen.text import display_text

HALF_CENT = 0.005 + 1e-9
"""Points by which scores may differ: one may be rounded, and programs round rare ties differently."""


class RowJson(TypedDict):
    """JSON of a row of the form, for indicators with several rows."""

    id: str
    name: str
    points: float
    score: float
    reported: float | None


class IndicatorJson(TypedDict):
    """JSON of an indicator; rows is empty where it has just one row of the form."""

    id: str
    name: str
    points: float
    score: float | None
    reported: float | None
    complete: bool
    rows: list[RowJson]


class AuditJson(TypedDict):
    """JSON of an audit rule. broken: it was asked and does not hold; message: what is wrong then, in Chinese."""

    id: str
    level: str
    broken: bool
    message: str
    explanation: str


class ComparisonJson(TypedDict):
    """JSON of a comparison. total_note: why the total is not the sum of the scores, in Chinese; empty where it is.

    check_code: see `Comparison.check_code`.
    """

    scheme: str
    version: str
    year: int
    unit: str
    complete: bool
    total: float | None
    reported_total: float | None
    total_note: str
    grade: str | None
    check_code: str
    indicators: list[IndicatorJson]
    checks: list[AuditJson]


@dataclass(frozen=True)
class Comparison:
    """The scores that a workbook shows, and the score by rule."""

    unit: str
    returned: Returned
    by_rule: FormScore

    @cached_property
    def open(self) -> Sequence[OpenPoint]:
        """What must still be filled in, corrected or explained before the form can be submitted."""
        filling, shown = self.returned.filling, self.returned.reported
        return list(open_points(self.by_rule.scheme, filling, self.by_rule, shown))

    def reported(self, score: IndicatorScore) -> float | None:
        """The score that the workbook shows for an indicator: the sum of its rows, None while one has no score."""
        keys = list(score.rows) or self.by_rule.scheme.form_rows(score.indicator)
        shown = [value for key in keys if (value := self.returned.reported[key]) is not None]
        if len(shown) < len(keys):
            return None
        return shown[0] if len(shown) == 1 else score_sum(shown)

    def agrees(self, score: IndicatorScore) -> bool:
        """Whether all rows of the indicator show the score by rule, or none where there is no score by rule yet."""
        return all(self.row_agrees(score, key) for key in self.by_rule.scheme.form_rows(score.indicator))

    def row_agrees(self, score: IndicatorScore, key: str) -> bool:
        """Whether one row of the form does; see `agrees`."""
        reported = self.returned.reported[key]
        if key not in score.rows or reported is None:
            typed = score.indicator.judged is not None  # such a score stands there whatever else is missing
            return key not in score.rows and (reported is None or typed)
        return abs(reported - score.rows[key].exact) <= HALF_CENT

    @property
    def disagreements(self) -> list[IndicatorScore]:
        """The indicators for which the workbook does not show the score by rule."""
        return [score for score in self.by_rule.indicators if not self.agrees(score)]

    @property
    def differing_rows(self) -> list[tuple[str, float | None, float | None]]:
        """The rows of the form that do not show the score by rule: name, score by rule, score shown."""
        rows = []
        for score in self.disagreements:
            for key in self.by_rule.scheme.form_rows(score.indicator):
                if not self.row_agrees(score, key):
                    row = score.rows.get(key)
                    name = score.indicator.name if row is None else row.name
                    rows.append((name, None if row is None else row.score, self.returned.reported[key]))
        return rows

    @property
    def total_agrees(self) -> bool:
        """Whether the workbook shows the total by rule; both may be missing."""
        total, reported = self.by_rule.total, self.returned.total
        return total == reported if total is None or reported is None else abs(total - reported) <= HALF_CENT

    @property
    def clean(self) -> bool:
        """Whether nothing is open, and the workbook shows all scores and the total by rule."""
        return self.complete and not self.disagreements and self.total_agrees

    @property
    def complete(self) -> bool:
        """Whether nothing is missing, wrong or unexplained, so that the workbook can be submitted."""
        return not self.open

    @cached_property
    def check_code(self) -> str:
        """The 核对码 of what was filled in and of the scores that are shown; empty while something is open.

        Where the workbook shows no score because nothing computed it, that by rule counts.
        """
        scheme, filling = self.by_rule.scheme, self.returned.filling
        due = {key: row.score for score in self.by_rule.indicators for key, row in score.rows.items()}
        shown = {key: due.get(key) if score is None else score for key, score in self.returned.reported.items()}
        if not self.complete and any(open_points(scheme, filling, self.by_rule, shown)):
            return ""
        total = self.by_rule.total if self.returned.total is None else self.returned.total
        return check_code(scheme, filling, shown, total)

    def to_json(self) -> ComparisonJson:
        """The comparison as JSON, for other programs."""
        scheme = self.by_rule.scheme
        return {
            "scheme": scheme.id,
            "version": scheme.version,
            "year": scheme.year,
            "unit": self.unit,
            "complete": self.complete,
            "total": self.by_rule.total,
            "reported_total": self.returned.total,
            "total_note": self.by_rule.total_note,
            "grade": self.by_rule.grade,
            "check_code": self.check_code,
            "indicators": [
                {
                    "id": score.indicator.id,
                    "name": score.indicator.name,
                    "points": float(score.points),
                    "score": score.score,
                    "reported": self.reported(score),
                    "complete": score.complete,
                    "rows": self._rows(score) if score.indicator.expansion else [],
                }
                for score in self.by_rule.indicators
            ],
            "checks": [
                {
                    "id": name,
                    "level": audit.check.level,
                    "broken": audit.broken,
                    "message": audit.message,
                    "explanation": display_text(self.returned.filling.explanations.get(name, "")),
                }
                for name, audit in self.by_rule.audits.items()
            ],
        }

    def _rows(self, score: IndicatorScore) -> list[RowJson]:
        return [
            {
                "id": key,
                "name": display_text(row.name),
                "points": row.points,
                "score": row.score,
                "reported": self.returned.reported[key],
            }
            for key, row in score.rows.items()
        ]


def compare(scheme: Scheme, returned: Returned, unit: str) -> Comparison:
    """Score what was filled in and compare with what the workbook shows.

    unit: the unit that the workbook was issued to; the name that was filled in takes precedence.
    """
    name = returned.filling.inputs.get(UNIT_NAME)
    return Comparison(
        display_text(unit if is_blank(name) else str(name)), returned, score_form(scheme, returned.filling)
    )
