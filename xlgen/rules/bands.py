"""Grades that stand for bands of shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from xlgen.rules.expression import Number, Text, equals, maximum, mean, minimum, when
from xlgen.rules.limits import SHARE
from xlgen.rules.rule import POINTS, Argument, Example, Positive, Rule


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


def band_score(
    grades: Sequence[Text], shares: Sequence[Number], *, points: Positive, bands: Mapping[str, Band]
) -> Number:
    """Each point to check gives an equal part of the points, times the share its grade stands for.

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


def _describe(parameters: Any) -> str:
    bands = "、".join(f"{name}{_percent(band.most)}至{_percent(band.least)}" for name, band in parameters.bands.items())
    return f"{parameters.points:g}分，各要点平均分配，按档次取分值的比例：{bands}；不写比例的按该档上限"


def _percent(ratio: float) -> str:
    return f"{ratio * 100:g}%"


BAND_SCORE = Rule(
    band_score,
    title="分档按比例计分",
    help="分档按比例得分：各评价要点平均分配满分，按各自档次之内的比例得分。比例不在档次之内的显示#VALUE!。",
    call=(
        Argument("grades", "档次", "各评价要点的档次，一行或一列，如达成、部分达成、未达成"),
        Argument(
            "shares",
            "比例",
            "各评价要点在档次之内的比例，一行或一列，与档次一一对应；空着或填0的按该档上限，下限为0的一档必须填",
            SHARE,
        ),
        POINTS,
        Argument("band_names", "档次", "全部档次的名称，一行或一列", of="bands", part=list),
        Argument(
            "band_least",
            "下限",
            "各档比例的下限，一行或一列，与名称一一对应，如80%",
            SHARE,
            of="bands",
            part=lambda bands: [band.least for band in bands.values()],
        ),
        Argument(
            "band_most",
            "上限",
            "各档比例的上限，一行或一列，与名称一一对应，如100%",
            SHARE,
            of="bands",
            part=lambda bands: [band.most for band in bands.values()],
        ),
    ),
    description=_describe,
    example=Example(
        "=BAND_SCORE(B2:B3,C2:C3,1,G2:G4,H2:H4,I2:I4)",
        {
            "B2:B3": ("达成", "部分达成"),
            "C2:C3": (0.8, 0.6),
            "G2:G4": ("达成", "部分达成", "未达成"),
            "H2:H4": (0.8, 0.6, 0),
            "I2:I4": (1, 0.8, 0.6),
        },
        0.7,
    ),
    chosen=("grades", "bands"),
    within=("shares", "grades", "bands"),
)
