"""In which unit a list writes its amounts: its headings say so, or a line above them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlgen.roster.roster_file import Listing
from xlgen.scheme.inputs import TEN_THOUSAND_YUAN, YUAN, YUAN_PER_TEN_THOUSAND
from xlgen.text import normalize_text

_IN_HEADING = re.compile(r"\((?:单位[:]?)?(万元|元)\)$")
_ABOVE = re.compile(r"单位:(?:人民币)?(万元|元)")


def with_units(heads: Sequence[str]) -> list[str]:
    """Headings of an amount, and the same with its unit behind them."""
    return [*heads, *(f"{head}({unit})" for head in heads for unit in (TEN_THOUSAND_YUAN, YUAN))]


def money_unit_of(listing: Listing, column: int) -> str | None:
    """The unit of the amounts in a column: 元 or 万元; None where neither its heading nor a line above says it."""
    if own := _IN_HEADING.search(normalize_text(listing.head[column])):
        return own[1]
    texts = [*(cell for _, cells in listing.above for cell in cells), *listing.head]
    said = {match[1] for text in texts if (match := _ABOVE.search(normalize_text(text)))}
    return said.pop() if len(said) == 1 else None


def converted(amount: float, unit: str, wanted: str) -> float:
    """An amount in one of the units in another one."""
    if unit == wanted:
        return amount
    return amount / YUAN_PER_TEN_THOUSAND if unit == YUAN else amount * YUAN_PER_TEN_THOUSAND
