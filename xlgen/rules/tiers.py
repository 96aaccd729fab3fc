"""Tiered scores: the first bound that a rate, or a rank, keeps decides."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from xlgen.rules.expression import Number, above, at_least, at_most, below, when
from xlgen.rules.limits import NOT_NEGATIVE
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
from xlgen.text import exact_percent

SIGNS = {"below": "＜", "at_most": "≤", "above": "＞", "at_least": "≥"}
REST = "其余"
"""The last tier, which has no bound."""


class Tier(BaseModel):
    """One band of a tiered score: at most one bound, and the score inside it."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, title="一档")
    below: float | None = Field(default=None, description="低于它（＜）")
    at_most: float | None = Field(default=None, description="不高于它（≤）")
    above: float | None = Field(default=None, description="高于它（＞）")
    at_least: float | None = Field(default=None, description="不低于它（≥）")
    score: NotNegative = Field(description="得几分")

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


def _ends_open(tiers: Sequence[Tier]) -> Sequence[Tier]:
    if not tiers or tiers[-1].bounds or not all(tier.bounds for tier in tiers[:-1]):
        raise ValueError("除最后一档外每档都要写界限，最后一档不写界限（其余情况都归入最后一档）")
    return tiers


Tiers = Annotated[Sequence[Tier], AfterValidator(_ends_open)]


def tier_score(rate: Number, *, points: Positive, tiers: Tiers, unit: str = PERCENT) -> Number:
    """The score of the first tier whose bound the rate keeps; the last tier has no bound.

    `unit` says what is counted where the bounds are no rates (名, 天, 万元); it is shown only.
    """
    tests = {"below": below, "at_most": at_most, "above": above, "at_least": at_least}
    *bounded, last = tiers
    result: Number = last.score
    for tier in reversed(bounded):
        ((name, bound),) = tier.bounds
        result = when(tests[name](rate, bound), tier.score, result)
    return result


def bound_text(tier: Tier, unit: str) -> str:
    """A tier's bound as staff write it, like ≥90%, or ≤3 where it is no rate; exact, whatever its digits."""
    if not tier.bounds:
        return REST
    ((name, value),) = tier.bounds
    exact = exact_percent(value) if unit == PERCENT else f"{Decimal(repr(value)).normalize():f}"
    return f"{SIGNS[name]}{exact}"


def _describe(parameters: Any) -> str:
    return "；".join(_describe_tier(tier, parameters.unit) for tier in parameters.tiers)


def _describe_tier(tier: Tier, unit: str) -> str:
    if not tier.bounds:
        return f"{REST}得{tier.score:g}分"
    ((name, value),) = tier.bounds
    return f"{SIGNS[name]}{scaled(value, unit)}得{tier.score:g}分"


TIER_SCORE = Rule(
    tier_score,
    title="分档计分",
    help="分档得分：从第一档起依次对照界限，比率（或名次等数）落在哪一档就得哪一档的分。",
    call=(
        SCALED_ARGUMENT,
        Argument(
            "bounds",
            "界限",
            "各档的界限，一行或一列，每格写成“≥90%”“＜5%”（名次等数写成“≤3”）的样子，最后一格写“其余”；"
            "从第一档起依次对照，≥、＞从大到小写，≤、＜从小到大写",
            of="tiers",
            part=lambda parameters: [bound_text(tier, parameters.unit) for tier in parameters.tiers],
        ),
        Argument(
            "scores",
            "得分",
            "各档的得分，一行或一列，与界限一一对应",
            NOT_NEGATIVE,
            of="tiers",
            part=lambda parameters: [tier.score for tier in parameters.tiers],
        ),
    ),
    meanings={
        "tiers": "各档，从第一档起依次对照：一个界限和得分，最后一档不写界限",
        "unit": UNIT_MEANING,
    },
    description=_describe,
    example=Example(
        "=TIER_SCORE(B2,G2:G5,H2:H5)",
        {"B2": (0.9864,), "G2:G5": ("≥90%", "≥75%", "≥60%", "其余"), "H2:H5": (1, 0.7, 0.4, 0)},
        1,
    ),
    turns=lambda parameters, _: turns_at("rate", (bound for tier in parameters.tiers for _, bound in tier.bounds)),
    full_marks=lambda parameters: max(tier.score for tier in parameters.tiers),
)
