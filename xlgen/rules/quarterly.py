"""Budget execution by quarters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from xlgen.rules.expression import Number, mean, minimum, total
from xlgen.rules.limits import ANY, BOUND, POSITIVE, RATE
from xlgen.rules.rule import PERCENT_SIGN, Argument, Example, Known, Positive, Rising, Rule, Turn


def quarter_exec_score(
    progress: Sequence[Number],
    *,
    points: Positive = 6,
    pace: Sequence[Positive] = (0.25, 0.50, 0.75, 1.00),
    quarter_points: Positive = 1,
    average_points: Positive = 2,
) -> Number:
    """Score from the cumulative progress (ratio) at the end of each quarter.

    A quarter's rate is its progress over the pace. Each quarter gives its rate, capped at 1, times
    `quarter_points`; the mean of the *uncapped* rates, then capped at 1, gives `average_points`. The
    caps are not printed in the form; only this reading gives the published 5.89.
    Source: shenzhen-2021, 预算执行率 (published 37.60/56.47/72.28/92.99 % → 5.8936).
    """
    rates = [reached / due for reached, due in zip(progress, pace, strict=True)]
    quarters = total(minimum(rate, 1.0) * quarter_points for rate in rates)
    return quarters + minimum(mean(rates), 1.0) * average_points


def _describe(parameters: Any) -> str:
    pace = "、".join(f"{due * 100:g}%" for due in parameters.pace)
    worth = parameters.quarter_points
    quarters = f"各季末累计支出进度÷序时进度（{pace}）×{worth:g}分，每季封顶{worth:g}分"
    return f"{quarters}；各季执行率的平均数（以100%封顶）×{parameters.average_points:g}分"


BEHIND = 0.9
"""The share of its pace that the other quarters reach where one is looked at: the mean has room to rise."""


def _turns(parameters: Any, _: Known) -> Iterable[Turn]:
    """All quarters on time, none begun, and each on time while the others are behind."""
    yield Turn({"progress": list(parameters.pace)})
    yield Turn({"progress": [0.0] * len(parameters.pace)})
    behind = [due * BEHIND for due in parameters.pace]
    for place, due in enumerate(parameters.pace):
        yield Turn({"progress": [*behind[:place], due, *behind[place + 1 :]]}, "progress", place)


QUARTER_EXEC_SCORE = Rule(
    quarter_exec_score,
    title="季度预算执行率计分",
    help="季度预算执行率得分：各季末累计支出进度÷序时进度为该季执行率。每季按执行率得分，封顶为每季分值；"
    "四季执行率的平均数（100%封顶）再得平均分值。只给进度时按深圳表计算，满分6分。",
    call=(
        Argument(
            "progress",
            "累计支出进度",
            f"各季度末的累计支出进度，按季度先后，一行或一列，如B2:E2；{PERCENT_SIGN}",
            RATE,
            exact_limits=ANY,
        ),
        Argument("pace", "序时进度", "可省略：各季度末的序时进度，一行或一列；省略时为25%、50%、75%、100%", BOUND),
        Argument("quarter_points", "每季分值", "可省略：每个季度的分值；省略时为1分", POSITIVE),
        Argument("average_points", "平均分值", "可省略：四个季度平均执行率的分值；省略时为2分", POSITIVE),
    ),
    meanings={
        "pace": "各季末的序时进度",
        "quarter_points": "每季的分值",
        "average_points": "四季平均执行率的分值",
    },
    description=_describe,
    example=Example("=QUARTER_EXEC_SCORE(B2:E2)", {"B2:E2": (0.3760, 0.5647, 0.7228, 0.9299)}, 5.89),
    turns=_turns,
    full_marks=lambda parameters: len(parameters.pace) * parameters.quarter_points + parameters.average_points,
    paired=("progress", "pace"),
    rising=Rising(("pace",), "序时进度"),
)
