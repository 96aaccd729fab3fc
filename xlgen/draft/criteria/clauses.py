"""What sentences of criteria may say: what is scored, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from xlgen.draft.criteria.conditions import Interval
from xlgen.draft.criteria.definitions import Definition

NOTE = "是指"
"""The text of a sentence that only says where figures come from."""


@dataclass(frozen=True)
class Item:
    """A standard and its points; None: full marks. 0: what gives nothing."""

    text: str
    points: float | None
    printed: str


@dataclass(frozen=True)
class Tier:
    """What a rate within an interval gives; None: full marks."""

    interval: Interval
    points: float | None
    printed: str


@dataclass(frozen=True)
class Step:
    """What is lost for every step beyond a bound; share: of the points, not points themselves."""

    interval: Interval | None
    below: bool | None
    size: float
    loss: float
    share: bool
    printed: str


@dataclass(frozen=True)
class Deduction:
    """What is lost for each occurrence. counted: whether it says so; until: how much at most, where it says so."""

    text: str
    loss: float
    unit: str
    counted: bool
    until: float | None
    printed: str


@dataclass(frozen=True)
class Formula:
    """Points in proportion to a rate: its name, or an expression; worth: the points, None where it says 分值.

    capped: whether it says that more than 100 % counts as 100 %.
    """

    name: str
    expression: Definition | None
    worth: float | None
    capped: bool
    printed: str


@dataclass(frozen=True)
class Standard:
    """以100%为标准: the bound that the sentences after it speak of."""

    bound: float
    printed: str


@dataclass(frozen=True)
class Bands:
    """Points to check by grade, with the number of points that each has an equal share of."""

    count: int
    printed: str


@dataclass(frozen=True)
class Each:
    """What each of the standards beside it gives: points, or one part in so many; count: how many there are."""

    points: float | None
    parts: int | None
    count: int | None
    printed: str


@dataclass(frozen=True)
class Proportional:
    """Points in proportion to the rate, below a bound; rate, worth: its name and the points, where it says so."""

    interval: Interval
    rate: str
    worth: float | None
    printed: str


@dataclass(frozen=True)
class Weighted:
    """The score is a sum of rates, each with its share of the points."""

    rates: tuple[tuple[str, float], ...]
    printed: str


@dataclass(frozen=True)
class Veto:
    """No points where one amount is greater than another."""

    more: str
    less: str
    printed: str


@dataclass(frozen=True)
class Heading:
    """What the sentences after it are about, with its points where it says so."""

    text: str
    points: float | None
    printed: str


@dataclass(frozen=True)
class Shares:
    """The shares that the standards before it have of the points; one share: each has it."""

    shares: tuple[float, ...]
    printed: str


@dataclass(frozen=True)
class Sum:
    """The score is the sum of what is named: it says again what the headings say."""

    names: tuple[str, ...]
    printed: str


@dataclass(frozen=True)
class Comparison:
    """What an amount gives as compared with another: nothing left, no more than it, or more."""

    amount: str
    other: str
    sign: str
    points: float | None
    printed: str


class Sized(NamedTuple):
    """What each thing missed costs where more than so many were due (above), or no more."""

    due: str
    missed: str
    size: int
    above: bool
    loss: float
    printed: str


@dataclass(frozen=True)
class WithoutBase:
    """Full marks where there is nothing to compute the rate from: left to whoever says what a divisor of 0 means."""

    points: float | None
    printed: str


@dataclass(frozen=True)
class Plain:
    """A text that says nothing of points: a note, or a standard that a later sentence scores."""

    text: str
    printed: str


Clause: TypeAlias = (
    Item
    | Tier
    | Step
    | Deduction
    | Formula
    | Standard
    | Bands
    | Each
    | Proportional
    | Weighted
    | Veto
    | Heading
    | Shares
    | Sum
    | Comparison
    | Sized
    | WithoutBase
    | Plain
    | Definition
)
