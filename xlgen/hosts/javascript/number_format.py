"""Number formats of cells, which anybody may send to the server: whether they show a number as a date."""

from __future__ import annotations

import re

MAX_NUMBER_FORMAT = 255
"""Characters of a number format in Excel."""
_LITERAL_PARTS = re.compile(r'"[^"]*"?|[\\_*].|\[(?![hms]++\])[^][]*+\]|General|G/通用格式|E[+-]', re.IGNORECASE)
"""Parts that are not date codes: literals, colours, conditions, currencies, exponents.

Nothing is looked at twice: a bracket that is not closed ends at the next one.
"""
_DATE_CODES = re.compile("[ymdhsaegb]", re.IGNORECASE)
"""Years, months, days, weekdays, hours, minutes, seconds, eras."""


def shows_date(number_format: str) -> bool:
    """True if a number in this format is shown as a date or a time."""
    return bool(_DATE_CODES.search(_LITERAL_PARTS.sub("", number_format)))
