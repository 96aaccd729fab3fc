"""The shipped JavaScript in Node, with a stand-in for Excel: what Excel would show in the cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.oracles.node import node
from udf.arguments import OMITTED
from udf.catalogue import FUNCTIONS
from udf.outcome import ExcelError
from xlgen.hosts.javascript.shipped import FUNCTIONS_JS
from xlgen.hosts.office.site import OFFICE

EXAMPLES = [function.example for function in FUNCTIONS.values()]
HOSTS = ["desktop", "web"]
SCRIPTS = [str(OFFICE / "sheet.js"), str(FUNCTIONS_JS)]
RANGE = re.compile(r"[A-Z]+[0-9]+(:[A-Z]+[0-9]+)?")
Ranges = Mapping[str, Sequence[Any]]


def outcomes(calls: Sequence[Mapping[str, Any]], **more: Any) -> list[dict[str, Any]]:
    given = {"scripts": SCRIPTS, "host": "desktop", "runtime": "1.4", "calls": calls, **more}
    found: list[dict[str, Any]] = node(Path(__file__).with_name("excel.mjs"), given)
    return found


def outcome(name: str, *args: Any, **more: Any) -> dict[str, Any]:
    return outcomes([{"name": name, "args": args}], **more)[0]


def cells(address: str, values: Sequence[Sequence[Any]], number_format: str = "General") -> dict[str, Any]:
    """An argument that is a range of the sheet; None is an empty cell."""
    return {"address": f"评分表!{address}", "values": values, "format": number_format}


def constant(value: Any) -> dict[str, Any]:
    """An argument that is written into the formula."""
    return {"address": None, "values": [[value]]}


def rate(*values: Any) -> dict[str, Any]:
    return cells("B2", [list(values)])


def values_of(written: str, ranges: Ranges) -> list[list[Any]]:
    if RANGE.fullmatch(written):
        return [[value] for value in ranges[written]]
    if written.startswith('"'):
        return [[written.strip('"')]]
    return [[float(written.removesuffix("%")) / (100 if written.endswith("%") else 1)]]


def call_of(formula: str, ranges: Ranges) -> dict[str, Any]:
    """A formula as Excel calls it: every parameter is there, those left out are null."""
    name, _, rest = formula.removeprefix("=").removesuffix(")").partition("(")
    given = [
        {"address": f"评分表!{each}" if RANGE.fullmatch(each) else None, "values": values_of(each, ranges)}
        for each in rest.split(",")
    ]
    taken = FUNCTIONS[name].arguments
    if taken[-1].repeated:
        return {"name": name, "args": [*given[: len(taken) - 1], {"repeated": given[len(taken) - 1 :]}]}
    return {"name": name, "args": [*given, *[None] * (len(taken) - len(given))]}


def in_python(formula: str, ranges: Ranges) -> dict[str, Any]:
    """What the function itself gives, in the shape of an outcome."""
    name, _, rest = formula.removeprefix("=").removesuffix(")").partition("(")
    try:
        result = FUNCTIONS[name].call(*(values_of(each, ranges) for each in rest.split(",")))
    except ExcelError as error:
        return {"error": error.name, "message": error.message}
    return {"result": result}


def blanked() -> list[tuple[str, Ranges]]:
    """Every example, with each of its cells in turn left empty, or holding a 0."""
    return [
        (example.formula, {**example.ranges, place: [*values[:index], instead, *values[index + 1 :]]})
        for example in EXAMPLES
        for place, values in example.ranges.items()
        for index in range(len(values))
        for instead in (None, 0)
    ]


@pytest.mark.parametrize("host", HOSTS)
def test_examples__give_what_they_say(host: str) -> None:
    calls = [call_of(example.formula, example.ranges) for example in EXAMPLES]
    assert outcomes(calls, host=host) == [{"result": each.result} for each in EXAMPLES]


@pytest.mark.parametrize("host", HOSTS)
def test_empty_cells_and_zeros__are_told_apart(host: str) -> None:
    cases = blanked()
    found = outcomes([call_of(*case) for case in cases], host=host)
    assert len(cases) > 100
    assert found == [in_python(*case) for case in cases]


@pytest.mark.parametrize("host", HOSTS)
def test_optional_argument__an_empty_cell_is_not_one_left_out(host: str) -> None:
    points, empty = constant(2), cells("C2", [[None]])
    calls = [{"name": "RATIO_SCORE", "args": [rate(1.2), points, over, None]} for over in (None, empty)]
    assert outcomes(calls, host=host) == [{"result": 2}, {"result": ""}]
    assert FUNCTIONS["RATIO_SCORE"].call(1.2, 2, OMITTED) == 2


def test_errors__are_excels_own_with_our_sentence() -> None:
    options = constant("按时公开"), constant(1), None
    calls = [
        {"name": "EXEC_RATE", "args": [rate(1), cells("C2", [[0]]), None]},
        {"name": "CHOICE_SCORE", "args": [rate("没有公开"), *options]},
        {"name": "RATIO_SCORE", "args": [rate("好"), constant(2), None, None]},
        {"name": "RATIO_SCORE", "args": [rate({"type": "Error", "basicValue": "#REF!"}), constant(2), None, None]},
        {"name": "RATIO_SCORE", "args": [rate("#NAME?"), constant(2), None, None]},
        {"name": "RATIO_SCORE", "args": [rate({"type": "Entity", "properties": {}}), constant(2), None, None]},
        {"name": "GRADE", "args": [rate(True), None, None]},
    ]
    assert outcomes(calls) == [
        {"error": "#DIV/0!", "message": "预算数是0，无法计算"},
        {"error": "#N/A", "message": "所选的一项“没有公开”不在可选的内容（按时公开）之中"},
        {"error": "#VALUE!", "message": "比率“好”不是数字"},
        {"error": "#REF!", "message": "比率的单元格里是错误值"},
        {"error": "#NAME?", "message": "比率的单元格里是错误值"},
        {"error": "#VALUE!", "message": "比率的单元格里是错误值"},
        {"error": "#VALUE!", "message": "总分应填数字，不能是日期或TRUE、FALSE"},
    ]


def test_formatted_number__is_its_number() -> None:
    formatted = {"type": "FormattedNumber", "basicValue": 0.9, "numberFormat": "0%"}
    assert outcome("RATIO_SCORE", rate(formatted), constant(2), None, None) == {"result": 1.8}


def test_sheet_named_with_signs__is_found() -> None:
    empty = {"address": "'第1季度 ''实''数'!B2", "values": [[None]]}
    assert outcome("GRADE", empty, None, None) == {"result": ""}


DATES = [
    "yyyy/m/d",
    "m/d/yyyy",
    '[$-804]yyyy"年"m"月"d"日";@',
    "[$-F800]dddd, mmmm dd, yyyy",
    '[DBNum1][$-804]m"月"d"日"',
    "aaaa",
    "h:mm AM/PM",
    "[h]:mm",
    "mm:ss.0",
    "[$-411]ggge",
]
NUMBERS = [
    "General",
    "0.00%",
    "#,##0.00_ ;[Red]-#,##0.00 ",
    "0.00E+00",
    '_ "¥"* #,##0.00_ ;_ @_ ',
    "[$CAD-1009] 0",
    '0"days"',
    "0\\d",
    "G/通用格式",
    "@",
]
"""As Excel gives them to an add-in: as in American English."""


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("number", [46112, 0.5, 0])
def test_dates__are_no_numbers(host: str, number: float) -> None:
    rest = constant(100), constant(1), None
    calls = [{"name": "DEDUCT_SCORE", "args": [cells("B2", [[number]], each), *rest]} for each in DATES]
    told = {"error": "#VALUE!", "message": "次数应填数字，不能是日期或TRUE、FALSE"}
    assert outcomes(calls, host=host) == [told] * len(DATES)


@pytest.mark.parametrize("number", [3, 0, None])
def test_number_formats__are_no_dates(number: float | None) -> None:
    rest = constant(100), constant(1), None
    calls = [{"name": "DEDUCT_SCORE", "args": [cells("B2", [[number]], each), *rest]} for each in NUMBERS]
    assert outcomes(calls) == [{"result": "" if number is None else 100 - number}] * len(NUMBERS)


def test_date_as_a_value_with_its_format__is_no_number() -> None:
    date = {"type": "FormattedNumber", "basicValue": 46112, "numberFormat": "yyyy/m/d"}
    for given in (cells("B2", [[date]]), constant(date)):
        assert outcome("DEDUCT_SCORE", given, constant(4), constant(1), None)["error"] == "#VALUE!"


def test_empty_cells_with_the_format_of_a_date__are_empty() -> None:
    empty = cells("B2", [[None]], "yyyy/m/d")
    assert outcome("DEDUCT_SCORE", empty, constant(4), constant(1), None) == {"result": ""}


def test_repeated_argument__its_dates_are_seen() -> None:
    parts = {"repeated": [cells("B2", [[90]]), cells("B3:B4", [[1], [46112]], "yyyy/m/d")]}
    assert outcome("STACK", parts) == {"error": "#VALUE!", "message": "所排的单元格应填数字或文字，不能是日期"}


def test_sheet__is_asked_once_for_a_call() -> None:
    ranges = cells("B2:B3", [[1], [2]]), constant(4), cells("C2:C3", [[0.5], [1]]), None
    assert outcome("DEDUCT_SCORE", *ranges, counted=True) == {"result": 1.5, "trips": 1}
    assert outcome("GRADE", constant(95), None, None, counted=True) == {"result": "优", "trips": 0}


@pytest.mark.parametrize("number", [0, 90])
def test_number_that_cannot_be_looked_up__is_an_error(number: float) -> None:
    found = outcome("GRADE", rate(number), None, None, unreadable=True)
    assert found["error"] == "#VALUE!"
    assert "分不清单元格是空着、是数字还是日期" in found["message"]


def test_site_without_one_of_the_scripts__computes_nothing() -> None:
    """Rather than taking an empty cell for a 0."""
    alone = outcome("GRADE", rate(None), None, None, scripts=[str(FUNCTIONS_JS)])
    assert alone["error"] == "#VALUE!"


def test_too_old_excel__is_an_error() -> None:
    old = outcome("GRADE", rate(90), None, None, runtime="1.2")
    unaddressed = outcomes([{"name": "GRADE", "args": [rate(90), None, None], "unaddressed": True}])[0]
    assert old == unaddressed == {"error": "#VALUE!", "message": "这个版本的 Excel 不能使用本加载项，请更新 Excel"}


def test_too_many_cells__are_refused() -> None:
    found = outcome("GRADE", cells("A1:A3000", [[1]] * 3000), None, None)
    assert found["error"] == "#VALUE!"
    assert "一次最多2000个" in found["message"]
