"""Row heights: Excel does not fit rows whose text comes from formulas or is in merged cells."""

from __future__ import annotations

import math
import unicodedata

from openpyxl.worksheet.dimensions import RowDimension

PIXELS_PER_WIDTH_UNIT = 7.0
"""Smallest width unit among the programs that open the file, so that text is never cut off."""
PADDING_PIXELS = 9.0
LINE_SPACING = 1.46
"""Of the Noto and Source Han fonts on Linux; 宋体 on Windows needs a little less."""
POINTS_PER_PIXEL = 0.75
MAX_ROW_HEIGHT = 409.0
"""Excel's maximum row height."""


class GrowingRow(RowDimension):
    """A row with a height that programs fit to its texts as they change; openpyxl calls every height fixed."""

    customHeight = False


def text_width(text: str) -> float:
    """Width of a text in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1.08 for character in text)


def line_count(text: str, column_width: float, size: float) -> int:
    """Number of lines that a text takes in a column; width in characters, font size in points."""
    half_character = size / POINTS_PER_PIXEL / 2
    capacity = max(2.0, math.floor((column_width * PIXELS_PER_WIDTH_UNIT - PADDING_PIXELS) / half_character))
    # A full-width character is never split, so an odd half at the end of a line stays empty.
    capacity -= capacity % 2
    return sum(max(1, math.ceil(text_width(line) / capacity)) for line in text.split("\n"))


def text_height(text: str, column_width: float, size: float) -> float:
    """Height in points of a row that shows this text; column width in characters, font size in points."""
    return min(MAX_ROW_HEIGHT, line_count(text, column_width, size) * size * LINE_SPACING + 6)
