"""Random inputs for every rule: what units type in, and the numbers on which binary arithmetic stumbles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import SCHEMES, shipped_scheme
from xlgen.rules.choice import NO, YES

Argument = float | str | list[float] | list[str]
Parameters = dict[str, Any]


@dataclass(frozen=True)
class Example:
    """One call of a rule."""

    arguments: Mapping[str, Argument]
    parameters: Parameters


def of_schemes(rule: str) -> list[Parameters]:
    """The parameters with which the shipped schemes use a rule, each once."""
    found: list[Parameters] = []
    for name in SCHEMES:
        for indicator in shipped_scheme(name).indicators:
            for part in indicator.parts:
                parameters = {**part.parameters, "points": part.points}
                if part.rule == rule and parameters not in found:
                    found.append(parameters)
    return found


MONEY = st.integers(0, 10**9).map(lambda cents: cents / 100) | st.integers(0, 30000).map(lambda cents: cents / 100)
PAID = st.integers(1, 10**9).map(lambda cents: cents / 100) | st.integers(1, 30000).map(lambda cents: cents / 100)
COUNT = st.integers(0, 30).map(float)
PERCENT = st.integers(0, 20000).map(lambda share: share / 10000)
ANSWER = st.sampled_from([YES, NO, "", "部分达成"])
NUDGES = (-1e-12, 0.0, 1e-12, -1e-4, 1e-4)


def rates(*bounds: float, points: float = 1.0) -> st.SearchStrategy[float]:
    """Ratios of amounts and of counts, typed percents, ratios that ought to be exactly a bound, half-cent ties."""
    exact = st.builds(lambda bound, nudge: max(bound + nudge, 0.0), st.sampled_from(bounds), st.sampled_from(NUDGES))
    divided = st.builds(lambda bound, base: round(bound * base, 6) / base, st.sampled_from(bounds), PAID)
    ties = st.integers(0, 150 * max(1, round(points))).map(lambda cents: (cents + 0.5) / 100 / points)
    ratio = st.builds(lambda part, whole: min(part / whole, 3.0), MONEY, PAID)
    heads = st.builds(lambda part, whole: part / whole, st.integers(0, 200), st.integers(1, 200))
    return st.one_of(ratio, heads, PERCENT, exact, divided, ties)


def _criteria(parameters: Parameters) -> st.SearchStrategy[Mapping[str, Argument]]:
    count = len(parameters["each"])
    return st.fixed_dictionaries({"answers": st.lists(ANSWER, min_size=count, max_size=count)})


def _deduct(parameters: Parameters) -> st.SearchStrategy[Mapping[str, Argument]]:
    each = st.one_of(COUNT, MONEY.map(lambda amount: amount % 25), st.just(0.0))
    count = len(parameters["each"])
    return st.fixed_dictionaries({"counts": st.lists(each, min_size=count, max_size=count)})


def _sized(parameters: Parameters) -> st.SearchStrategy[Mapping[str, Argument]]:
    return st.fixed_dictionaries({"missed": COUNT, "due": COUNT})


def _step(parameters: Parameters) -> st.SearchStrategy[Mapping[str, Argument]]:
    free, step = parameters["free"], parameters["step"]
    sign = -1 if parameters.get("direction") == "below" else 1
    bounds = [free + sign * number * step for number in (0, 1, 2, 3, 5, 7, 9, 10, 12)]
    return st.fixed_dictionaries({"rate": rates(*bounds, points=parameters["points"])})


def _band(parameters: Parameters) -> st.SearchStrategy[Mapping[str, Argument]]:
    bands = parameters["bands"]
    ends = [end for band in bands.values() for end in (band["least"], band["most"])]
    share = st.just(0.0) | rates(*ends, points=parameters["points"]).map(lambda rate: min(rate, 1.0))
    grade = st.sampled_from([*bands, ""])
    return st.lists(st.tuples(grade, share), min_size=1, max_size=4).map(
        lambda points: {"grades": [grade for grade, _ in points], "shares": [share for _, share in points]}
    )


def _choice(parameters: Parameters) -> st.SearchStrategy[Mapping[str, Argument]]:
    other = st.text('优良差是否没有公开按要求称" ', max_size=5)
    return st.fixed_dictionaries({"answer": st.sampled_from([*parameters["scores"]]) | other})


def _tier(parameters: Parameters) -> st.SearchStrategy[Mapping[str, Argument]]:
    bounds = [value for tier in parameters["tiers"] for name, value in tier.items() if name != "score"]
    return st.fixed_dictionaries({"rate": rates(*bounds)})


def _ratio(parameters: Parameters) -> st.SearchStrategy[Mapping[str, Argument]]:
    return st.fixed_dictionaries({"rate": rates(0.0, 1.0, points=parameters["points"])})


def _quarters(parameters: Parameters) -> st.SearchStrategy[Mapping[str, Argument]]:
    quarter = [rates(due, due * 1.5).map(lambda rate: min(rate, 2.0)) for due in parameters["pace"]]
    return st.fixed_dictionaries({"progress": st.tuples(*quarter).map(list)})


def _completion(parameters: Parameters) -> st.SearchStrategy[Mapping[str, Argument]]:
    return st.fixed_dictionaries({"completion": rates(0.6, 1.0, 1.5, points=parameters["points"])})


ARGUMENTS: Mapping[str, Callable[[Parameters], st.SearchStrategy[Mapping[str, Argument]]]] = {
    "criteria_score": _criteria,
    "deduct_score": _deduct,
    "sized_deduct_score": _sized,
    "step_deduct_score": _step,
    "band_score": _band,
    "choice_score": _choice,
    "tier_score": _tier,
    "ratio_score": _ratio,
    "inverse_ratio_score": _ratio,
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
        {"points": 3.5, "bands": {"优": _one_band(0.9, 0.95), "差": _one_band(0.3, 0.5)}},
    ],
    "choice_score": [{"points": 2.0, "scores": {"优": 2.0, '称"良"': 1.35, "差": 0.0}}],
    "tier_score": [
        {"points": 3.0, "tiers": [{"above": 0.3, "score": 0.0}, {"above": 0.1, "score": 1.45}, {"score": 3.0}]},
        {"points": 2.0, "tiers": [{"below": 0.7, "score": 0.0}, {"at_most": 0.9, "score": 0.7}, {"score": 2.0}]},
    ],
    "ratio_score": [{"points": 2.0, "over": "zero"}, {"points": 1.5}],
    "inverse_ratio_score": [{"points": 3.0}],
    "quarter_exec_score": [
        {"points": 9.0, "pace": [0.25, 0.5, 0.75, 1.0], "quarter_points": 1.5, "average_points": 3.0},
        {"points": 1.9, "pace": [0.2, 0.45, 0.7, 0.95], "quarter_points": 0.35, "average_points": 0.5},
    ],
    "completion_score": [{"points": 7.0, "pass_at": 0.5, "full_at": 0.95, "excess_above": 1.3, "excess_share": 0.25}],
}
"""How forms of other bureaus use the rules, or might."""


def calls(rule: str) -> st.SearchStrategy[Example]:
    """Calls of a rule with every set of parameters."""
    return st.one_of(
        [
            ARGUMENTS[rule](parameters).map(partial(Example, parameters=parameters))
            for parameters in [*of_schemes(rule), *OF_OTHER_FORMS[rule]]
        ]
    )


def collected(rule: str, count: int) -> list[Example]:
    """The same `count` calls on every run."""
    found: list[Example] = []

    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(calls(rule))
    def collect(example: Example) -> None:
        found.append(example)

    collect()
    return found
