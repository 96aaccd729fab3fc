"""The numbers of 指标分析 and 图表: live formulas over 汇总表, or values where the units are too many for it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, Value, call
from xlgen.scheme.dependencies import has_variable_points
from xlgen.scheme.model import Indicator, Scheme
from xlgen.summary.statistics import CENT, Statistics, Tally
from xlgen.summary.table import GRADE, SUMMARY, TOTAL, SummaryLayout
from xlgen.xlsx.refs import CellRef


@dataclass(frozen=True)
class Figures:
    """What is said of the scores in an indicator, or of the totals; only the numbers of units where there are none.

    rate: how much of the full marks was reached, where these differ between units; elsewhere None.
    """

    full: Value
    count: Value
    mean: Value
    least: Value
    most: Value
    lost: Value
    rate: Value | None
    scored: bool


class Numbers(Protocol):
    """Where the numbers come from."""

    def of(self, indicator: Indicator | None, full: Formula) -> Figures:
        """Those of an indicator, or of the totals; full: the cell with the full marks."""
        ...

    def within(self, low: float, high: float) -> Value:
        """How many totals are at least the one and below the other."""
        ...

    def graded(self, grade: str) -> Value:
        """How many totals have a grade."""
        ...

    def totals(self) -> Value:
        """How many totals there are, and 1 where there is none to divide by."""
        ...


@dataclass(frozen=True)
class Live:
    """Formulas over 汇总表."""

    layout: SummaryLayout
    statistics: Statistics

    def of(self, indicator: Indicator | None, full: Formula) -> Figures:
        """See Numbers."""
        scheme = self.layout.scheme
        column = TOTAL if indicator is None else self.layout.scores[indicator.id]
        scores = self._column(column)
        printed = scheme.points if indicator is None else indicator.points
        lost, rate = call("COUNTIF", scores, ex.joined_text(["<", full]) if printed else "<0"), None
        if indicator is not None and indicator.id in self.layout.moved:
            own = self._column(self.layout.moved[indicator.id])
            lost = call("SUMPRODUCT", Formula(f"--({scores.text}<{own.text})"))
            rate = call("SUM", scores) / call("SUM", own)
        head = CellRef(SUMMARY, column, self.layout.points_row).reference_from("")
        count, mean, least, most = (call(name, scores) for name in ("COUNT", "AVERAGE", "MIN", "MAX"))
        scored = _tally(scheme, self.statistics, indicator).count > 0
        return Figures(head, count, mean, least, most, lost, rate, scored)

    def within(self, low: float, high: float) -> Value:
        """See Numbers."""
        totals, bounds = self._column(TOTAL), []
        if low > -math.inf:
            bounds.append(f">={low:g}")
        if high < math.inf:
            bounds.append(f"<{high:g}")
        criteria = [each for bound in bounds for each in (totals, bound)]
        return call("COUNTIF" if len(bounds) == 1 else "COUNTIFS", *criteria)

    def graded(self, grade: str) -> Value:
        """See Numbers."""
        return call("COUNTIF", self._column(GRADE), grade)

    def totals(self) -> Value:
        """See Numbers."""
        return call("MAX", call("COUNT", self._column(TOTAL)), 1.0)

    def _column(self, letter: str) -> Formula:
        return self.layout.column(letter).reference_from("")


@dataclass(frozen=True)
class Fixed:
    """Values: those that the formulas would give."""

    scheme: Scheme
    statistics: Statistics

    def of(self, indicator: Indicator | None, full: Formula) -> Figures:
        """See Numbers."""
        tally = _tally(self.scheme, self.statistics, indicator)
        printed = self.scheme.points if indicator is None else indicator.points
        moves = indicator is not None and has_variable_points(self.scheme, indicator)
        rate = tally.sum / tally.full if moves and tally.full else None
        least, most = tally.least / CENT, tally.most / CENT
        return Figures(printed, tally.count, tally.mean, least, most, tally.lost, rate, tally.count > 0)

    def within(self, low: float, high: float) -> Value:
        """See Numbers."""
        return self.statistics.within(low, high)

    def graded(self, grade: str) -> Value:
        """See Numbers."""
        return self.statistics.graded(self.scheme, grade)

    def totals(self) -> Value:
        """See Numbers."""
        return max(self.statistics.totals.total(), 1)


def _tally(scheme: Scheme, statistics: Statistics, indicator: Indicator | None) -> Tally:
    return statistics.of_totals(scheme.points) if indicator is None else statistics.of(indicator.id)
