"""Reads scales from ranges side by side: options and their scores, bounds and their scores, grades and their bands."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any, get_args

from udf.arguments import cells, is_blank, is_exact, names, number, numbers, one_of, same_count, texts
from udf.outcome import VALUE, ExcelError, NotFilledInError
from xlgen.rules.bands import BELOW, Band
from xlgen.rules.comparison import Comparison, Sign
from xlgen.rules.interpolation import Knot
from xlgen.rules.limits import ANY, Limits
from xlgen.rules.rule import Argument
from xlgen.rules.tiers import REST, SIGNS, Tier
from xlgen.text import normalize_text

BOUND_NAMES = {normalize_text(sign): name for name, sign in SIGNS.items()} | {">=": "at_least", "<=": "at_most"}
"""The bound of a tier by its sign as people type it."""
LAST = (REST, "其他")
COMPARISON_SIGNS = {normalize_text(sign): sign for sign in get_args(Sign)} | {">=": "≥", "<=": "≤"}
"""The sign of a comparison as people type it."""
_BOUND = re.compile(f"({'|'.join(sorted(BOUND_NAMES, key=len, reverse=True))})(.+)")
Column = tuple[Argument, Any]
"""An argument of the call as declared, and the cells that are passed for it."""


def tiers(bounds: Column, scores: Column, exact: Any) -> list[Tier]:
    """The tiers of bounds such as ≥90%, the last being 其余, with their scores; unless exact, each can be reached."""
    argument, cell = bounds
    ordered = not is_exact(exact)
    written, points = texts(cell, argument.label), _numbers(scores)
    same_count(argument.label, written, scores[0].label, points)
    if written[-1] not in LAST:
        raise ExcelError(VALUE, f"{argument.label}的最后一个应当是“{REST}”")
    bounded = [_tier(bound, score) for bound, score in zip(written[:-1], points[:-1], strict=True)]
    if ordered:
        _check_order(bounded)
    return [*bounded, Tier(score=points[-1])]


def curve(knots: Column, scores: Column, _exact: Any) -> list[Knot]:
    """The knots of a curve, which must rise, with their scores."""
    at, points = _numbers(knots), _numbers(scores)
    label = knots[0].label
    same_count(label, at, scores[0].label, points)
    if len(at) < 2 or any(after <= before for before, after in pairwise(at)):
        raise ExcelError(VALUE, f"{label}至少要有两个，从小到大")
    return [Knot(at=place, score=score) for place, score in zip(at, points, strict=True)]


def comparisons(signs: Column, scores: Column, _exact: Any) -> list[Comparison]:
    """The signs of comparisons in order, with the score of each."""
    argument, cell = signs
    written, points = texts(cell, argument.label), _numbers(scores)
    same_count(argument.label, written, scores[0].label, points)
    return [
        Comparison(sign=COMPARISON_SIGNS[one_of(sign, list(COMPARISON_SIGNS), argument.label)], score=score)
        for sign, score in zip(written, points, strict=True)
    ]


def options(choices: Column, scores: Column, _exact: Any) -> dict[str, float]:
    """The score of each option."""
    argument, cell = choices
    written, points = names(cell, argument.label), _numbers(scores)
    same_count(argument.label, written, scores[0].label, points)
    return dict(zip(written, points, strict=True))


def bands(grades: Column, least: Column, most: Column, _exact: Any) -> dict[str, Band]:
    """The band of shares that each grade stands for."""
    argument, cell = grades
    written, lower = names(cell, argument.label), _numbers(least)
    open_ends = [_is_open(end) for end in cells(most[1]) if not is_blank(end)]
    upper = _numbers((most[0], [end.strip()[1:] if _is_open(end) else end for end in cells(most[1])]))
    same_count(argument.label, written, least[0].label, lower)
    same_count(argument.label, written, most[0].label, upper)
    found: dict[str, Band] = {}
    for name, low, high, is_open in zip(written, lower, upper, open_ends, strict=True):
        if low > high or high == 0 or (is_open and low == high):
            raise ExcelError(VALUE, f"{argument.label}“{name}”的下限大于上限，或者上限是0")
        found[name] = Band(least=low, below=high) if is_open else Band(least=low, most=high)
    return found


def _is_open(end: Any) -> bool:
    """Whether a band does not include its upper end: ＜80%."""
    return isinstance(end, str) and normalize_text(end).startswith(normalize_text(BELOW))


SCALES: Mapping[str, Callable[..., Any]] = {
    "tiers": tiers,
    "curve": curve,
    "comparisons": comparisons,
    "scores": options,
    "bands": bands,
}
"""By the parameter of the rule: reads the columns that give it together."""


def shares(argument: Argument, written: Sequence[Any], grades: Sequence[str], known: Mapping[str, Band]) -> list[float]:
    """The share of each grade within its band; a blank one is 0, the rule's sign for the highest one.

    Raises NotFilledInError for a blank whose band begins at 0, where 0 is a share.
    """
    return [_share_in_band(argument, cell, known[grade], grade) for cell, grade in zip(written, grades, strict=True)]


def _share_in_band(argument: Argument, cell: Any, band: Band, grade: str) -> float:
    blank = is_blank(cell)
    if blank and band.least == 0:
        raise NotFilledInError
    share = 0.0 if blank else number(cell, argument.label, _limits(argument))
    if share and not band.holds(share):
        raise ExcelError(VALUE, f"{argument.label}{share * 100:.6g}%不在“{grade}”的{band}之内")
    return share


def _numbers(column: Column) -> list[float]:
    argument, cell = column
    return numbers(cell, argument.label, _limits(argument))


def _limits(argument: Argument) -> Limits:
    return ANY if argument.limits is None else argument.limits


def _tier(bound: str, score: float) -> Tier:
    match = _BOUND.fullmatch(bound)
    if match is None:
        raise ExcelError(VALUE, f"界限应写成“≥90%”“＜5%”“≤3”的样子，最后一个写“{REST}”")
    return Tier(score=score, **{BOUND_NAMES[match[1]]: number(match[2], "界限", ANY)})


def _check_order(bounded: Sequence[Tier]) -> None:
    """The first bound that is kept decides: of two in the same direction, the narrower one must come first."""
    for sides, sign in ((("above", "at_least"), -1), (("below", "at_most"), 1)):
        widths = [(sign * value, sides.index(name)) for tier in bounded for name, value in tier.bounds if name in sides]
        if any(
            later < earlier or (later == earlier and side <= side_before)
            for (earlier, side_before), (later, side) in pairwise(widths)
        ):
            raise ExcelError(VALUE, "界限的顺序不对，后面的一档永远达不到：≥、＞从大到小写，≤、＜从小到大写")
