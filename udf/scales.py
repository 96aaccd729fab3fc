"""Scales as they stand in a sheet, in ranges side by side: bounds with their scores, grades with their bands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from udf.arguments import BOUND, NOT_NEGATIVE, SHARE, Limits, names, number, numbers, same_count, texts
from udf.outcome import VALUE, ExcelError
from xlgen.rules.calls import REST
from xlgen.rules.library import Band, Tier

SIGNS = {"≥": "at_least", ">=": "at_least", ">": "above", "≤": "at_most", "<=": "at_most", "<": "below"}
LAST = (REST, "其他")
_BOUND = re.compile(r"(≥|>=|>|≤|<=|<)(.+)")


def tiers(bounds: Any, scores: Any, ordered: bool) -> list[Tier]:
    """The tiers of bounds such as ≥90%, the last being 其余, with their scores; ordered: each can be reached."""
    written, given = texts(bounds, "界限"), numbers(scores, "得分", NOT_NEGATIVE)
    same_count("界限", written, "得分", given)
    if written[-1] not in LAST:
        raise ExcelError(VALUE, f"界限的最后一个应当是“{REST}”")
    made = [_tier(bound, score) for bound, score in zip(written[:-1], given[:-1], strict=True)]
    if ordered:
        _reachable(made)
    return [*made, Tier(score=given[-1])]


def _tier(bound: str, score: float) -> Tier:
    found = _BOUND.fullmatch(bound)
    if found is None:
        raise ExcelError(VALUE, f"界限应写成“≥90%”“＜5%”的样子，最后一个写“{REST}”")
    return Tier.model_validate(
        {SIGNS[found[1]]: number(found[2], "界限", Limits(-BOUND.most, BOUND.most, percent=True)), "score": score}
    )


def _reachable(made: Sequence[Tier]) -> None:
    """The first bound that is kept decides: of two that look the same way, the narrower one stands first."""
    for sides, sign in ((("above", "at_least"), -1), (("below", "at_most"), 1)):
        widths = [(sign * value, sides.index(name)) for tier in made for name, value in tier.bounds if name in sides]
        if any(later <= earlier for earlier, later in pairwise(widths)):
            raise ExcelError(VALUE, "界限的顺序不对，后面的一档永远达不到：≥、＞从大到小写，≤、＜从小到大写")


def bands(grades: Any, least: Any, most: Any) -> dict[str, Band]:
    """The band of shares that each grade stands for."""
    written = names(grades, "档次")
    lower, upper = numbers(least, "下限", SHARE), numbers(most, "上限", SHARE)
    same_count("档次", written, "下限", lower)
    same_count("档次", written, "上限", upper)
    for name, low, high in zip(written, lower, upper, strict=True):
        if low > high or high == 0:
            raise ExcelError(VALUE, f"档次“{name}”的下限大于上限，或者上限是0")
    return {name: Band(least=low, most=high) for name, low, high in zip(written, lower, upper, strict=True)}
