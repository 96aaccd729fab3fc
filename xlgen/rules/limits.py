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
PROGRESS = Limits(0, 2, percent=True)
"""A share that is seldom above 1: beyond 200 %, the percent sign was most likely forgotten."""
RATE = Limits(0, 10, percent=True)
"""A rate; 681 % has been published. Beyond 1000 %, the percent sign was most likely forgotten."""
SIGNED_RATE = Limits(-10, 10, percent=True)
"""A rate of change."""
BOUND = Limits(MIN_NUMBER, 10, percent=True)
"""A rate that a rule lays down, such as the rate from which a target counts as set too low."""
