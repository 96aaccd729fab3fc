"""The limits between which a number in a cell must lie."""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """The smallest and the largest number allowed; `percent` shows both in percent in messages."""

    minimum: float
    maximum: float
    percent: bool = False


MAX_NUMBER, MIN_NUMBER = 1e14, 1e-9
"""Beyond these, 15 digits no longer hold cents, and divisions overflow."""
ANY = Limits(-MAX_NUMBER, MAX_NUMBER)
NOT_NEGATIVE = Limits(0, MAX_NUMBER)
POSITIVE = Limits(MIN_NUMBER, MAX_NUMBER)
SHARE = Limits(0, 1, percent=True)
RATE = Limits(0, MAX_NUMBER, percent=True)
"""A rate that was filled in, however high: 681 % has been published, and a small budget may well give more.

So 92.99 for 92.99 % is taken as 9299 %: a number does not show that its percent sign was forgotten.
"""
SIGNED_RATE = Limits(-MAX_NUMBER, MAX_NUMBER, percent=True)
"""A rate that may be negative, such as a rate of change."""
BOUND = Limits(MIN_NUMBER, 10, percent=True)
"""A rate that a rule lays down, such as the rate from which a target counts as set too low."""
