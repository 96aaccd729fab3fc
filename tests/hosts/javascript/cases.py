"""Calls on which Python and JavaScript might differ: official cases, contents of every kind, borders, characters."""

from __future__ import annotations

import datetime as dt
import math
import random
import unicodedata
from collections.abc import Iterator
from typing import Any

from tests.factories.function_arguments import POSITIONS, SOUND, WIDE, replaced
from tests.factories.rule_cases import CASES
from tests.hosts.javascript.engine import Call
from tests.rules import inputs
from tests.udf.calling import arguments, arguments_of
from udf.arguments import OMITTED
from udf.catalogue import FUNCTIONS
from udf.outcome import ERRORS
from xlgen.rules.registry import RULES
from xlgen.text import INVISIBLE

KINDS: list[Any] = [
    None, "", " ", "\u3000", True, False, dt.date(2026, 3, 31), b"1", float("nan"), float("inf"), *sorted(ERRORS),
    0, 1, -1, -1e-4, -1.5e-5, -1234567890, -12345678901, -1000000000.5, -1000000001.5,
    0.5, 1e-10, 1e14, -1e14, 1e15, 1e300, 123456789012345.5, 0.1 + 0.2, 2**-22,
    "10²", "1 2", "①", "٣", "约八成", "12,34", "1,234.5", "1e3", "85%", "85%%", "92.99%".translate(WIDE),
    ".5", "+3", "\u22123", "5.",
    "待定", "3万元", "是", "否", "√", "×", "TRUE", "false", "满分", "零分", "高于", "低于", "其余", "其他",
    "≥90%", "＜5%", "≤3", ">=0.8", "＝", "定性", "优", "达成", "constructor", "__proto__", "0",
    "满" * 30, "\U0001f600" * 21,
]  # fmt: skip
"""Whatever may stand in a cell."""
MISSING = -2147352572
"""What COM passes for an argument that is left out."""
TIES = [0.005, 0.015, 1.005, 2.675, 0.125, 4.365, 1.195]
"""Half cents, some of which the nearest binary number misses."""
NEAR = [-1e-10, -1e-11, -1e-13, 0.0, 1e-13, 1e-11, 1e-10]


def official() -> Iterator[Call]:
    """The cases that an official can read, and the examples of the help."""
    for rule, cases in CASES.items():
        for _, case, _ in cases:
            yield rule.upper(), arguments_of(rule, case)
    for name, function in FUNCTIONS.items():
        yield name, arguments(function.example.formula, function.example.ranges)


def kinds() -> Iterator[Call]:
    """Every content in every argument of every function: as the first cell, as the only one, as many of them."""
    for name, place in POSITIONS:
        for cell in KINDS:
            # A single blank cell comes as a range: hosts pass null for what is left out as well.
            given = replaced(SOUND[name][place], cell)
            for content in ([[cell]] if given is None else given, [[cell]], [[cell, cell]], [[], [cell]]):
                yield name, [*SOUND[name][:place], content, *SOUND[name][place + 1 :]]
        yield name, [*SOUND[name][:place], [], *SOUND[name][place + 1 :]]
    for cell in KINDS:
        if not isinstance(cell, float) or math.isfinite(cell):  # no cell of a sheet holds another one
            yield "STACK", [[[1], [cell]], "是"]
        yield "SCORE_REASON", [cell, 1, 2]
        yield "SCORE_REASON", ["ratio_score", [[cell]], 2]
        yield "SCORE_REASON", ["RATIO_SCORE", 0.5, 2, OMITTED, [[cell]]]


