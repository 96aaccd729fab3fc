"""One suspicion: whose form, where, what is odd about it or like another unit's, and where there."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

FOR_SAMPLING = "供抽查参考"
"""What every message ends with: nothing here is certain."""


class Kind(StrEnum):
    """What a suspicion is about."""

    FULL_MARKS = "各项满分"
    SAME_DATA = "数据相同"
    SAME_SENTENCES = "文字相同"
    OTHER_UNIT = "写有别的单位"
    OTHER_YEAR = "写的是以前年度"
    INSTRUCTION = "填写要求未删"
    IN_OUTPUT_AND_BENEFIT = "产出、效益指标重复"
    COST_NOT_BELOW = "成本指标越高越好"
    PAYMENT_AS_QUANTITY = "支付作数量指标"
    HIGH_TARGET = "高目标值无依据"
    FAR_FROM_LAST_YEAR = "与上年得分相差大"


class Suspicion(NamedTuple):
    """A suspicion about a unit's form. where: 工作表!单元格 and what stands there; empty: the form as a whole.

    other_…: the form of another unit that it is like, where there is one.
    """

    kind: Kind
    message: str
    unit: str
    subject: str
    file: str
    where: str = ""
    other_unit: str = ""
    other_file: str = ""
    other_where: str = ""


class Doubt(NamedTuple):
    """A suspicion that a form raises by itself, before anybody knows its file or another unit."""

    kind: Kind
    message: str
    where: str = ""
