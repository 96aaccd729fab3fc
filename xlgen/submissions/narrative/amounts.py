"""Amounts and counts that a text states of something: what it is, how many, of which unit.

Only mentions that can be held against others are found. Left out is everything vague (30多家, 近100场, 不低于50万元),
what is part of a range, what is said of another year or of part of the year, and what is merely planned.
What a number is said of is everything between it and the last sign, without words that add nothing: two mentions
are of the same thing only where these words are the same, since 线上路演14场 does not contradict 路演16场.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from xlgen.scheme.inputs import MAX_CHARACTERS
from xlgen.submissions.narrative.vocabulary import ADDING_NOTHING, ENDING, TOO_COMMON, UNITS

Told = TypeVar("Told")
Tabled = TypeVar("Tabled")


@dataclass(frozen=True)
class Mention:
    """A number that a text states: of what (`thing`), how many in which unit, and the step of its last digit.

    thing is empty where that cannot be told two things by.
    """

    thing: str
    value: float
    step: float
    unit: str
    text: str  # as it is written

    def agrees(self, other: Mention) -> bool:
        """The two numbers may be the same, one of them printed with fewer digits."""
        return abs(self.value - other.value) < max(self.step, other.step) * (1 - 1e-6)


SCALES = {"": 1.0, "百": 1e2, "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "万亿": 1e12}
WINDOW = 40
"""So many characters before a number can say of what it is."""
MAX_IN_NAME = 100
FEWEST = 2
"""Characters that something is called by."""

_WIDE = [(chr(ord(sign) + 0xFEE0), sign) for sign in "0123456789.,:;!?()[]%~+-/=<>"] + [("\u3000", " ")]
"""Digits and signs as wide as a Chinese character, and their ordinary form."""
_ANY_WIDE = re.compile("[\uff01-\uff5e\u3000]")
_DIGIT = re.compile("[0-9\uff10-\uff19]")
_SENTENCE = re.compile(r"[^。;!?\r\n]++")
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z.,第\u3014+\-\u2013—~至/×÷=])([0-9]{1,3}(?:,[0-9]{3})++|[0-9]{1,15})(?:\.([0-9]{1,10}))?(?![0-9])"
    rf" ?(万亿|千万|百万|亿|万|千|百)?({'|'.join(UNITS)})(?![至~\-\u2013—/]|以[上下内]|左右|[多余])"
)
_VAGUE = re.compile(
    r"(?:约|近|接近|逾|超过?|超出|突破|过|不[低少]于|不[超高]过?于?|至少|最[多少]|[低高大小多少]于|[≥≤><]"
    r"|每|平均|人均|月均|其他|[另还]有|分别为?|各)[ 个]?$"
)
_TIME = re.compile(
    r"(今年|本年|全年|当年|实际|1 ?[-—~至] ?12月)"
    r"|(20[0-9]{2}年? ?[-—~至] ?20[0-9]{2}年|去年|[上下]一?年|前年|明年|次年|同期|以来|近[两二三四五六七八九十]年"
    r"|[一二三四1-4]季度|[上下]半年|[0-9]{1,2}月(?!底|末|[0-9]{1,2}日)|十[二三四五]五|(?<!按)计划|(?<![模虚])拟|预计|力争|目标[值为是])"
    r"|((?:19|20)[0-9]{2})年"
)
"""Words that say of when a number is: this year, another time, or the year that is named."""
_SIGN = re.compile(r"[,:()【】\[\]“”\"《》→.]")
_HOLDING = ":( "
"""Signs between what a number is said of and the number."""
_AFTER = re.compile(r"[^,:()【】\[\]“”\"《》→.、0-9]{0,20}")
_BRACKETS = re.compile(r"[(][^()]{0,40}[)]")
_SPACE = re.compile(r"[\s·*]+")


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, with signs and digits of ordinary width."""
    for sentence in _SENTENCE.finditer(_narrow(text[:MAX_CHARACTERS])):
        yield sentence[0]


def mentions(text: str, year: int, of: str = "") -> Iterator[Mention]:
    """The numbers a text states for a year. of: what those are said of with which the text says nothing."""
    if not _DIGIT.search(text):
        return
    for sentence in sentences(text):
        yield from _in_sentence(sentence, year, of)


