"""Finds the sums of a scheme that do not add up, and amounts that are probably in the wrong unit."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from xlgen.scheme.inputs import YUAN_PER_TEN_THOUSAND, InputType
from xlgen.scoring.status import BLOCKING, Status
from xlgen.scoring.values import number
from xlgen.submissions.checks.money import Amount, MixedUnits, amount_of
from xlgen.submissions.submission import Submission

SUM_TOLERANCE = 0.01 + 1e-9
"""One unit of the last printed digit: published sums are off by as much."""


class UnbalancedSum(NamedTuple):
    """A sum that does not add up; mixed: an amount that is probably in the wrong unit, as the sum would agree then."""

    parts: list[Amount]
    whole: Amount
    mixed: MixedUnits | None

    @property
    def summed(self) -> float:
        """The sum of the parts."""
        return math.fsum(part.value for part in self.parts)


def unbalanced_sums(submission: Submission) -> Iterator[UnbalancedSum]:
    """The sums that do not add up, of those without missing or wrong numbers."""
    for balance in submission.scheme.balances:
        terms = [_term(submission, name) for name in (*balance.sum_of, balance.equals)]
        known = [term for term in terms if term is not None]
        if len(known) == len(terms):
            *parts, whole = known
            if not _agree(parts, whole):
                money = _is_money(submission, balance.equals)
                yield UnbalancedSum(parts, whole, _mixed_units(parts, whole) if money else None)


def _agree(parts: list[Amount], whole: Amount) -> bool:
    return abs(math.fsum(part.value for part in parts) - whole.value) <= SUM_TOLERANCE


def _mixed_units(parts: list[Amount], whole: Amount) -> MixedUnits | None:
    """The amount that would make the sum agree if it were converted to the other unit, and one to compare it with."""
    terms = [*parts, whole]
    for index, term in enumerate(terms):
        for factor in (YUAN_PER_TEN_THOUSAND, 1 / YUAN_PER_TEN_THOUSAND):
            converted = term._replace(value=term.value * factor)
            changed = [*terms[:index], converted, *terms[index + 1 :]]
            if converted.value >= 1 and _agree(changed[:-1], changed[-1]):
                return term, whole if term is not whole else max(parts, key=lambda part: part.value)
    return None


def _term(submission: Submission, name: str) -> Amount | None:
    """The amount that a name in a balance stands for; None while it is missing or wrong."""
    table, _, column = name.partition(".")
    if not column:
        entry = submission.single[name]
        return None if entry.status in BLOCKING else amount_of(entry)
    place, score = submission.layout.tables[table], submission.tables[table]
    if score.status in BLOCKING:
        return None
    spec, rows = submission.scheme.tables[table], submission.filling.tables.get(table, ())
    used = [row.get(column) for row, state in zip(rows, score.rows, strict=True) if state is Status.FILLED]
    label = f"《{spec.label}》{spec.columns[column].label}合计"
    top = place.cell(column, 0)
    owner = submission.template.owner(table)
    return Amount(label, top, owner, math.fsum(number(value) or 0.0 for value in used))


def _is_money(submission: Submission, name: str) -> bool:
    table, _, column = name.partition(".")
    specs = submission.scheme.tables[table].columns if column else submission.scheme.all_inputs
    return specs[column or table].kind is InputType.MONEY
