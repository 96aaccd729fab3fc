"""The numbers of 指标分析 and 图表: formulas over 汇总表, or values if there are too many units for it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, Value, call
from xlgen.scheme.dependencies import has_variable_points
from xlgen.scheme.model import Indicator, Scheme
from xlgen.summary.statistics import CENTS_PER_POINT, Statistics, Tally
from xlgen.summary.table_layout import GRADE_COLUMN, SUMMARY_SHEET, TOTAL_COLUMN, SummaryLayout
from xlgen.xlsx.refs import CellRef


@dataclass(frozen=True)
class Figures:
    """Statistics of the scores of an indicator, or of the totals, in points; only the counts are valid if not `scored`.

    full: the full marks. below_full: number of units with less. rate: score rate (a ratio) if the full marks differ
    between units, otherwise None.
    """

    full: Value
    count: Value
    mean: Value
    minimum: Value
    maximum: Value
    below_full: Value
    rate: Value | None
    scored: bool


class Numbers(Protocol):
    """Source of the numbers."""

    def of(self, indicator: Indicator | None, full: Formula) -> Figures:
        """Figures of an indicator, or of the totals if it is None. `full`: the cell with the full marks."""
        ...

    def within(self, low: float, high: float) -> Value:
        """Number of totals t with low <= t < high."""
        ...

    def graded(self, grade: str) -> Value:
        """Number of totals with this grade."""
        ...

    def totals(self) -> Value:
        """Number of totals, at least 1, so that one can divide by it."""
        ...


@dataclass(frozen=True)
class FormulaNumbers:
    """Formulas over 汇总表."""

    layout: SummaryLayout
    statistics: Statistics

    def of(self, indicator: Indicator | None, full: Formula) -> Figures:
        """Implement Numbers."""
        scheme = self.layout.scheme
        column = self.layout.at(TOTAL_COLUMN) if indicator is None else self.layout.scores[indicator.id]
        scores = self._column(column)
        printed = scheme.points if indicator is None else indicator.points
        below_full, rate = call("COUNTIF", scores, ex.joined_text(["<", full]) if printed else "<0"), None
        if indicator is not None and indicator.id in self.layout.adjusted_points:
            own = self._column(self.layout.adjusted_points[indicator.id])
            below_full = call("SUMPRODUCT", Formula(f"--({scores.text}<{own.text})"))
            rate = call("SUM", scores) / call("SUM", own)
        head = CellRef(SUMMARY_SHEET, column, self.layout.points_row).reference_from("")
        count, mean, minimum, maximum = (call(name, scores) for name in ("COUNT", "AVERAGE", "MIN", "MAX"))
        scored = _tally(scheme, self.statistics, indicator).count > 0
        return Figures(head, count, mean, minimum, maximum, below_full, rate, scored)

    def within(self, low: float, high: float) -> Value:
        """Implement Numbers."""
        totals, bounds = self._column(self.layout.at(TOTAL_COLUMN)), []
        if low > -math.inf:
            bounds.append(f">={low:g}")
        if high < math.inf:
            bounds.append(f"<{high:g}")
        criteria = [argument for bound in bounds for argument in (totals, bound)]
        return call("COUNTIF" if len(bounds) == 1 else "COUNTIFS", *criteria)

    def graded(self, grade: str) -> Value:
        """Implement Numbers."""
        return call("COUNTIF", self._column(self.layout.at(GRADE_COLUMN)), grade)

    def totals(self) -> Value:
        """Implement Numbers."""
        return call("MAX", call("COUNT", self._column(self.layout.at(TOTAL_COLUMN))), 1.0)

    def _column(self, letter: str) -> Formula:
        return self.layout.column(letter).reference_from("")


@dataclass(frozen=True)
class ValueNumbers:
    """The values that the formulas would give."""

    scheme: Scheme
    statistics: Statistics

    def of(self, indicator: Indicator | None, full: Formula) -> Figures:
        """Implement Numbers."""
        tally = _tally(self.scheme, self.statistics, indicator)
        printed = self.scheme.points if indicator is None else indicator.points
        moves = indicator is not None and has_variable_points(self.scheme, indicator)
        rate = tally.sum / tally.full if moves and tally.full else None
        minimum, maximum = tally.minimum / CENTS_PER_POINT, tally.maximum / CENTS_PER_POINT
        return Figures(printed, tally.count, tally.mean, minimum, maximum, tally.below_full, rate, tally.count > 0)

    def within(self, low: float, high: float) -> Value:
        """Implement Numbers."""
        return self.statistics.within(low, high)

    def graded(self, grade: str) -> Value:
        """Implement Numbers."""
        return self.statistics.graded(self.scheme, grade)

    def totals(self) -> Value:
        """Implement Numbers."""
        return max(self.statistics.totals.total(), 1)


def _tally(scheme: Scheme, statistics: Statistics, indicator: Indicator | None) -> Tally:
    return statistics.of_totals(scheme.points) if indicator is None else statistics.of(indicator.id)
