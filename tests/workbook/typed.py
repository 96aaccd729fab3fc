"""Typing values into a finished workbook's cells, as a unit does."""

from __future__ import annotations

import io
from collections.abc import Iterator

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from xlgen.scheme.model import Scheme
from xlgen.scoring.filling import Cell, Filling, overlaid, presets
from xlgen.workbook.build import build
from xlgen.workbook.cells import Place
from xlgen.workbook.layout import Layout, layout_of


def entries(layout: Layout, filling: Filling) -> Iterator[tuple[Place, Cell]]:
    """Every input cell and what the filling puts there; what the form lays down stays."""
    filling = overlaid(filling, presets(layout.scheme))
    for name in layout.scheme.all_inputs:
        yield layout.values[name], filling.inputs.get(name)
    own_words = ((layout.remarks, filling.remarks), (layout.evidence, filling.evidence), (layout.notes, filling.notes))
    for places, words in own_words:
        for indicator, place in places.items():
            yield place, words.get(indicator)
    for name, table in layout.tables.items():
        rows = filling.tables.get(name, ())
        for row in range(table.first, table.last + 1):
            number = row - table.first
            values = rows[number] if number < len(rows) else {}
            for column, letter in table.columns.items():
                yield Place(table.sheet, letter, row), values.get(column)


class Typist:
    """A blank workbook of a scheme, filled in again and again."""

    def __init__(self, scheme: Scheme) -> None:
        self.layout = layout_of(scheme)
        self.workbook: Workbook = load_workbook(io.BytesIO(build(scheme)))

    def filled(self, filling: Filling) -> bytes:
        """The file after typing; no formula in it has a stored value."""
        for place, value in entries(self.layout, filling):
            cell = self.workbook[place.sheet][place.address]
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # text, even where it looks like a formula
        written = io.BytesIO()
        self.workbook.save(written)
        return written.getvalue()
