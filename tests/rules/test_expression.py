"""Each operator and helper in its two readings: the number it gives, and the formula it writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula

A, B = Formula("A1"), Formula("B1")


def _text(value: Any) -> str:
    assert isinstance(value, Formula)
    return value.text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (A + B, "A1+B1"),
        (A - B, "A1-B1"),
        (A * B, "A1*B1"),
        (A / B, "A1/B1"),
        (2.0 + A, "2+A1"),
        (2.0 - A, "2-A1"),
        (2.0 * A, "2*A1"),
        (2.0 / A, "2/A1"),
        (-A, "-A1"),
        (-(A + B), "-(A1+B1)"),
        (-(A * B), "-(A1*B1)"),
        (-A + B, "-A1+B1"),
        (-A * B, "-A1*B1"),
        (A - -B, "A1--B1"),
        ((A + B) * 2.0, "(A1+B1)*2"),
        (2.0 * (A + B), "2*(A1+B1)"),
        (A * B + 1.0, "A1*B1+1"),
        (1.0 + A * B, "1+A1*B1"),
        (A + B + 1.0, "A1+B1+1"),
        (A + (B + 1.0), "A1+(B1+1)"),
        (A - (B - 1.0), "A1-(B1-1)"),
        (A * (B * 2.0), "A1*(B1*2)"),
        (A / (B / 2.0), "A1/(B1/2)"),
        (A / B / 2.0, "A1/B1/2"),
        (A * -1.5, "A1*-1.5"),
        (-1.5 * A, "-1.5*A1"),
        (-Formula("A1<B1", ex.COMPARISON), "-(A1<B1)"),
    ],
)
def test_operator__brackets_only_where_the_order_needs_them(written: Formula, text: str) -> None:
    assert written.text == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "TRUE"),
        (False, "FALSE"),
        ("", '""'),
        ('称"良"', '"称""良"""'),
        (0, "0"),
        (0.0, "0"),
        (1, "1"),
        (-1, "-1"),
        (100.0, "100"),
        (0.1, "0.1"),
        (1e-9, "0.000000001"),
        (0.000123456789012345, "0.000123456789012"),
        (-0.25, "-0.25"),
        (1.005, "1.005"),
        (1.234567890123456, "1.23456789012346"),
        (1234567.890123456, "1234567.89012346"),
        (1e14, "100000000000000"),
        (A, "A1"),
    ],
)
def test_constant__as_excel_takes_it(value: ex.Value, text: str) -> None:
    assert ex.as_formula(value).text == text


def test_constant__negative_ones_are_negations() -> None:
    assert [ex.as_formula(value) for value in (0.0, 1.0)] == [Formula("0"), Formula("1")]
    assert ex.as_formula(-1.0) == Formula("-1", ex.NEGATION)


def test_call__arguments_stand_without_brackets() -> None:
    assert ex.call("F", A + B, 1.5, "否", True).text == 'F(A1+B1,1.5,"否",TRUE)'
    assert (ex.call("F") * 2.0).text == "F()*2"


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ([], '""'),
        (["得"], '"得"'),
        ([A], "A1"),
        (["得", A, "分"], '"得"&A1&"分"'),
        ([A + B, "分"], 'A1+B1&"分"'),
        ([ex.equals(A, B), "分"], '(A1=B1)&"分"'),
        (["字" * 255], f'"{"字" * 255}"'),
        (["字" * 256], f'"{"字" * 255}"&"字"'),
        (["字" * 511, A], f'"{"字" * 255}"&"{"字" * 255}"&"字"&A1'),
    ],
)
def test_joined_text__long_constants_are_split(pieces: Sequence[ex.Value], text: str) -> None:
    assert ex.joined_text(pieces).text == text


def test_joined_text__is_bracketed_in_a_comparison_only_where_needed() -> None:
    assert _text(ex.equals(ex.joined_text(["得", A]), B)) == '"得"&A1=B1'
    assert _text(ex.equals(B, ex.joined_text(["得", A]))) == 'B1="得"&A1'
    assert ex.joined_text([ex.joined_text(["得", A]), B]).text == '("得"&A1)&B1'