def borders() -> Iterator[Call]:
    """Half cents, whole steps, and bounds with the noise of binary arithmetic on either side."""
    yield "CRITERIA_SCORE", [["是"], [0]]
    for near in NEAR:
        for tie in TIES:
            yield "RATIO_SCORE", [1.0, tie + near]
            yield "RATIO_SCORE", [(tie + near) / 7, 7]
            yield "DEDUCT_SCORE", [1, 4, tie + near]
        for steps in range(30):
            yield "STEP_DEDUCT_SCORE", [0.1 + steps * 0.01 + near, 1, 0.1, 0.01, 0.05]
            yield "STEP_DEDUCT_SCORE", [0.9 - steps * 0.05 + near, 4, 0.9, 0.05, 0.35, "低于"]
        for bound in (0.6, 0.75, 0.9, 1.0, 1.5, 57.708 / 64.12):
            yield "COMPLETION_SCORE", [bound + near, 15]
            yield "TIER_SCORE", [bound + near, [["≥90%", "＞75%", "≥60%", "其余"]], [[1, 0.7, 0.4, 0]]]
            yield "RATIO_SCORE", [bound + near, 2, "零分"]
            yield "INTERPOLATION_SCORE", [bound + near, [[0.6, 0.9, 1.5]], [[0.7, 3, 3.5]]]
            yield "GRADE", [bound * 60 + near]
        for amount in (12345678901234.25, 12345678901234.3, 0.1 + 0.2, 99999999999999.9):
            for sign in ("≥", "＞", "＝", "≤", "＜"):
                yield "COMPARISON_SCORE", [amount + near, 12345678901234.2, sign, 2]


def characters() -> Iterator[Call]:
    """Characters that are spaces, invisible or full-width, or fall together: in a text, and in a number."""
    chance = random.Random(13)
    spaces = [sign for sign in map(chr, range(0x3001)) if sign.isspace()]
    signs = [*spaces, *map(chr, WIDE.values()), *map(chr, chance.sample(range(0x20, 0xD800), 1500))]
    signs += [sign for sign in map(chr, range(0x110000)) if INVISIBLE.match(sign)][::9]
    for sign in signs:
        if unicodedata.category(sign) != "Cn":  # not in each program's Unicode
            yield "CHOICE_SCORE", [f"{sign}优{sign}", [["优", sign]], [[2, 1]]]
            yield "RATIO_SCORE", [f"{sign}85%{sign}", 2]
            yield "RATIO_SCORE", [f"8{sign}5%", 2]


def random_calls(count: int) -> Iterator[Call]:
    """This many calls of each rule, rounded and not: what units type in, and numbers that are none in binary."""
    for rule in RULES:
        for number, case in enumerate(inputs.calls(rule, count)):
            yield rule.upper(), [*arguments_of(rule, case), number % 2 == 0]


def hosts() -> list[tuple[Call, Any]]:
    """What hosts pass and Python never sees, with the answers: errors as numbers, ways to leave out, wrong counts."""
    errors = {-2146826246: "#N/A", -2146826281: "#DIV/0!", -2146826273: "#VALUE!", -2146826265: "#REF!"}
    errors |= {-2146826259: "#NAME?", -2146826252: "#NUM!", -2146826288: "#NULL!"}
    quarters = [[0.3760, 0.5647, 0.7228, 0.9299]]
    wrong = {"error": "#VALUE!", "reason": "参数的个数不对，请对照函数的说明"}
    return [
        *(
            (("RATIO_SCORE", [[[number]], 2]), {"error": error, "reason": "比率的单元格里是错误值"})
            for number, error in errors.items()
        ),
        *(
            (("QUARTER_EXEC_SCORE", [quarters, left_out]), {"value": 5.89})
            for left_out in (None, MISSING, [[MISSING]], OMITTED)
        ),
        (("QUARTER_EXEC_SCORE", [quarters, None, MISSING, OMITTED, True]), {"value": 5.893633333333334}),
        (("RATIO_SCORE", [[[OMITTED]], 2]), {"value": ""}),
        (("RATIO_SCORE", [None, 2]), {"value": ""}),
        (("RATIO_SCORE", [0.5, 2, None]), {"value": 1}),
        (("STACK", [1, 2, MISSING, OMITTED]), {"value": [[1], [2]]}),
        (("STACK", [1, MISSING, 2]), {"value": [[1], [""], [2]]}),
        (("SCORE_REASON", ["RATIO_SCORE", 0.5, 2, MISSING, MISSING]), {"value": "没有问题"}),
        (("SCORE_REASON", ["RATIO_SCORE", 0.5, 2, MISSING, "多"]), {"value": "最后一个参数应填“是”或“否”"}),
        *((("RATIO_SCORE", args), wrong) for args in ([], [0.5], [0.5, 2, "满分", True, 1], [OMITTED, 2])),
    ]
