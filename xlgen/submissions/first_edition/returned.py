"""A workbook of the first edition as checks see it: its contents, and today's layout with the cells that it has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from openpyxl.utils import column_index_from_string, get_column_letter

from xlgen.submissions.first_edition.input_sheet import INPUT_SHEET, INPUTS, VALUE
from xlgen.submissions.first_edition.reading import FirstEdition
from xlgen.submissions.first_edition.table_sheets import TableSheet
from xlgen.submissions.read import MISSING_FUNCTION_ERRORS, Returned, score_shown
from xlgen.workbook.layout import Layout, TablePlace
from xlgen.xlsx.refs import CellRef


@dataclass(frozen=True)
class FormerTablePlace(TablePlace):
    """A table whose rows stand where the unit's changes left them; 0 for a row that was deleted."""

    rows: Sequence[int] = ()

    def cell(self, column: str, row: int) -> CellRef:
        """The cell of a column or measure in a row of the table; rows are counted from 0."""
        place = super().cell(column, row)
        return replace(place, row=self.rows[row]) if row < len(self.rows) and self.rows[row] else place


def former_layout(first: FirstEdition, today: Layout) -> Layout:
    """Today's layout with the cells of this workbook; what it does not have stands in a blank cell below its inputs."""
    nowhere = CellRef(INPUT_SHEET, VALUE, first.last_row + 1)
    found = {(key.field, key.name): at.place for key, at in first.inputs.found.items()}

    def places(field: str, names: Iterable[str]) -> dict[str, CellRef]:
        return {name: found.get((field, name), nowhere) for name in names}

    return replace(
        today,
        values=places(INPUTS, today.values),
        remarks=places("remarks", today.remarks),
        evidence=places("evidence", today.evidence),
        notes=places("notes", today.notes),
        tables={name: _former_table(place, first.tables.get(name)) for name, place in today.tables.items()},
    )


def _former_table(today: TablePlace, sheet: TableSheet | None) -> TablePlace:
    if sheet is None:
        return today
    letters = {name: found.place.column for name, found in sheet.columns.items()}
    blank = get_column_letter(max(map(column_index_from_string, letters.values()), default=1) + 100)
    columns = {name: letters.get(name, blank) for name in today.columns}
    title = next((found.place.sheet for found in sheet.columns.values()), today.sheet)
    return FormerTablePlace(**{**vars(today), "sheet": title, "columns": columns, "rows": sheet.rows})


def returned_of(first: FirstEdition) -> Returned:
    """What was filled in, and the scores that the workbook shows."""
    shown = {key: first.scores[key].cell.value for key in first.scores}
    keys = [key for indicator in first.scheme.indicators for key in first.scheme.form_rows(indicator)]
    total, grade = score_shown(first.shown("总分")), first.shown("等次")
    return Returned(
        first.filling,
        {key: score_shown(shown.get(key)) for key in keys},
        total,
        grade if isinstance(grade, str) else None,
        total is not None,
        any(value in MISSING_FUNCTION_ERRORS for value in shown.values()),
        first.unplaced,
    )
