"""What holds for every rule whatever is filled in: its bounds, no reward for a worse value, and what does not count."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.factories.rule_orders import NO_ORDER, highest, orders
from tests.rules.engines import in_python
from tests.rules.inputs import Argument, Example, calls
from xlgen.rules.choice import YES
from xlgen.rules.expression import Formula
from xlgen.rules.registry import RULES

COUNT = 1000
NOISE = 1e-9


def _points(rule: str, example: Example) -> float:
    points = RULES[rule].score(example.arguments, example.parameters)
    assert not isinstance(points, Formula)
    return points


def _changed(argument: Argument, change: Callable[[Any], Any]) -> Any:
    """An argument with its first value changed."""
    return [change(argument[0]), *argument[1:]] if isinstance(argument, list) else change(argument)


def _better(argument: Argument, step: float) -> Any:
    return _changed(argument, lambda value: YES if isinstance(value, str) else value + step)


def _first(argument: Argument) -> Any:
    return argument[0] if isinstance(argument, list) else argument


def test_properties__none_of_the_rules_left_out() -> None:
    ordered = {rule for rule in RULES if any(orders(rule, call.parameters) for call in calls(rule, 20))}
    assert ordered == set(RULES) - NO_ORDER, "tests/factories/rule_orders.py: say which values are better"


@pytest.mark.parametrize("rule", RULES)
def test_score__between_0_and_full_marks(rule: str) -> None:
    for example in calls(rule, COUNT):
        assert -NOISE <= _points(rule, example) <= example.parameters["points"] + NOISE, example


@pytest.mark.parametrize("rule", sorted(set(RULES) - NO_ORDER))
def test_score__never_less_for_a_better_value(rule: str) -> None:
    chance, compared = random.Random(rule), 0
    for example in calls(rule, COUNT):
        for name, order in orders(rule, example.parameters).items():
            step = order * chance.randint(1, 20_000) / 10_000
            better = _better(example.arguments[name], step)
            reached = [_first(example.arguments[name]), _first(better)]
            if name == "shares" and (0.0 in reached or max(reached) > 1):
                continue  # a share of 0 stands for the top of its band
            if not isinstance(reached[1], str) and max(reached) > highest(rule, example.parameters):
                continue
            gained = _points(rule, replace(example, arguments={**example.arguments, name: better}))
            assert gained >= _points(rule, example) - NOISE, (example, better)
            compared += 1
    assert compared > COUNT / 10


@pytest.mark.parametrize("rule", RULES)
def test_score__digits_beyond_the_15th_do_not_count(rule: str) -> None:
    def beyond(value: Any) -> Any:
        toward = chance.choice((-math.inf, math.inf))
        return math.nextafter(value, toward) if isinstance(value, float) and value else value

    chance, compared = random.Random(rule), 0
    for example in calls(rule, COUNT):
        arguments = {name: _changed(value, beyond) for name, value in example.arguments.items()}
        assert in_python(rule, replace(example, arguments=arguments)) == in_python(rule, example), example
        compared += arguments != example.arguments
    assert compared > COUNT / 10 or rule in ("criteria_score", "choice_score")


@pytest.mark.parametrize(("rule", "options"), [("choice_score", "scores"), ("band_score", "bands")])
def test_score__order_of_the_options_does_not_count(rule: str, options: str) -> None:
    for example in calls(rule, COUNT):
        turned = dict(reversed(example.parameters[options].items()))
        other = replace(example, parameters={**example.parameters, options: turned})
        assert _points(rule, other) == _points(rule, example), example
