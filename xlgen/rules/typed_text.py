"""What people type, as far as everything that reads it agrees: width and spaces; separators and sign of a number."""

from __future__ import annotations

import unicodedata

DIGITS = r"(?P<sign>[-+]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+|(?=\.\d))(?P<fraction>\.\d+)?"
"""A number in a text that went through `narrow`; separators only where they separate thousands."""
MINUS = "\u2212"
"""The minus sign that Word and web pages write instead of the hyphen."""


def narrow(text: str) -> str:
    """Without spaces, and with full-width characters as ordinary ones: names that are the same then are the same."""
    return "".join(unicodedata.normalize("NFKC", text).split())
