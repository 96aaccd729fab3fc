"""How units did in each indicator and in all: counted in parts that add up, however the units are divided."""

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

CENT = 100
"""Scores are whole cents, and only whole numbers are added: no order of adding them gives another sum."""
TOGETHER = 500
"""So many rows are counted at a time."""


@dataclass(frozen=True)
class Tally:
    """The scores of some units in one thing, in cents: how many, their sum, the least, the most, how many lost points.

    full: the sum of the full marks of these units.
    """

    count: int = 0
    sum: int = 0
    least: float = math.inf
    most: float = -math.inf
    lost: int = 0
    full: int = 0

    def __add__(self, other: Tally) -> Tally:
        """The scores of these units and of others."""
        return Tally(
            self.count + other.count,
            self.sum + other.sum,
            min(self.least, other.least),
            max(self.most, other.most),
            self.lost + other.lost,
            self.full + other.full,
        )

    @property
    def mean(self) -> float:
        """The mean score in points; 0 of none."""
        return self.sum / max(self.count, 1) / CENT


@dataclass(frozen=True)
class Statistics:
    """A tally for each indicator by id, and how many units have each total (in cents)."""

    indicators: Mapping[str, Tally] = field(default_factory=dict)
    totals: Counter[int] = field(default_factory=Counter)

    def __add__(self, other: Statistics) -> Statistics:
        """The statistics of these units and of others."""
        names = {**self.indicators, **other.indicators}
        return Statistics({name: self.of(name) + other.of(name) for name in names}, self.totals + other.totals)

    def of(self, indicator: str) -> Tally:
        """The tally of an indicator."""
        return self.indicators.get(indicator, Tally())

    def of_totals(self, full: float) -> Tally:
        """The tally of the totals; full: the full marks."""
        lost = sum(count for total, count in self.totals.items() if total / CENT < full)
        count, summed = self.totals.total(), sum(total * count for total, count in self.totals.items())
        least, most = min(self.totals, default=math.inf), max(self.totals, default=-math.inf)
        return Tally(count, summed, least, most, lost, count * _cents(full))

    def within(self, low: float, high: float) -> int:
        """How many totals are at least the one and below the other."""
        return sum(count for total, count in self.totals.items() if low <= total / CENT < high)

    def graded(self, scheme: Scheme, grade: str) -> int:
        """How many totals have a grade."""
        return sum(count for total, count in self.totals.items() if scheme.grade(total / CENT) == grade)

    def rank(self, total: float) -> int:
        """The rank of one of the totals: those that are equal share the better one."""
        return self._ranks[_cents(total)]

    @cached_property
    def _ranks(self) -> Mapping[int, int]:
        falling = sorted(self.totals, reverse=True)
        better = accumulate((self.totals[each] for each in falling), initial=0)
        return {total: 1 + count for total, count in zip(falling, better, strict=False)}


def statistics_of(scheme: Scheme, rows: Iterable[UnitRow]) -> Statistics:
    """The statistics of units that all filled in this scheme. Only some of them are in memory at a time."""
    found, waiting = Statistics(), iter(rows)
    while some := list(islice(waiting, TOGETHER)):
        tallies = {each.id: _tally(scheme, each, some) for each in scheme.indicators}
        totals = (total_of(scheme, unit) for unit in some)
        found += Statistics(tallies, Counter(_cents(total) for total in totals if total is not None))
    return found


def _tally(scheme: Scheme, indicator: Indicator, units: Sequence[UnitRow]) -> Tally:
    name, moves = indicator.id, has_variable_points(scheme, indicator)
    pairs = [
        (score, unit.points[name] if moves else indicator.points)
        for unit in units
        if (score := score_of(indicator, unit)) is not None
    ]
    if not pairs:
        return Tally()
    scores = [_cents(score) for score, _ in pairs]
    lost, full = sum(score < most for score, most in pairs), sum(_cents(most) for _, most in pairs)
    return Tally(len(scores), sum(scores), min(scores), max(scores), lost, full)


def _cents(score: float) -> int:
    return round(score * CENT)
