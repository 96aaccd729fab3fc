"""The scoring rules. Each is written once and read twice: see `xlgen.rules.expression`.

Positional arguments are what a unit fills in (or a measure computed from it); a `Sequence` takes
several. Keyword arguments are what the form lays down; `points` is the full marks of the part.
Rates are ratios, not percent (0.9299 for 92.99 %). Every rule gives between 0 and `points`,
unrounded, and never sees a blank.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from xlgen.rules.expression import (
    Number,
    Text,
    above,
    at_least,
    at_most,
    below,
    difference,
    equals,
    maximum,
    mean,
    minimum,
    total,
    when,
    whole_steps,
)

Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]
YES, NO = "是", "否"


class Tier(BaseModel):
    """One band of a tiered score: at most one bound, and the score inside it."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    below: float | None = None
    at_most: float | None = None
    above: float | None = None
    at_least: float | None = None
    score: NotNegative

    @property
    def bounds(self) -> list[tuple[str, float]]:
        """The bounds that are set, by name."""
        bounds = {"below": self.below, "at_most": self.at_most, "above": self.above, "at_least": self.at_least}
        return [(name, value) for name, value in bounds.items() if value is not None]

    @model_validator(mode="after")
    def _one_bound(self) -> Tier:
        if len(self.bounds) > 1:
            raise ValueError("一档只能写一个界限：below（＜）、at_most（≤）、above（＞）、at_least（≥）四者之一")
        return self


