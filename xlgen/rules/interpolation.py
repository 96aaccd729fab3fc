"""Scores on a straight line between bounds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from xlgen.rules.expression import Number, below, difference, when
from xlgen.rules.limits import ANY, NOT_NEGATIVE
from xlgen.rules.rule import (
    PERCENT,
    SCALED_ARGUMENT,
    UNIT_MEANING,
    Argument,
    Example,
    NotNegative,
    Positive,
    Rule,
    scaled,
    turns_at,
)


class Knot(BaseModel):
    """A rate, and the score that belongs to it."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, title="一点")
    at: float = Field(description="比率（或数）")
    score: NotNegative = Field(description="得几分")


def _rising(curve: Sequence[Knot]) -> Sequence[Knot]:
    if len(curve) < 2 or any(after.at <= before.at for before, after in pairwise(curve)):
        raise ValueError("至少要写两点，at 从小到大")
    return curve


Curve = Annotated[Sequence[Knot], AfterValidator(_rising)]


def interpolation_score(rate: Number, *, points: Positive, curve: Curve, unit: str = PERCENT) -> Number:
    """The score on the straight line between the two knots beside the rate; beyond the ends, that of the end.

    `unit` says what is counted where the knots are no rates; it is shown only.
    """
    *starts, after = curve
    result: Number = after.score
    for before in reversed(starts):
        gain, width = difference(after.score, before.score), difference(after.at, before.at)
        line = difference(rate * gain / width, before.at * gain / width - before.score)
        result = when(below(rate, after.at), line, result)
        after = before
    return when(below(rate, after.at), after.score, result)


def _describe(parameters: Any) -> str:
    first, *between, last = ((scaled(knot.at, parameters.unit), f"得{knot.score:g}分") for knot in parameters.curve)
    texts = [f"{first[0]}及以下{first[1]}", *map("".join, between), f"{last[0]}及以上{last[1]}"]
    return f"{'、'.join(texts)}，其间按比例计算（直线内插）"


INTERPOLATION_SCORE = Rule(
    interpolation_score,
    title="插值计分",
    help="插值得分：各点之间按比例计算（直线内插），低于第一点的得第一点的分，高于最后一点的得最后一点的分。",
    call=(
        SCALED_ARGUMENT,
        Argument(
            "knots",
            "各点",
            "各点的比率（或数），一行或一列，从小到大，如80%、95%",
            ANY,
            of="curve",
            part=lambda parameters: [knot.at for knot in parameters.curve],
        ),
        Argument(
            "scores",
            "得分",
            "各点的得分，一行或一列，与各点一一对应",
            NOT_NEGATIVE,
            of="curve",
            part=lambda parameters: [knot.score for knot in parameters.curve],
        ),
    ),
    meanings={
        "curve": "各点，at 从小到大；两点之间按直线计",
        "unit": UNIT_MEANING,
    },
    description=_describe,
    example=Example(
        "=INTERPOLATION_SCORE(B2,G2:G3,H2:H3)", {"B2": (0.9,), "G2:G3": (0.8, 0.95), "H2:H3": (0, 5)}, 3.33
    ),
    turns=lambda parameters, _: turns_at("rate", (knot.at for knot in parameters.curve)),
    full_marks=lambda parameters: max(knot.score for knot in parameters.curve),
)
