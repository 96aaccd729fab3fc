"""Typing values into a finished workbook's cells, as a unit does."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

from openpyxl import load_workbook

from xlgen.scheme.model import Scheme
from xlgen.scoring.form_data import FormData, presets, with_overrides
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.workbook.layout import Layout
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue
from xlgen.xlsx.write.finishing import sheet_parts

CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"((?: s="[0-9]+")?)[^>]*?(?:/>|>.*?</c>)')


def entries(layout: Layout, filling: FormData) -> Iterator[tuple[CellRef, CellValue]]:
    """Every input cell and what the filling puts there; what the form lays down stays."""
    filling = with_overrides(filling, presets(layout.scheme))
    for name in layout.scheme.all_inputs:
        yield layout.values[name], filling.inputs.get(name)
    for rule, place in layout.explanations.items():
        yield place, filling.explanations.get(rule)
    for indicator in layout.scheme.indicators:  # suggested texts stay where the unit has none of its own
        yield layout.remarks[indicator.id], filling.remarks.get(indicator.id)
        if indicator.id in layout.evidence:
            yield layout.evidence[indicator.id], filling.evidence.get(indicator.id) or indicator.evidence or None
        if indicator.id in layout.notes:
            yield layout.notes[indicator.id], filling.notes.get(indicator.id) or indicator.remark or None
    for name, table in layout.tables.items():
        rows = filling.tables.get(name, ())
        for row in range(table.first, table.last + 1):
            number = row - table.first
            values = rows[number] if number < len(rows) else {}
            for column, letter in table.columns.items():
                yield CellRef(table.sheet, letter, row), values.get(column)


class Typist:
    """A blank workbook of a scheme, filled in again and again."""

    def __init__(self, scheme: Scheme) -> None:
        self.layout = layout_of(scheme)
        without_results = io.BytesIO()
        load_workbook(io.BytesIO(build(scheme))).save(without_results)
        with zipfile.ZipFile(without_results) as archive:
            self._parts = {name: archive.read(name) for name in archive.namelist()}
            self._sheets = sheet_parts(archive)

    def filled(self, filling: FormData) -> bytes:
        """The file after typing; no formula in it has a stored value."""
        by_sheet: dict[str, dict[str, CellValue]] = {}
        for place, value in entries(self.layout, filling):
            by_sheet.setdefault(place.sheet, {})[place.address] = value
        parts = dict(self._parts)
        for sheet, typed in by_sheet.items():
            part = self._sheets[sheet]
            parts[part] = CELL.sub(lambda cell, typed=typed: _typed(cell, typed), parts[part])  # type: ignore[misc]
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return written.getvalue()


def _typed(cell: re.Match[bytes], typed: dict[str, CellValue]) -> bytes:
    address = cell[1].decode()
    if address not in typed:
        return cell[0]
    value, start = typed[address], b'<c r="%b"%b' % cell.group(1, 2)
    if value is None:
        return start + b"/>"
    if isinstance(value, bool):
        return b'%b t="b"><v>%d</v></c>' % (start, value)
    if isinstance(value, str):  # text, even where it looks like a formula
        return b'%b t="inlineStr"><is><t xml:space="preserve">%b</t></is></c>' % (start, escape(value).encode())
    return b"%b><v>%b</v></c>" % (start, repr(value).encode())
