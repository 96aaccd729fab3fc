"""Scores by what was reached of a target."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from xlgen.rules.expression import Number, Text, any_of, difference, equals, maximum, minimum, quotient, when
from xlgen.rules.limits import ANY, NOT_NEGATIVE
from xlgen.rules.rule import POINTS, Argument, Example, Known, Positive, Rule, Turn

QUALITATIVE = "定性"
"""The sign of a target that is no number; what was reached is then a share."""
EXACTLY = "＝"
FEWER = ("≤", "＜")
"""The signs of targets of which less is better."""
SIGNS = ("≥", "＞", EXACTLY, *FEWER, QUALITATIVE)

SOME = 100.0
"""A target that serves as an example."""


def target_score(
    actual: Number,
    target: Number,
    sign: Text,
    *,
    points: Positive,
    reverse: Literal["excess", "quotient"] = "excess",
) -> Number:
    """Full marks where the target is reached, else in proportion; numbers below 0 count as 0.

    ≥, ＞ and ＝: actual ÷ target, at most full; ＝ with a target of 0 gives nothing for more than 0. ≤ and ＜: beyond
    the target, 1 - (actual - target) ÷ target (`excess`), or target ÷ actual (`quotient`). 定性: the actual is the
    share reached. Source: the national 项目支出绩效自评表 of 2020, as 预算管理一体化 scores its rows.
    """
    reached, goal = maximum(actual, 0.0), maximum(target, 0.0)
    whole = when(equals(sign, QUALITATIVE), 1.0, goal)
    up = minimum(quotient(reached * points, whole, points, when(equals(sign, EXACTLY), 0.0, points)), points)
    excess = difference(points * 2.0, quotient(reached * points, goal, 0.0, points * 2.0))
    share = quotient(goal * points, reached, points, points)
    down = minimum(maximum(excess, 0.0) if reverse == "excess" else share, points)
    rising = any_of([equals(sign, known) for known in ["≥", "＞", EXACTLY, QUALITATIVE]])
    falling = any_of([equals(sign, known) for known in ["≤", "＜"]])
    return when(rising, up, when(falling, down, 0.0))


def _describe(parameters: Any) -> str:
    points = f"{parameters.points:g}分"
    beyond = {
        "excess": f"（1－超出目标值的部分÷目标值）×{points}，超出一倍及以上的不得分",
        "quotient": f"目标值÷完成值×{points}",
    }[parameters.reverse]
    return (
        f"{points}，达到目标值的得满分；没有达到的，目标值为≥、＞、＝的得完成值÷目标值×{points}，"
        f"为≤、＜的得{beyond}；{QUALITATIVE}的得所达到的比例×{points}"
    )


def _turns(_: Any, known: Known) -> Iterable[Turn]:
    """For every sign: nothing reached, the target itself, and twice the target where less is better."""
    (laid_down,), (only,) = known["target"], known["sign"]
    for sign in SIGNS if only is None else (only,):
        target = 1.0 if sign == QUALITATIVE else SOME
        target = laid_down if isinstance(laid_down, (int, float)) else target
        yield Turn({"actual": 0.0, "target": target, "sign": sign})
        for actual in (target, 2 * target) if sign in FEWER else (target,):
            yield Turn({"actual": actual, "target": target, "sign": sign}, "actual")


TARGET_SCORE = Rule(
    target_score,
    title="对照目标值计分",
    help="对照目标值得分：达到目标值得满分；未达到的，≥、＞、＝按完成值÷目标值，≤、＜按（1－超出部分÷目标值），定性的按达到的比例。"
    "负数按0计。",
    call=(
        Argument("actual", "完成值", "实际完成值，一个单元格；定性的填达到的比例，如85%", ANY),
        Argument("target", "目标值", "目标值（年度指标值），一个单元格；定性的填100%", NOT_NEGATIVE, exact_limits=ANY),
        Argument(
            "sign",
            "目标的符号",
            "≥、＞、＝、≤、＜或定性，一个单元格",
            words={**{sign: sign for sign in SIGNS}, ">=": "≥", "<=": "≤"},
        ),
        POINTS,
        Argument(
            "reverse",
            "反向的算法",
            "可省略：≤、＜未达到时，按“超出比例”（1－超出部分÷目标值）还是按“目标÷完成”计；省略时按超出比例",
            words={"超出比例": "excess", "目标÷完成": "quotient"},
        ),
    ),
    meanings={
        "reverse": "目标是 ≤、＜ 而没有达到的：按 1－超出部分÷目标值（excess），还是目标值÷完成值（quotient）",
    },
    description=_describe,
    example=Example('=TARGET_SCORE(B2,C2,"≤",10)', {"B2": (96,), "C2": (80,)}, 8),
    turns=_turns,
    alike=("actual", "target"),
)