class Band(BaseModel):
    """The share of the points that a grade stands for: from `least` to `most`, both included."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    least: Annotated[float, Field(ge=0, le=1)]
    most: Annotated[float, Field(gt=0, le=1)]

    @model_validator(mode="after")
    def _right_way_round(self) -> Band:
        if self.least > self.most:
            raise ValueError("least（下限）大于 most（上限）")
        return self


def _ends_open(tiers: Sequence[Tier]) -> Sequence[Tier]:
    if not tiers or tiers[-1].bounds or not all(tier.bounds for tier in tiers[:-1]):
        raise ValueError("除最后一档外每档都要写界限，最后一档不写界限（其余情况都归入最后一档）")
    return tiers


Tiers = Annotated[Sequence[Tier], AfterValidator(_ends_open)]


def criteria_score(answers: Sequence[Text], *, points: Positive, each: Sequence[NotNegative]) -> Number:
    """逐项达标计分: each criterion that is met (是) gives its own points, one that is not gives none."""
    return total(when(equals(answer, YES), worth, 0.0) for answer, worth in zip(answers, each, strict=True))


def deduct_score(counts: Sequence[Number], *, points: Positive, each: Sequence[Positive]) -> Number:
    """逐次扣分: full marks less so many points per occurrence of each kind, until nothing is left."""
    lost = total(count * worth for count, worth in zip(counts, each, strict=True))
    return maximum(difference(points, lost), 0.0)


def sized_deduct_score(
    missed: Number, due: Number, *, points: Positive, size: Positive, each_above: Positive, each_within: Positive
) -> Number:
    """按规模扣分: points lost per missed item depend on whether more than `size` items were due."""
    each = when(above(due, size), each_above, each_within)
    return maximum(difference(points, missed * each), 0.0)


def step_deduct_score(
    rate: Number,
    *,
    points: Positive,
    free: NotNegative,
    step: Positive,
    each: Positive,
    direction: Literal["above", "below"] = "above",
) -> Number:
    """逐档扣分: each whole step by which the rate lies above (or below) `free` costs `each`; a started step is free.

    Source: jiangning, 非税收入预算完成率 (“每减少1%，扣2%的权重分”: 71.94 % is 28 whole steps short → 0.44).
    """
    beyond = rate - free if direction == "above" else free - rate
    return maximum(difference(points, whole_steps(beyond, step) * each), 0.0)


def band_score(
    grades: Sequence[Text], shares: Sequence[Number], *, points: Positive, bands: Mapping[str, Band]
) -> Number:
    """分档按比例计分: each point to check gives an equal part of the points, times the share its grade stands for.

    A share is the exact one inside the grade's band (a ratio); 0 or blank stands for the band's upper end, but
    is itself where the band begins at 0. Source: jiangning, 评价要点（达成、部分达成、未达成三档）.
    """
    reached = [_share(grade, share, bands) for grade, share in zip(grades, shares, strict=True)]
    return mean(reached) * points


def _share(grade: Text, share: Number, bands: Mapping[str, Band]) -> Number:
    result: Number = 0.0
    for name, band in reversed(list(bands.items())):
        exact = maximum(minimum(share, band.most), band.least)
        result = when(equals(grade, name), when(equals(share, 0.0), band.most, exact) if band.least else exact, result)
    return result


def choice_score(answer: Text, *, points: Positive, scores: Mapping[str, NotNegative]) -> Number:
    """选项计分: the points of the chosen option."""
    result: Number = 0.0
    for option, score in reversed(list(scores.items())):
        result = when(equals(answer, option), score, result)
    return result


def tier_score(rate: Number, *, points: Positive, tiers: Tiers) -> Number:
    """分档计分: the score of the first tier whose bound the rate keeps; the last tier has no bound."""
    tests = {"below": below, "at_most": at_most, "above": above, "at_least": at_least}
    *bounded, last = tiers
    result: Number = last.score
    for tier in reversed(bounded):
        ((name, bound),) = tier.bounds
        result = when(tests[name](rate, bound), tier.score, result)
    return result


def ratio_score(rate: Number, *, points: Positive, over: Literal["full", "zero"] = "full") -> Number:
    """按比率计分: rate times points; beyond 100 % full marks, or none where the form says so."""
    proportional = minimum(maximum(rate, 0.0), 1.0) * points
    return when(above(rate, 1.0), 0.0, proportional) if over == "zero" else proportional


def inverse_ratio_score(rate: Number, *, points: Positive) -> Number:
    """按比率反向计分: (1 - rate) times points, never below 0 nor above the points."""
    return minimum(maximum(difference(1.0, rate), 0.0), 1.0) * points


def quarter_exec_score(
    progress: Sequence[Number],
    *,
    points: Positive = 6,
    pace: Sequence[Positive] = (0.25, 0.50, 0.75, 1.00),
    quarter_points: Positive = 1,
    average_points: Positive = 2,
) -> Number:
    """季度预算执行率计分, from the cumulative progress (ratio) at the end of each quarter.

    A quarter's rate is its progress over the pace. Each quarter gives its rate, capped at 1, times
    `quarter_points`; the mean of the *uncapped* rates, then capped at 1, gives `average_points`. The
    caps are not printed in the form; only this reading gives the published 5.89.
    Source: shenzhen-2021, 预算执行率 (published 37.60/56.47/72.28/92.99 % → 5.8936).
    """
    rates = [reached / due for reached, due in zip(progress, pace, strict=True)]
    quarters = total(minimum(rate, 1.0) * quarter_points for rate in rates)
    return quarters + minimum(mean(rates), 1.0) * average_points


def completion_score(
    completion: Number,
    *,
    points: Positive,
    pass_at: Positive = 0.60,
    full_at: Positive = 1.00,
    excess_above: Positive = 1.50,
    excess_share: NotNegative = 0.50,
) -> Number:
    """目标完成率计分: nothing below the pass mark, then proportional, full from 100 % on, and a share where far above.

    Source: jiangmen-2024, 部门整体绩效目标产出指标完成情况.
    """
    reached = when(above(completion, excess_above), points * excess_share, minimum(completion / full_at, 1.0) * points)
    return when(below(completion, pass_at), 0.0, reached)


FULL_MARKS: Mapping[str, Callable[[Any], float]] = {
    "criteria_score": lambda parameters: sum(parameters.each),
    "choice_score": lambda parameters: max(parameters.scores.values(), default=0.0),
    "tier_score": lambda parameters: max(tier.score for tier in parameters.tiers),
    "quarter_exec_score": lambda parameters: (
        len(parameters.pace) * parameters.quarter_points + parameters.average_points
    ),
}
"""What the best possible filling gives, where the parameters say so beside `points`: both must agree."""

PAIRED: Mapping[str, tuple[str, str]] = {
    "criteria_score": ("answers", "each"),
    "deduct_score": ("counts", "each"),
    "quarter_exec_score": ("progress", "pace"),
}
"""Argument and parameter that go together item by item, so must be equally long."""

CHOSEN: Mapping[str, tuple[str, str]] = {"choice_score": ("answer", "scores"), "band_score": ("grades", "bands")}
"""Argument that is chosen from options, and the parameter that says what each of these options gives."""
