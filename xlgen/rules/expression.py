"""One expression, two readings: numbers in, a number out; cell references in, the text of a formula out.

Operators and the helpers below work on plain values and on `Formula` alike, so a rule written with
them cannot differ between Python and the workbook. Only functions of Excel 2010 are written.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from xlgen.rules.rounding import excel_round

ATOM, NEGATION, PRODUCT, SUM, JOIN, COMPARISON = 9, 7, 5, 4, 3, 2
COMPARE_PLACES = 10
"""Decimal places to which both sides of a comparison are rounded, in Python and in formulas alike: a
rate of exactly 90 % must not miss its band because 57.708/64.12 is 0.8999999999999999 in binary."""
TEXT_LIMIT = 255
"""Maximum length of a text constant in a formula."""
DIFFERENCE_PLACES = 12
"""Decimal places to which differences are rounded, in Python and in formulas alike: subtraction loses the
digits on which rounding to the cent depends, and engines then disagree on ties."""
EXACT_DIGITS = 14
"""Digits of the greatest term to which an exact sum is rounded: cents of a hundred billion, and the noise is gone."""
STEP_PLACES = 8
"""Decimal places to which a number of steps is rounded: (0.15-0.10)/0.01 is 4.999999999999998 in binary."""


@dataclass(frozen=True)
class Formula:
    """The text of an Excel formula (without the leading =) and the precedence of its outermost operator."""

    text: str
    binding: int = ATOM

    def __add__(self, other: Number) -> Formula:
        return _joined(self, "+", other, SUM)

    def __radd__(self, other: Number) -> Formula:
        return _joined(other, "+", self, SUM)

    def __sub__(self, other: Number) -> Formula:
        return _joined(self, "-", other, SUM)

    def __rsub__(self, other: Number) -> Formula:
        return _joined(other, "-", self, SUM)

    def __mul__(self, other: Number) -> Formula:
        return _joined(self, "*", other, PRODUCT)

    def __rmul__(self, other: Number) -> Formula:
        return _joined(other, "*", self, PRODUCT)

    def __truediv__(self, other: Number) -> Formula:
        return _joined(self, "/", other, PRODUCT)

    def __rtruediv__(self, other: Number) -> Formula:
        return _joined(other, "/", self, PRODUCT)

    def __neg__(self) -> Formula:
        return Formula(f"-{_within(self, NEGATION)}", NEGATION)


Number: TypeAlias = float | Formula
Text: TypeAlias = str | Formula
Truth: TypeAlias = bool | Formula
Value: TypeAlias = float | str | bool | Formula
Column: TypeAlias = Sequence[float | None] | Formula
"""One column of a table: its values (None: blank row), or the reference of its cells."""


def as_formula(value: Value) -> Formula:
    """A constant as formula text: texts quoted, truths as TRUE and FALSE."""
    if isinstance(value, Formula):
        return value
    if isinstance(value, bool):
        return Formula("TRUE" if value else "FALSE")
    if isinstance(value, str):
        return Formula('"' + value.replace('"', '""') + '"')
    digits = f"{value:.15f}".rstrip("0").rstrip(".") if abs(value) < 1 else f"{value:.15g}"
    return Formula(digits, ATOM if value >= 0 else NEGATION)


def _within(value: Value, binding: int) -> str:
    formula = as_formula(value)
    return formula.text if formula.binding >= binding else f"({formula.text})"


def _joined(left: Value, sign: str, right: Value, binding: int) -> Formula:
    # The right side is bracketed even at equal binding: a+(b+c) is not (a+b)+c in binary arithmetic.
    return Formula(f"{_within(left, binding)}{sign}{_within(right, binding + 1)}", binding)


def call(function: str, *arguments: Value) -> Formula:
    """The formula text of a function call."""
    return Formula(f"{function}({','.join(as_formula(argument).text for argument in arguments)})")


def joined_text(pieces: Sequence[Value]) -> Formula:
    """The pieces joined to one text (Excel's &). Long constants are split: Excel allows 255 characters each."""
    cut: list[Value] = []
    for piece in pieces:
        if isinstance(piece, str):
            cut += [piece[start : start + TEXT_LIMIT] for start in range(0, len(piece), TEXT_LIMIT)]
        else:
            cut.append(piece)
    if len(cut) == 1:
        return as_formula(cut[0])
    return Formula("&".join(_within(piece, SUM) for piece in cut), JOIN) if cut else as_formula("")


def minimum(first: Number, second: Number) -> Number:
    """The smaller one."""
    if isinstance(first, Formula) or isinstance(second, Formula):
        return call("MIN", first, second)
    return min(first, second)


def maximum(first: Number, second: Number) -> Number:
    """The larger one."""
    if isinstance(first, Formula) or isinstance(second, Formula):
        return call("MAX", first, second)
    return max(first, second)


def absolute(value: Number) -> Number:
    """The absolute value."""
    return call("ABS", value) if isinstance(value, Formula) else abs(value)


def total(items: Iterable[Number]) -> Number:
    """The sum, added from left to right."""
    first, *rest = items
    result: Number = first
    for item in rest:
        result = result + item
    return result


def mean(items: Sequence[Number]) -> Number:
    """The arithmetic mean."""
    return total(items) / float(len(items))


def rounded(value: Number, places: int) -> Number:
    """Excel's ROUND."""
    if isinstance(value, Formula):
        return call("ROUND", value, places)
    return excel_round(value, places)


def difference(whole: Number, part: Number) -> Number:
    """whole - part without the noise that binary subtraction leaves: 4-3.935 is 0.065, which rounds to 0.07."""
    return rounded(whole - part, DIFFERENCE_PLACES)


def exact_sum(added: Sequence[Number], deducted: Sequence[Number] = ()) -> Number:
    """A sum of decimals without the noise of binary arithmetic, so that 0.1+0.2-0.3 is 0 and amounts agree to the cent.

    Rounded to EXACT_DIGITS digits of the greatest term, because the noise grows with it.
    """
    numbers, taken = ([term for term in terms if not isinstance(term, Formula)] for terms in (added, deducted))
    if len(numbers) == len(added) and len(taken) == len(deducted):
        magnitude = math.floor(math.log10(max(1.0, *map(abs, numbers), *map(abs, taken))))
        return excel_round(math.fsum([*numbers, *(-term for term in taken)]), EXACT_DIGITS - 1 - magnitude)
    summed = total(added) if added else 0.0
    for term in deducted:
        summed = summed - term
    sizes = [absolute(term) for term in (*added, *deducted)]
    digits = call("INT", call("LOG10", call("MAX", *sizes, 1.0)))
    return call("ROUND", summed, as_formula(EXACT_DIGITS - 1.0) - digits)


def whole_steps(amount: Number, step: float) -> Number:
    """How many whole steps fit into an amount (0 for a negative amount); a started step does not count."""
    steps = rounded(maximum(amount, 0.0) / step, STEP_PLACES)
    return call("INT", steps) if isinstance(steps, Formula) else float(math.floor(steps))


def quotient(numerator: Number, denominator: Number, both_zero: Number, base_zero: Number) -> Number:
    """numerator / denominator, with declared outcomes for a denominator of 0.

    both_zero is the result if the numerator is 0 too, base_zero if it is not.
    """
    if isinstance(numerator, Formula) or isinstance(denominator, Formula):
        zero = when(equals(numerator, 0.0), both_zero, base_zero)
        return when(equals(denominator, 0.0), zero, as_formula(numerator) / denominator)
    if denominator == 0:
        return both_zero if numerator == 0 else base_zero
    return numerator / denominator


def when(condition: Truth, then: Number, otherwise: Number) -> Number:
    """One number if the condition holds, else the other (Excel's IF)."""
    if isinstance(condition, Formula):
        return call("IF", condition, then, otherwise)
    return then if condition else otherwise


def chosen(condition: Truth, then: Text, otherwise: Text) -> Text:
    """One text if the condition holds, else the other (Excel's IF)."""
    if isinstance(condition, Formula):
        return call("IF", condition, then, otherwise)
    return then if condition else otherwise


def equals(left: Value, right: Value) -> Truth:
    """Equality of texts or of exact numbers."""
    if isinstance(left, Formula) or isinstance(right, Formula):
        return _joined(left, "=", right, COMPARISON)
    return left == right


COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}


