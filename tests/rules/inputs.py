"""Random inputs for every rule: what units type in, and the numbers on which binary arithmetic stumbles."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.conftest import PUBLISHED, shipped_scheme
from xlgen.rules.choice import NO, YES
from xlgen.rules.target import QUALITATIVE, SIGNS

Argument = float | str | list[float] | list[str]
Arguments = dict[str, Argument]
Parameters = dict[str, Any]


@dataclass(frozen=True)
class Example:
    """One call of a rule."""

    arguments: Mapping[str, Argument]
    parameters: Parameters


def of_schemes(rule: str) -> list[Parameters]:
    """The parameters with which the published forms use a rule, each once."""
    found: list[Parameters] = []
    for name in PUBLISHED:
        for indicator in shipped_scheme(name).indicators:
            for part in indicator.parts:
                parameters = {**part.parameters, "points": part.points}
                if part.rule == rule and parameters not in found:
                    found.append(parameters)
    return found


ANSWERS = (YES, NO, "", "部分达成")
NUDGES = (-1e-12, 0.0, 1e-12, -1e-4, 1e-4)


def _whole(chance: random.Random, low: int, high: int) -> int:
    """A whole number; the ends of the range come often."""
    return chance.choice((low, high)) if chance.random() < 0.1 else chance.randint(low, high)


def _money(chance: random.Random, least: int = 0) -> float:
    """An amount in 万元, to the cent; least: in cents."""
    return _whole(chance, least, chance.choice((10**9, 30_000))) / 100


def _count(chance: random.Random) -> float:
    return float(_whole(chance, 0, 30))


def _rate(chance: random.Random, *bounds: float, points: float = 1.0) -> float:
    """Ratios of amounts and of counts, typed percents, ratios that ought to be exactly a bound, half-cent ties."""
    match chance.randrange(6):
        case 0:
            return min(_money(chance) / _money(chance, least=1), 3.0)
        case 1:
            return _whole(chance, 0, 200) / _whole(chance, 1, 200)
        case 2:
            return _whole(chance, 0, 20_000) / 10_000
        case 3:
            return max(chance.choice(bounds) + chance.choice(NUDGES), 0.0)
        case 4:
            base = _money(chance, least=1)
            return round(chance.choice(bounds) * base, 6) / base
        case _:
            return (_whole(chance, 0, 150 * max(1, round(points))) + 0.5) / 100 / points


def _criteria(parameters: Parameters, chance: random.Random) -> Arguments:
    return {"answers": [chance.choice(ANSWERS) for _ in parameters["each"]]}


def _deduct(parameters: Parameters, chance: random.Random) -> Arguments:
    kinds: tuple[Callable[[], float], ...] = lambda: _count(chance), lambda: _money(chance) % 25, lambda: 0.0
    return {"counts": [chance.choice(kinds)() for _ in parameters["each"]]}


def _sized(parameters: Parameters, chance: random.Random) -> Arguments:
    return {"missed": _count(chance), "due": _count(chance)}


def _step(parameters: Parameters, chance: random.Random) -> Arguments:
    free, step = parameters["free"], parameters["step"]
    sign = -1 if parameters.get("direction") == "below" else 1
    bounds = [free + sign * number * step for number in (0, 1, 2, 3, 5, 7, 9, 10, 12)]
    return {"rate": _rate(chance, *bounds, points=parameters["points"])}


def _band(parameters: Parameters, chance: random.Random) -> Arguments:
    bands = parameters["bands"]
    ends = [
        end
        for band in bands.values()
        for end in (band["least"], *(band[end] for end in ("most", "below") if end in band))
    ]
    count = chance.randint(1, 4)
    shares = [min(_rate(chance, *ends, points=parameters["points"]), 1.0) for _ in range(count)]
    return {
        "grades": [chance.choice([*bands, ""]) for _ in range(count)],
        "shares": [0.0 if chance.random() < 0.2 else share for share in shares],
    }


def _choice(parameters: Parameters, chance: random.Random) -> Arguments:
    other = "".join(chance.choices('优良差是否没有公开按要求称" ', k=chance.randint(0, 5)))
    return {"answer": chance.choice([chance.choice([*parameters["scores"]]), other])}


def _tier(parameters: Parameters, chance: random.Random) -> Arguments:
    bounds = [value for tier in parameters["tiers"] for name, value in tier.items() if name != "score"]
    return {"rate": _rate(chance, *bounds)}


def _ratio(parameters: Parameters, chance: random.Random) -> Arguments:
    return {"rate": _rate(chance, 0.0, 1.0, points=parameters["points"])}


def _quarters(parameters: Parameters, chance: random.Random) -> Arguments:
    return {"progress": [min(_rate(chance, due, due * 1.5), 2.0) for due in parameters["pace"]]}


def _number(chance: random.Random, *bounds: float) -> float:
    """An amount or a count, often at a bound or one 分 beside it."""
    near = [bound + nudge for bound in bounds for nudge in (-1e-6, 0.0, 1e-6, -0.01, 0.01)]
    return chance.choice([_money(chance), _count(chance), *near, *near])


def _target(parameters: Parameters, chance: random.Random) -> Arguments:
    """What was reached of a target: near it, near twice as much, at a half-cent tie, or a share."""
    sign, goal = chance.choice([*SIGNS, "良好"]), chance.choice([0.0, _count(chance), _money(chance)])
    if sign == QUALITATIVE:
        return {"actual": _rate(chance, 0.6, 1.0, points=parameters["points"]), "target": goal, "sign": sign}
    reached = goal * _rate(chance, 0.5, 1.0, 2.0, points=parameters["points"])
    return {"actual": chance.choice([_number(chance, goal, 2 * goal), reached, -goal]), "target": goal, "sign": sign}


def _comparison(parameters: Parameters, chance: random.Random) -> Arguments:
    others = [chance.choice([0.0, _money(chance)]) for _ in parameters["comparisons"]]
    return {"amount": _number(chance, *others), "others": others}


def _interpolation(parameters: Parameters, chance: random.Random) -> Arguments:
    return {"rate": _rate(chance, *(knot["at"] for knot in parameters["curve"]), points=parameters["points"])}


def _completion(parameters: Parameters, chance: random.Random) -> Arguments:
    return {"completion": _rate(chance, 0.6, 1.0, 1.5, points=parameters["points"])}


ARGUMENTS: Mapping[str, Callable[[Parameters, random.Random], Arguments]] = {
    "criteria_score": _criteria,
    "deduct_score": _deduct,
    "sized_deduct_score": _sized,
    "step_deduct_score": _step,
    "band_score": _band,
    "choice_score": _choice,
    "tier_score": _tier,
    "ratio_score": _ratio,
    "inverse_ratio_score": _ratio,
    "interpolation_score": _interpolation,
    "target_score": _target,
    "comparison_score": _comparison,
    "quarter_exec_score": _quarters,
    "completion_score": _completion,
}


def _one_band(least: float, most: float) -> dict[str, float]:
    return {"least": least, "most": most}


OF_OTHER_FORMS: Mapping[str, list[Parameters]] = {
    "criteria_score": [{"points": 1.0, "each": [0.34, 0.33, 0.33]}, {"points": 1.05, "each": [0.1, 0.2, 0.3, 0.45]}],
    "deduct_score": [{"points": 1.5, "each": [0.3]}, {"points": 3.0, "each": [0.1, 0.25, 2.0]}],
    "sized_deduct_score": [{"points": 3.0, "size": 5.0, "each_above": 0.3, "each_within": 0.7}],
    "step_deduct_score": [
        {"points": 1.0, "free": 0.0, "step": 0.01, "each": 0.05},
        {"points": 4.0, "free": 0.0, "step": 0.05, "each": 0.5},
        {"points": 1.0, "free": 1.0, "step": 0.01, "each": 0.05},
        {"points": 2.0, "free": 0.2, "step": 0.001, "each": 0.03},
        {"points": 1.0, "free": 1.0, "step": 0.01, "each": 0.02, "direction": "below"},
        {"points": 4.0, "free": 0.9, "step": 0.05, "each": 0.35, "direction": "below"},
    ],
    "band_score": [
        {
            "points": 1.0,
            "bands": {"达成": _one_band(0.8, 1.0), "部分达成": _one_band(0.6, 0.8), "未达成": _one_band(0.0, 0.6)},
        },
        {"points": 2.0, "bands": {"达成": _one_band(0.8, 1.0), "其余": {"least": 0.25, "below": 0.8}}},
        {"points": 3.5, "bands": {"优": _one_band(0.9, 0.95), "差": _one_band(0.3, 0.5)}},
    ],
    "choice_score": [{"points": 2.0, "scores": {"优": 2.0, '称"良"': 1.35, "差": 0.0}}],
    "tier_score": [
        {"points": 3.0, "tiers": [{"above": 0.3, "score": 0.0}, {"above": 0.1, "score": 1.45}, {"score": 3.0}]},
        {"points": 2.0, "tiers": [{"below": 0.7, "score": 0.0}, {"at_most": 0.9, "score": 0.7}, {"score": 2.0}]},
        {
            "points": 2.0,
            "tiers": [{"at_most": 1, "score": 2.0}, {"at_most": 3, "score": 1.5}, {"score": 0.0}],
            "unit": "名",
        },
    ],
    "ratio_score": [{"points": 2.0, "over": "zero"}, {"points": 1.5}],
    "inverse_ratio_score": [{"points": 3.0}],
    "interpolation_score": [
        {"points": 5.0, "curve": [{"at": 0.8, "score": 0.0}, {"at": 0.95, "score": 5.0}]},
        {"points": 6.0, "curve": [{"at": 0.0, "score": 6.0}, {"at": 0.2, "score": 0.0}]},
        {"points": 3.5, "curve": [{"at": 0.6, "score": 0.7}, {"at": 0.9, "score": 3.0}, {"at": 1.0, "score": 3.5}]},
    ],
    "target_score": [{"points": 10.0}, {"points": 1.5}, {"points": 8.0, "reverse": "quotient"}],
    "comparison_score": [
        {"points": 3.0, "comparisons": [{"sign": "≤", "score": 3.0}, {"sign": "≤", "score": 2.0}]},
        {"points": 5.0, "comparisons": [{"sign": "≥", "score": 5.0}], "otherwise": 0.5},
        {"points": 2.0, "comparisons": [{"sign": "＜", "score": 2.0}, {"sign": "＝", "score": 1.0}]},
        {"points": 2.0, "comparisons": [{"sign": "＞", "score": 2.0}, {"sign": "≥", "score": 1.0}]},
    ],
    "quarter_exec_score": [
        {"points": 9.0, "pace": [0.25, 0.5, 0.75, 1.0], "quarter_points": 1.5, "average_points": 3.0},
        {"points": 1.9, "pace": [0.2, 0.45, 0.7, 0.95], "quarter_points": 0.35, "average_points": 0.5},
    ],
    "completion_score": [{"points": 7.0, "pass_at": 0.5, "full_at": 0.95, "excess_above": 1.3, "excess_share": 0.25}],
}
"""How forms of other bureaus use the rules, or might."""


def calls(rule: str, count: int) -> list[Example]:
    """This many calls of a rule, with every set of parameters in turn; the same on every run."""
    chance = random.Random(rule)
    parameters = itertools.cycle([*of_schemes(rule), *OF_OTHER_FORMS[rule]])
    return [Example(ARGUMENTS[rule](each, chance), each) for each in itertools.islice(parameters, count)]
