"""The rules once more, from their descriptions alone and in exact fractions: no line is shared with xlgen/rules.

Numbers are the decimals that the files hold. Nothing is rounded but the score, half up to the cent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import Any

from conformance.files import RuleCase, RuleForm


def score(rule: str, form: RuleForm, case: RuleCase) -> float | None:
    """The score of a case to the cent; None where something is blank that must be filled in."""
    arguments = {name: _exact(value) for name, value in case.arguments.items()}
    parameters: dict[str, Any] = {name: _exact(value) for name, value in form.parameters.items()}
    blank = [name for name, value in arguments.items() if name != "shares" and _blank(value)]
    points = None if blank else RULES[rule](arguments, parameters)
    return None if points is None else floor(points * 100 + Fraction(1, 2)) / 100


def _exact(value: Any) -> Any:
    """Every number in a value as a fraction; a quotient written as a text too."""
    if isinstance(value, (int, float)):
        return Fraction(repr(value))
    if isinstance(value, str) and "/" in value:
        dividend, divisor = value.split("/")
        return Fraction(dividend) / Fraction(divisor)
    if isinstance(value, Mapping):
        return {key: _exact(item) for key, item in value.items()}
    return [_exact(item) for item in value] if isinstance(value, (list, tuple)) else value


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, list) and None in value)


def _criteria(given: Mapping[str, Any], form: Mapping[str, Any]) -> Fraction:
    met = [worth for answer, worth in zip(given["answers"], form["each"], strict=True) if answer == "是"]
    return sum(met, Fraction(0))


def _choice(given: Mapping[str, Any], form: Mapping[str, Any]) -> Fraction:
    return Fraction(form["scores"][given["answer"]])


def _bands(given: Mapping[str, Any], form: Mapping[str, Any]) -> Fraction | None:
    """Where no share is given: the top of the band; it must be given in a band that begins at 0."""
    reached = []
    for grade, share in zip(given["grades"], given["shares"], strict=True):
        band = form["bands"][grade]
        if share is None and band["least"] == 0:
            return None
        reached.append(band["most"] if share is None else share)
    return Fraction(sum(reached) / len(reached) * form["points"])


def _tiers(given: Mapping[str, Any], form: Mapping[str, Any]) -> Fraction:
    rate = given["rate"]
    keeps: Mapping[str, Callable[[Fraction], bool]] = {
        "below": lambda bound: rate < bound,
        "at_most": lambda bound: rate <= bound,
        "above": lambda bound: rate > bound,
        "at_least": lambda bound: rate >= bound,
    }
    for tier in form["tiers"]:
        if all(keeps[name](bound) for name, bound in tier.items() if name != "score"):
            return Fraction(tier["score"])
    raise AssertionError("the last tier has no bound")


def _proportional(given: Mapping[str, Any], form: Mapping[str, Any]) -> Fraction:
    rate: Fraction = given["rate"]
    if rate > 1:
        return Fraction(form["points"] if form.get("over", "full") == "full" else 0)
    return Fraction(max(rate, 0) * form["points"])


def _inverse(given: Mapping[str, Any], form: Mapping[str, Any]) -> Fraction:
    lost = min(max(given["rate"], Fraction(0)), Fraction(1))
    return Fraction(form["points"] - lost * form["points"])


def _completion(given: Mapping[str, Any], form: Mapping[str, Any]) -> Fraction:
    reached, points = given["completion"], form["points"]
    full = form.get("full_at", Fraction(1))
    if reached < form.get("pass_at", Fraction("0.6")):
        return Fraction(0)
    if reached > form.get("excess_above", Fraction("1.5")):
        return Fraction(points * form.get("excess_share", Fraction("0.5")))
    return Fraction(points if reached >= full else points * reached / full)


def _quarters(given: Mapping[str, Any], form: Mapping[str, Any]) -> Fraction:
    pace = form.get("pace", [Fraction(quarter, 4) for quarter in (1, 2, 3, 4)])
    rates = [reached / due for reached, due in zip(given["progress"], pace, strict=True)]
    one = Fraction(1)
    quarters = sum(min(rate, one) for rate in rates) * form.get("quarter_points", one)
    return Fraction(quarters + min(sum(rates) / len(rates), one) * form.get("average_points", 2))


def _deduct(given: Mapping[str, Any], form: Mapping[str, Any]) -> Fraction:
    lost = sum(count * worth for count, worth in zip(given["counts"], form["each"], strict=True))
    return Fraction(max(form["points"] - lost, 0))


def _sized(given: Mapping[str, Any], form: Mapping[str, Any]) -> Fraction:
    each = form["each_above" if given["due"] > form["size"] else "each_within"]
    return Fraction(max(form["points"] - given["missed"] * each, 0))


def _steps(given: Mapping[str, Any], form: Mapping[str, Any]) -> Fraction:
    beyond = given["rate"] - form["free"]
    if form.get("direction") == "below":
        beyond = -beyond
    steps = max(floor(beyond / form["step"]), 0)
    return Fraction(max(form["points"] - steps * form["each"], 0))


def _target(given: Mapping[str, Any], form: Mapping[str, Any]) -> Fraction:
    points, zero = form["points"], Fraction(0)
    actual, target = max(given["actual"], zero), max(given["target"], zero)
    if given["sign"] == "定性":
        return Fraction(min(actual, Fraction(1)) * points)
    if given["sign"] in ("≤", "＜"):
        if actual <= target:
            return Fraction(points)
        if form.get("reverse", "excess") == "quotient":
            return Fraction(points * target / actual)
        return zero if actual >= 2 * target else Fraction(points * (1 - (actual - target) / target))
    if given["sign"] == "＝" and target == 0:
        return Fraction(points if actual == 0 else 0)
    return Fraction(points if actual >= target else points * actual / target)


def _comparison(given: Mapping[str, Any], form: Mapping[str, Any]) -> Fraction:
    amount = given["amount"]
    for other, comparison in zip(given["others"], form["comparisons"], strict=True):
        holds = {"≥": amount >= other, "＞": amount > other, "＝": amount == other}
        holds |= {"≤": amount <= other, "＜": amount < other}
        if holds[comparison["sign"]]:
            return Fraction(comparison["score"])
    return Fraction(form.get("otherwise", 0))


def _interpolation(given: Mapping[str, Any], form: Mapping[str, Any]) -> Fraction:
    rate, curve = given["rate"], form["curve"]
    for before, after in pairwise(curve):
        if before["at"] <= rate <= after["at"]:
            share = (rate - before["at"]) / (after["at"] - before["at"])
            return Fraction(before["score"] + share * (after["score"] - before["score"]))
    return Fraction(curve[0 if rate < curve[0]["at"] else -1]["score"])


RULES: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Any]], Fraction | None]] = {
    "band_score": _bands,
    "choice_score": _choice,
    "comparison_score": _comparison,
    "completion_score": _completion,
    "criteria_score": _criteria,
    "deduct_score": _deduct,
    "interpolation_score": _interpolation,
    "inverse_ratio_score": _inverse,
    "quarter_exec_score": _quarters,
    "ratio_score": _proportional,
    "sized_deduct_score": _sized,
    "step_deduct_score": _steps,
    "target_score": _target,
    "tier_score": _tiers,
}
