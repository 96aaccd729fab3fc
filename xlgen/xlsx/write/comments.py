"""备注 on cells: where the official text cannot be meant as printed, how it is read, and what is reconstructed."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment

from xlgen.xlsx.write.row_height import lines

AUTHOR = "xlgen"
WIDTH_PIXELS, CHARACTERS, LINE_PIXELS = 360, 50, 20
"""A note's width, the half-width characters in one of its lines, and the height of a line."""


def annotate(cell: Cell, texts: Sequence[str]) -> None:
    """Put a note on a cell, shown when the mouse rests on it; none where there is nothing to say."""
    if texts:
        text = "\n".join(texts)
        height = (lines(text, CHARACTERS, 9) + 1) * LINE_PIXELS
        cell.comment = Comment(text, AUTHOR, height=height, width=WIDTH_PIXELS)
