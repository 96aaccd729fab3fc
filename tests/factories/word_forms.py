"""Blank forms as Word documents, with merged cells as bureaus make them."""

from __future__ import annotations

import io

from docx import Document

from xlgen.draft.grid import Grid


def as_document(grid: Grid, title: str = "") -> bytes:
    """A document with the table of a grid; title: a paragraph above it."""
    document = Document()
    if title:
        document.add_paragraph(title)
    table = document.add_table(rows=grid.height, cols=grid.width)
    for cell in grid.cells:
        first = table.cell(cell.row, cell.column)
        if cell.rows > 1 or cell.columns > 1:
            first = first.merge(table.cell(cell.last_row, cell.last_column))
        first.text = cell.text
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()