@pytest.mark.parametrize(
    ("helper", "numbers", "value", "text"),
    [
        (ex.minimum, (2.0, 3.0), 2.0, "MIN(A1,3)"),
        (ex.maximum, (2.0, 3.0), 3.0, "MAX(A1,3)"),
        (ex.difference, (4.0, 3.935), 0.065, "ROUND(A1-3.935,12)"),
        (ex.whole_steps, (0.35, 0.1), 3.0, "INT(ROUND(MAX(A1,0)/0.1,8))"),
        (ex.equals, (2.0, 2.0), True, "A1=2"),
        (ex.below, (2.0, 3.0), True, "ROUND(A1,10)<3"),
        (ex.at_most, (2.0, 3.0), True, "ROUND(A1,10)<=3"),
        (ex.above, (2.0, 3.0), False, "ROUND(A1,10)>3"),
        (ex.at_least, (2.0, 3.0), False, "ROUND(A1,10)>=3"),
    ],
)
def test_helper__number_and_formula(
    helper: Callable[[Any, Any], Any], numbers: tuple[float, float], value: float, text: str
) -> None:
    assert helper(*numbers) == value
    assert _text(helper(A, numbers[1])) == text


def test_helper__formula_wherever_the_cell_stands() -> None:
    assert _text(ex.minimum(1.0, A)) == "MIN(1,A1)"
    assert _text(ex.maximum(1.0, A)) == "MAX(1,A1)"
    assert _text(ex.equals("是", A)) == '"是"=A1'
    assert _text(ex.below(1.0, A)) == "1<ROUND(A1,10)"
    assert _text(ex.absolute(A - B)) == "ABS(A1-B1)"
    assert ex.absolute(-2.0) == 2.0
    assert _text(ex.rounded(A, 2)) == "ROUND(A1,2)"
    assert ex.rounded(1.005, 2) == 1.01
    assert _text(ex.total([A, B, 1.0])) == "A1+B1+1"
    assert ex.total([1.0, 2.0, 4.0]) == 7.0
    assert _text(ex.mean([A, B])) == "(A1+B1)/2"
    assert ex.mean([1.0, 2.0, 6.0]) == 3.0


@pytest.mark.parametrize(
    ("comparison", "results"),
    [
        (ex.below, (True, False, False)),
        (ex.at_most, (True, True, False)),
        (ex.above, (False, False, True)),
        (ex.at_least, (False, True, True)),
    ],
)
def test_comparison__on_10_places(comparison: Callable[[float, float], bool], results: Sequence[bool]) -> None:
    beside = 1.1e-10
    assert tuple(comparison(value, 0.9) for value in (0.9 - beside, 0.9, 0.9 + beside)) == tuple(results)
    unseen = 4e-11
    assert [comparison(value, 0.9) for value in (0.9 - unseen, 0.9 + unseen)] == [results[1]] * 2
    assert [comparison(0.9, bound) for bound in (0.9 - unseen, 0.9 + unseen)] == [results[1]] * 2


@pytest.mark.parametrize(
    ("amount", "step", "steps"),
    [
        (-1.0, 0.01, 0.0),
        (0.0, 0.01, 0.0),
        (0.0099, 0.01, 0.0),
        (0.15 - 0.10, 0.01, 5.0),  # 4.999999999999998 in binary
        (0.0577, 0.01, 5.0),
        (0.06 - 4e-11, 0.01, 6.0),
        (0.06 - 6e-11, 0.01, 5.0),
        (3.0, 1.0, 3.0),
    ],
)
def test_whole_steps__a_started_step_does_not_count(amount: float, step: float, steps: float) -> None:
    assert ex.whole_steps(amount, step) == steps


def test_difference__to_12_places() -> None:
    assert ex.difference(1.0, 4e-13) == 1.0
    assert ex.difference(1.0, 6e-13) == 0.999999999999


