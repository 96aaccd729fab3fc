"""Cases of the self-test: every function with its example, and cells that cause trouble."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from udf.arguments import OMITTED, cells
from udf.outcome import BLANK, DIVISION, NOT_AVAILABLE, VALUE
from udf.rule_score import rule_score
from xlgen.hosts.javascript.shipped import functions
from xlgen.rules.registry import RULES
from xlgen.rules.rule import EXACT

CURRENCY = "[$¥-804]#,##0.00"
RATES = (0.3760, 0.5647, 0.7228, 0.9299)

Content = float | str | bool | datetime.date | None


class Case(NamedTuple):
    """A function call: cell contents and formats by address, the formula, and the expected result."""

    title: str
    formula: str
    contents: Mapping[str, Content]
    result: float | str
    formats: Mapping[str, str] = {}


def cases() -> Iterator[Case]:
    """The examples, in the order of the functions, then the rest."""
    for function in functions():
        example = function.example
        contents = {
            address: value
            for area, values in example.ranges.items()
            for address, value in zip(_addresses(area), values, strict=True)
        }
        if isinstance(example.result, list):  # a column, of which Excel before 2021 shows only the first cell
            total = sum(float(cell) for cell in cells(example.result))
            yield Case(_short(function.help), f"=SUM({example.formula.removeprefix('=')})", contents, total)
        else:
            yield Case(_short(function.help), example.formula, contents, example.result)
    yield from _SPECIAL_CASES


def _short(text: str) -> str:
    """The first clause of a function's help text."""
    return re.split("[：，]", text)[0]


def _addresses(area: str) -> Iterator[str]:
    """Addresses of the cells of a row or column such as B2:E2, or of a single cell."""
    first, _, last = area.partition(":")
    last = last or first
    for column in range(ord(first[0]), ord(last[0]) + 1):
        for row in range(int(first[1:]), int(last[1:]) + 1):
            yield f"{chr(column)}{row}"


_QUARTERS = dict(zip("BCDE", RATES, strict=True))
_IN_A_ROW = {f"{column}2": rate for column, rate in _QUARTERS.items()}
_IN_A_COLUMN = {f"B{row}": rate for row, rate in enumerate(RATES, 2)}
_OPTIONS: Mapping[str, Content] = {"G2": "按时公开", "G3": "未公开", "H2": 0.1, "H3": 0}


def _exact_result() -> float:
    rule = RULES["quarter_exec_score"]
    rates, *others = (argument.name for argument in rule.call)
    return rule_score(rule, {rates: list(RATES), **dict.fromkeys(others, OMITTED), EXACT.name: True})


_SPECIAL_CASES = (
    Case("没有填写的，结果也是空白", "=RATIO_SCORE(B2,2)", {"B2": None}, BLANK),
    Case("一组单元格里有没填的，结果也是空白", "=QUARTER_EXEC_SCORE(B2:E2)", {**_IN_A_ROW, "E2": None}, BLANK),
    Case("文字代替数字", "=RATIO_SCORE(B2,2)", {"B2": "约八成"}, VALUE),
    Case("日期代替数字", "=DEDUCT_SCORE(B2,4,1)", {"B2": datetime.date(2026, 3, 31)}, VALUE),
    Case("除数是0", "=EXEC_RATE(B2,C2)", {"B2": 1, "C2": 0}, DIVISION),
    Case("不在选项之中", "=CHOICE_SCORE(B2,G2:G3,H2:H3)", {"B2": "尚未公开", **_OPTIONS}, NOT_AVAILABLE),
    Case("引用的单元格里是错误值", "=RATIO_SCORE(B2,2)", {"B2": "=NA()"}, NOT_AVAILABLE),
    Case("一组单元格里有错误值", "=QUARTER_EXEC_SCORE(B2:E2)", {**_IN_A_ROW, "C2": "=1/0"}, DIVISION),
    Case("不相邻的单元格合成一个参数", "=STACK((B2,D2))", {"B2": 1, "D2": 2}, VALUE),
    Case("一列单元格与一行相同", "=QUARTER_EXEC_SCORE(B2:B5)", _IN_A_COLUMN, 5.89),
    Case("中间的参数省略", "=QUARTER_EXEC_SCORE(B2:E2,,,,TRUE)", _IN_A_ROW, _exact_result()),
    Case("说明原因，中间的参数省略", '=SCORE_REASON("QUARTER_EXEC_SCORE",B2:E2,,,,TRUE)', _IN_A_ROW, "没有问题"),
    Case("一行常数", "=QUARTER_EXEC_SCORE({0.376,0.5647,0.7228,0.9299})", {}, 5.89),
    Case("一列常数", "=QUARTER_EXEC_SCORE({0.376;0.5647;0.7228;0.9299})", {}, 5.89),
    Case("整列作为参数", "=SUM(STACK(J:J))", {"J2": 1, "J3": 2}, 3),
    Case("货币格式不丢小数", "=EXEC_RATE(B2,1)", {"B2": 0.123456}, 0.123456, {"B2": CURRENCY}),
    Case("是、否写成TRUE、FALSE", "=CRITERIA_SCORE(B2:C2,{1,2})", {"B2": True, "C2": False}, 1),
)
