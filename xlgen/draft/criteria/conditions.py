"""Conditions on a rate as intervals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from lark import Lark, Token, Transformer
from lark.exceptions import LarkError, VisitError

INFINITE = float("inf")


class Bound(NamedTuple):
    """An end of an interval, and whether it is written in percent."""

    value: float
    percent: bool


@dataclass(frozen=True)
class Interval:
    """What a rate may be. low_in, high_in: whether the end belongs to it; None where the form does not say."""

    subject: str
    low: float = -INFINITE
    high: float = INFINITE
    low_in: bool | None = False
    high_in: bool | None = False


def interval_of(text: str) -> Interval | None:
    """The interval that a condition states; None where the text is no such condition, or states an empty one."""
    try:
        interval = _to_interval(_parser().parse(text))
    except (LarkError, VisitError):
        return None
    if "%" not in text and any(1 < abs(end) < INFINITE for end in (interval.low, interval.high)):
        return None  # 90 of what? no rate
    if interval.low > interval.high or (interval.low == interval.high and not (interval.low_in and interval.high_in)):
        return None
    return interval


def _to_interval(tree: Any) -> Interval:
    interval: Interval = _Intervals().transform(tree)
    return interval


@cache
def _parser() -> Lark:
    grammar = files("xlgen.draft.criteria").joinpath("condition.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="earley", lexer="dynamic")


def _bounded(interval: Interval, sign: str, value: float) -> Interval:
    """An interval with one more end."""
    if sign[0] == ">":
        return replace(interval, low=value, low_in=sign == ">=")
    return replace(interval, high=value, high_in=sign == "<=")


class _Intervals(Transformer[Token, Any]):
    def start(self, items: list[Any]) -> Interval:
        interval: Interval = items[-1]
        return interval

    def bound(self, items: list[Token]) -> Bound:
        value = float(items[0])
        return Bound(round(value / 100, 12) if len(items) > 1 else value, len(items) > 1)

    def one(self, items: list[Any]) -> Interval:
        subject, rest = _subject(items)
        interval = Interval(subject)
        for sign, value in zip(rest[::2], _same_unit(rest[1::2]), strict=True):
            interval = _bounded(interval, str(sign), value)
        return interval

    def two(self, items: list[Any]) -> Interval:
        first, sign, subject, other, last = items
        mirrored = str(sign).translate(str.maketrans("<>", "><"))
        low, high = _same_unit([first, last])
        return _bounded(_bounded(Interval(str(subject)), mirrored, low), str(other), high)

    def range(self, items: list[Any]) -> Interval:
        subject, rest = _subject(items)
        bounds = _same_unit([item for item in rest if isinstance(item, Bound)])
        middle = next(place for place, item in enumerate(rest) if isinstance(item, Token) and item.type == "TO")
        included = [_included(rest[:middle]), _included(rest[middle:])]
        (low, low_in), (high, high_in) = sorted(zip(bounds, included, strict=True), key=lambda end: end[0])
        return Interval(subject, low, high, low_in, high_in)

    def exact(self, items: list[Any]) -> Interval:
        subject, rest = _subject(items)
        return Interval(subject, rest[-1].value, rest[-1].value, True, True)

    def reached(self, items: list[Any]) -> Interval:
        """执行率100%, of a rate alone."""
        if not str(items[0]).endswith(("率", "度")) or not items[1].percent:
            raise ValueError(f"{items[0]} is no rate")
        return self.exact(items)

    def words(self, items: list[Any]) -> Interval:
        subject, rest = _subject(items)
        value, included = rest[0].value, True if any(_is(item, "WITH") for item in rest) else None
        if any(_is(item, "ABOVE") for item in rest):
            return Interval(subject, low=value, low_in=included)
        within = any(_is(item, "WITHIN") for item in rest)
        return Interval(subject, high=value, high_in=True if within else included)


def _same_unit(bounds: list[Bound]) -> list[float]:
    """The values of 10-20%: where one is in percent, so is the other."""
    percent = any(bound.percent for bound in bounds)
    return [round(bound.value / 100, 12) if percent and not bound.percent else bound.value for bound in bounds]


def _included(side: list[Any]) -> bool | None:
    """Whether an end of a range belongs to it; None where the form does not say."""
    if any(_is(item, "WITH") for item in side):
        return True
    return False if any(_is(item, "WITHOUT") for item in side) else None


def _is(item: Any, kind: str) -> bool:
    return isinstance(item, Token) and item.type == kind


def _subject(items: list[Any]) -> tuple[str, list[Any]]:
    return (str(items[0]), items[1:]) if items and _is(items[0], "SUBJECT") else ("", items)
