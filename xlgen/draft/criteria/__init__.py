"""Criteria read by a grammar: a rule where every sentence is understood whole, and nothing otherwise."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from xlgen.draft.criteria.assembly import Assembly
from xlgen.draft.criteria.clauses import Clause, Item, Tier, WithoutBase
from xlgen.draft.criteria.definitions import Definition
from xlgen.draft.criteria.normal import sentences
from xlgen.draft.criteria.phrases import clause_of
from xlgen.draft.criteria.proportions import proportional, ratio, several, steps, tiers, weighted
from xlgen.draft.criteria.rates import as_printed
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

WRITE = "照原文写 parts，写法见 docs/表样参考.md “计分规则”"
READINGS: tuple[Callable[[Assembly, Sequence[Clause], Sequence[Definition]], bool], ...] = (
    *(criteria, choice, shared_out, each_alike, choices, comparisons, sized, deductions),
    *(tiers, steps, ratio, proportional, weighted, bands, several),
)
"""The ways to put clauses together. Each takes all of them, or none: the first that does decides."""


def understand(
    criteria: Sequence[str], points: float, name: str, explanation: str = "", taken: Collection[str] = ()
) -> Understood | NotUnderstood:
    """Read the criteria of an indicator with these full marks.

    explanation may define the rate that the criteria speak of. taken: ids that the scheme has already.
    """
    read = [(sentence, clause_of(sentence)) for sentence in sentences(criteria)]
    unread = [sentence.printed for sentence, clause in read if clause is None]
    if not read:
        return NotUnderstood("表格没有印评分标准")
    if unread:
        return NotUnderstood(f"没有整句读懂“{unread[0]}”")
    said = [clause for sentence in sentences([explanation]) if (clause := clause_of(sentence)) is not None]
    return _assembled([clause for _, clause in read if clause is not None], points, name, said, taken)


def _assembled(
    clauses: Sequence[Clause], points: float, name: str, said: Sequence[Clause], taken: Collection[str]
) -> Understood | NotUnderstood:
    """The parts that the clauses make up. said: what the explanation says, which may define a rate."""
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
    if not rest:
        return NotUnderstood(f"只写了算式，没有写怎么计分；{WRITE}")
    return NotUnderstood(f"各句都读懂了，但合不成一种计分方法：{_misfit(rest, definitions, points, name)}；{WRITE}")


def _misfit(clauses: Sequence[Clause], definitions: Sequence[Definition], points: float, name: str) -> str:
    """Which clause does not fit, or which sums: as the form prints them."""
    for place, clause in enumerate(clauses):
        others = [*clauses[:place], *clauses[place + 1 :]]
        if others and any(reading(Assembly(points, name, ()), others, definitions) for reading in READINGS):
            return f"{_quoted([clause])}与其余各句合不到一起"
    tiers = all(isinstance(clause, Tier) for clause in clauses)
    scores = [clause.points for clause in clauses if isinstance(clause, (Item, Tier))]
    given = [score for score in scores if score is not None]
    if given == scores and scores and points not in given and abs(sum(given) - points) > 1e-9:
        total = f"最高的一档{max(given):g}分" if tiers else f"各句合计{sum(given):g}分"
        return f"{total}，分值{points:g}分"
    return f"各档的界限有空缺、重叠，或没有写明归哪一档：{_quoted(clauses)}" if tiers else _quoted(clauses)


def _quoted(clauses: Sequence[Clause]) -> str:
    return "".join(f"“{as_printed(clause.printed)}”" for clause in clauses if not isinstance(clause, Definition))
