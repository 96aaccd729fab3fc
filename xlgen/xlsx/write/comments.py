"""备注 on cells: how we read official texts that cannot be meant as printed, and what we reconstructed."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment

from xlgen.xlsx.write.row_height import line_count

AUTHOR = "xlgen"
WIDTH_PIXELS, LINE_CHARACTERS, LINE_PIXELS = 360, 50, 20
"""Width of a note, half-width characters per line, and height of a line."""


def annotate(cell: Cell, texts: Sequence[str]) -> None:
    """Attach a note that Excel shows on hover; no note if there are no texts."""
    if texts:
        text = "\n".join(texts)
        height = (line_count(text, LINE_CHARACTERS, 9) + 1) * LINE_PIXELS
        cell.comment = Comment(text, AUTHOR, height=height, width=WIDTH_PIXELS)
