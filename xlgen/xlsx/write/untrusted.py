"""Texts supplied by units, made safe for reports: never a formula, not even after editing."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from xlgen.text import looks_like_formula, shorten
from xlgen.xlsx.values import UNSTORABLE
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import put

MAX_UNTRUSTED_LENGTH = 500
"""Characters shown of a text that comes from a unit or a file name; a real name is shorter."""
CSV_TEXT_PREFIX = "'"
"""Put before text that looks like a formula in a CSV, which has no other way to mark it as text."""


def put_untrusted(sheet: Worksheet, address: str, text: str, style: styles.CellStyle) -> None:
    """Write a text without characters that a workbook cannot store, and never as a formula, even after editing."""
    shown = shown_text(text)
    cell = style(put(sheet, address, shown))
    if looks_like_formula(shown):
        cell.quotePrefix = True


def csv_text(text: str) -> str:
    """The same text as a CSV field."""
    shown = shown_text(text)
    return f"{CSV_TEXT_PREFIX}{shown}" if looks_like_formula(shown) else shown


def shown_text(text: str) -> str:
    """A text as a report shows it: without what no workbook can store, and cut where it is too long."""
    return shorten(UNSTORABLE.sub("", text), MAX_UNTRUSTED_LENGTH)
