"""What a cell holds."""

from __future__ import annotations

import re
from typing import TypeAlias, TypeGuard

UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
"""Characters that no workbook can hold: control characters and halves of characters."""


class ErrorValue(str):
    """What a cell shows whose formula failed, like #N/A."""


CellValue: TypeAlias = float | str | bool | None
"""What a cell holds. Percents are ratios; amounts are in the money unit of the form data."""


def is_number(value: object) -> TypeGuard[float]:
    """True for a number; TRUE and FALSE are none, although Python counts bool among the integers."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)
