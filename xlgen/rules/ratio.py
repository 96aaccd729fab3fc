"""Scores proportional to a rate."""

from __future__ import annotations

from typing import Any, Literal

from xlgen.rules.expression import Number, above, below, difference, maximum, minimum, when
from xlgen.rules.limits import BOUND, SHARE
from xlgen.rules.rule import (
    POINTS,
    Argument,
    Example,
    NotNegative,
    Positive,
    Rising,
    Rule,
    rate_argument,
    turns_at,
)


def ratio_score(rate: Number, *, points: Positive, over: Literal["full", "zero"] = "full") -> Number:
    """Rate times points; beyond 100 % full marks, or none where the form says so."""
    proportional = minimum(maximum(rate, 0.0), 1.0) * points
    return when(above(rate, 1.0), 0.0, proportional) if over == "zero" else proportional


def _describe_ratio(parameters: Any) -> str:
    over = "不得分" if parameters.over == "zero" else "按100%计"
    return f"比率×{parameters.points:g}分，超过100%的{over}"


RATIO_SCORE = Rule(
    ratio_score,
    title="按比率计分",
    help="按比率得分：比率×满分。超过100%的得满分，表格规定得0分的，第三个参数写“零分”。",
    call=(
        rate_argument("rate", "比率"),
        POINTS,
        Argument(
            "over",
            "超过100%时",
            "可省略：比率超过100%时得“满分”还是“零分”；省略时得满分",
            words={"满分": "full", "零分": "zero"},
        ),
    ),
    meanings={
        "over": "比率超过 100% 的得满分（full），还是不得分（zero）",
    },
    description=_describe_ratio,
    example=Example('=RATIO_SCORE(B2,2,"零分")', {"B2": (0.9848,)}, 1.97),
    turns=lambda parameters, _: turns_at("rate", (0.0, 1.0)),
)


def inverse_ratio_score(rate: Number, *, points: Positive) -> Number:
    """(1 - rate) times points, never below 0 nor above the points.

    Computed as points less the rate's share of them: 1 - rate, rounded as differences are, would lose the digits on
    which ties depend (1 - 10/2400 of 1.2 points is 1.195).
    """
    return minimum(maximum(difference(points, rate * points), 0.0), points)


def _describe_inverse_ratio(parameters: Any) -> str:
    return f"（1－比率）×{parameters.points:g}分，不低于0分"


INVERSE_RATIO_SCORE = Rule(
    inverse_ratio_score,
    title="按比率反向计分",
    help="按比率反向得分：（1－比率）×满分，扣完为止。",
    call=(rate_argument("rate", "比率"), POINTS),
    description=_describe_inverse_ratio,
    example=Example("=INVERSE_RATIO_SCORE(B2,0.8)", {"B2": (0.25,)}, 0.6),
    turns=lambda parameters, _: turns_at("rate", (0.0, 1.0)),
)


def completion_score(
    completion: Number,
    *,
    points: Positive,
    pass_at: Positive = 0.60,
    full_at: Positive = 1.00,
    excess_above: Positive = 1.50,
    excess_share: NotNegative = 0.50,
) -> Number:
    """Nothing below the pass mark, then proportional, full from 100 % on, and a share where far above.

    Source: jiangmen-2024, 部门整体绩效目标产出指标完成情况.
    """
    reached = when(above(completion, excess_above), points * excess_share, minimum(completion / full_at, 1.0) * points)
    return when(below(completion, pass_at), 0.0, reached)


def _describe_completion(parameters: Any) -> str:
    bounds = (parameters.pass_at, parameters.full_at, parameters.excess_above)
    passing, full, excess = (f"{bound * 100:g}%" for bound in bounds)
    above_excess = f"超过{excess}的得{parameters.excess_share * 100:g}%的分"
    proportional = f"{passing}至{full}的按完成率×{parameters.points:g}分"
    return f"完成率低于{passing}的不得分；{proportional}；{full}至{excess}的得满分；{above_excess}"


COMPLETION_SCORE = Rule(
    completion_score,
    title="目标完成率计分",
    help="目标完成率得分：低于60%不得分，60%至100%按比例，100%至150%满分，超过150%得一半。四个界限都可以另给。",
    call=(
        rate_argument("completion", "完成率"),
        POINTS,
        Argument("pass_at", "得分的界限", "可省略：完成率低于它不得分；省略时为60%", BOUND),
        Argument("full_at", "满分的界限", "可省略：完成率达到它得满分；省略时为100%", BOUND),
        Argument("excess_above", "偏高的界限", "可省略：完成率超过它算明显偏高；省略时为150%", BOUND),
        Argument("excess_share", "偏高的得分比例", "可省略：明显偏高的得满分的百分之几；省略时为50%", SHARE),
    ),
    meanings={
        "pass_at": "低于它不得分",
        "full_at": "达到它得满分",
        "excess_above": "高于它算明显偏高",
        "excess_share": "明显偏高的，得分值的几成",
    },
    description=_describe_completion,
    example=Example("=COMPLETION_SCORE(B2,15)", {"B2": (0.85,)}, 12.75),
    turns=lambda parameters, _: turns_at(
        "completion", (parameters.pass_at, parameters.full_at, parameters.excess_above)
    ),
    rising=Rising(("pass_at", "full_at", "excess_above"), "得分、满分、偏高的界限"),
)
