"""Finds amounts in 元 among amounts in 万元: ten thousand times too large or too small beside what they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, cast

from xlgen.rules import expression as ex
from xlgen.scheme import arithmetic
from xlgen.scheme.inputs import YUAN_PER_TEN_THOUSAND
from xlgen.scoring.status import Status
from xlgen.submissions.entries import InputEntry
from xlgen.submissions.submission import Submission
from xlgen.xlsx.refs import CellRef

MIN_MIXED_RATIO, MAX_MIXED_RATIO = YUAN_PER_TEN_THOUSAND / 2, YUAN_PER_TEN_THOUSAND * 2
"""The ratio of two amounts that would be about the same if one of them were not in the wrong unit."""

MIN_RATIO_OF_PART = 100.0
"""So many times the whole, an amount that should be a small part of it is in the wrong unit."""


class Amount(NamedTuple):
    """An amount that was filled in, or the sum of a column of a table."""

    label: str
    place: CellRef
    indicator: str
    value: float


MixedUnits = tuple[Amount, Amount]
"""An amount that is probably in the wrong unit, and one to compare it with."""


def is_ten_thousandfold(large: float, small: float) -> bool:
    """Whether one amount is about ten thousand times another."""
    return small > 0 and MIN_MIXED_RATIO <= large / small <= MAX_MIXED_RATIO


def amount_of(entry: InputEntry) -> Amount:
    """The amount in an input."""
    return Amount(entry.label, entry.place, entry.indicator, entry.number or 0.0)


def mixed_units_in_rates(submission: Submission) -> Iterator[MixedUnits]:
    """Amounts whose rate is about 10000 or 1/10000, whatever the rule rewards; of a part that may be tiny, above it."""
    single = submission.single
    for rate in submission.template.rates:
        over, under = list(arithmetic.names_in(rate.numerator)), list(arithmetic.names_in(rate.denominator))
        names = (*over, *under)
        if any(single[name].status is not Status.FILLED for name in names):
            continue
        values: dict[str, ex.Value | ex.Column] = {name: single[name].number or 0.0 for name in names}
        upper, lower = (cast(float, arithmetic.evaluate(side, values)) for side in (rate.numerator, rate.denominator))
        ratio = upper / lower if lower > 0 else 0.0
        too_large = (MIN_RATIO_OF_PART if rate.part else MIN_MIXED_RATIO) <= ratio <= MAX_MIXED_RATIO
        if too_large or (not rate.part and is_ten_thousandfold(lower, upper)):
            yield _largest(over, single), _largest(under, single)


def _largest(names: list[str], single: Mapping[str, InputEntry]) -> Amount:
    return max((amount_of(single[name]) for name in names), key=lambda amount: amount.value)
