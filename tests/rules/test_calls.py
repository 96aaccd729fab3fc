"""A rule as the call of its custom function: each argument one reference or constant, and TRUE at the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import ValidationError

from xlgen.rules.calls import FUNCTIONS, grade_call, rule_call
from xlgen.rules.expression import Formula
from xlgen.rules.registry import RULES

CELL, RANGE = Formula("C5"), Formula("C5:C8")
BANDS = {"达成": {"least": 0.8, "most": 1.0}, "未达成": {"least": 0.0, "most": 0.6}}
TIERS = [
    {"below": 0.05, "score": 1.0},
    {"at_most": 0.1, "score": 0.5},
    {"above": 2.0, "score": 0.25},
    {"at_least": 0.125, "score": 0.1},
    {"score": 0.0},
]


@pytest.mark.parametrize(
    ("rule", "arguments", "parameters", "text"),
    [
        ("band_score", {"grades": RANGE, "shares": RANGE}, {"points": 6.0, "bands": BANDS},
         'BAND_SCORE(C5:C8,C5:C8,6,{"达成";"未达成"},{0.8;0},{1;0.6},TRUE)'),
        ("choice_score", {"answer": CELL}, {"points": 2.0, "scores": {"是": 2.0, "否": 0.5}},
         'CHOICE_SCORE(C5,{"是";"否"},{2;0.5},TRUE)'),
        ("choice_score", {"answer": CELL}, {"points": 2.0, "scores": {"是": 2.0}}, 'CHOICE_SCORE(C5,"是",2,TRUE)'),
        ("criteria_score", {"answers": RANGE}, {"points": 3.0, "each": [0.5, 1.5, 1.0]},
         "CRITERIA_SCORE(C5:C8,{0.5;1.5;1},TRUE)"),
        ("deduct_score", {"counts": RANGE}, {"points": 4.0, "each": [0.5, 1.0]}, "DEDUCT_SCORE(C5:C8,4,{0.5;1},TRUE)"),
        ("sized_deduct_score", {"missed": CELL, "due": Formula("C6")},
         {"points": 2.0, "size": 3.0, "each_above": 0.5, "each_within": 1.0},
         "SIZED_DEDUCT_SCORE(C5,C6,2,3,0.5,1,TRUE)"),
        ("step_deduct_score", {"rate": CELL}, {"points": 1.0, "free": 0.1, "step": 0.01, "each": 0.05},
         'STEP_DEDUCT_SCORE(C5,1,0.1,0.01,0.05,"高于",TRUE)'),
        ("step_deduct_score", {"rate": CELL},
         {"points": 1.0, "free": 1.0, "step": 0.01, "each": 0.02, "direction": "below"},
         'STEP_DEDUCT_SCORE(C5,1,1,0.01,0.02,"低于",TRUE)'),
        ("quarter_exec_score", {"progress": RANGE}, {}, "QUARTER_EXEC_SCORE(C5:C8,{0.25;0.5;0.75;1},1,2,TRUE)"),
        ("tier_score", {"rate": CELL}, {"points": 5.0, "unit": "名", "tiers": [{"at_most": 1.0, "score": 5.0},
         {"below": 3.5, "score": 3.0}, {"score": 0.0}]}, 'TIER_SCORE(C5,{"≤1";"＜3.5";"其余"},{5;3;0},TRUE)'),
        ("interpolation_score", {"rate": CELL},
         {"points": 5.0, "curve": [{"at": 0.8, "score": 0.0}, {"at": 0.95, "score": 5.0}]},
         "INTERPOLATION_SCORE(C5,{0.8;0.95},{0;5},TRUE)"),
        ("target_score", {"actual": CELL, "target": Formula("C6"), "sign": Formula("C7")}, {"points": 10.0},
         'TARGET_SCORE(C5,C6,C7,10,"超出比例",TRUE)'),
        ("target_score", {"actual": CELL, "target": 0.9, "sign": "≥"}, {"points": 10.0, "reverse": "quotient"},
         'TARGET_SCORE(C5,0.9,"≥",10,"目标÷完成",TRUE)'),
        ("comparison_score", {"amount": CELL, "others": RANGE}, {"points": 3.0,
         "comparisons": [{"sign": "≤", "score": 3.0}, {"sign": "＝", "score": 2.0}], "otherwise": 0.5},
         'COMPARISON_SCORE(C5,C5:C8,{"≤";"＝"},{3;2},0.5,TRUE)'),
        ("ratio_score", {"rate": CELL}, {"points": 2.0, "over": "zero"}, 'RATIO_SCORE(C5,2,"零分",TRUE)'),
        ("ratio_score", {"rate": CELL}, {"points": 2.0}, 'RATIO_SCORE(C5,2,"满分",TRUE)'),
        ("inverse_ratio_score", {"rate": CELL}, {"points": 0.8}, "INVERSE_RATIO_SCORE(C5,0.8,TRUE)"),
        ("completion_score", {"completion": CELL}, {"points": 15.0}, "COMPLETION_SCORE(C5,15,0.6,1,1.5,0.5,TRUE)"),
        ("tier_score", {"rate": CELL}, {"points": 1.0, "tiers": TIERS},
         'TIER_SCORE(C5,{"＜5%";"≤10%";"＞200%";"≥12.5%";"其余"},{1;0.5;0.25;0.1;0},TRUE)'),
    ],
)  # fmt: skip
def test_rule_call__as_a_workbook_writes_it(
    rule: str, arguments: Mapping[str, Formula], parameters: Mapping[str, Any], text: str
) -> None:
    assert rule_call(rule, arguments, parameters).text == text


def test_rule_call__full_marks_that_are_filled_in() -> None:
    called = rule_call("completion_score", {"completion": CELL}, {"points": 15.0}, Formula("D5"))
    assert called.text == "COMPLETION_SCORE(C5,D5,0.6,1,1.5,0.5,TRUE)"


def test_rule_call__parameters_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValidationError):
        rule_call("ratio_score", {"rate": CELL}, {"points": 2.0, "over": "half"})


def test_grade_call__names_and_cut_offs_in_columns() -> None:
    assert grade_call(CELL, {"优": 90.0, "差": 0.0}).text == 'GRADE(C5,{"优";"差"},{90;0})'


def test_functions__every_rule_and_the_two_of_the_form() -> None:
    assert {*(rule.upper() for rule in RULES), "GRADE", "STACK"} == FUNCTIONS
