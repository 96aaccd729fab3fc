"""The clauses of an indicator's criteria, put together as the parts of its score."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from xlgen.draft.criteria.assembly import Assembly
from xlgen.draft.criteria.clauses import Clause, WithoutBase
from xlgen.draft.criteria.definitions import Definition
from xlgen.draft.criteria.proportions import proportional, ratio, several, steps, tiers, weighted
from xlgen.draft.criteria.standards import (
    bands,
    choice,
    choices,
    comparisons,
    criteria,
    deductions,
    each_alike,
    shared_out,
    sized,
)
from xlgen.draft.reading import NotUnderstood, Understood

READINGS: tuple[Callable[[Assembly, Sequence[Clause], Sequence[Definition]], bool], ...] = (
    *(criteria, choice, shared_out, each_alike, choices, comparisons, sized, deductions),
    *(tiers, steps, ratio, proportional, weighted, bands, several),
)
"""The ways to put clauses together. Each takes all of them, or none: the first that does decides."""


def assembled(
    clauses: Sequence[Clause], points: float, name: str, said: Sequence[Clause], taken: Collection[str]
) -> Understood | NotUnderstood:
    """The parts that the clauses make up; said: what the explanation says, which may define a rate."""
    definitions = [clause for clause in (*clauses, *said) if isinstance(clause, Definition)]
    rest = [clause for clause in clauses if not isinstance(clause, Definition)]
    for reading in READINGS:
        assembly = Assembly(points, name, taken)
        if reading(assembly, rest, definitions):
            said_of_zero = [f"表格写明：{clause.printed}。" for clause in clauses if isinstance(clause, WithoutBase)]
            readings = list(dict.fromkeys([*assembly.readings, *said_of_zero]))
            keys = {"readings": readings} if readings else {}
            rates = assembly.rates
            return Understood(assembly.parts, rates.inputs, rates.measures, keys, assembly.words)
    return NotUnderstood("各句都读懂了，但合不成一种计分方法，或各句的分与分值不符")
