"""The custom functions, by the names and arguments that staff type.

A scoring function has no body of its own: `scoring_function` makes the signature the function of the rule of the
same name, with the help texts, limits and example declared there (`xlgen.rules`). Optional arguments are those that
have an official default in the rule.
"""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any

from udf.arguments import MAX_QUOTED, OMITTED, cells, is_blank, names, no_error, number, numbers, same_count, text
from udf.decorators import argument_help, custom_function, scoring_function
from udf.outcome import BLANK, DIVISION, NOT_AVAILABLE, VALUE, ExcelError
from xlgen.rules.grading import DEFAULT_GRADES, grade_of
from xlgen.rules.limits import ANY, MIN_NUMBER, NOT_NEGATIVE, Limits
from xlgen.rules.rounding import SCORE_PLACES, excel_round
from xlgen.rules.rule import Example
from xlgen.text import shorten

Cells = Any
"""A cell or a range of any shape, as a host hands it over."""


@scoring_function
def QUARTER_EXEC_SCORE(
    progress: Cells,
    pace: Cells = OMITTED,
    quarter_points: Cells = OMITTED,
    average_points: Cells = OMITTED,
    exact: Cells = OMITTED,
) -> Any:
    """See `xlgen.rules.quarterly`."""


@scoring_function
def TIER_SCORE(rate: Cells, bounds: Cells, scores: Cells, exact: Cells = OMITTED) -> Any:
    """See `xlgen.rules.tiers`."""


@scoring_function
def INTERPOLATION_SCORE(rate: Cells, knots: Cells, scores: Cells, exact: Cells = OMITTED) -> Any:
    """See `xlgen.rules.interpolation`."""


@scoring_function
def RATIO_SCORE(rate: Cells, points: Cells, over: Cells = OMITTED, exact: Cells = OMITTED) -> Any:
    """See `xlgen.rules.ratio`."""


@scoring_function
def INVERSE_RATIO_SCORE(rate: Cells, points: Cells, exact: Cells = OMITTED) -> Any:
    """See `xlgen.rules.ratio`."""


@scoring_function
def TARGET_SCORE(
    actual: Cells, target: Cells, sign: Cells, points: Cells, reverse: Cells = OMITTED, exact: Cells = OMITTED
) -> Any:
    """See `xlgen.rules.target`."""


@scoring_function
def COMPARISON_SCORE(
    amount: Cells, others: Cells, signs: Cells, scores: Cells, otherwise: Cells = OMITTED, exact: Cells = OMITTED
) -> Any:
    """See `xlgen.rules.comparison`."""


@scoring_function
def STEP_DEDUCT_SCORE(
    rate: Cells,
    points: Cells,
    free: Cells,
    step_size: Cells,
    step_loss: Cells,
    direction: Cells = OMITTED,
    exact: Cells = OMITTED,
) -> Any:
    """See `xlgen.rules.deduction`."""


@scoring_function
def DEDUCT_SCORE(counts: Cells, points: Cells, losses: Cells, exact: Cells = OMITTED) -> Any:
    """See `xlgen.rules.deduction`."""


@scoring_function
def SIZED_DEDUCT_SCORE(
    missed: Cells,
    due: Cells,
    points: Cells,
    size: Cells,
    loss_above: Cells,
    loss_within: Cells,
    exact: Cells = OMITTED,
) -> Any:
    """See `xlgen.rules.deduction`."""


@scoring_function
def CRITERIA_SCORE(answers_given: Cells, worths: Cells, exact: Cells = OMITTED) -> Any:
    """See `xlgen.rules.choice`."""


@scoring_function
def CHOICE_SCORE(chosen: Cells, options: Cells, scores: Cells, exact: Cells = OMITTED) -> Any:
    """See `xlgen.rules.choice`."""


@scoring_function
def COMPLETION_SCORE(
    completion: Cells,
    points: Cells,
    pass_at: Cells = OMITTED,
    full_at: Cells = OMITTED,
    excess_above: Cells = OMITTED,
    excess_share: Cells = OMITTED,
    exact: Cells = OMITTED,
) -> Any:
    """See `xlgen.rules.ratio`."""


@scoring_function
def BAND_SCORE(
    grades: Cells,
    shares: Cells,
    points: Cells,
    band_names: Cells,
    band_least: Cells,
    band_most: Cells,
    exact: Cells = OMITTED,
) -> Any:
    """See `xlgen.rules.bands`."""


WHOLE_TOTAL = Limits(0, 100)
Total = Annotated[Any, argument_help("总分，一个单元格；不给分数线时为0至100")]
GradeNames = Annotated[
    Any, argument_help("可省略：各等次的名称，一行或一列；省略时为优、良、中、差。须与分数线一同给出")
]
CutOffs = Annotated[
    Any, argument_help("可省略：各等次的分数线，一行或一列，与名称一一对应，最低一等写0；省略时为90、80、60、0")
]
Actual = Annotated[Any, argument_help("实际支出数，一个单元格")]
Budget = Annotated[Any, argument_help("预算数（按表格规定的口径），一个单元格，与支出数同一金额单位")]
Done = Annotated[Any, argument_help("完成（办结、达标）的数量，一个单元格")]
Planned = Annotated[Any, argument_help("计划（应当办结、应当达标）的数量，一个单元格")]
ThisYear = Annotated[Any, argument_help("本年数，一个单元格")]
LastYear = Annotated[Any, argument_help("上年数（或变动前的数），一个单元格，与本年数同一金额单位")]
IfZero = Annotated[Any, argument_help("可省略：除数是0时的结果，按表格的规定填写，如100%；省略时显示#DIV/0!")]
FunctionName = Annotated[Any, argument_help('函数的名称，写在引号里，如"RATIO_SCORE"')]
Passed = Annotated[Any, argument_help("与原来的公式相同的参数，依次写")]
WRONG_COUNT, STILL_BLANK, NO_PROBLEM = "参数的个数不对，请对照函数的说明", "还有没填的单元格，填好就有结果", "没有问题"
Stacked = Annotated[Any, argument_help("一个单元格，或一行、一列单元格；空着的保留为空")]


