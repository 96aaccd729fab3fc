"""A filled form as the bureau reviews it: what the unit filled in is locked, the reviewers' columns are open."""

from __future__ import annotations

from dataclasses import replace

from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from xlgen.scheme.model import Scheme
from xlgen.scheme.sheet_names import FORM
from xlgen.workbook.arrangement import layout_of
from xlgen.xlsx.write import styles

LOCKED = Protection(locked=True)


def open_for_review(workbook: Workbook, scheme: Scheme) -> bool:
    """Lock all cells of a scheme's workbook but those of reviewers' columns; whether the form has any."""
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if not cell.protection.locked:
                    cell.protection = LOCKED
    layout = layout_of(scheme)
    letters = [get_column_letter(number) for number, column in enumerate(layout.form_columns, 1) if column.reviewed]
    look = replace(styles.INPUT_TEXT, size=10)
    table = [layout.spans[key] for each in scheme.table_indicators for key in scheme.form_rows(each)]
    for letter in letters:
        for span in table:
            for row_number in span.rows:
                look(workbook[FORM][f"{letter}{row_number}"])
    return bool(letters)
