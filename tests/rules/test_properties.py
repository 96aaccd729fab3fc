"""What holds for every rule whatever is filled in: from 0 to the full marks, and no reward for a worse value."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from tests.rules.inputs import Argument, Example, calls
from xlgen.rules.expression import Formula
from xlgen.rules.registry import RULES

COUNT = 1000
NOISE = 1e-9
BETTER_UP = {"ratio_score": "rate", "quarter_exec_score": "progress", "completion_score": "completion"}
BETTER_DOWN = {
    "deduct_score": "counts",
    "sized_deduct_score": "missed",
    "step_deduct_score": "rate",
    "inverse_ratio_score": "rate",
}
NOT_ORDERED = {"criteria_score", "choice_score", "tier_score", "band_score"}
"""Answers have no order; a tiered score goes the way the form's tiers do; a share of 0 stands for a band's top."""


def _points(rule: str, example: Example) -> float:
    points = RULES[rule].score(example.arguments, example.parameters)
    assert not isinstance(points, Formula)
    return points


def _more(arguments: Mapping[str, Argument], name: str, step: float) -> dict[str, Argument]:
    value = arguments[name]
    if isinstance(value, list):
        raised: Argument = [each + step if isinstance(each, float) else step for each in value[:1]] + [
            each for each in value[1:] if isinstance(each, float)
        ]
    else:
        raised = value + step if isinstance(value, float) else step
    return {**arguments, name: raised}


def test_properties__none_of_the_rules_left_out() -> None:
    said = {*BETTER_UP, *BETTER_DOWN, *NOT_ORDERED}
    assert said == set(RULES), f"say which values are better, or that none are: {said ^ set(RULES)}"


@pytest.mark.parametrize("rule", RULES)
def test_score__between_0_and_full_marks(rule: str) -> None:
    for example in calls(rule, COUNT):
        assert -NOISE <= _points(rule, example) <= example.parameters["points"] + NOISE, example


@pytest.mark.parametrize(("rule", "argument"), [*BETTER_UP.items(), *BETTER_DOWN.items()])
def test_score__never_better_for_a_worse_value(rule: str, argument: str) -> None:
    chance, examples = random.Random(argument), calls(rule, COUNT)
    compared = 0
    for example in examples:
        higher = replace(example, arguments=_more(example.arguments, argument, chance.randint(1, 20_000) / 10_000))
        reached = higher.arguments[argument]
        if isinstance(reached, float) and reached > _highest(rule, example.parameters):
            continue
        gained = _points(rule, higher) - _points(rule, example)
        if example.parameters.get("direction") == "below":
            gained = -gained
        assert gained >= -NOISE if rule in BETTER_UP else gained <= NOISE, example
        compared += 1
    assert compared > COUNT / 10


def _highest(rule: str, parameters: Mapping[str, Any]) -> float:
    """Up to which value more is better: forms mark down what lies far above the target."""
    if rule == "ratio_score" and parameters.get("over") == "zero":
        return 1.0
    return float(parameters.get("excess_above", 1.5)) if rule == "completion_score" else math.inf
