"""The scores a workbook shows beside those its rules give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypedDict

from xlgen.rules.rounding import score_sum
from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.model import Scheme
from xlgen.scoring.form_score import FormScore, IndicatorScore, score_form
from xlgen.scoring.open_points import OpenPoint, open_points
from xlgen.scoring.status import is_blank
from xlgen.submissions.read import Returned

HALF_CENT = 0.005 + 1e-9
"""Two scores agree when the shown one can be the rule's, rounded: programs differ on rare ties."""


class RowJson(TypedDict):
    """A row of the form as other programs read it, where an indicator has several."""

    id: str
    name: str
    points: float
    score: float
    reported: float | None


class IndicatorJson(TypedDict):
    """An indicator as other programs read it; rows is empty where it has just one row of the form."""

    id: str
    name: str
    points: float
    score: float | None
    reported: float | None
    complete: bool
    rows: list[RowJson]


class ComparisonJson(TypedDict):
    """A comparison as other programs read it."""

    scheme: str
    version: str
    year: int
    unit: str
    complete: bool
    total: float | None
    reported_total: float | None
    grade: str | None
    indicators: list[IndicatorJson]


@dataclass(frozen=True)
class Comparison:
    """A workbook's own scores against the score by rule."""

    unit: str
    returned: Returned
    by_rule: FormScore

    @cached_property
    def open(self) -> Sequence[OpenPoint]:
        """What still keeps the form from being handed in."""
        filling, shown = self.returned.filling, self.returned.reported
        return list(open_points(self.by_rule.scheme, filling, self.by_rule, shown))

    def reported(self, score: IndicatorScore) -> float | None:
        """The score the workbook shows for an indicator: the sum of its rows on the form, None while one lacks it."""
        keys = list(score.rows) or self.by_rule.scheme.form_rows(score.indicator)
        shown = [value for key in keys if (value := self.returned.reported[key]) is not None]
        if len(shown) < len(keys):
            return None
        return shown[0] if len(shown) == 1 else score_sum(shown)

    def agrees(self, score: IndicatorScore) -> bool:
        """The workbook shows in each row what the rule gives; nothing, where the rule gives nothing yet."""
        return all(self.row_agrees(score, key) for key in self.by_rule.scheme.form_rows(score.indicator))

    def row_agrees(self, score: IndicatorScore, key: str) -> bool:
        """The same for one row of the form."""
        reported = self.returned.reported[key]
        if key not in score.rows or reported is None:
            return key not in score.rows and reported is None
        return abs(reported - score.rows[key].exact) <= HALF_CENT

    @property
    def disagreements(self) -> list[IndicatorScore]:
        """The indicators for which the workbook shows something else than the rule gives."""
        return [score for score in self.by_rule.indicators if not self.agrees(score)]

    @property
    def differing_rows(self) -> list[tuple[str, float | None, float | None]]:
        """The rows of the form that show something else than the rule gives: name, score by rule, score shown."""
        found = []
        for score in self.disagreements:
            for key in self.by_rule.scheme.form_rows(score.indicator):
                if not self.row_agrees(score, key):
                    row = score.rows.get(key)
                    name = score.indicator.name if row is None else row.name
                    found.append((name, None if row is None else row.score, self.returned.reported[key]))
        return found

    @property
    def total_agrees(self) -> bool:
        """The workbook's total is the total by rule (both may be missing)."""
        total, reported = self.by_rule.total, self.returned.total
        return total == reported if total is None or reported is None else abs(total - reported) <= HALF_CENT

    @property
    def clean(self) -> bool:
        """Nothing is missing, and every score is as the rules give it."""
        return self.complete and not self.disagreements and self.total_agrees

    @property
    def complete(self) -> bool:
        """Nothing is missing, wrong or unexplained: the workbook may be handed in."""
        return not self.open

    def json(self) -> ComparisonJson:
        """The comparison for other programs."""
        scheme = self.by_rule.scheme
        return {
            "scheme": scheme.id,
            "version": scheme.version,
            "year": scheme.year,
            "unit": self.unit,
            "complete": self.complete,
            "total": self.by_rule.total,
            "reported_total": self.returned.total,
            "grade": self.by_rule.grade,
            "indicators": [
                {
                    "id": each.indicator.id,
                    "name": each.indicator.name,
                    "points": float(each.points),
                    "score": each.score,
                    "reported": self.reported(each),
                    "complete": each.complete,
                    "rows": self._rows(each) if each.indicator.expansion else [],
                }
                for each in self.by_rule.indicators
            ],
        }

    def _rows(self, score: IndicatorScore) -> list[RowJson]:
        return [
            {
                "id": key,
                "name": row.name,
                "points": row.points,
                "score": row.score,
                "reported": self.returned.reported[key],
            }
            for key, row in score.rows.items()
        ]


def compare(scheme: Scheme, returned: Returned, unit: str) -> Comparison:
    """Score what was filled in by the rules and set it beside what the workbook shows.

    The unit is the one the workbook was issued to; what was filled in as its name comes first.
    """
    filled = returned.filling.inputs.get(UNIT_NAME)
    return Comparison(unit if is_blank(filled) else str(filled), returned, score_form(scheme, returned.filling))
