"""Amounts and numbers that must add up, as the scheme says: those that do not, and why perhaps not."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from xlgen.scheme.inputs import YUAN_PER_TEN_THOUSAND, InputType
from xlgen.scoring.status import BLOCKING, Status
from xlgen.scoring.values import number
from xlgen.submissions.checks.money import Amount, Mixed, amount_of
from xlgen.submissions.submission import Submission

TOLERANCE = 0.01 + 1e-9
"""One unit of the last digit that is printed: published sums are off by as much."""


class Unbalanced(NamedTuple):
    """A sum that does not agree; mixed: the amount that is probably in the wrong unit, because then it would."""

    parts: list[Amount]
    whole: Amount
    mixed: Mixed | None

    @property
    def summed(self) -> float:
        """What the parts add up to."""
        return math.fsum(part.value for part in self.parts)


def unbalanced(submission: Submission) -> Iterator[Unbalanced]:
    """The sums that do not agree, of those whose numbers are all there."""
    for balance in submission.scheme.balances:
        terms = [_term(submission, name) for name in (*balance.sum_of, balance.equals)]
        known = [term for term in terms if term is not None]
        if len(known) == len(terms):
            *parts, whole = known
            if not _agree(parts, whole):
                money = _is_money(submission, balance.equals)
                yield Unbalanced(parts, whole, _mixed(parts, whole) if money else None)


def _agree(parts: list[Amount], whole: Amount) -> bool:
    return abs(math.fsum(part.value for part in parts) - whole.value) <= TOLERANCE


def _mixed(parts: list[Amount], whole: Amount) -> Mixed | None:
    """The one amount that, converted to the other unit, would make the sum agree."""
    terms = [*parts, whole]
    for index, term in enumerate(terms):
        for factor in (YUAN_PER_TEN_THOUSAND, 1 / YUAN_PER_TEN_THOUSAND):
            converted = term._replace(value=term.value * factor)
            changed = [*terms[:index], converted, *terms[index + 1 :]]
            if converted.value >= 1 and _agree(changed[:-1], changed[-1]):
                return term, whole if term is not whole else max(parts, key=lambda part: part.value)
    return None


def _term(submission: Submission, name: str) -> Amount | None:
    """What a name of a balance stands for; None while it is missing or wrong."""
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
