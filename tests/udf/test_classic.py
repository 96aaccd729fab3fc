"""What classic xlwings makes of the functions: how Excel is told of them, and values as COM brings and takes them."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.udf.calling import arguments
from tests.udf.classic import MISSING
from udf.arguments import OMITTED
from udf.catalogue import FUNCTIONS
from udf.decorators import CATEGORY

CHECKOUT = Path(__file__).parents[2]
LONGEST = 255
"""The most characters that Excel shows of a description."""
VBA = """
any as byref byval call case close const date declare dim do double each else empty end enum erase error event
exit false for friend function get global gosub goto if implements in input integer is let like lock long loop
lset me mod new next not nothing null object on open option optional or paramarray preserve print private
property public put raiseevent redim rem resume return rset select set shared single static step stop string
sub tab then to true type typeof until variant wend while with withevents write xor
"""
RESERVED = frozenset(VBA.split())
"""Words of VBA: no argument may be called so."""
NOT_AVAILABLE, DIVISION = -2146826246, -2146826281
"""Error values of cells, as COM brings them."""
NAMES = sorted(FUNCTIONS)


def _example(name: str) -> list[Any]:
    example = FUNCTIONS[name].example
    given = arguments(example.formula, example.ranges)
    return given + [MISSING] * (len(FUNCTIONS[name].arguments) - len(given))


SPECIAL: dict[str, tuple[str, list[Any], Any]] = {
    "blank": ("RATIO_SCORE", [None, 2.0, MISSING], [[""]]),
    "blank parameter is not an omitted one": ("RATIO_SCORE", [0.5, 2.0, None], [[""]]),
    "blank in a range": ("CRITERIA_SCORE", [[["是"], [None]], [[1.0], [1.0]]], [[""]]),
    "error value": ("RATIO_SCORE", [NOT_AVAILABLE, 2.0, MISSING], "#N/A "),
    "error value in a range": ("QUARTER_EXEC_SCORE", [[[0.2, DIVISION, 0.6, 1.0]], *[MISSING] * 3], "#DIV/0! "),
    "text": ("RATIO_SCORE", ["约八成", 2.0, MISSING], "#VALUE! "),
    "divided by 0": ("EXEC_RATE", [1.0, 0.0], "#DIV/0! "),
    "reason": ("SCORE_REASON", ["RATIO_SCORE", "约八成", 2.0], [["比率“约八成”不是数字"]]),
    "reason of nothing": ("SCORE_REASON", ["没有这个函数"], "#N/A "),
}


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What the process of `tests.udf.classic` says."""
    calls = [[name, _example(name)] for name in NAMES] + [[name, given] for name, given, _ in SPECIAL.values()]
    command = [sys.executable, "-m", "tests.udf.classic"]
    done = subprocess.run(command, cwd=CHECKOUT, input=json.dumps(calls).encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_functions__all_and_nothing_else(told: dict[str, Any]) -> None:
    assert sorted(told["functions"]) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_description__chinese_and_short_enough(told: dict[str, Any], name: str) -> None:
    function = told["functions"][name]
    assert function["category"] == CATEGORY
    assert function["name"] == name
    for doc in (function["ret"]["doc"], *(argument["doc"] for argument in function["args"])):
        assert re.search("[一-鿿]", doc)
        assert len(doc) <= LONGEST
        assert doc == doc.strip()
        assert "\n" not in doc


@pytest.mark.parametrize("name", NAMES)
def test_arguments__told_as_they_are(told: dict[str, Any], name: str) -> None:
    parameters = inspect.signature(FUNCTIONS[name].call).parameters
    described = told["functions"][name]["args"]
    assert [argument["name"] for argument in described] == list(parameters)
    assert all(argument["options"]["err_to_str"] for argument in described)
    for argument in described:
        omittable = parameters[argument["name"]].default is OMITTED
        assert ("optional" in argument) is omittable
        assert argument["doc"].startswith("可省略：") is omittable
        assert argument["name"] not in RESERVED


@pytest.mark.parametrize("name", NAMES)
def test_name__is_one_that_excel_takes(name: str) -> None:
    assert re.fullmatch("[A-Z][A-Z_]{2,}", name), "neither short nor like a cell"


@pytest.mark.parametrize("name", NAMES)
def test_wrapper__passes_every_argument(told: dict[str, Any], name: str) -> None:
    *before, last = inspect.signature(FUNCTIONS[name].call).parameters
    passed = ", ".join([*before, last])
    if FUNCTIONS[name].arguments[-1].repeated:
        declared = ", ".join([*before, f"ParamArray {last}()"])
        assert f"Function {name}({declared})" in told["wrappers"]
        return
    assert f'XLPy.CallUDF("udf.functions", "{name}", Array({passed}), ThisWorkbook' in told["wrappers"]


@pytest.mark.parametrize("name", NAMES)
def test_example__through_com_values(told: dict[str, Any], name: str) -> None:
    result = FUNCTIONS[name].example.result
    assert told["results"][NAMES.index(name)] == (result if isinstance(result, list) else [[result]])


@pytest.mark.parametrize("case", SPECIAL)
def test_special_values__through_com(told: dict[str, Any], case: str) -> None:
    result, expected = told["results"][len(NAMES) + list(SPECIAL).index(case)], SPECIAL[case][2]
    if isinstance(expected, str):
        kind, text = result
        assert kind == "ExcelError"
        assert text.startswith(expected)
    else:
        assert result == expected
