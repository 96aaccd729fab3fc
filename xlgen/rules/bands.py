"""Grades that stand for bands of shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from xlgen.rules.expression import DIFFERENCE_PLACES, Number, Text, equals, maximum, mean, minimum, when
from xlgen.rules.limits import SHARE
from xlgen.rules.rounding import excel_round
from xlgen.rules.rule import POINTS, Argument, Example, Known, Positive, Rule, Turn
from xlgen.text import exact_percent

BELOW = "＜"
"""Before an upper end that a band does not include, as in “＜80%”."""
FINEST_SHARE = 0.0001
"""The step of shares, which are shown in percent with two decimals: what is highest below 80 % is 79.99 %."""


class Band(BaseModel):
    """The share of the points that a grade stands for: from `least`, included, to `most`, included, or to `below`.

    `below` is an upper end that the band does not include: 80 % belongs to the band that begins there.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, title="一个档次的范围")
    least: Annotated[float, Field(ge=0, le=1)] = Field(description="下限（含）")
    most: Annotated[float, Field(gt=0, le=1)] | None = Field(default=None, description="上限（含）")
    below: Annotated[float, Field(gt=0, le=1)] | None = Field(default=None, description="上限（不含）；与 most 写一个")

    @model_validator(mode="after")
    def _right_way_round(self) -> Band:
        if (self.most is None) is (self.below is None):
            raise ValueError("上限写 most（含）或 below（不含），写一个")
        if self.least > self.top:
            raise ValueError("least（下限）大于上限 most 或 below")
        return self

    @property
    def end(self) -> float:
        """The upper end, whether or not the band includes it."""
        if self.most is not None:
            return self.most
        return 0.0 if self.below is None else self.below

    @property
    def top(self) -> float:
        """The highest share in the band: its upper end, or the step below one that it does not include."""
        return self.end if self.below is None else excel_round(self.below - FINEST_SHARE, DIFFERENCE_PLACES)

    def holds(self, share: float) -> bool:
        """Whether a share lies in the band."""
        return self.least <= share and (share <= self.end if self.below is None else share < self.end)

    @property
    def upwards(self) -> str:
        """The band as one is told what to type, lower end first: 80%至100%; 60%（含）至80%."""
        return f"{exact_percent(self.least)}{'' if self.below is None else '（含）'}至{exact_percent(self.end)}"

    def __str__(self) -> str:
        """The band as forms print it, upper end first: 100%至80%; 80%（不含）至60%."""
        return f"{exact_percent(self.end)}{'' if self.below is None else '（不含）'}至{exact_percent(self.least)}"


def band_score(
    grades: Sequence[Text], shares: Sequence[Number], *, points: Positive, bands: Mapping[str, Band]
) -> Number:
    """Each point to check gives an equal part of the points, times the share its grade stands for.

    A share is the exact one inside the grade's band (a ratio); 0 or blank stands for the highest share in the band,
    but is itself where the band begins at 0. Source: jiangning, 评价要点（达成、部分达成、未达成三档）.
    """
    reached = [_share(grade, share, bands) for grade, share in zip(grades, shares, strict=True)]
    return mean(reached) * points


def _share(grade: Text, share: Number, bands: Mapping[str, Band]) -> Number:
    result: Number = 0.0
    for name, band in reversed(list(bands.items())):
        exact = maximum(minimum(share, band.end), band.least)
        result = when(equals(grade, name), when(equals(share, 0.0), band.top, exact) if band.least else exact, result)
    return result


def _describe(parameters: Any) -> str:
    bands = "、".join(f"{name}{band}" for name, band in parameters.bands.items())
    return f"{parameters.points:g}分，各要点平均分配，按档次取分值的比例：{bands}；不写比例的按该档最高的比例"


def _end_text(band: Band) -> float | str:
    return band.end if band.below is None else f"{BELOW}{exact_percent(band.end)}"


def _turns(parameters: Any, known: Known) -> Iterable[Turn]:
    """The first point to check in each band, its share left blank, lowest and highest; the others in the best band."""
    others = len(known["grades"]) - 1
    best = max(parameters.bands, key=lambda name: parameters.bands[name].top)
    for name, band in parameters.bands.items():
        for share in sorted({0.0, band.least, band.top}):
            yield Turn({"grades": [name, *[best] * others], "shares": [share, *[0.0] * others]})


BAND_SCORE = Rule(
    band_score,
    title="分档按比例计分",
    help="分档按比例得分：各评价要点平均分配满分，按各自档次之内的比例得分。比例不在档次之内的显示#VALUE!。",
    call=(
        Argument("grades", "档次", "各评价要点的档次，一行或一列，如达成、部分达成、未达成"),
        Argument(
            "shares",
            "比例",
            "各评价要点在档次之内的比例，一行或一列，与档次一一对应；空着或填0的按该档最高的比例，下限为0的一档必须填",
            SHARE,
        ),
        POINTS,
        Argument(
            "band_names",
            "档次",
            "全部档次的名称，一行或一列",
            of="bands",
            part=lambda parameters: list(parameters.bands),
        ),
        Argument(
            "band_least",
            "下限",
            "各档比例的下限，一行或一列，与名称一一对应，如80%",
            SHARE,
            of="bands",
            part=lambda parameters: [band.least for band in parameters.bands.values()],
        ),
        Argument(
            "band_most",
            "上限",
            "各档比例的上限，一行或一列，与名称一一对应，如100%；不含上限的写成“＜80%”的样子",
            SHARE,
            of="bands",
            part=lambda parameters: [_end_text(band) for band in parameters.bands.values()],
        ),
    ),
    meanings={
        "bands": "各档次的比例范围，与填比例的各项的 bands.ranges 相同",
    },
    description=_describe,
    example=Example(
        "=BAND_SCORE(B2:B3,C2:C3,1,G2:G4,H2:H4,I2:I4)",
        {
            "B2:B3": ("达成", "部分达成"),
            "C2:C3": (0.8, 0.6),
            "G2:G4": ("达成", "部分达成", "未达成"),
            "H2:H4": (0.8, 0.6, 0),
            "I2:I4": (1, "＜80%", "＜60%"),
        },
        0.7,
    ),
    turns=_turns,
    chosen=("grades", "bands"),
    within=("shares", "grades", "bands"),
)
