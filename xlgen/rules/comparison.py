"""Scores by comparing an amount with others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from xlgen.rules.expression import Number, above, at_least, at_most, below, same, when
from xlgen.rules.limits import ANY, NOT_NEGATIVE
from xlgen.rules.rule import Argument, Example, Known, NotNegative, Positive, Rule, Turn

Sign = Literal["≥", "＞", "＝", "≤", "＜"]
SOME = 100.0
"""An amount that serves as an example."""


class Comparison(BaseModel):
    """How the amount must compare with the other one, and the score if it does."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, title="一次比较")
    sign: Sign = Field(description="amount 在左，对照的数在右")
    score: NotNegative = Field(description="成立时得几分")


def comparison_score(
    amount: Number,
    others: Sequence[Number],
    *,
    points: Positive,
    comparisons: Sequence[Comparison],
    otherwise: NotNegative = 0,
) -> Number:
    """The score of the first comparison that holds: the amount with each of the others, in order.

    Amounts are compared as they are, not through a rate: one 分 more is more. Source: the national 部门整体 form of
    2013 as Yueyang uses it, 资金结余 (无结余; 有结余，但不超过上年结转; 结余超过上年结转).
    """
    holds = {"≥": at_least, "＞": above, "＝": same, "≤": at_most, "＜": below}
    result: Number = otherwise
    for other, comparison in reversed(list(zip(others, comparisons, strict=True))):
        result = when(holds[comparison.sign](amount, other), comparison.score, result)
    return result


def _describe(parameters: Any) -> str:
    several = len(parameters.comparisons) > 1
    steps = [
        f"{comparison.sign}{f'第{place}个数' if several else '它'}的得{comparison.score:g}分"
        for place, comparison in enumerate(parameters.comparisons, 1)
    ]
    return f"与所对照的数{'依次' if several else ''}比较：{'；'.join(steps)}；其余得{parameters.otherwise:g}分"


def _turns(parameters: Any, known: Known) -> Iterable[Turn]:
    """The amount beside each of the others: these all the same, and then each beyond the next as the sign has it."""
    laid_down = known["others"]
    base = max((float(other) for other in laid_down if isinstance(other, (int, float))), default=0.0)
    rising = [base + SOME * (place + 1) for place in range(len(laid_down))]
    apart = rising if parameters.comparisons[0].sign in ("≤", "＜") else rising[::-1]
    same = [base + SOME] * len(laid_down)
    for examples in (same, apart) if laid_down.count(None) > 1 else (same,):
        others = [example if other is None else other for other, example in zip(laid_down, examples, strict=True)]
        for amount in dict.fromkeys(others):
            yield Turn({"amount": amount, "others": others}, "amount")


COMPARISON_SCORE = Rule(
    comparison_score,
    title="比较计分",
    help="比较得分：把一个数依次与所对照的数比较，第一个成立的，得那一档的分；都不成立的，得其余的分。金额逐分比较。",
    call=(
        Argument("amount", "所比较的数", "所比较的数，一个单元格，如结余", ANY),
        Argument("others", "所对照的数", "所对照的数，一个单元格，或一行、一列，与它同一金额单位，如上年结转", ANY),
        Argument(
            "signs",
            "符号",
            "各次比较的符号≥、＞、＝、≤、＜，一行或一列，与所对照的数一一对应",
            of="comparisons",
            part=lambda parameters: [comparison.sign for comparison in parameters.comparisons],
        ),
        Argument(
            "scores",
            "得分",
            "各次比较成立时的得分，一行或一列，与符号一一对应",
            NOT_NEGATIVE,
            of="comparisons",
            part=lambda parameters: [comparison.score for comparison in parameters.comparisons],
        ),
        Argument("otherwise", "其余的得分", "可省略：都不成立时的得分；省略时为0分", NOT_NEGATIVE),
    ),
    meanings={
        "comparisons": "依次与 others 的各项比较：符号，和成立时的得分",
        "otherwise": "都不成立时的得分",
    },
    description=_describe,
    example=Example(
        "=COMPARISON_SCORE(B2,C2:C3,G2:G3,H2:H3)",
        {"B2": (35,), "C2:C3": (0, 35), "G2:G3": ("≤", "≤"), "H2:H3": (3, 2)},
        2,
    ),
    turns=_turns,
    full_marks=lambda parameters: max(
        parameters.otherwise, *(comparison.score for comparison in parameters.comparisons)
    ),
    paired=("others", "comparisons"),
    alike=("amount", "others"),
)
