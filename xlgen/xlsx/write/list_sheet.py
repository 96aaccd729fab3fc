"""Lists as sheets of a workbook: a head that stays in sight, filters, texts that are never formulas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.rules.expression import Value
from xlgen.text import looks_like_formula
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import merge, put
from xlgen.xlsx.write.row_height import height

MIN_HEIGHT = 20.0
TEXT = styles.Look(vertical="top")
NUMBER = styles.Look(vertical="top", horizontal="center")
SCORE = styles.Look(vertical="top", horizontal="center", format=styles.SCORE_FORMAT)


def add_sheet(workbook: Workbook, title: str, widths: Mapping[str, float]) -> Worksheet:
    """A sheet with columns of these widths, by their headings; it prints on the width of a page."""
    sheet: Worksheet = workbook.create_sheet(title)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = int(Worksheet.PAPERSIZE_A4)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for number, width in enumerate(widths.values(), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    return sheet


def put_title(sheet: Worksheet, row: int, text: str, look: styles.Look, columns: int) -> None:
    """Put a line of text across this many columns."""
    merge(sheet, f"A{row}:{get_column_letter(columns)}{row}")
    replace(look, horizontal="left")(put(sheet, f"A{row}", text))
    sheet.row_dimensions[row].height = 2 * look.size


def put_list(
    sheet: Worksheet,
    row: int,
    widths: Mapping[str, float],
    lines: Iterable[Sequence[Value | None]],
    freeze: bool = True,
) -> None:
    """Put a list with its head at this row, with filters; every line is high enough for its texts."""
    put_row(sheet, row, list(widths), styles.HEAD)
    first = last = row
    for last, line in enumerate(lines, row + 1):
        put_row(sheet, last, line)
        shown = (value if isinstance(value, str) else "" for value in line)
        heights = (height(text, width, TEXT.size) for text, width in zip(shown, widths.values(), strict=True))
        sheet.row_dimensions[last].height = max(MIN_HEIGHT, *heights)
    sheet.auto_filter.ref = f"A{first}:{get_column_letter(len(widths))}{last}"
    if freeze:
        sheet.freeze_panes = f"A{row + 1}"
        sheet.print_title_rows = f"{row}:{row}"


def put_row(sheet: Worksheet, row: int, values: Sequence[Value | None], look: styles.Look | None = None) -> None:
    """Put values side by side; numbers with a fraction are scores."""
    for number, value in enumerate(values, 1):
        cell = put(sheet, f"{get_column_letter(number)}{row}", value)
        (look or (SCORE if isinstance(value, float) else NUMBER if isinstance(value, int) else TEXT))(cell)
        if isinstance(value, str) and looks_like_formula(value):
            cell.quotePrefix = True  # no formula either when somebody edits the cell
