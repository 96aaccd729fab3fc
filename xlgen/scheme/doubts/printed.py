"""Reads the numbers that score out of the printed criteria: points, percents, fractions, factors.

Numbers of clauses, days, years and documents do not score and are left out, as are counts of things (5项标准).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from xlgen.text import MINUS, normalize_text

DIGITS = "零一二三四五六七八九"
_NUMBER = r"\d+(?:\.\d+)?"
_CHINESE = "[零一二两三四五六七八九十百]+(?:点[零一二三四五六七八九]+)?"
_LEFT_OUT = re.compile(
    r"《[^》]*》|[\u3014\[]\d{4}[\u3015\]]\d*号?|第[\d一二三四五六七八九十]+[条项款个]|\d+-\d+表"
    r"|\d+(?:[、,]\d+)*(?:年度?|个?月末?|日|天|小时|号|季度)|[×*xX]100%(?!以|的)"
)
"""Titles, numbers of documents and clauses, dates and periods; the ×100% of a ratio's definition."""
_CLAUSE = re.compile(r"(?:^|(?<=[。;:\n]))(?:\(?\d{1,2}\)|\d{1,2}[.、](?!\d)|\d{1,2}[.](?=\d+%))")
"""The number of a clause, as in 1. or (2) at its beginning; 2.90%≤ is the second clause, of 90 %."""
_PRINTED = re.compile(
    rf"(?P<range>{_NUMBER})(?=%?(?:\(含\))?[-\u2013\u2014~至到]{_NUMBER}%)"
    rf"|(?P<percent>(?:(?<![\d%)])[-\u2212])?{_NUMBER})%"
    rf"|(?P<per_point>{_NUMBER}|{_CHINESE})个?百分点"
    rf"|百分之(?P<hundredths>{_NUMBER}|{_CHINESE})"
    rf"|(?P<over>\d+)/(?P<under>\d+)(?=的?(?:分值|权重|分))"
    rf"|(?P<half>一半)的?分|(?P<half_point>半)分"
    rf"|(?P<points>{_NUMBER}|{_CHINESE})分(?![之值档为类别钟部项析配组点])"
    rf"|(?<=[×*÷/])(?P<factor>{_NUMBER})(?![\d%(])|乘以(?P<times>{_NUMBER})|除以(?P<divided>{_NUMBER})"
    rf"|(?:超过|达到|不少于|不足|多于|少于|[≥≤><])(?P<count>{_NUMBER})[个项次件人名](?!百分点)"
    rf"|(?P<within>{_NUMBER})[个项次件人名](?:以内|以上|以下|及以上|及以下)"
)
_AS_RATE = frozenset({"range", "percent", "per_point", "hundredths"})


class Kind(Enum):
    """What a printed number is: points, a rate, or another number of the arithmetic."""

    POINTS = "points"
    RATE = "rate"
    OTHER = "other"


class PrintedNumber(NamedTuple):
    """A number of a text: 0.9 and a rate for 90%; quoted is how it is printed."""

    kind: Kind
    value: float
    quoted: str


def printed_numbers(text: str) -> Iterator[PrintedNumber]:
    """The numbers of a text that score, in its order."""
    plain = normalize_text(text.replace("（", "(").replace("\n", "。")).replace("≦", "≤").replace("≧", "≥")
    kept = _CLAUSE.sub("", _LEFT_OUT.sub("", _CLAUSE.sub("", plain)))
    for match in _PRINTED.finditer(kept):
        yield _number(match)


def _number(match: re.Match[str]) -> PrintedNumber:
    (name, found), *_ = [(name, found) for name, found in match.groupdict().items() if found is not None]
    if name in _AS_RATE:
        quoted = f"{found}%" if name == "range" else match[0]
        return PrintedNumber(Kind.RATE, _value(found) / 100, quoted)
    if name == "over":
        return PrintedNumber(Kind.RATE, float(match["over"]) / (float(match["under"]) or 1.0), match[0])
    if name == "half":
        return PrintedNumber(Kind.RATE, 0.5, match[0])
    if name in ("points", "half_point"):
        return PrintedNumber(Kind.POINTS, 0.5 if name == "half_point" else _value(found), match[0])
    return PrintedNumber(Kind.OTHER, _value(found), match[0])


def _value(text: str) -> float:
    """The value of digits or of a Chinese numeral below a thousand: 十二, 一百, 两, 一点五."""
    text = text.replace(MINUS, "-")
    if re.fullmatch(r"-?[\d.]+", text):
        return float(text)
    whole, _, fraction = text.replace("两", "二").partition("点")
    value, digit = 0, 0
    for character in whole:
        if character in DIGITS:
            digit = DIGITS.index(character)
        else:
            value += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
    decimals = "".join(str(DIGITS.index(character)) for character in fraction)
    return float(f"{value + digit}.{decimals or 0}")
