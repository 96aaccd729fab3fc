"""Every function against its rule: the cases that an official can read, the examples, what may be omitted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import get_type_hints

import pytest

from tests.conftest import SCHEMES, shipped_scheme
from tests.factories.rule_cases import CASES
from tests.rules.inputs import Example as Case
from tests.udf.calling import evaluated, scored
from udf.arguments import OMITTED
from udf.catalogue import FUNCTIONS
from udf.functions import (
    CHANGE_RATE,
    COMPARISON_SCORE,
    COMPLETION_RATE,
    COMPLETION_SCORE,
    CRITERIA_SCORE,
    EXEC_RATE,
    GRADE,
    INTERPOLATION_SCORE,
    INVERSE_RATIO_SCORE,
    QUARTER_EXEC_SCORE,
    RATIO_SCORE,
    SCORE_REASON,
    STACK,
    STEP_DEDUCT_SCORE,
    TARGET_SCORE,
    TIER_SCORE,
)
from udf.outcome import BLANK, DIVISION, NOT_AVAILABLE, VALUE, ExcelError
from xlgen.rules.grading import DEFAULT_GRADES
from xlgen.rules.registry import RULES

ALL = [(rule, name, case, score) for rule, cases in CASES.items() for name, case, score in cases]
NO_ANSWER = {
    ("choice_score", "公开"): NOT_AVAILABLE,
    ("criteria_score", "部分达成"): VALUE,
    ("target_score", "良好"): NOT_AVAILABLE,
}
"""A rule gives no points for what is no option; in a sheet it is more likely mistyped, so it is an error."""


OTHERS = ("GRADE", "EXEC_RATE", "COMPLETION_RATE", "CHANGE_RATE", "STACK", "SCORE_REASON")
"""The functions that are no rule."""


def refused(rule: str, case: Case) -> str | None:
    given = [value for each in case.arguments.values() for value in (each if isinstance(each, list) else [each])]
    return next((NO_ANSWER[rule, str(value)] for value in given if (rule, str(value)) in NO_ANSWER), None)


def test_functions__one_for_every_rule() -> None:
    missing = {rule.upper() for rule in RULES} - set(FUNCTIONS)
    assert not missing, f"udf/functions.py: no signature for {', '.join(sorted(missing))}"
    assert set(FUNCTIONS) == {rule.upper() for rule in RULES} | set(OTHERS)


@pytest.mark.parametrize(
    ("rule", "case", "score"),
    [(rule, case, score) for rule, _, case, score in ALL if not refused(rule, case)],
    ids=[name for rule, name, case, _ in ALL if not refused(rule, case)],
)
def test_case_of_the_rule(rule: str, case: Case, score: float) -> None:
    assert scored(rule, case) == score


@pytest.mark.parametrize(("rule", "case"), [(rule, case) for rule, _, case, _ in ALL if refused(rule, case)])
def test_case_of_the_rule__that_is_no_option_is_an_error(rule: str, case: Case) -> None:
    with pytest.raises(ExcelError) as raised:
        scored(rule, case)
    assert raised.value.name == refused(rule, case)


def test_cases__refused_are_those_three() -> None:
    assert sum(refused(rule, case) is not None for rule, _, case, _ in ALL) == len(NO_ANSWER)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_example(name: str) -> None:
    example = FUNCTIONS[name].example
    assert example.formula.startswith(f"={name}(")
    assert all(reference in example.formula for reference in example.ranges)
    assert evaluated(example.formula, example.ranges) == example.result


@pytest.mark.parametrize(
    ("total", "grade"), [(100, "优"), (90, "优"), (89.99, "良"), (89.99999999999999, "优"), (60, "中"), (0, "差")]
)
def test_grade(total: float, grade: str) -> None:
    assert GRADE(total) == grade


@pytest.mark.parametrize("name", SCHEMES)
def test_usual_grades__those_of_the_form(name: str) -> None:
    assert {grade.name: grade.at_least for grade in shipped_scheme(name).grades} == DEFAULT_GRADES


def test_grade__with_cut_offs_of_its_own() -> None:
    assert GRADE(85, [["合格", "不合格"]], [[80], [0]]) == "合格"
    assert GRADE(79.99, [["不合格", "合格"]], [[0], [80]]) == "不合格"


@pytest.mark.parametrize("others", [([["优", "差"]],), ([["优", "差"]], [[90, 60, 0]]), ([["优", "差"]], [[0, 0]])])
def test_grade__that_would_be_ambiguous_is_an_error(others: tuple[object, ...]) -> None:
    with pytest.raises(ExcelError):
        GRADE(70, *others)


def test_grade__by_cut_offs_of_any_scheme() -> None:
    assert GRADE(105, [["优", "良"]], [[100], [1]]) == "优"
    assert GRADE(0.5, [["优", "良"]], [[100], [1]]) == "良", "below all of them: the last, as on the form"
    with pytest.raises(ExcelError, match="0至100之间"):
        GRADE(100.5)


@pytest.mark.parametrize(
    "limits",
    [(0.6, 1, 0.5), (1.5, 1, 1.2), (0.6, 2, 1.5)],
    ids=["share instead", "pass above full", "full above excess"],
)
def test_completion__limits_in_no_sound_order_are_an_error(limits: tuple[float, ...]) -> None:
    with pytest.raises(ExcelError, match="从小到大"):
        COMPLETION_SCORE(0.9, 15, *limits)
    assert COMPLETION_SCORE(0.9, 15, *limits, 0.5, True) >= 0


def test_pace__that_falls_is_an_error() -> None:
    with pytest.raises(ExcelError, match="从小到大"):
        QUARTER_EXEC_SCORE([[0.2, 0.4, 0.6, 0.8]], [[1, 0.75, 0.5, 0.25]])


@pytest.mark.parametrize("rate", [2.5, "681%", 30, "12,500%"])
def test_high_rate__gives_its_score(rate: object) -> None:
    assert RATIO_SCORE(rate, 2) == 2
    assert RATIO_SCORE(rate, 2, "零分") == 0
    assert INVERSE_RATIO_SCORE(rate, 2) == 0
    assert COMPLETION_SCORE(rate, 2) == 1
    assert TIER_SCORE(rate, [["≥90%", "其余"]], [[1, 0]]) == 1
    assert STEP_DEDUCT_SCORE(rate, 1, "10%", "1%", 0.1) == 0
    assert INTERPOLATION_SCORE(rate, [["80%", "95%"]], [[0, 5]]) == 5
    assert QUARTER_EXEC_SCORE([[0.376, 0.5647, rate, 0.9299]]) == pytest.approx(5.93)


def test_bounds__may_be_counts_and_amounts() -> None:
    assert TIER_SCORE(2, [["≤1", "≤3", "其余"]], [[5, 3, 0]]) == 3
    assert TIER_SCORE(800, [["≥1,000", "≥500", "其余"]], [[10, 6, 0]]) == 6
    assert STEP_DEDUCT_SCORE(30, 10, 20, 5, 1) == 8
    assert INTERPOLATION_SCORE(6, [[5, 15]], [[2, 0]]) == 1.8


@pytest.mark.parametrize("sign", ["≤", "<=", "＜", "<"])
def test_target__sign_as_people_type_it(sign: str) -> None:
    assert TARGET_SCORE(96, 80, sign, 10) == 8
    assert TARGET_SCORE(96, 80, sign, 10, "目标÷完成") == 8.33
    assert TARGET_SCORE(60, 80, "=", 10) == TARGET_SCORE(60, 80, "＝", 10) == 7.5
    assert COMPARISON_SCORE(34, 35, sign, 2) == 2


def test_sign__that_is_none_is_an_error() -> None:
    with pytest.raises(ExcelError, match=NOT_AVAILABLE):
        TARGET_SCORE(96, 80, "约", 10)
    with pytest.raises(ExcelError, match=NOT_AVAILABLE):
        COMPARISON_SCORE(34, 35, "定性", 2)


@pytest.mark.parametrize(
    ("knots", "message"), [([0.8], "至少要有两个"), ([0.95, 0.8], "从小到大"), ([0.8, 0.8], "从小到大")]
)
def test_knots__that_do_not_rise_are_an_error(knots: list[float], message: str) -> None:
    with pytest.raises(ExcelError, match=message):
        INTERPOLATION_SCORE(0.9, [knots], [[5] * len(knots)])


def test_comparison__as_many_signs_and_scores_as_numbers() -> None:
    with pytest.raises(ExcelError, match="应当一样多"):
        COMPARISON_SCORE(34, [[0, 35]], "≤", 2)
    with pytest.raises(ExcelError, match="应当一样多"):
        COMPARISON_SCORE(34, [[0, 35]], [["≤", "≤"]], 2)
    assert COMPARISON_SCORE(36, 35, "≤", 2, 0.5) == 0.5


def test_exec_rate__is_not_rounded() -> None:
    assert EXEC_RATE(1, 3) == 1 / 3


@pytest.mark.parametrize(("rate", "given"), [(EXEC_RATE, (5, 0)), (COMPLETION_RATE, (0, 0)), (CHANGE_RATE, (3, 0))])
def test_rate__of_nothing_is_what_the_form_says(rate: Callable[..., object], given: tuple[float, float]) -> None:
    with pytest.raises(ExcelError, match=DIVISION):
        rate(*given)
    assert rate(*given, "100%") == 1
    assert rate(*given, None) == BLANK


def test_change_rate__of_a_deficit_keeps_its_sign() -> None:
    assert CHANGE_RATE(6, 12) == -0.5
    assert CHANGE_RATE(-6, -12) == -0.5


def test_stack__keeps_blanks_and_passes_errors_on() -> None:
    assert STACK([[1], [None]], "是", [["  ", 0.5]]) == [[1], [""], ["是"], [""], [0.5]]
    with pytest.raises(ExcelError, match=NOT_AVAILABLE):
        STACK(1, [["#N/A"]])
    assert CRITERIA_SCORE(STACK("是", "否"), [[1], [2]]) == 1
    assert CRITERIA_SCORE(STACK("是", None), [[1], [2]]) == BLANK


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (("约八成", 2), "比率“约八成”不是数字"),
        ((0.5, 2), "没有问题"),
        ((None, 2), "还有没填的单元格，填好就有结果"),
        ((0.5,), "参数的个数不对，请对照函数的说明"),
        (("#REF!", 2), "比率的单元格里是错误值"),
        ((0.5, 2, "一半"), "超过100%时“一半”不在可选的内容（满分、零分）之中"),
    ],
)
def test_score_reason__is_what_the_call_lacks(values: tuple[object, ...], reason: str) -> None:
    assert SCORE_REASON("ratio_score", *values) == reason


@pytest.mark.parametrize("name", ["SUM", "OMITTED", "_rate", "EXAMPLE"])
def test_score_reason__of_another_function_is_an_error(name: str) -> None:
    with pytest.raises(ExcelError, match=NOT_AVAILABLE):
        SCORE_REASON(name, 1)


def test_stack__refuses_a_date() -> None:
    with pytest.raises(ExcelError, match="不能是日期"):
        STACK([[1], [dt.date(2026, 3, 31)]])


def test_exact__is_not_rounded_and_takes_any_scale() -> None:
    quarters = [[0.3760, 0.5647, 0.7228, 0.9299]]
    pace = [[0.25, 0.5, 0.75, 1]]
    assert QUARTER_EXEC_SCORE(quarters, pace, 1, 2, True) == pytest.approx(5.8936333, abs=1e-7)
    assert QUARTER_EXEC_SCORE(quarters, pace, 1, 2, False) == 5.89
    assert TIER_SCORE(0.9, [["≥60%", "≥90%", "其余"]], [[0.5, 1, 0]], "TRUE") == 0.5
    with pytest.raises(ExcelError):
        RATIO_SCORE(0.5, 2, "满分", 3)


@pytest.mark.parametrize("function", [RATIO_SCORE, INVERSE_RATIO_SCORE, COMPLETION_SCORE])
def test_exact__full_marks_of_a_row_may_be_0(function: Callable[..., object]) -> None:
    omitted = [OMITTED] * (len(FUNCTIONS[function.__name__].arguments) - 3)
    assert function(0.5, 0, *omitted, True) == 0
    with pytest.raises(ExcelError, match="满分是0，应当大于0"):
        function(0.5, 0)


def test_quarters__a_different_number_is_an_error() -> None:
    with pytest.raises(ExcelError, match="4"):
        QUARTER_EXEC_SCORE([[0.25, 0.5, 0.75]])


@pytest.mark.parametrize(
    ("rule", "parameter"),
    [("quarter_exec_score", name) for name in ("pace", "quarter_points", "average_points")]
    + [("completion_score", name) for name in ("pass_at", "full_at", "excess_above", "excess_share")],
)
def test_help__names_the_default_of_the_rule(rule: str, parameter: str) -> None:
    default = RULES[rule].parameters.model_fields[parameter].default
    values = default if isinstance(default, tuple) else (default,)
    points = parameter.endswith("points")
    said = f"{default:g}分" if points else "、".join(f"{value * 100:g}%" for value in values)
    hints = get_type_hints(FUNCTIONS[rule.upper()].call, include_extras=True)
    assert f"省略时为{said}" in hints[parameter].__metadata__[0]["doc"]
