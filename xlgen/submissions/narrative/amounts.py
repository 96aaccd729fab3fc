"""Finds amounts and counts that a text states: the subject, the number and its unit.

Only mentions that can be compared with others are found. Vague ones (30多家, 近100场, 不低于50万元) are left out,
and so are ranges, numbers of another year or of part of the year, and planned ones.
The subject of a number is the text between it and the last punctuation mark, without filler words. Two mentions
have the same subject only if these words are the same, since 线上路演14场 does not contradict 路演16场.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from xlgen.scheme.inputs import MAX_CHARACTERS
from xlgen.submissions.narrative.vocabulary import FILLER_AT_END, FILLER_AT_START, TOO_COMMON, UNITS

TextRef = TypeVar("TextRef")
RowRef = TypeVar("RowRef")


@dataclass(frozen=True)
class Mention:
    """A number that a text states, with its subject, its unit and the value of one step of its last digit.

    subject: empty if it is too common to identify anything; words: the same, however common.
    """

    subject: str
    words: str
    value: float
    step: float
    unit: str
    text: str  # as it is written

    def agrees(self, other: Mention) -> bool:
        """Whether the two numbers may be the same, one of them printed with fewer digits."""
        return abs(self.value - other.value) < max(self.step, other.step) * (1 - 1e-6)


SCALES = {"": 1.0, "百": 1e2, "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "万亿": 1e12}
CONTEXT_LENGTH = 40
"""Characters before a number that may name its subject."""
MAX_NAME_LENGTH = 100
"""Characters of the name of a row that are looked at."""
MIN_SUBJECT_LENGTH = 2
"""Characters of a subject."""

_FULL_WIDTH = [(chr(ord(sign) + 0xFEE0), sign) for sign in "0123456789.,:;!?()[]%~+-/=<>"] + [("\u3000", " ")]
"""Full-width digits and punctuation, with their ordinary form."""
_ANY_FULL_WIDTH = re.compile("[\uff01-\uff5e\u3000]")
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
"""Words for the time of a number: (1) this year, (2) another time, (3) a year that is named."""
_SIGN = re.compile(r"[,:()【】\[\]“”\"《》→.]")
_SIGNS_BEFORE_NUMBER = ":( "
"""Characters between the subject of a number and the number."""
_AFTER = re.compile(r"[^,:()【】\[\]“”\"《》→.、0-9]{0,20}")
_BRACKETS = re.compile(r"[(][^()]{0,40}[)]")
_SPACE = re.compile(r"[\s·*]+")


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, with digits and punctuation of ordinary width."""
    for sentence in _SENTENCE.finditer(with_ordinary_width(text[:MAX_CHARACTERS])):
        yield sentence[0]


def mentions(text: str, year: int, default: str = "") -> Iterator[Mention]:
    """The numbers that a text states for a year. default: the name of the subject of numbers without words."""
    if not _DIGIT.search(text):
        return
    for sentence in sentences(text):
        yield from _in_sentence(sentence, year, default)


def contradictions(
    texts: Iterable[tuple[TextRef, str]], rows: Iterable[tuple[RowRef, str, str]], year: int
) -> Iterator[tuple[TextRef, Mention, RowRef, Mention]]:
    """Different numbers of the same subject in texts and in the rows of a table.

    texts: each with a reference to return; rows: each a reference to return, its name and its text. If either
    side states several different numbers of a subject, these are of parts of it and cannot be compared.
    """
    in_texts: dict[tuple[str, str], list[tuple[TextRef, Mention]]] = defaultdict(list)
    for text_ref, text in texts:
        for mention in mentions(text, year):
            if mention.subject:
                in_texts[mention.subject, mention.unit].append((text_ref, mention))
    in_rows: dict[tuple[str, str], list[tuple[RowRef, Mention]]] = defaultdict(list)
    for row_ref, name, text in rows if in_texts else ():
        for mention in mentions(text, year, default=name):
            in_rows[mention.subject, mention.unit].append((row_ref, mention))
    for key, (first, *others) in in_texts.items():
        for in_row in in_rows[key][:1]:
            unambiguous = _agree(first, others) and _agree(in_row, in_rows[key])
            if unambiguous and not first[1].agrees(in_row[1]):
                yield *first, *in_row


def _agree(first: tuple[object, Mention], others: Iterable[tuple[object, Mention]]) -> bool:
    return all(mention.agrees(first[1]) for _, mention in others)


@lru_cache(maxsize=1024)  # all workbooks of a form have the same row names
def words_of_name(name: str) -> str:
    """The subject that a name in a table stands for, however common."""
    return _stripped(_BRACKETS.sub("", with_ordinary_width(name))[:CONTEXT_LENGTH])


def with_ordinary_width(text: str) -> str:
    """A text with digits, punctuation and spaces of ordinary width; as long as before."""
    if not _ANY_FULL_WIDTH.search(text):
        return text
    for wide, ordinary in _FULL_WIDTH:  # many times faster on Chinese than translate() or normalize()
        text = text.replace(wide, ordinary)
    return text


def _in_sentence(sentence: str, year: int, default: str) -> Iterator[Mention]:
    start, scanned, other_time = 0, 0, False
    for number in _NUMBER.finditer(sentence):
        for time in _TIME.finditer(sentence, scanned, number.start()):
            other_time = time[2] is not None or (time[3] is not None and time[3] != str(year))
        scanned = number.start()
        before = sentence[max(start, number.start() - CONTEXT_LENGTH) : number.start()]
        if start:  # in a list, the words up to 、 still belong to the number before
            before = before.rpartition("、")[2]
        start = number.end()
        if not other_time and not _VAGUE.search(before):
            after = _AFTER.match(sentence, number.end())
            words = _words_around(before, after[0] if after else "", default)
            written = _SPACE.sub("", before[_last_sign(before.rstrip(_SIGNS_BEFORE_NUMBER)) :] + number[0])
            yield _mention(number, words, written)


def _mention(number: re.Match[str], words: str, written: str) -> Mention:
    whole, decimals, scale = number[1].replace(",", ""), number[2] or "", SCALES[number[3] or ""]
    value, step = float(f"{whole}.{decimals or 0}") * scale, scale / 10 ** len(decimals)
    return Mention(_distinctive(words), words, value, step, UNITS[number[4]], written)


def _words_around(before: str, after: str, default: str) -> str:
    """The words for the subject of a number: those around it; if there are none, the default name."""
    before = before.rstrip(_SIGNS_BEFORE_NUMBER)
    words, following = _stripped(before[_last_sign(before) :]), _SPACE.sub("", after)
    if not words and not following:
        return words_of_name(default[:MAX_NAME_LENGTH]) if _last_sign(before) == 0 else ""
    if not following:
        return words
    joined = _stripped(words + following)
    return joined if len(joined) > MIN_SUBJECT_LENGTH else ""


def _distinctive(words: str) -> str:
    return "" if len(words) < MIN_SUBJECT_LENGTH or TOO_COMMON.fullmatch(words) else words


def _last_sign(words: str) -> int:
    """Where the text after the last punctuation mark begins."""
    return max((sign.end() for sign in _SIGN.finditer(words)), default=0)


def _stripped(words: str) -> str:
    """Words without spaces and without filler at either end."""
    words = _SPACE.sub("", words)
    filler = FILLER_AT_START.match(words)
    return FILLER_AT_END.sub("", words[filler.end() :] if filler else words)
