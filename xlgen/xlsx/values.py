"""Values of cells."""

from __future__ import annotations

import re
from typing import TypeAlias, TypeGuard

UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
"""Characters that no workbook can hold: control characters and lone surrogates."""


class ErrorValue(str):
    """The value of a cell whose formula failed, like #N/A."""


CellValue: TypeAlias = float | str | bool | None
"""The value of a cell. Percents are ratios; amounts are in the money unit of the form data."""


def is_number(value: object) -> TypeGuard[float]:
    """True for a number; TRUE and FALSE are none, although Python counts bool among the integers."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)
