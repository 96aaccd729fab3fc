"""Amounts in 元 among amounts in 万元: rates that are ten thousand times what they can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, cast

from xlgen.rules import expression as ex
from xlgen.scheme import arithmetic
from xlgen.scheme.inputs import YUAN_PER_TEN_THOUSAND
from xlgen.scoring.status import Status
from xlgen.submissions.entries import Entry
from xlgen.submissions.submission import Submission
from xlgen.xlsx.refs import CellRef

LEAST, MOST = YUAN_PER_TEN_THOUSAND / 2, YUAN_PER_TEN_THOUSAND * 2
"""Of two amounts that are about the same, one in the wrong unit is so many times the other."""


class Amount(NamedTuple):
    """An amount that was filled in, or the sum of a column of them."""

    label: str
    place: CellRef
    indicator: str
    value: float


Mixed = tuple[Amount, Amount]
"""An amount that is probably in the wrong unit, and one beside it."""


def ten_thousandfold(large: float, small: float) -> bool:
    """One amount is about ten thousand times another."""
    return small > 0 and LEAST <= large / small <= MOST


def amount_of(entry: Entry) -> Amount:
    """The amount in an input."""
    return Amount(entry.label, entry.place, entry.indicator, entry.number or 0.0)


def mixed_in_rates(submission: Submission) -> Iterator[Mixed]:
    """Amounts whose rate is about ten thousand; or about a ten-thousandth, where it should be near 1."""
    single = submission.single
    for rate in submission.template.rates:
        over, under = list(arithmetic.names_in(rate.over)), list(arithmetic.names_in(rate.under))
        if any(single[name].status is not Status.FILLED for name in (*over, *under)):
            continue
        values: dict[str, ex.Value | ex.Column] = {name: single[name].number or 0.0 for name in (*over, *under)}
        upper, lower = (cast(float, arithmetic.evaluate(side, values)) for side in (rate.over, rate.under))
        if ten_thousandfold(upper, lower) or (rate.near_one and ten_thousandfold(lower, upper)):
            yield _largest(over, single), _largest(under, single)


def _largest(names: list[str], single: Mapping[str, Entry]) -> Amount:
    return max((amount_of(single[name]) for name in names), key=lambda amount: amount.value)
