"""Excel's rounding, in one place."""

import math
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

SCORE_PLACES = 2
"""Scores are printed to the cent in all five official forms."""

WHOLE_FROM = 1e15
"""From this value on, 15 significant digits leave no decimals to round."""


def excel_round(value: float, places: int) -> float:
    """Round half up (away from zero) on 15 significant digits, as Excel's ROUND does.

    Binary noise beyond the 15th digit never decides a tie: 1.005 rounds to 1.01 although the
    nearest double lies below it.
    """
    if abs(value) >= WHOLE_FROM:
        return value
    unit = Decimal(1).scaleb(-places)
    return float(Decimal(f"{value:.15g}").quantize(unit, rounding=ROUND_HALF_UP)) + 0.0


def score_sum(scores: Iterable[float | None]) -> float:
    """The sum of scores, rounded to the cent; a missing score (None) adds nothing."""
    return excel_round(math.fsum(score for score in scores if score is not None), SCORE_PLACES)
