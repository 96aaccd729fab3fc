"""What was reached of a target: its sign says whether more is better; where the two conventions differ."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.rules.engines import in_python
from tests.rules.inputs import Example
from xlgen.rules.expression import Formula
from xlgen.rules.registry import RULES
from xlgen.rules.target import QUALITATIVE, SIGNS

REVERSED = ("≤", "＜")
CONVENTIONS: list[dict[str, Any]] = [{"points": 7.0}, {"points": 7.0, "reverse": "quotient"}]


def points(actual: float, target: float, sign: str, parameters: dict[str, Any]) -> float:
    found = RULES["target_score"].score({"actual": actual, "target": target, "sign": sign}, parameters)
    assert not isinstance(found, Formula)
    return found


@pytest.mark.parametrize("parameters", CONVENTIONS, ids=["excess", "quotient"])
@pytest.mark.parametrize("sign", SIGNS)
def test_more_reached__never_less_points_or_never_more(sign: str, parameters: dict[str, Any]) -> None:
    chance = random.Random(sign)
    for _ in range(500):
        target = chance.choice([0.0, 0.9, 80.0, round(chance.uniform(0, 1000), 2)])
        less = round(chance.uniform(-10, 2.5 * (target or 1)), chance.randint(0, 4))
        more = less + chance.choice([0.01, 1.0, target])
        exact = sign == "＝" and target == 0
        before, after = points(less, target, sign, parameters), points(more, target, sign, parameters)
        assert (after <= before) if sign in REVERSED or exact else (after >= before), (less, more, target)


@pytest.mark.parametrize(("sign", "same_as"), [("＞", "≥"), ("＜", "≤")])
def test_strict_signs__score_like_the_others(sign: str, same_as: str) -> None:
    for actual in (0.0, 50.0, 80.0, 80.01, 159.99, 160.0):
        for parameters in CONVENTIONS:
            assert points(actual, 80.0, sign, parameters) == points(actual, 80.0, same_as, parameters)


def test_conventions__differ_only_beyond_the_target() -> None:
    excess, quotient = CONVENTIONS
    for sign in SIGNS:
        for actual in (0.0, 0.4, 0.8):
            assert points(actual, 0.8, sign, excess) == points(actual, 0.8, sign, quotient)
    assert points(1.0, 0.8, "≤", excess) == pytest.approx(7 * 0.75)
    assert points(1.0, 0.8, "≤", quotient) == pytest.approx(7 * 0.8)


def test_share_of_a_qualitative_target__whatever_its_number() -> None:
    scores = {in_python("target_score", Example({"actual": 0.85, "target": t, "sign": QUALITATIVE}, {"points": 10.0}))
              for t in (0.0, 1.0, 50.0)}  # fmt: skip
    assert scores == {8.5}
