"""What is odd about the indicators that a unit set itself, as reviewers of bureaus find it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from xlgen.suspicions.own_rows import OwnRow
from xlgen.suspicions.phrases import MAX_NAMED
from xlgen.suspicions.suspicion import Doubt, Kind
from xlgen.text import one_line, shorten

HIGH_TARGET = range(95, 101)
"""Percents that a target of a benefit is set at when nobody has measured it: nearly all, and no more than all."""
MAX_NAME = 30
_BENEFIT, _SATISFACTION, _COST, _QUANTITY = (re.compile(text) for text in ("效益", "满意", "成本", "数量"))
_SAVED = re.compile("节约|节省|节支|降低|下降|压减|降幅")
"""In the name of a cost indicator of which more is better."""
_PAYMENT = re.compile(
    r"(?:资金|经费|预算|款项|财政|补助|补贴|专款)(?:的)?(?:支付|支出|拨付|使用|到位|执行|下达|投入|发放)(?:金额|资金|额度|总额|数额|进度|完成)?(?:率|数|量|额)?$"
    r"|^(?:支付|支出|拨付)(?:资金|金额|进度|率|数|额)|预算执行率|支付进度"
)
"""The name of an indicator that counts money paid, not what it was paid for."""


def own_indicator_doubts(rows: Sequence[OwnRow], where: Callable[[OwnRow], str]) -> Iterator[Doubt]:
    """The doubts about a form's own indicators, one of each kind. where: the place of a row."""
    twice = list(_in_output_and_benefit(rows))
    if twice:
        output, benefit = twice[0]
        named = f"{_named(benefit)}{_more([row for _, row in twice[1:]], '')}"
        said = f"指标{named}在效益里有，在产出里也有（{where(output)}），效益指标应写产出带来的结果"
        yield Doubt(Kind.IN_OUTPUT_AND_BENEFIT, said, where(benefit))
    for kind, found, said in (
        (Kind.COST_NOT_BELOW, [row for row in rows if _is_cost_without_limit(row)], "选的是“≥”，成本一般是越低越好"),
        (Kind.PAYMENT_AS_QUANTITY, [row for row in rows if _is_payment(row)], "是资金的支付，不是完成了多少工作"),
        (Kind.HIGH_TARGET, [row for row in rows if _is_high(row)], "定在95%以上，表里没有写计算的依据或计量单位"),
    ):
        if found:
            yield Doubt(kind, f"{_subject(kind)}{_named(found[0])}{_more(found[1:], '都')}{said}", where(found[0]))


def _subject(kind: Kind) -> str:
    return {Kind.COST_NOT_BELOW: "成本指标", Kind.PAYMENT_AS_QUANTITY: "数量指标"}.get(kind, "指标值：")


def _more(rows: Sequence[OwnRow], word: str) -> str:
    """The other rows of which the same is true."""
    if not rows:
        return ""
    named = "".join(f"、{_named(row)}" for row in rows[: MAX_NAMED - 1])
    return f"{named}{f'等{len(rows) + 1}项' if len(rows) >= MAX_NAMED else ''}{word}"


def _named(row: OwnRow) -> str:
    return f"“{shorten(one_line(row.name), MAX_NAME)}”"


def _in_output_and_benefit(rows: Sequence[OwnRow]) -> Iterator[tuple[OwnRow, OwnRow]]:
    """The indicators that stand under a benefit and, with the same name, under what was done."""
    done = {row.name: row for row in rows if not _is_benefit(row) and not _SATISFACTION.search(row.levels)}
    for row in rows:
        if _is_benefit(row) and row.name in done:
            yield done.pop(row.name), row


def _is_benefit(row: OwnRow) -> bool:
    return _BENEFIT.search(row.levels) is not None


def _is_cost_without_limit(row: OwnRow) -> bool:
    return row.at_least and _COST.search(row.levels) is not None and _SAVED.search(row.name) is None


def _is_payment(row: OwnRow) -> bool:
    return _QUANTITY.search(row.levels) is not None and _PAYMENT.search(row.name) is not None


def _is_high(row: OwnRow) -> bool:
    """A target of 95 % and more: of a benefit without its basis, or a number of which nobody knows what it counts."""
    if not row.at_least or row.target is None or not HIGH_TARGET[0] <= row.target <= HIGH_TARGET[-1]:
        return False
    return not row.unit or (row.unit == "%" and _is_benefit(row) and not row.basis)