@custom_function(Example("=GRADE(B2)", {"B2": (89.99,)}, "良"))
def GRADE(total: Total, grade_names: GradeNames = OMITTED, cut_offs: CutOffs = OMITTED) -> Any:
    """等次：总分达到哪个等次的分数线就是哪个等次，正好在线上的算高的一等。只给总分时：90分优，80分良，60分中，其余差。"""
    if grade_names is OMITTED and cut_offs is OMITTED:
        return grade_of(excel_round(number(total, "总分", WHOLE_TOTAL), SCORE_PLACES), DEFAULT_GRADES)
    if grade_names is OMITTED or cut_offs is OMITTED:
        raise ExcelError(VALUE, "等次的名称和分数线须一同给出")
    known, bounds = names(grade_names, "等次"), numbers(cut_offs, "分数线", NOT_NEGATIVE)
    same_count("等次", known, "分数线", bounds)
    if len(set(bounds)) < len(bounds):
        raise ExcelError(VALUE, "分数线不能重复")
    reached = excel_round(number(total, "总分", NOT_NEGATIVE), SCORE_PLACES)
    return grade_of(reached, dict(zip(known, bounds, strict=True)))


@custom_function(Example("=EXEC_RATE(B2,C2)", {"B2": ("1,234.50",), "C2": (2000,)}, 0.61725))
def EXEC_RATE(actual: Actual, budget: Budget, if_zero: IfZero = OMITTED) -> Any:
    """预算执行率：实际支出数÷预算数，结果是比率（单元格请设为百分比格式）。"""
    spent = number(actual, "实际支出数", NOT_NEGATIVE)
    return _rate(spent, number(budget, "预算数", NOT_NEGATIVE), "预算数", if_zero)


@custom_function(Example("=COMPLETION_RATE(B2,C2,100%)", {"B2": (0,), "C2": (0,)}, 1))
def COMPLETION_RATE(done: Done, planned: Planned, if_zero: IfZero = OMITTED) -> Any:
    """完成率：完成数÷计划数，办结率、及时率、利用率、覆盖率也这样算；结果是比率（单元格请设为百分比格式）。"""
    finished = number(done, "完成数", NOT_NEGATIVE)
    return _rate(finished, number(planned, "计划数", NOT_NEGATIVE), "计划数", if_zero)


@custom_function(Example("=CHANGE_RATE(B2,C2)", {"B2": (9,), "C2": (12,)}, -0.25))
def CHANGE_RATE(this_year: ThisYear, last_year: LastYear, if_zero: IfZero = OMITTED) -> Any:
    """变动率：（本年数－上年数）÷上年数，减少的是负数；结果是比率（单元格请设为百分比格式）。"""
    now, before = number(this_year, "本年数", ANY), number(last_year, "上年数", ANY)
    return _rate(now - before, before, "上年数", if_zero)


@custom_function(Example("=STACK(B2,C2)", {"B2": (3,), "C2": (1,)}, [[3], [1]]))
def STACK(*values: Stacked) -> Any:
    """把不相邻的单元格排成一列，供要求“一行或一列”的参数使用，如DEDUCT_SCORE的次数。"""
    stacked = [cell for value in values for cell in cells(value)]
    for cell in stacked:
        no_error(cell, "所排的单元格")
        if not is_blank(cell) and not isinstance(cell, (bool, int, float, Decimal, str)):
            raise ExcelError(VALUE, "所排的单元格应填数字或文字，不能是日期")
    return [[BLANK if is_blank(cell) else cell] for cell in stacked]


@custom_function(Example('=SCORE_REASON("RATIO_SCORE",B2,2)', {"B2": ("约八成",)}, "比率“约八成”不是数字"))
def SCORE_REASON(function_name: FunctionName, *values: Passed) -> Any:
    """得不出结果的原因：写函数的名称，再写同样的参数，说明这样写为什么得不出结果；能得出结果的显示“没有问题”。"""
    return _reason(text(function_name, "函数的名称").upper(), values)


def _reason(name: str, values: Sequence[Any]) -> str:
    """Why a call gives no result, in a sentence. Raises ExcelError where there is no such function."""
    function: Any = globals().get(name)
    if not hasattr(function, "example"):
        raise ExcelError(NOT_AVAILABLE, f"没有名为“{shorten(name, MAX_QUOTED)}”的函数")
    try:
        inspect.signature(function).bind(*values)
    except TypeError:
        return WRONG_COUNT
    try:
        return STILL_BLANK if function(*values) == BLANK else NO_PROBLEM
    except ExcelError as error:
        return error.message


def _rate(part: float, whole: float, label: str, if_zero: Any) -> float:
    otherwise = None if if_zero is OMITTED else number(if_zero, "除数是0时的结果", ANY)
    if abs(whole) >= MIN_NUMBER:
        return part / whole
    if otherwise is None:
        raise ExcelError(DIVISION, f"{label}是0，无法计算")
    return otherwise
