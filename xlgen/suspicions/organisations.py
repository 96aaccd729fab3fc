"""Where a text may name an organisation: found without the roster, so that what is kept of a file outlives it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from xlgen.suspicions.texts import WrittenText

MIN_NAME, MAX_NAME = 4, 30
"""Characters of a name that is looked for; a shorter one is a common word."""
MAX_PASSAGES = 200
"""Passages of a form that are kept; a long report has fifty."""
MAX_PASSAGE = 3 * MAX_NAME
"""Characters between the ends of names in one passage."""
AFTER = 2
"""Characters behind a name that are kept: they may say that its organisation did something together with the unit."""
_PASSAGE = re.compile(r"[\u3400-\u9fff0-9A-Za-z()“”\"、·]+")
_END = re.compile(
    "[局厅委馆站室镇乡署]|(?<![举承主协开经])办(?![理事法公学案好])|[院校](?![内外士长])|所(?![有需属以在示涉得列述为])|队(?![伍员])"
    "|中心|公司|街道|办事处|管理处|处(?=[(])|政府|协会|学会|联合会|委员会|总会|商会|研究会|大学|中学|小学|幼儿园|公园|园区|开发区"
    "|宣传部|组织部|统战部|武装部|社会工作部|[妇文残侨社]联|工商联|科协|人大|政协|供销社|合作社|报社|联社|总队|[林农渔牧]场"
)
"""The ends of the names of organisations. Names with other ends are not found."""


class Passage(NamedTuple):
    """A passage without punctuation in which an organisation may be named, normalised, and where it stands."""

    text: str
    where: str


def passages(texts: Iterable[WrittenText]) -> Iterator[Passage]:
    """The passages of a form's texts in which a name may stand, each once."""
    seen: set[str] = set()
    for text in texts:
        lines = () if text.names_units else text.lines
        found = (cut for line in lines for passage in _PASSAGE.findall(line) for cut in _cut(passage))
        for cut in found:
            if len(seen) == MAX_PASSAGES:
                return
            if cut not in seen:
                seen.add(cut)
                yield Passage(cut, text.where)


def name_ends(passage: str) -> list[int]:
    """Where in a passage a name may end."""
    return [end for match in _END.finditer(passage) if (end := match.end()) >= MIN_NAME]


def _cut(passage: str) -> Iterator[str]:
    """A passage without what stands far from the end of any name; a very long one in pieces."""
    ends = name_ends(passage)
    at = 0
    while at < len(ends):
        first = last = ends[at]
        while at < len(ends) and ends[at] - last <= MAX_NAME and ends[at] - first <= MAX_PASSAGE:
            last = ends[at]
            at += 1
        yield passage[max(0, first - MAX_NAME - 1) : last + AFTER]  # one before a name says whether it is in a list
