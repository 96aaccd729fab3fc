"""Normalises what people type, so that it is read the same way everywhere, and makes it safe to show in reports."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

DIGITS = r"(?P<sign>[-+]?)(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+|(?=\.[0-9]))(?P<fraction>\.[0-9]+)?"
"""A number in a text that went through `normalize_text`; commas only where they separate thousands."""
MINUS = "\u2212"
"""The minus sign that Word and web pages use instead of the hyphen."""
FORMULA_STARTS = ("=", "+", "-", "@")
"""First characters of a formula."""
MAX_SHOWN = 300
"""Characters of a text that are shown."""
MAX_NOTES = 10
"""Notes on a list that are shown."""
NUMERALS = "一二三四五六七八九十"
"""Of the sections of a document."""
BLANKS = " \u00a0\u3000\u200b\u200c\u200d\u2060\ufeff\n"
"""Characters that show nothing and that people do type or paste: a text of these alone is blank, in formulas too."""
SYMBOLS = (
    "———---___~~~~///\\\\、、、……......。。。，，，,,,··**××????？？？？???！！!!○○□□"
    "\uff0d\uff0d\uff0d\uff5e\uff5e\uff5e\uff0f\uff0f\uff0a\uff0a\u3007\u3007"
)
"""What people enter where there is nothing to say: a text that is part of this one says nothing, in formulas too."""
INVISIBLE = re.compile(
    "[\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Characters that show nothing or turn the writing around: Unicode's Cf and what it lets programs ignore, and fillers.

Copied along from web pages and chats; names that look the same must be the same.
"""
_WITHOUT_BLANKS = dict.fromkeys(map(ord, BLANKS), "")
_UNSHOWABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", ord(MINUS): "-"}
"""Full-width characters and the minus sign with what they are written for; nothing else is taken for a digit."""
_NUMBER = re.compile(rf"{DIGITS}(?P<percent>%?)")


def normalize_text(text: str) -> str:
    """A text in NFKC (full-width becomes ordinary) without spaces and invisible characters: as names are compared."""
    return without_spaces(without_invisible(unicodedata.normalize("NFKC", text)))


def without_invisible(text: str) -> str:
    """A text without the characters that show nothing, otherwise as it is."""
    return INVISIBLE.sub("", text)


def invisible_in(text: str) -> str:
    """The invisible characters of a text by their numbers, each once, like U+200B、U+FEFF; empty if it has none."""
    return "、".join(dict.fromkeys(f"U+{ord(sign):04X}" for sign in INVISIBLE.findall(text)))


def bare(text: str) -> str:
    """A text without BLANKS, as formulas compute it."""
    return text.translate(_WITHOUT_BLANKS)


def says_something(text: str) -> bool:
    """Whether a text has a letter, a digit or a Chinese character."""
    return any(map(str.isalnum, normalize_text(text)))


def without_spaces(text: str) -> str:
    """A text without spaces and line breaks, otherwise as it is."""
    return "".join(text.split())


def looks_like_formula(text: str) -> bool:
    """True for a text that becomes a formula when somebody edits its cell, or opens it as CSV."""
    return normalize_text(text.lstrip()[:1]) in FORMULA_STARTS


def number_in(text: str) -> float | None:
    """The number that a text is, 0.9299 for 92.99%; None for anything else, like 10², ① and 1 2: nothing is guessed."""
    match = _NUMBER.fullmatch(text.translate(FULL_WIDTH).strip())
    if match is None:
        return None
    value = Decimal(f"{match['sign']}{match['whole'].replace(',', '') or 0}{match['fraction'] or ''}")
    return float(value / 100 if match["percent"] else value)


def exact_percent(ratio: float) -> str:
    """A ratio in percent with all its digits: 79.99% for 0.7999."""
    return f"{(Decimal(repr(ratio)) * 100).normalize():f}%"


def display_text(text: str) -> str:
    """What somebody typed, as reports can show it: one line, nothing invisible, at most MAX_SHOWN and “…”."""
    line = one_line(text)
    return line if len(line) <= MAX_SHOWN else f"{line[:MAX_SHOWN]}…"


def shorten(text: str, max_length: int) -> str:
    """A text of at most max_length characters, the last of which is … if it was cut."""
    return text if len(text) <= max_length else f"{text[: max_length - 1]}…"


def one_line(text: str) -> str:
    """A text without invisible characters, with a space for line breaks, control characters and lone surrogates."""
    return _UNSHOWABLE.sub(" ", without_invisible(text))


def sentence(text: str) -> str:
    """A text in one line that ends as a sentence does."""
    words = one_line(text).rstrip()
    return words if words.endswith(("。", "！", "？", "；")) else f"{words}。"


def first_lines(lines: Sequence[str], max_lines: int, counter: str) -> Iterator[str]:
    """The first lines of a list, indented, and how many more there are; counter: the measure word, 个, 条 …"""
    yield from (f"    {line}" for line in lines[:max_lines])
    if len(lines) > max_lines:
        yield f"    …… 另有 {len(lines) - max_lines} {counter}"


def note_lines(what: str, notes: Sequence[str]) -> Iterator[str]:
    """What is said of lines of a list that were not read as they are written: the first of them, and how many."""
    if notes:
        yield f"{what}："
        yield from first_lines(notes, MAX_NOTES, "条")


def dictionary_key(name: str) -> bytes:
    """What sorts names as a dictionary does: GB 18030 orders common hanzi by pinyin."""
    return name.encode("gb18030", errors="replace")


def chinese_day(day: str) -> str:
    """A day as letters write it, 2026年3月1日 for 2026-03-01; anything else as it is."""
    try:
        parsed = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{parsed.year}年{parsed.month}月{parsed.day}日"
