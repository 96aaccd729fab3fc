"""Where each rule says that its score turns, it does; and nowhere else, where it has a single number to look at."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import pytest

from tests.rules.inputs import OF_OTHER_FORMS, of_schemes
from xlgen.rules.registry import RULES
from xlgen.rules.rule import Known, Rule, Turn

CALLS = [(name, parameters) for name in RULES for parameters in (*of_schemes(name), *OF_OTHER_FORMS[name])]
SAME = 1e-9
ONE_NUMBER = {"tier_score", "ratio_score", "inverse_ratio_score", "interpolation_score"}
NEAR = (-1.0, -1e-4, 1e-4, 1.0)
"""How far from a turn the score is looked at: an item, or a hundredth of a percent."""


def known(rule: Rule, parameters: Mapping[str, Any]) -> Known:
    """Nothing laid down; lists with as many values as the parameter that belongs to them."""
    count = len(getattr(rule.parameters.model_validate(parameters), rule.paired[1])) if rule.paired else 2
    return {argument: [None] * (count if kind.several else 1) for argument, kind in rule.arguments.items()}


def turns(name: str, parameters: Mapping[str, Any]) -> list[Turn]:
    return RULES[name].turns_with(parameters, known(RULES[name], parameters))


def score(name: str, parameters: Mapping[str, Any], arguments: Mapping[str, Any]) -> float:
    value = RULES[name].score(arguments, parameters)
    assert isinstance(value, (int, float))
    return float(value)


def moved(turn: Turn, by: float) -> dict[str, Any]:
    value = turn.arguments[turn.moved]
    if not isinstance(value, Sequence) or isinstance(value, str):
        return {**turn.arguments, turn.moved: value + by}  # type: ignore[operator]  # what is moved is a number
    values = [each + by if place == turn.place else each for place, each in enumerate(value)]  # type: ignore[operator]
    return {**turn.arguments, turn.moved: values}


@pytest.mark.parametrize(("name", "parameters"), CALLS)
def test_turns__the_score_turns_there(name: str, parameters: Mapping[str, Any]) -> None:
    for turn in turns(name, parameters):
        if turn.moved:
            at = score(name, parameters, turn.arguments)
            assert any(abs(score(name, parameters, moved(turn, by)) - at) > SAME for by in NEAR), turn


@pytest.mark.parametrize(("name", "parameters"), CALLS)
def test_turns__reach_full_marks_and_the_least(name: str, parameters: Mapping[str, Any]) -> None:
    """The best of what is shown is the full marks, the worst nothing less than what a rule can give."""
    reached = [
        score(name, parameters, arguments)
        for turn in turns(name, parameters)
        for arguments in [turn.arguments, *(moved(turn, by) for by in NEAR[1:] if turn.moved in {"rate", "amount"})]
    ]
    top = RULES[name].full_marks
    full = top(RULES[name].parameters.model_validate(parameters)) if top else parameters["points"]
    if name != "band_score":  # a band may end below 100 %
        assert max(reached) == pytest.approx(full)
    assert min(reached) < max(reached)


@pytest.mark.parametrize(("name", "parameters"), [call for call in CALLS if call[0] in ONE_NUMBER])
def test_turns__nowhere_else(name: str, parameters: Mapping[str, Any]) -> None:
    """Between two turns, and beyond the last ones, the score is a straight line."""
    (argument,) = RULES[name].arguments
    places = sorted({float(turn.arguments[argument]) for turn in turns(name, parameters)})  # type: ignore[arg-type]
    chance = random.Random(name)
    for low, high in pairwise([places[0] - 1, *places, places[-1] + 1]):
        inside = sorted(low + (high - low) * (0.01 + 0.98 * chance.random()) for _ in range(9))
        scores = [score(name, parameters, {argument: rate}) for rate in inside]
        slope = (scores[-1] - scores[0]) / (inside[-1] - inside[0])
        assert scores == pytest.approx([scores[0] + slope * (rate - inside[0]) for rate in inside])
