"""How tall a row must be for its text: Excel does not fit rows whose text comes from formulas or merged cells."""

from __future__ import annotations

import math
import unicodedata

PIXELS_PER_WIDTH_UNIT = 7.0
"""The narrowest that a column's width unit is in the programs that open the file; so text never ends up cut off."""
PADDING_PIXELS = 9.0
LINE_SPACING = 1.46
"""That of the Noto and Source Han fonts of Linux machines; 宋体 on Windows needs a little less."""
POINTS_PER_PIXEL = 0.75
MAX_POINTS = 409.0
"""Excel's tallest row."""


def text_width(text: str) -> float:
    """The width of a text in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1.08 for character in text)


def lines(text: str, column_width: float, size: float) -> int:
    """How many lines a text takes in a column of this width (in characters) at this font size (in points)."""
    half_character = size / POINTS_PER_PIXEL / 2
    room = max(2.0, math.floor((column_width * PIXELS_PER_WIDTH_UNIT - PADDING_PIXELS) / half_character))
    # A full-width character is never broken in two, so an odd place at the line's end stays empty.
    room -= room % 2
    return sum(max(1, math.ceil(text_width(line) / room)) for line in text.split("\n"))


def height(text: str, column_width: float, size: float) -> float:
    """The height in points of a row that shows this text."""
    return min(MAX_POINTS, lines(text, column_width, size) * size * LINE_SPACING + 6)
