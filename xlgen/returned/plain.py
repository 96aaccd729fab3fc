"""Texts that somebody typed, and lists, as reports can show them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

MOST_SHOWN = 300
"""So many characters of a text are shown."""
_UNSHOWABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def plain(text: str) -> str:
    """What somebody typed, as reports can show it: one line, no control characters, not endless."""
    line = one_line(text)
    return line if len(line) <= MOST_SHOWN else f"{line[:MOST_SHOWN]}…"


def one_line(text: str) -> str:
    """A text without line breaks, control characters and halves of characters."""
    return _UNSHOWABLE.sub(" ", text)


def first_of(lines: Sequence[str], most: int, each: str) -> Iterator[str]:
    """The first lines of a list, set in, and how many more there are, counted by 个, 条 …"""
    yield from (f"    {line}" for line in lines[:most])
    if len(lines) > most:
        yield f"    …… 另有 {len(lines) - most} {each}"
