"""Full marks less deductions, until nothing is left."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from xlgen.rules.expression import COMPARE_PLACES, Number, above, difference, maximum, total, when, whole_steps
from xlgen.rules.limits import ANY, NOT_NEGATIVE, POSITIVE
from xlgen.rules.rounding import excel_round
from xlgen.rules.rule import (
    PERCENT,
    POINTS,
    SCALED_ARGUMENT,
    UNIT_MEANING,
    Argument,
    Example,
    Known,
    NotNegative,
    Positive,
    Rule,
    Turn,
    listed,
    scaled,
    turns_at,
)


def deduct_score(counts: Sequence[Number], *, points: Positive, each: Sequence[Positive]) -> Number:
    """Full marks less the points lost per occurrence of each kind, until nothing is left."""
    lost = total(count * worth for count, worth in zip(counts, each, strict=True))
    return maximum(difference(points, lost), 0.0)


def _describe_deduct(parameters: Any) -> str:
    losses = parameters.each
    lost = f"每1项（次、分）扣{losses[0]:g}分" if len(losses) == 1 else f"依次每项扣{listed(losses)}分"
    return f"{parameters.points:g}分，{lost}，扣完为止"


def _deduct_turns(parameters: Any, _: Known) -> Iterable[Turn]:
    """Of each kind, with none of the others: the first that costs points, and the one after which nothing is left."""
    for place, worth in enumerate(parameters.each):
        for occurred in (0.0, parameters.points / worth):
            counts = [0.0] * len(parameters.each)
            counts[place] = occurred
            yield Turn({"counts": counts}, "counts", place)


DEDUCT_SCORE = Rule(
    deduct_score,
    title="逐次扣分",
    help="逐次扣分：满分减去各类情形的次数×每次扣分，扣完为止。",
    call=(
        Argument(
            "counts",
            "次数",
            "各类情形发生的次数（酌情扣分的填应扣的分数），一行或一列；没有发生的填0",
            NOT_NEGATIVE,
            exact_limits=ANY,
        ),
        POINTS,
        Argument(
            "losses",
            "每次扣分",
            "各类情形每次扣多少分，一行或一列，与次数一一对应；酌情扣分的填1",
            POSITIVE,
            of="each",
        ),
    ),
    meanings={
        "each": "每一类每次扣几分，与 counts 一一对应；酌情扣分的写 1",
    },
    description=_describe_deduct,
    example=Example("=DEDUCT_SCORE(B2:B4,4,C2:C4)", {"B2:B4": (1, 0, 1), "C2:C4": (0.5, 0.5, 1)}, 2.5),
    turns=_deduct_turns,
    paired=("counts", "each"),
)


def sized_deduct_score(
    missed: Number, due: Number, *, points: Positive, size: Positive, each_above: Positive, each_within: Positive
) -> Number:
    """Points lost per missed item depend on whether more than `size` items were due."""
    each = when(above(due, size), each_above, each_within)
    return maximum(difference(points, missed * each), 0.0)


def _describe_sized_deduct(parameters: Any) -> str:
    many = f"应办超过{parameters.size:g}项的，每缺1项扣{parameters.each_above:g}分"
    return f"{parameters.points:g}分，{many}；不超过的，每缺1项扣{parameters.each_within:g}分，扣完为止"


def _sized_deduct_turns(parameters: Any, _: Known) -> Iterable[Turn]:
    """The size itself; then, for few and for many items due, the first that is missed and what leaves nothing."""
    few, many = parameters.points / parameters.each_within, parameters.points / parameters.each_above
    yield Turn({"missed": 1.0, "due": parameters.size}, "due")
    for missed in (0.0, few) if few < parameters.size else (0.0,):
        yield Turn({"missed": missed, "due": parameters.size}, "missed")
    for missed in (0.0, many):
        yield Turn({"missed": missed, "due": max(parameters.size, math.ceil(many)) + 1.0}, "missed")


SIZED_DEDUCT_SCORE = Rule(
    sized_deduct_score,
    title="按规模扣分",
    help="按规模扣分：每缺1项扣多少分，要看应办的项数是否超过分界；扣完为止。",
    call=(
        Argument("missed", "没有办的项数", "没有办的有几项", NOT_NEGATIVE),
        Argument("due", "应办的项数", "应当办的有几项", NOT_NEGATIVE),
        POINTS,
        Argument(
            "size",
            "分界的项数",
            "分界的项数：应办的超过它，按超过的扣分标准；正好等于它的，按不超过的扣分标准",
            POSITIVE,
        ),
        Argument("loss_above", "超过分界的扣分", "应办的超过分界时，每缺1项扣多少分", POSITIVE, of="each_above"),
        Argument("loss_within", "不超过分界的扣分", "应办的不超过分界时，每缺1项扣多少分", POSITIVE, of="each_within"),
    ),
    meanings={
        "size": "分界的项数；正好等于它的算不超过",
        "each_above": "应办的超过分界时，每缺一项扣几分",
        "each_within": "应办的不超过分界时，每缺一项扣几分",
    },
    description=_describe_sized_deduct,
    example=Example("=SIZED_DEDUCT_SCORE(B2,C2,2,3,0.5,1)", {"B2": (1,), "C2": (4,)}, 1.5),
    turns=_sized_deduct_turns,
    not_above=("missed", "due"),
)


def step_deduct_score(
    rate: Number,
    *,
    points: Positive,
    free: NotNegative,
    step: Positive,
    each: Positive,
    direction: Literal["above", "below"] = "above",
    unit: str = PERCENT,
) -> Number:
    """Each whole step by which the rate lies above (or below) `free` costs `each`; a started step is free.

    `unit` says what is counted where the steps are no rates (天, 次); it is shown only.
    Source: jiangning, 非税收入预算完成率 (“每减少1%，扣2%的权重分”: 71.94 % is 28 whole steps short → 0.44).
    """
    beyond = rate - free if direction == "above" else free - rate
    return maximum(difference(points, whole_steps(beyond, step) * each), 0.0)


def _describe_step_deduct(parameters: Any) -> str:
    size, free = (scaled(value, parameters.unit, ".4g") for value in (parameters.step, parameters.free))
    step = f"每满{size}"
    if parameters.direction == "below":
        step = f"低于{free}的部分{step}"
    elif parameters.free:
        step = f"超出{free}的部分{step}"
    subject = "比率" if parameters.unit == PERCENT else ""
    return f"{parameters.points:g}分，{subject}{step}扣{parameters.each:g}分，不足一档的不扣，扣完为止"


def _step_deduct_turns(parameters: Any, _: Known) -> Iterable[Turn]:
    """The last rate that costs nothing, the first two steps, and the one after which nothing is left."""
    last = math.ceil(parameters.points / parameters.each - 1e-9)
    sign = 1 if parameters.direction == "above" else -1
    rates = (parameters.free + sign * steps * parameters.step for steps in sorted({1, 2, last}))
    yield Turn({"rate": parameters.free})
    yield from turns_at("rate", (excel_round(rate, COMPARE_PLACES) for rate in rates))


STEP_DEDUCT_SCORE = Rule(
    step_deduct_score,
    title="逐档扣分",
    help="逐档扣分：比率超出（或不足）的部分每满一档扣若干分，不满一档的不扣，扣完为止。",
    call=(
        SCALED_ARGUMENT,
        POINTS,
        Argument(
            "free",
            "不扣分的比率",
            "不扣分的比率，如10%；从它算起，超出（或不足）的部分才扣分",
            NOT_NEGATIVE,
        ),
        Argument("step_size", "一档", "一档有多大，如1%；不满一档的不扣", POSITIVE, of="step"),
        Argument("step_loss", "每档扣分", "每满一档扣多少分", POSITIVE, of="each"),
        Argument(
            "direction",
            "方向",
            "可省略：比率“高于”还是“低于”不扣分的比率时扣分；省略时为高于",
            words={"高于": "above", "低于": "below"},
        ),
    ),
    meanings={
        "free": "不扣分的界限",
        "step": "一档有多大",
        "each": "每满一档扣几分",
        "direction": "高于（above）还是低于（below）free 的扣分",
        "unit": UNIT_MEANING,
    },
    description=_describe_step_deduct,
    example=Example("=STEP_DEDUCT_SCORE(B2,1,10%,1%,0.1)", {"B2": (0.1577,)}, 0.5),
    turns=_step_deduct_turns,
)
