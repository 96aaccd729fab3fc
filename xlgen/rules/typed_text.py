"""What people type, as far as everything that reads it agrees: width and spaces; separators and sign of a number."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

DIGITS = r"(?P<sign>[-+]?)(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+|(?=\.[0-9]))(?P<fraction>\.[0-9]+)?"
"""A number in a text that went through `narrow`; separators only where they separate thousands."""
MINUS = "\u2212"
"""The minus sign that Word and web pages write instead of the hyphen."""
RISKY = ("=", "+", "-", "@")
"""What a formula begins with."""
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", ord(MINUS): "-"}
_NUMBER = re.compile(rf"{DIGITS}(?P<percent>%?)")


def narrow(text: str) -> str:
    """Without spaces, and with full-width characters as ordinary ones: names that are the same then are the same."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_risky(text: str) -> bool:
    """A text that becomes a formula when somebody edits its cell, or opens it as CSV."""
    return narrow(text.lstrip()[:1]) in RISKY


def number_in(text: str) -> float | None:
    """The number that a text is, 92.99% being 0.9299; None if it is none, like 10², ① and 1 2: nothing is guessed."""
    found = _NUMBER.fullmatch(text.translate(_FULL_WIDTH).strip())
    if found is None:
        return None
    value = Decimal(f"{found['sign']}{found['whole'].replace(',', '') or 0}{found['fraction'] or ''}")
    return float(value / 100 if found["percent"] else value)
