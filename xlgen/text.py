"""Normalises what people type, so that it is read the same way everywhere, and makes it safe to show in reports."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal

DIGITS = r"(?P<sign>[-+]?)(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+|(?=\.[0-9]))(?P<fraction>\.[0-9]+)?"
"""A number in a text that went through `normalize_text`; commas only where they separate thousands."""
MINUS = "\u2212"
"""The minus sign that Word and web pages use instead of the hyphen."""
FORMULA_STARTS = ("=", "+", "-", "@")
"""First characters of a formula."""
MAX_SHOWN = 300
"""Characters of a text that are shown."""
_UNSHOWABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", ord(MINUS): "-"}
_NUMBER = re.compile(rf"{DIGITS}(?P<percent>%?)")


def normalize_text(text: str) -> str:
    """A text in NFKC (full-width characters become ordinary ones) without spaces; names are compared in this form."""
    return without_spaces(unicodedata.normalize("NFKC", text))


def without_spaces(text: str) -> str:
    """A text without spaces and line breaks, otherwise as it is."""
    return "".join(text.split())


def looks_like_formula(text: str) -> bool:
    """True for a text that becomes a formula when somebody edits its cell, or opens it as CSV."""
    return normalize_text(text.lstrip()[:1]) in FORMULA_STARTS


def number_in(text: str) -> float | None:
    """The number that a text is, 0.9299 for 92.99%; None for anything else, like 10², ① and 1 2: nothing is guessed."""
    match = _NUMBER.fullmatch(text.translate(_FULL_WIDTH).strip())
    if match is None:
        return None
    value = Decimal(f"{match['sign']}{match['whole'].replace(',', '') or 0}{match['fraction'] or ''}")
    return float(value / 100 if match["percent"] else value)


def display_text(text: str) -> str:
    """What somebody typed, as reports can show it: one line, no control characters, at most MAX_SHOWN and “…”."""
    line = one_line(text)
    return line if len(line) <= MAX_SHOWN else f"{line[:MAX_SHOWN]}…"


def shorten(text: str, max_length: int) -> str:
    """A text of at most max_length characters, the last of which is … if it was cut."""
    return text if len(text) <= max_length else f"{text[: max_length - 1]}…"


def one_line(text: str) -> str:
    """A text with a space in place of line breaks, control characters and lone surrogates."""
    return _UNSHOWABLE.sub(" ", text)


def first_lines(lines: Sequence[str], max_lines: int, counter: str) -> Iterator[str]:
    """The first lines of a list, indented, and how many more there are; counter: the measure word, 个, 条 …"""
    yield from (f"    {line}" for line in lines[:max_lines])
    if len(lines) > max_lines:
        yield f"    …… 另有 {len(lines) - max_lines} {counter}"
