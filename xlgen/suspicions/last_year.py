"""A form's scores beside those of its unit for the year before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from xlgen.suspicions.suspicion import Doubt, Kind
from xlgen.suspicions.trace import Trace

FAR_TOTAL = 0.1
"""Part of the full marks by which a total has moved far: ten of a hundred points, the width of most grades."""
FAR_INDICATOR = 0.5
"""The same for an indicator, where one criterion met or missed often is a third of its points: only half is much."""
MAX_NAMED = 3
"""Indicators that one message names; the others are only counted."""


class LastScore(NamedTuple):
    """The score of an indicator in the year before: what it was called, its score and its full marks."""

    name: str
    score: float
    points: float


class LastScores(NamedTuple):
    """A unit's scores of the year before: its total and the full marks; the scores of indicators by id."""

    total: float | None
    full: float
    scores: Mapping[str, LastScore]


def far_from_last_year(trace: Trace, last: LastScores) -> Iterator[Doubt]:
    """Whether a form's total or the scores of some indicators are far from those of the year before.

    Scores are compared as parts of their full marks, which may be others than last year's.
    """
    said = []
    if (rates := _rates(trace, last)) and _is_far(*rates, FAR_TOTAL):
        said.append(f"总分{trace.total:.2f}分，上年{last.total:.2f}分")
    far = [
        f"“{before.name}”{score:g}分（上年{before.score:g}分）"
        for name, (score, points) in trace.scores.items()
        if (before := last.scores.get(name)) and points and before.points
        if _is_far(score / points, before.score / before.points, FAR_INDICATOR)
    ]
    if far:
        more = f"等{len(far)}项" if len(far) > MAX_NAMED else ""
        said.append(f"{'、'.join(far[:MAX_NAMED])}{more}，与上年相差一半分值以上")
    if said:
        yield Doubt(Kind.FAR_FROM_LAST_YEAR, "；".join(said))


def _rates(trace: Trace, last: LastScores) -> tuple[float, float] | None:
    if trace.total is None or last.total is None or not trace.full or not last.full:
        return None
    return trace.total / trace.full, last.total / last.full


def _is_far(now: float, before: float, far: float) -> bool:
    return abs(now - before) >= far - 1e-9