def _compared(left: Number, sign: str, right: Number) -> Truth:
    if isinstance(left, Formula) or isinstance(right, Formula):
        return _joined(_comparable(left), sign, _comparable(right), COMPARISON)
    first, second = excel_round(left, COMPARE_PLACES), excel_round(right, COMPARE_PLACES)
    return COMPARISONS[sign](first, second)


def _comparable(value: Number) -> Number:
    return rounded(value, COMPARE_PLACES) if isinstance(value, Formula) else value


def below(value: Number, bound: Number) -> Truth:
    """value < bound."""
    return _compared(value, "<", bound)


def same(value: Number, bound: Number) -> Truth:
    """value = bound, but for the noise of binary arithmetic."""
    return _compared(value, "=", bound)


def at_most(value: Number, bound: Number) -> Truth:
    """value ≤ bound."""
    return _compared(value, "<=", bound)


def above(value: Number, bound: Number) -> Truth:
    """value > bound."""
    return _compared(value, ">", bound)


def at_least(value: Number, bound: Number) -> Truth:
    """value ≥ bound."""
    return _compared(value, ">=", bound)


def all_of(conditions: Sequence[Truth]) -> Truth:
    """Every condition holds (Excel's AND)."""
    if any(isinstance(condition, Formula) for condition in conditions):
        return call("AND", *conditions)
    return all(conditions)


def any_of(conditions: Sequence[Truth]) -> Truth:
    """At least one condition holds (Excel's OR)."""
    if any(isinstance(condition, Formula) for condition in conditions):
        return call("OR", *conditions)
    return any(conditions)


def opposite(condition: Truth) -> Truth:
    """The condition does not hold (Excel's NOT)."""
    return call("NOT", condition) if isinstance(condition, Formula) else not condition


def column_sum(column: Column) -> Number:
    """The sum of a column; blank rows count as nothing."""
    if isinstance(column, Formula):
        return call("SUM", column)
    return math.fsum(value for value in column if value is not None)


def column_mean(column: Column) -> Number:
    """The mean over the rows that have a value; 0 if none has."""
    if isinstance(column, Formula):
        count = call("COUNT", column)
        return when(equals(count, 0.0), 0.0, call("SUM", column) / count)
    values = [value for value in column if value is not None]
    return math.fsum(values) / len(values) if values else 0.0


def weighted_mean(column: Column, weights: Column) -> Number:
    """The mean weighted by another column; the plain mean if the weights add up to 0."""
    if isinstance(column, Formula) or isinstance(weights, Formula):
        assert isinstance(column, Formula), "both columns are cells, or both are values"
        assert isinstance(weights, Formula), "both columns are cells, or both are values"
        weight = call("SUM", weights)
        weighted = call("SUMPRODUCT", weights, column) / weight
        return when(equals(weight, 0.0), column_mean(column), weighted)
    pairs = [(value, weight) for value, weight in zip(column, weights, strict=True) if value is not None and weight]
    weight_sum = math.fsum(weight for _, weight in pairs)
    return math.fsum(value * weight for value, weight in pairs) / weight_sum if weight_sum else column_mean(column)
