"""Words that come from a unit, as a report may hold them: never a formula, whoever opens or edits it."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from xlgen.rules.typed_text import is_risky
from xlgen.scheme.inputs import UNSTORABLE
from xlgen.workbook import styles
from xlgen.workbook.cells import put

LONGEST = 500
"""Characters of a text that comes from a unit or its file's name: more is no name."""
AS_TEXT = "'"
"""What stands before such a text in a CSV, which has no other way to say that it is none."""


def put_words(sheet: Worksheet, address: str, text: str, look: styles.Look) -> None:
    """Write words into a cell: nothing that a workbook cannot hold, and never a formula, even when edited."""
    shown = _shown(text)
    cell = look(put(sheet, address, shown))
    if is_risky(shown):
        cell.quotePrefix = True


def csv_words(text: str) -> str:
    """The same words for a field of a CSV."""
    shown = _shown(text)
    return f"{AS_TEXT}{shown}" if is_risky(shown) else shown


def _shown(text: str) -> str:
    storable = UNSTORABLE.sub("", text)
    return storable if len(storable) <= LONGEST else f"{storable[: LONGEST - 1]}…"
