"""What is put together for one indicator: parts, rates and inputs, and the words that numbers come from."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from xlgen.draft.criteria.clauses import Clause, Plain, WithoutBase
from xlgen.draft.criteria.conditions import INFINITE, Interval
from xlgen.draft.criteria.definitions import Definition
from xlgen.draft.criteria.rates import Rates
from xlgen.draft.criteria.texts import bears_on_others
from xlgen.draft.reading import Path
from xlgen.scheme.todos import TODO

SAME_RATE = ("", "比率", "该比率", "指标值")
"""What stands for the one rate that is defined, or for the one that an indicator is named after."""
RATES = ("率", "度", "比", "比例", "比重", "占比", "幅度", "水平", "程度")
"""How names of rates end."""
SIGNED = re.compile(
    "(变动|增长|增减|偏离|偏差|调整|调剂|变化|增加|提高|下降|降低|节约|升降|增幅|降幅).{0,2}(率|度|比例|幅度)?$"
)
"""Names of rates that compare with a year or a plan before: they may be negative."""
NEGATIVE = "表格没有写明可否为负：最小值按-100%，不会为负的删去 minimum"


class Assembly:
    """What was put together so far."""

    def __init__(self, points: float, name: str, taken: Collection[str]) -> None:
        self.points, self.name = points, name
        self.rates = Rates(taken)
        self.parts: list[dict[str, Any]] = []
        self.words: dict[Path, str] = {}
        self.readings: list[str] = []

    def add(self, part: dict[str, Any], *words: tuple[Path, str]) -> None:
        """Add a part; words: paths inside it, with the words of the form that the number there comes from."""
        place: Path = ("parts", len(self.parts))
        self.parts.append(part)
        self.words |= {(*place, *path): text for path, text in words}


def without_notes(clauses: Sequence[Clause], definitions: Sequence[Definition]) -> list[Clause] | None:
    """The clauses without notes on terms; None where a plain text is no such note."""
    terms = {term for definition in definitions for term in (definition.name, *definition.terms)}
    kept: list[Clause] = []
    for clause in clauses:
        if isinstance(clause, WithoutBase):
            if not any(definition.divides for definition in definitions):
                return None  # nothing is computed that could lack a divisor
        elif not isinstance(clause, Plain):
            kept.append(clause)
        elif not _explains(clause.text, terms) or bears_on_others(clause.text):
            return None
    return kept


def _explains(text: str, terms: Collection[str]) -> bool:
    """Whether a text only says what a term means: 甲: …, 甲是指…"""
    head = text.partition(":")[0]
    return (
        "是指" in text
        or "不含" in text
        or (":" in text and 2 <= len(head) <= 20 and any(head in term for term in terms))
    )


def rate_of(
    assembly: Assembly, subject: str, definitions: Sequence[Definition], intervals: Sequence[Interval] = ()
) -> str | None:
    """The id of the rate that is spoken of: a measure where it is defined, else an input.

    intervals: what it is compared with; what is compared with 0 may be negative.
    """
    subject = subject.removesuffix("在").removesuffix("为")
    if len(definitions) > 1:
        named = [each for each in definitions if each.name == subject]
    elif subject in SAME_RATE:
        named = [each for each in definitions if _are_akin(each.name, assembly.name)]
    else:
        named = [each for each in definitions if each.name.endswith(subject) or each.name.strip("“”") == subject]
    if len(named) == 1:
        return assembly.rates.measure(named[0], named[0].name)
    label = assembly.name if subject in SAME_RATE else subject
    if definitions or not label.endswith(RATES):
        return None
    signed = SIGNED.search(label) or any(_may_be_negative(interval) for interval in intervals)
    return assembly.rates.input(label, "percent", **({"minimum": -1, TODO: NEGATIVE} if signed else {}))


def _may_be_negative(interval: Interval) -> bool:
    """Whether a rate is compared with 0, or with less; 0~10% only says where a tier ends."""
    ends = [end for end in (interval.low, interval.high) if abs(end) != INFINITE]
    return any(end < 0 for end in ends) or (bool(ends) and not any(ends))


def _are_akin(name: str, other: str) -> bool:
    """Whether a rate may be the one that an indicator is about: two characters besides 率 occur in both."""
    return any(name[place : place + 2] in other for place in range(len(name.removesuffix("率")) - 1))
