"""What was laid down in a unit's form when it was issued, and its JSON, which a record that anybody wrote may hold."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from xlgen.xlsx.values import CellValue


class LaidDown(NamedTuple):
    """The values that a form held, by item: those that it must keep, and those that the unit may correct.

    adjustments: how approved values were adjusted in the middle of the year, by which document.
    Items are those of `workbook/approved.py`, which this module does not import, so that a record opens at once.
    """

    locked: Mapping[str, CellValue]
    prefilled: Mapping[str, CellValue]
    adjustments: Mapping[str, str] = {}


REQUIRED = frozenset(LaidDown._fields) - LaidDown._field_defaults.keys()
"""What also an older record holds."""


def as_text(laid_down: LaidDown) -> str:
    """What was laid down as JSON."""
    plain = {name: items for name, items in laid_down._asdict().items() if items or name in REQUIRED}
    return json.dumps(plain, ensure_ascii=False)


def from_text(text: object) -> LaidDown | None:
    """What `as_text` wrote; None for anything else, which the record then does not know."""
    if not isinstance(text, str):
        return None
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(plain, dict) or not REQUIRED <= plain.keys() <= set(LaidDown._fields):
        return None
    if not all(isinstance(text, str) for text in _values(plain.get("adjustments", {}))):
        return None
    return LaidDown(**plain) if all(map(are_items, plain.values())) else None


def _values(plain: object) -> Sequence[object]:
    return list(plain.values()) if isinstance(plain, dict) else [None]


def are_items(plain: object) -> bool:
    """Whether a JSON value may be values by item."""
    return isinstance(plain, dict) and all(map(_is_value, plain.values()))


def _is_value(value: object) -> bool:
    return isinstance(value, str) or is_finite(value)


def is_finite(value: object) -> bool:
    """Whether a JSON value is a number that a cell can hold; a whole number may have any length."""
    return isinstance(value, (int, float)) and abs(value) <= sys.float_info.max
