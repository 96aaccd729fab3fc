"""What was laid down in a unit's form when it was issued, and its JSON, which a record that anybody wrote may hold."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import NamedTuple

from xlgen.xlsx.values import CellValue


class LaidDown(NamedTuple):
    """The values that a form held, by item: those that it must keep, and those that the unit may correct.

    Items are those of `workbook/approved.py`, which this module does not import, so that a record opens at once.
    """

    locked: Mapping[str, CellValue]
    prefilled: Mapping[str, CellValue]


def as_text(laid_down: LaidDown) -> str:
    """What was laid down as JSON."""
    return json.dumps(laid_down._asdict(), ensure_ascii=False)


def from_text(text: object) -> LaidDown | None:
    """What `as_text` wrote; None for anything else, which the record then does not know."""
    if not isinstance(text, str):
        return None
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(plain, dict) or plain.keys() != set(LaidDown._fields):
        return None
    return LaidDown(**plain) if all(map(are_items, plain.values())) else None


def are_items(plain: object) -> bool:
    """Whether a JSON value may be values by item."""
    return isinstance(plain, dict) and all(map(_is_value, plain.values()))


def _is_value(value: object) -> bool:
    return isinstance(value, str) or is_finite(value)


def is_finite(value: object) -> bool:
    """Whether a JSON value is a number that a cell can hold; a whole number may have any length."""
    return isinstance(value, (int, float)) and abs(value) <= sys.float_info.max
