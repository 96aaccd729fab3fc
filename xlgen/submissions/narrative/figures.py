"""Compares the amounts, counts and rates that a text states with those that were filled in or computed by the form.

A text gives several numbers under one name, of parts and of projects. So a figure of the form is contradicted only
where a text gives its name a number and nowhere the right one. A name of common words says little: an amount that is
called 预算数 may be any, and a rate in a sentence on a part is that of the part.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from xlgen.scheme.inputs import YUAN_PER_TEN_THOUSAND
from xlgen.submissions.narrative.amounts import Mention, mentions, sentences, words_of_name
from xlgen.submissions.narrative.vocabulary import TOO_COMMON

Place = TypeVar("Place", bound=Hashable)
MIN_DIGITS = 5
"""Significant digits that two amounts share only if they are the same one, whatever it is called."""
MIN_DIGITS_OF_SLIP = 6
"""Significant digits that two amounts share but for a slip only if one is the other mistyped."""
MIN_TELLING_NAME = 6
"""Characters from which a name of common words says what it is of."""
TOLERANCE = 1e-9
_NUMBER = re.compile(r"[0-9][0-9,.]*")
_QUOTES = re.compile("[“”\"'‘’《》]")
_NUMBERING = re.compile(r"^(?:[①-⑳]|[0-9]{1,2}[.、]|其中[:：]?)+")
_SMALL = re.compile("后(?=预算)|(?<=费)支出(?=预算)")
_PART = re.compile(
    "项目|专项|日常|公用|人员|三公|基本支出|季度|其中|各|平均|非税|分别|下属|本级|部分|类|党建|工会|培训|[上半]年(?!度)"
)


class Figure(NamedTuple):
    """A number of the form. unit: 元, %, or its measure word; value: in 元, in percent, or as it is."""

    label: str
    unit: str
    value: float
    shown: str


@dataclass(frozen=True)
class Contradiction:
    """A number that a text states, beside the figure of the form; thousandfold: as if 元 and 万元 were confused."""

    said: Mention
    figure: Figure
    ten_thousandfold: bool


def contradicted(
    texts: Iterable[tuple[Place, str]], figures: Iterable[Figure], year: int
) -> Iterator[tuple[Place, Contradiction]]:
    """The figures that texts contradict, each with the first text that does."""
    said: defaultdict[tuple[str, str], list[tuple[Place, Mention, str]]] = defaultdict(list)
    amounts: list[tuple[Place, Mention]] = []
    written: set[str] = set()
    for place, text in texts:
        written.update(number.replace(",", "").replace(".", "").strip("0") for number in _NUMBER.findall(text))
        for sentence in sentences(_QUOTES.sub("", text)):
            for mention in mentions(sentence, year):
                if mention.words:
                    said[_key(mention.words), mention.unit].append((place, mention, sentence))
                if mention.unit == "元":
                    amounts.append((place, mention))
    by_name: defaultdict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        by_name[_key(words_of_name(_QUOTES.sub("", figure.label))), figure.unit].append(figure)
    told = set()
    for (words, unit), alike in by_name.items():
        found = said.get((words, unit), [])
        if len(alike) > 1 or any(_is(mention, alike[0]) for _, mention, _ in found):
            continue
        if len(words) < MIN_TELLING_NAME and TOO_COMMON.fullmatch(words):
            found = [each for each in found if _tells(each[1], each[2], alike[0])]
        for place, mention, _ in found[:1]:
            told.add(alike[0])
            mixed = unit == "元" and _ten_thousandfold(mention, alike[0])
            yield place, Contradiction(mention, alike[0], mixed)
    yield from _by_digits(amounts, [each for alike in by_name.values() for each in alike if each not in told], written)


def _by_digits(
    amounts: list[tuple[Place, Mention]], figures: list[Figure], written: set[str]
) -> Iterator[tuple[Place, Contradiction]]:
    """Amounts that are one of the form whatever they are called, by their digits: in the wrong unit, or mistyped.

    written: the digits of all numbers in the texts. A figure whose digits are among them is not mistyped.
    """
    values = {round(figure.value, 2) for figure in figures}
    by_digits = {_digits(figure.value): figure for figure in figures if figure.unit == "元" and figure.value > 0}
    near = {
        slip: digits
        for digits in by_digits
        if len(digits) >= MIN_DIGITS_OF_SLIP and digits not in written
        for slip in _slips(digits)
    }
    for place, mention in amounts:
        digits = _digits(mention.value)
        figure = by_digits.get(digits) if len(digits) >= MIN_DIGITS else None
        slip = next((near[each] for each in _slips(digits) if each in near), "") if not figure else ""
        if figure and round(mention.value, 2) not in values and _ten_thousandfold(mention, figure):
            yield place, Contradiction(mention, by_digits.pop(digits), True)
        elif slip in by_digits and _is_as_large(mention, by_digits[slip]):
            yield place, Contradiction(mention, by_digits.pop(slip), False)


def _slips(digits: str) -> Iterator[str]:
    """What a number is known by although one of its digits is another one, or two neighbours changed places."""
    for place in range(len(digits)):
        yield f"{digits[:place]}?{digits[place + 1 :]}"
        if place and digits[place - 1] != digits[place]:
            pair = "".join(sorted(digits[place - 1 : place + 1]))
            yield f"{digits[: place - 1]}({pair}){digits[place + 1 :]}"


def _tells(mention: Mention, sentence: str, figure: Figure) -> bool:
    """Whether a number is that of the figure although its name is one of common words."""
    if figure.unit == "元":
        return _ten_thousandfold(mention, figure)
    return figure.unit != "%" or not _PART.search(sentence)


def _is(mention: Mention, figure: Figure) -> bool:
    return abs(mention.value - figure.value) < mention.step * (1 - 1e-6) + abs(figure.value) * TOLERANCE


def _is_as_large(mention: Mention, figure: Figure) -> bool:
    """Whether two numbers are of the same order."""
    return 0.1 < mention.value / figure.value < 10.0


def _ten_thousandfold(mention: Mention, figure: Figure) -> bool:
    """Whether an amount is that of the figure, if 元 is read for 万元, or the other way round."""
    factors = YUAN_PER_TEN_THOUSAND, 1 / YUAN_PER_TEN_THOUSAND
    steps = (abs(mention.value * factor - figure.value) < mention.step * factor for factor in factors)
    return figure.value > 0 and any(steps)


def _digits(value: float) -> str:
    return f"{value:.10g}".partition("e")[0].replace(".", "").strip("0") if value > 0 else ""


def _key(words: str) -> str:
    return _SMALL.sub("", _NUMBERING.sub("", words))
