"""Each scoring rule in words, with its parameters: what an accountant is told about how points are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from xlgen.rules.library import Tier
from xlgen.rules.registry import RULES

BOUNDS = {"below": "＜", "at_most": "≤", "above": "＞", "at_least": "≥"}


def rule_in_words(rule: str, parameters: Mapping[str, Any]) -> str:
    """One Chinese sentence for a rule of the library with these parameters, points among them."""
    return WORDS[rule](RULES[rule].parameters.model_validate(parameters))


def _criteria(given: Any) -> str:
    return f"{len(given.each)}项标准，符合的依次得{_listed(given.each)}分，不符合的不得分"


def _deduct(given: Any) -> str:
    each = f"每1项（次、分）扣{given.each[0]:g}分" if len(given.each) == 1 else f"依次每项扣{_listed(given.each)}分"
    return f"{given.points:g}分，{each}，扣完为止"


def _sized_deduct(given: Any) -> str:
    many = f"应办超过{given.size:g}项的，每缺1项扣{given.each_above:g}分"
    return f"{given.points:g}分，{many}；不超过的，每缺1项扣{given.each_within:g}分，扣完为止"


def _step_deduct(given: Any) -> str:
    step = f"每满{given.step * 100:.4g}%"
    if given.direction == "below":
        step = f"低于{given.free * 100:.4g}%的部分{step}"
    elif given.free:
        step = f"超出{given.free * 100:.4g}%的部分{step}"
    return f"{given.points:g}分，比率{step}扣{given.each:g}分，不足一档的不扣，扣完为止"


def _band(given: Any) -> str:
    bands = "、".join(f"{name}{_percent(band.most)}至{_percent(band.least)}" for name, band in given.bands.items())
    return f"{given.points:g}分，各要点平均分配，按档次取分值的比例：{bands}；不写比例的按该档上限"


def _percent(ratio: float) -> str:
    return f"{ratio * 100:g}%"


def _choice(given: Any) -> str:
    return "、".join(f"{option}得{score:g}分" for option, score in given.scores.items())


def _tier(given: Any) -> str:
    return "；".join(_one_tier(tier) for tier in given.tiers)


def _one_tier(tier: Tier) -> str:
    if not tier.bounds:
        return f"其余得{tier.score:g}分"
    ((bound, value),) = tier.bounds
    return f"{BOUNDS[bound]}{value * 100:.6g}%得{tier.score:g}分"


def _ratio(given: Any) -> str:
    over = "不得分" if given.over == "zero" else "按100%计"
    return f"比率×{given.points:g}分，超过100%的{over}"


def _inverse_ratio(given: Any) -> str:
    return f"（1－比率）×{given.points:g}分，不低于0分"


def _quarter_exec(given: Any) -> str:
    pace = "、".join(f"{due * 100:g}%" for due in given.pace)
    quarters = f"各季末累计支出进度÷序时进度（{pace}）×{given.quarter_points:g}分，每季封顶{given.quarter_points:g}分"
    return f"{quarters}；各季执行率的平均数（以100%封顶）×{given.average_points:g}分"


def _completion(given: Any) -> str:
    passing, full, excess = (f"{bound * 100:g}%" for bound in (given.pass_at, given.full_at, given.excess_above))
    above = f"超过{excess}的得{given.excess_share * 100:g}%的分"
    proportional = f"{passing}至{full}的按完成率×{given.points:g}分"
    return f"完成率低于{passing}的不得分；{proportional}；{full}至{excess}的得满分；{above}"


def _listed(numbers: Any) -> str:
    return "、".join(f"{number:g}" for number in numbers)


WORDS: Mapping[str, Callable[[Any], str]] = {
    "criteria_score": _criteria,
    "deduct_score": _deduct,
    "sized_deduct_score": _sized_deduct,
    "step_deduct_score": _step_deduct,
    "band_score": _band,
    "choice_score": _choice,
    "tier_score": _tier,
    "ratio_score": _ratio,
    "inverse_ratio_score": _inverse_ratio,
    "quarter_exec_score": _quarter_exec,
    "completion_score": _completion,
}
