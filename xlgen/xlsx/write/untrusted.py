"""Words that come from a unit, as a report may hold them: never a formula, whoever opens or edits it."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from xlgen.text import looks_like_formula, shorten
from xlgen.xlsx.values import UNSTORABLE
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import put

MAX_LENGTH = 500
"""Characters of a text that comes from a unit or its file's name: more is no name."""
AS_TEXT = "'"
"""What stands before such a text in a CSV, which has no other way to say that it is none."""


def put_untrusted(sheet: Worksheet, address: str, text: str, look: styles.Look) -> None:
    """Write words into a cell: nothing that a workbook cannot hold, and never a formula, even when edited."""
    shown = _shown(text)
    cell = look(put(sheet, address, shown))
    if looks_like_formula(shown):
        cell.quotePrefix = True


def csv_text(text: str) -> str:
    """The same words for a field of a CSV."""
    shown = _shown(text)
    return f"{AS_TEXT}{shown}" if looks_like_formula(shown) else shown


def _shown(text: str) -> str:
    return shorten(UNSTORABLE.sub("", text), MAX_LENGTH)
