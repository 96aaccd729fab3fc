"""Statistics of indicators and totals, computed in parts whose sum does not depend on how the units are divided."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, islice

from xlgen.scheme.dependencies import has_variable_points
from xlgen.scheme.model import Indicator, Scheme
from xlgen.submissions.unit_row import UnitRow, score_of, total_of

CENTS_PER_POINT = 100
"""Scores are added as whole cents (hundredths of a point), so the sum does not depend on the order."""
BATCH_SIZE = 500
"""Number of rows counted at a time."""


@dataclass(frozen=True)
class Tally:
    """Scores of some units in one indicator, or their totals; in cents.

    full: sum of the full marks of these units. below_full: number of units that scored less than their full marks.
    """

    count: int = 0
    sum: int = 0
    minimum: float = math.inf
    maximum: float = -math.inf
    below_full: int = 0
    full: int = 0

    def __add__(self, other: Tally) -> Tally:
        """The tally of both sets of units."""
        return Tally(
            self.count + other.count,
            self.sum + other.sum,
            min(self.minimum, other.minimum),
            max(self.maximum, other.maximum),
            self.below_full + other.below_full,
            self.full + other.full,
        )

    @property
    def mean(self) -> float:
        """Mean score in points; 0 if there are none."""
        return self.sum / max(self.count, 1) / CENTS_PER_POINT


@dataclass(frozen=True)
class Statistics:
    """Tallies by indicator id, and the number of units with each total (in cents)."""

    indicators: Mapping[str, Tally] = field(default_factory=dict)
    totals: Counter[int] = field(default_factory=Counter)

    def __add__(self, other: Statistics) -> Statistics:
        """The statistics of both sets of units."""
        names = {**self.indicators, **other.indicators}
        return Statistics({name: self.of(name) + other.of(name) for name in names}, self.totals + other.totals)

    def of(self, indicator: str) -> Tally:
        """The tally of an indicator."""
        return self.indicators.get(indicator, Tally())

    def of_totals(self, full: float) -> Tally:
        """The tally of the totals. `full`: the full marks in points."""
        below_full = sum(count for total, count in self.totals.items() if total / CENTS_PER_POINT < full)
        count, summed = self.totals.total(), sum(total * count for total, count in self.totals.items())
        minimum, maximum = min(self.totals, default=math.inf), max(self.totals, default=-math.inf)
        return Tally(count, summed, minimum, maximum, below_full, count * _cents(full))

    def within(self, low: float, high: float) -> int:
        """Number of totals t with low <= t < high, in points."""
        return sum(count for total, count in self.totals.items() if low <= total / CENTS_PER_POINT < high)

    def graded(self, scheme: Scheme, grade: str) -> int:
        """Number of totals with this grade."""
        return sum(count for total, count in self.totals.items() if scheme.grade(total / CENTS_PER_POINT) == grade)

    def rank(self, total: float) -> int:
        """The rank of a total; equal totals share the better rank."""
        return self._ranks[_cents(total)]

    @cached_property
    def _ranks(self) -> Mapping[int, int]:
        descending = sorted(self.totals, reverse=True)
        better = accumulate((self.totals[total] for total in descending), initial=0)
        return {total: 1 + count for total, count in zip(descending, better, strict=False)}


def statistics_of(scheme: Scheme, rows: Iterable[UnitRow]) -> Statistics:
    """Statistics of units that all used this scheme. Only one batch of rows is in memory at a time."""
    statistics, remaining = Statistics(), iter(rows)
    while batch := list(islice(remaining, BATCH_SIZE)):
        tallies = {indicator.id: _tally(scheme, indicator, batch) for indicator in scheme.indicators}
        totals = (total_of(scheme, unit) for unit in batch)
        statistics += Statistics(tallies, Counter(_cents(total) for total in totals if total is not None))
    return statistics


def _tally(scheme: Scheme, indicator: Indicator, units: Sequence[UnitRow]) -> Tally:
    name, is_variable = indicator.id, has_variable_points(scheme, indicator)
    pairs = [
        (score, unit.points[name] if is_variable else indicator.points)
        for unit in units
        if (score := score_of(indicator, unit)) is not None
    ]
    if not pairs:
        return Tally()
    scores = [_cents(score) for score, _ in pairs]
    below_full = sum(score < full for score, full in pairs)
    return Tally(len(scores), sum(scores), min(scores), max(scores), below_full, sum(_cents(full) for _, full in pairs))


def _cents(score: float) -> int:
    return round(score * CENTS_PER_POINT)
