"""The grades that a form prints, as in 90分（含）以上为优，80（含）—90分为良，60（含）—80分为中，60分以下为差."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from xlgen.text import normalize_text

NAME = re.compile(r"优秀|优|良好|良|中等|中|合格|一般|及格|不合格|较差|差")
CLAUSE = re.compile(r"[,;。、:]|(?<=[优良中差秀好格])(?=[0-9])")
BOUND = re.compile(r"(?<![0-9.])([0-9]{1,3}(?:\.[0-9])?)(?![0-9.])")
MIN_GRADES = 3


def grades_in(texts: Iterable[str]) -> list[dict[str, Any]]:
    """The grades that one of the texts lists from high to low, the last from 0, each with its words; else none."""
    for text in texts:
        grades = [grade for clause in CLAUSE.split(normalize_text(text)) if (grade := _grade(clause))]
        limits = [limit for _, limit, _ in grades]
        falling = all(high > low for high, low in pairwise(limits))
        if len(grades) >= MIN_GRADES and falling and limits[-1] == 0:
            return [{"name": name, "at_least": limit, "words": words} for name, limit, words in grades]
    return []


def _grade(clause: str) -> tuple[str, float, str] | None:
    """The grade that a clause is about, the total from which it is given, and the clause."""
    names = NAME.findall(clause)
    numbers = [float(number) for number in BOUND.findall(clause)]
    if len(names) != 1 or not 1 <= len(numbers) <= 2:
        return None
    from_zero = len(numbers) == 1 and re.search("以下|低于|不足|小于|<", clause)
    return names[0], 0 if from_zero else min(numbers), clause