def test_quotient__declared_outcomes_for_a_divisor_of_0() -> None:
    assert ex.quotient(3.0, 4.0, 5.0, 6.0) == 0.75
    assert ex.quotient(0.0, 4.0, 5.0, 6.0) == 0.0
    assert ex.quotient(0.0, 0.0, 5.0, 6.0) == 5.0
    assert ex.quotient(3.0, 0.0, 5.0, 6.0) == 6.0
    assert ex.quotient(-3.0, 0.0, 5.0, 6.0) == 6.0
    assert ex.quotient(-3.0, -4.0, 5.0, 6.0) == 0.75
    assert _text(ex.quotient(A, B, 5.0, 6.0)) == "IF(B1=0,IF(A1=0,5,6),A1/B1)"
    assert _text(ex.quotient(A, 4.0, 5.0, 6.0)) == "A1/4"
    assert _text(ex.quotient(3.0, B, 5.0, 6.0)) == "IF(B1=0,6,3/B1)"


def test_conditions__number_text_and_formula() -> None:
    holds = ex.equals(A, "是")
    assert (ex.when(True, 1.0, 2.0), ex.when(False, 1.0, 2.0)) == (1.0, 2.0)
    assert (ex.chosen(True, "优", "差"), ex.chosen(False, "优", "差")) == ("优", "差")
    assert _text(ex.when(holds, 1.0, B)) == 'IF(A1="是",1,B1)'
    assert _text(ex.chosen(holds, "优", "差")) == 'IF(A1="是","优","差")'
    assert (ex.all_of([True, True]), ex.all_of([True, False])) == (True, False)
    assert (ex.any_of([False, True]), ex.any_of([False, False])) == (True, False)
    assert (ex.opposite(True), ex.opposite(False)) == (False, True)
    assert _text(ex.all_of([True, holds])) == 'AND(TRUE,A1="是")'
    assert _text(ex.any_of([holds, False])) == 'OR(A1="是",FALSE)'
    assert _text(ex.opposite(holds)) == 'NOT(A1="是")'


def test_column__blank_rows_count_as_nothing() -> None:
    assert ex.column_sum([1.0, None, 2.5]) == 3.5
    assert ex.column_mean([1.0, None, 2.0]) == 1.5
    assert ex.column_mean([0.0, 1.0]) == 0.5
    assert ex.column_mean([None, None]) == ex.column_mean([]) == 0.0
    assert _text(ex.column_sum(Formula("A1:A9"))) == "SUM(A1:A9)"
    assert _text(ex.column_mean(Formula("A1:A9"))) == "IF(COUNT(A1:A9)=0,0,SUM(A1:A9)/COUNT(A1:A9))"


def test_column__added_exactly() -> None:
    assert ex.column_sum([0.1] * 10) == 1.0 != sum([0.1] * 10)
    assert ex.column_mean([0.1] * 10) == 0.1
    assert ex.weighted_mean([0.1] * 10, [1.0] * 10) == 0.1
    assert ex.weighted_mean([1.0, 2.0], [0.1, 0.2]) == pytest.approx(5 / 3, abs=1e-15)


def test_weighted_mean__plain_where_the_weights_add_up_to_0() -> None:
    assert ex.weighted_mean([20.0, 10.0], [300.0, 100.0]) == 17.5
    assert ex.weighted_mean([20.0, 10.0], [0.0, 0.0]) == 15.0
    assert ex.weighted_mean([20.0, 10.0], [None, None]) == 15.0
    assert ex.weighted_mean([20.0, None, 10.0], [300.0, 500.0, 100.0]) == 17.5
    assert ex.weighted_mean([20.0, 10.0], [None, 100.0]) == 10.0
    with pytest.raises(ValueError, match="zip"):
        ex.weighted_mean([20.0, 10.0], [1.0])
    text = _text(ex.weighted_mean(Formula("A1:A9"), Formula("B1:B9")))
    plain = "IF(COUNT(A1:A9)=0,0,SUM(A1:A9)/COUNT(A1:A9))"
    assert text == f"IF(SUM(B1:B9)=0,{plain},SUMPRODUCT(B1:B9,A1:A9)/SUM(B1:B9))"
    with pytest.raises(AssertionError):
        ex.weighted_mean(Formula("A1:A9"), [1.0])
    with pytest.raises(AssertionError):
        ex.weighted_mean([1.0], Formula("B1:B9"))
