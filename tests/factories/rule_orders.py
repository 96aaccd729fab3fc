"""Which values of a rule's arguments are better: declared for every rule, or derived from its parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

UP, DOWN = 1, -1

ORDERS: Mapping[str, Mapping[str, int]] = {
    "criteria_score": {"answers": UP},  # 是 before 否
    "quarter_exec_score": {"progress": UP},
    "completion_score": {"completion": UP},
    "ratio_score": {"rate": UP},
    "inverse_ratio_score": {"rate": DOWN},
    "deduct_score": {"counts": DOWN},
    "sized_deduct_score": {"missed": DOWN},
    "band_score": {"shares": UP},
}
"""By rule and argument; `orders` knows the rest."""
NO_ORDER = {"choice_score", "target_score"}
"""Options have an order only by their points; what is better of a target, its sign says."""


def orders(rule: str, parameters: Mapping[str, Any]) -> Mapping[str, int]:
    """The arguments for which more is better (UP) or worse (DOWN), up to `highest`."""
    if rule == "step_deduct_score":
        return {"rate": UP if parameters.get("direction") == "below" else DOWN}
    if rule == "interpolation_score":
        scores = [knot["score"] for knot in parameters["curve"]]
        return {"rate": UP} if scores == sorted(scores) else {"rate": DOWN} if scores == sorted(scores)[::-1] else {}
    if rule == "comparison_score":
        return _comparison_order(parameters)
    if rule == "tier_score":
        order = _tier_order(parameters["tiers"])
        return {} if order is None else {"rate": order}
    return ORDERS.get(rule, {})


def highest(rule: str, parameters: Mapping[str, Any]) -> float:
    """Up to which value more is better: forms mark down what lies far above the target."""
    if rule == "ratio_score" and parameters.get("over") == "zero":
        return 1.0
    if rule == "completion_score":
        return float(parameters.get("excess_above", 1.5))
    return float("inf")


def _comparison_order(parameters: Mapping[str, Any]) -> Mapping[str, int]:
    """More of an amount is better where great ones score (≥, ＞), and worse where small ones do (≤, ＜)."""
    signs = {comparison["sign"] for comparison in parameters["comparisons"]}
    if len(parameters["comparisons"]) > 1 or "＝" in signs:
        return {}
    return {"amount": UP if signs <= {"≥", "＞"} else DOWN}


def _tier_order(tiers: Sequence[Mapping[str, float]]) -> int | None:
    """The first tier holds the greatest rates (≥, ＞) or the smallest (≤, ＜), and the scores rise or fall from it."""
    from_above = [bool({"above", "at_least"} & set(tier)) for tier in tiers[:-1]]
    scores = [tier["score"] for tier in tiers]
    falling, rising = scores == sorted(scores, reverse=True), scores == sorted(scores)
    if len(set(from_above)) != 1 or falling == rising:
        return None
    return UP if from_above[0] is falling else DOWN
