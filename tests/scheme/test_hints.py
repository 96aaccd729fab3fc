"""What is written otherwise than this language has it: the message says what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import ENGLISH
from tests.factories.schemes import MINIMAL, edited, problems_of_text

VALUE = "value: spent / budget"
CHOICES = "with: {scores: {完成: 4, 未完成: 0}}"
ROWS = "    rows: 3\n"
HINTS = {
    "÷": (VALUE, "value: spent ÷ budget", "÷ 写作 /"),
    "×": (VALUE, "value: spent × 2", "× 写作 *"),
    "IF": (VALUE, "value: IF(late, 1, 0)", "条件写作 甲 if 条件 else 乙"),
    "percent": (VALUE, "value: late * 90%", "90% 写作 0.9"),
    "percent of a parameter": ("with: {each: [1]}", "with: {each: ['90%']}", "90% 写 0.9"),
    "comma in braces": (
        "execution_rate:\n            label: 预算执行率\n            value: spent / budget\n            zero: "
        "{both_zero: 0, base_zero: 1, because: 没有预算也没有支出的，视为未执行。}",
        "execution_rate: {label: 预算执行率, value: min(late, 1) * 1}",
        "整个值用单引号括起来",
    ),
    "option that differs": (CHOICES, "with: {scores: {完成: 4, 没完成: 0}}", "缺少“未完成”；多出“没完成”"),
    "points finer than a cent": ("points: 6\n", "points: 6.001\n", "最多写到两位小数"),
    "rows scored one by one": (ROWS, f"{ROWS}    counted_once: [task]\n", "逐行计分，不能写 counted_once"),
    "column that is not there": (ROWS, f"{ROWS}    counted_once: [taks]\n", "“taks”没有定义"),
    "texts added up": (ROWS, f"{ROWS}    row_limits: [{{sum_of: [task, done], at_most: 1}}]\n", "只能相加不是金额的数"),
    "unit of a number": ("单位名称：{unit_name}", "{spent:万元}", "格式只能像 0、0.00"),
    "braces without quotes": ('text: "单位名称：{unit_name}"', "text: {unit_name}", "要连同文字用引号括起来"),
    "both ends of a brace": ("parameters: {city: 示例市}", 'parameters: {city: 示例 "市": 1}', "大括号"),
}


@pytest.mark.parametrize("case", HINTS)
def test_written_otherwise__message_says_what_to_write(case: str, tmp_path: Path) -> None:
    old, new, said = HINTS[case]
    problems = problems_of_text(edited(MINIMAL, (old, new)), tmp_path)
    assert any(said in f"{each.message}。{each.remedy}" for each in problems), problems


@pytest.mark.parametrize(
    "value", ["spent ÷ budget", "IF(spent, budget, 1)", "如果 spent 否则 budget", "spent / (budget"]
)
def test_bad_expression__is_one_problem(value: str, tmp_path: Path) -> None:
    """What is in it is not told as unused."""
    (problem,) = problems_of_text(edited(MINIMAL, (VALUE, f"value: {value}")), tmp_path)
    assert problem.code == "BAD_EXPRESSION"


def test_merge_key__is_one_problem(tmp_path: Path) -> None:
    (problem,) = problems_of_text(edited(MINIMAL, ("zero: {both", "zero: {<<: *zero, both")), tmp_path)
    assert "不能用合并键" in problem.message


def test_broken_yaml__said_in_chinese(tmp_path: Path) -> None:
    for text in ("a: {b: 1", 'a: "b', "a: @b", "a: !!c d", "a: *b", "a: [1, 2}", "%x", "a: &\n", 'a: "\\q"'):
        (problem,) = problems_of_text(text, tmp_path)
        assert not ENGLISH.search(problem.message), problem.message
