"""Criteria read by a grammar: a rule where every sentence is understood whole, and nothing otherwise."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from xlgen.draft.criteria.assembling import assembled
from xlgen.draft.criteria.normal import sentences
from xlgen.draft.criteria.phrases import clause_of
from xlgen.draft.reading import NotUnderstood, Understood


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
    return assembled([clause for _, clause in read if clause is not None], points, name, said, taken)
