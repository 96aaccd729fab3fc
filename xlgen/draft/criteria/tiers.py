"""Tiers from intervals: they must cover every rate exactly once, from the best to the worst."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from xlgen.draft.criteria.clauses import Tier
from xlgen.draft.criteria.conditions import INFINITE, Interval


def tiers_of(clauses: Sequence[Tier], points: float) -> list[dict[str, Any]] | None:
    """The tiers of a rule; None where they leave a gap, overlap, or do not say whose a bound is."""
    if len(clauses) < 2 or not _of_one_rate([clause.interval.subject for clause in clauses]):
        return None
    scores = [points if clause.points is None else clause.points for clause in clauses]
    if max(scores) != points or len(set(scores)) != len(scores):
        return None
    ordered = sorted(zip(clauses, scores, strict=True), key=lambda pair: -pair[1])
    intervals = [_settled(clause, clauses) for clause, _ in ordered]
    falling = intervals[0].low > intervals[-1].low or (intervals[0].high == INFINITE != intervals[-1].high)
    bounds = []
    for better, worse in pairwise(intervals):
        bound = _bound(better, worse) if not falling else _bound(_mirrored(better), _mirrored(worse))
        if bound is None:
            return None
        bounds.append((-bound[0] if falling else bound[0], bound[1]))
    if not _open_at_the_ends(intervals, falling):
        return None
    keys = ("at_least", "above") if falling else ("at_most", "below")
    tiers: list[dict[str, Any]] = []
    for (value, included), (_, score) in zip(bounds, ordered, strict=False):
        tiers.append({keys[0 if included else 1]: _plain(value), "score": _plain(score)})
    return [*tiers, {"score": _plain(ordered[-1][1])}]


def _settled(clause: Tier, clauses: Sequence[Tier]) -> Interval:
    """A tier's interval; beside 95%及以上, a mere 90%以下 does not take the bound."""
    interval = clause.interval
    if not any(re.search(r"以[上下]\(含\)", each.printed) for each in clauses):
        return interval
    if interval.low == -INFINITE and interval.high_in is None:
        return replace(interval, high_in=False)
    return replace(interval, low_in=False) if interval.high == INFINITE and interval.low_in is None else interval


def _of_one_rate(subjects: Sequence[str]) -> bool:
    """Whether all speak of the rate that is named first, by its name or the end of it, or of none."""
    named = [subject for subject in subjects if subject]
    return all(named[0].endswith(subject) for subject in named)


def _mirrored(interval: Interval) -> Interval:
    return Interval("", -interval.high, -interval.low, interval.high_in, interval.low_in)


def _bound(better: Interval, worse: Interval) -> tuple[float, bool] | None:
    """Where the better interval ends and the worse begins, and whether the bound is the better one's."""
    if better.high != worse.low or better.high == INFINITE:
        return None
    if (better.high_in and not worse.low_in) or (better.high_in is None and worse.low_in is False):
        return better.high, True
    if (worse.low_in and not better.high_in) or (better.high_in is False and worse.low_in is None):
        return better.high, False
    return None


def _open_at_the_ends(intervals: Sequence[Interval], falling: bool) -> bool:
    """Whether nothing lies beyond the first and the last; a rate of 0, or of 100 %, may be the end that is meant."""
    first, last = intervals[0], intervals[-1]
    if falling:
        return first.high in (INFINITE, 1.0) and last.low in (-INFINITE, 0.0)
    return (first.low == -INFINITE or first.low == first.high == 0 or first.low == 0) and last.high == INFINITE


def _plain(value: float) -> float:
    return int(value) if float(value).is_integer() else round(value, 10)