def contradictions(
    told: Iterable[tuple[Told, str]], rows: Iterable[tuple[Tabled, str, str]], year: int
) -> Iterator[tuple[Told, Mention, Tabled, Mention]]:
    """Where texts and the rows of a table (what tells a row, its name, its text) state different numbers of a thing.

    Where either states several different numbers of it, they are of parts of it, and nothing can be said.
    """
    said: dict[tuple[str, str], list[tuple[Told, Mention]]] = defaultdict(list)
    for teller, text in told:
        for mention in mentions(text, year):
            if mention.thing:
                said[mention.thing, mention.unit].append((teller, mention))
    known: dict[tuple[str, str], list[tuple[Tabled, Mention]]] = defaultdict(list)
    for row, name, text in rows if said else ():
        for mention in mentions(text, year, of=name):
            known[mention.thing, mention.unit].append((row, mention))
    for key, (first, *others) in said.items():
        for tabled in known[key][:1]:
            alike = _agree(first, others) and _agree(tabled, known[key])
            if alike and not first[1].agrees(tabled[1]):
                yield *first, *tabled


def _agree(first: tuple[object, Mention], others: Iterable[tuple[object, Mention]]) -> bool:
    return all(mention.agrees(first[1]) for _, mention in others)


@lru_cache(maxsize=1024)  # the names of a form's rows come back in every workbook
def thing(name: str) -> str:
    """What a name in a table stands for in a text; empty where it is too common to tell two things by."""
    return _telling(_stripped(_BRACKETS.sub("", _narrow(name))[:WINDOW]))


def _narrow(text: str) -> str:
    if not _ANY_WIDE.search(text):
        return text
    for wide, narrow in _WIDE:  # many times faster than translate() or normalize() on Chinese
        text = text.replace(wide, narrow)
    return text


def _in_sentence(sentence: str, year: int, of: str) -> Iterator[Mention]:
    start, seen, elsewhere = 0, 0, False
    for number in _NUMBER.finditer(sentence):
        for time in _TIME.finditer(sentence, seen, number.start()):
            elsewhere = time[2] is not None or (time[3] is not None and time[3] != str(year))
        seen = number.start()
        before = sentence[max(start, number.start() - WINDOW) : number.start()]
        if start:  # what still belongs to the number before ends with the comma between things listed
            before = before.rpartition("、")[2]
        start = number.end()
        if not elsewhere and not _VAGUE.search(before):
            found = _AFTER.match(sentence, number.end())
            said_of = _said_of(before, found[0] if found else "", of)
            written = _SPACE.sub("", before[_last_sign(before.rstrip(_HOLDING)) :] + number[0])
            yield _mention(number, said_of, written)


def _mention(number: re.Match[str], said_of: str, written: str) -> Mention:
    whole, decimals, scale = number[1].replace(",", ""), number[2] or "", SCALES[number[3] or ""]
    value, step = float(f"{whole}.{decimals or 0}") * scale, scale / 10 ** len(decimals)
    return Mention(said_of, value, step, UNITS[number[4]], written)


def _said_of(before: str, after: str, of: str) -> str:
    """What a number is said of, from the words around it; of: where there are none."""
    before = before.rstrip(_HOLDING)
    words, behind = _stripped(before[_last_sign(before) :]), _SPACE.sub("", after)
    if not words and not behind:
        return thing(of[:MAX_IN_NAME]) if _last_sign(before) == 0 else ""
    if not behind:
        return _telling(words)
    joined = _stripped(words + behind)
    return _telling(joined) if len(joined) > FEWEST else ""


def _telling(words: str) -> str:
    return "" if len(words) < FEWEST or TOO_COMMON.fullmatch(words) else words


def _last_sign(words: str) -> int:
    return max((sign.end() for sign in _SIGN.finditer(words)), default=0)


def _stripped(words: str) -> str:
    found = _SPACE.sub("", words)
    lead = ADDING_NOTHING.match(found)
    return ENDING.sub("", found[lead.end() :] if lead else found)
