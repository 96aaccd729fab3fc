"""Normalising and showing text: what people type, read the same way everywhere, and shown safely in reports."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal

DIGITS = r"(?P<sign>[-+]?)(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+|(?=\.[0-9]))(?P<fraction>\.[0-9]+)?"
"""A number in a text that went through `narrow`; separators only where they separate thousands."""
MINUS = "\u2212"
"""The minus sign that Word and web pages write instead of the hyphen."""
FORMULA_STARTS = ("=", "+", "-", "@")
"""What a formula begins with."""
MAX_SHOWN = 300
"""So many characters of a text are shown."""
_UNSHOWABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", ord(MINUS): "-"}
_NUMBER = re.compile(rf"{DIGITS}(?P<percent>%?)")


def normalize_text(text: str) -> str:
    """Without spaces, and with full-width characters as ordinary ones: names that are the same then are the same."""
    return without_spaces(unicodedata.normalize("NFKC", text))


def without_spaces(text: str) -> str:
    """A text without spaces and line breaks, otherwise as it is."""
    return "".join(text.split())


def looks_like_formula(text: str) -> bool:
    """A text that becomes a formula when somebody edits its cell, or opens it as CSV."""
    return normalize_text(text.lstrip()[:1]) in FORMULA_STARTS


def number_in(text: str) -> float | None:
    """The number that a text is, 92.99% being 0.9299; None if it is none, like 10², ① and 1 2: nothing is guessed."""
    found = _NUMBER.fullmatch(text.translate(_FULL_WIDTH).strip())
    if found is None:
        return None
    value = Decimal(f"{found['sign']}{found['whole'].replace(',', '') or 0}{found['fraction'] or ''}")
    return float(value / 100 if found["percent"] else value)


def display_text(text: str) -> str:
    """What somebody typed, as reports can show it: one line, no control characters, not endless."""
    line = one_line(text)
    return line if len(line) <= MAX_SHOWN else f"{line[:MAX_SHOWN]}…"


def shorten(text: str, max_length: int) -> str:
    """A text of at most so many characters, the last of them … where some were cut off."""
    return text if len(text) <= max_length else f"{text[: max_length - 1]}…"


def one_line(text: str) -> str:
    """A text without line breaks, control characters and halves of characters."""
    return _UNSHOWABLE.sub(" ", text)


def first_lines(lines: Sequence[str], most: int, each: str) -> Iterator[str]:
    """The first lines of a list, set in, and how many more there are, counted by 个, 条 …"""
    yield from (f"    {line}" for line in lines[:most])
    if len(lines) > most:
        yield f"    …… 另有 {len(lines) - most} {each}"
