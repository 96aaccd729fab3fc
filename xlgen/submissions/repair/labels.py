"""What the cells of a form are called in messages."""

from __future__ import annotations

from xlgen.scoring.form_data import FREE_TEXT_FIELDS
from xlgen.submissions.entries import cell_label
from xlgen.workbook.layout import Layout
from xlgen.xlsx.refs import CellRef


def label_of(layout: Layout, place: CellRef) -> str:
    """What is asked for in a cell; its address where it has no name of its own."""
    for name, spec in layout.scheme.all_inputs.items():
        if layout.values[name] == place:
            return spec.label
    for field, places in (("remarks", layout.remarks), ("evidence", layout.evidence), ("notes", layout.notes)):
        for indicator in layout.scheme.indicators:
            if places.get(indicator.id) == place:
                return f"{indicator.name}：{FREE_TEXT_FIELDS[field]}"
    for table, rows in layout.tables.items():
        for column, letter in rows.columns.items():
            if (rows.sheet, letter) == (place.sheet, place.column) and rows.first <= place.row <= rows.last:
                return cell_label(layout, table, place.row - rows.first, column)
    return place.address
