"""Lists as worksheets: frozen header, filters, texts that are never formulas."""

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
from xlgen.xlsx.write.row_height import text_height

MIN_ROW_HEIGHT = 20.0
SIGNATURE_HEIGHT = 36.0
BETWEEN_SIGNERS = "　" * 8
"""Room for a name."""
TEXT_STYLE = styles.CellStyle(vertical="top")
NUMBER_STYLE = styles.CellStyle(vertical="top", horizontal="center")
SCORE_STYLE = styles.CellStyle(vertical="top", horizontal="center", format=styles.SCORE_FORMAT)


def list_workbook() -> Workbook:
    """A workbook without any sheet, in our type."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    styles.use_own_font(workbook)
    return workbook


def add_sheet(workbook: Workbook, title: str, widths: Mapping[str, float]) -> Worksheet:
    """Add a sheet that prints one page wide. `widths`: column widths by heading."""
    sheet: Worksheet = workbook.create_sheet(title)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = int(Worksheet.PAPERSIZE_A4)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for number, width in enumerate(widths.values(), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    return sheet


def put_title(sheet: Worksheet, row: int, text: str, style: styles.CellStyle, columns: int) -> None:
    """Write a line of text merged across `columns` columns."""
    merge(sheet, f"A{row}:{get_column_letter(columns)}{row}")
    replace(style, horizontal="left")(put(sheet, f"A{row}", text))
    sheet.row_dimensions[row].height = 2 * style.size


def put_signatures(sheet: Worksheet, row: int, signers: Sequence[str], columns: int) -> None:
    """End a sheet with a line to sign, and print nothing below it. signers: as 审核人（签字）."""
    put_title(sheet, row, BETWEEN_SIGNERS.join(f"{signer}：" for signer in signers), styles.PLAIN, columns)
    sheet.row_dimensions[row].height = SIGNATURE_HEIGHT
    sheet.print_area = f"A1:{get_column_letter(columns)}{row}"


def put_list(
    sheet: Worksheet,
    row: int,
    widths: Mapping[str, float],
    lines: Iterable[Sequence[Value | None]],
    freeze: bool = True,
) -> None:
    """Write a list with a header at `row` and with filters. Rows are high enough for their texts."""
    put_row(sheet, row, list(widths), styles.HEAD)
    first = last = row
    for last, line in enumerate(lines, row + 1):
        put_row(sheet, last, line)
        shown = (value if isinstance(value, str) else "" for value in line)
        heights = (
            text_height(text, width, TEXT_STYLE.size) for text, width in zip(shown, widths.values(), strict=True)
        )
        sheet.row_dimensions[last].height = max(MIN_ROW_HEIGHT, *heights)
    sheet.auto_filter.ref = f"A{first}:{get_column_letter(len(widths))}{last}"
    if freeze:
        sheet.freeze_panes = f"A{row + 1}"
        sheet.print_title_rows = f"{row}:{row}"


def put_row(sheet: Worksheet, row: int, values: Sequence[Value | None], style: styles.CellStyle | None = None) -> None:
    """Write values side by side. Floats are formatted as scores."""
    for number, value in enumerate(values, 1):
        cell = put(sheet, f"{get_column_letter(number)}{row}", value)
        (style or _style_of(value))(cell)
        if isinstance(value, str) and looks_like_formula(value):
            cell.quotePrefix = True  # still no formula after somebody edits the cell


def _style_of(value: Value | None) -> styles.CellStyle:
    if isinstance(value, float):
        return SCORE_STYLE
    return NUMBER_STYLE if isinstance(value, int) else TEXT_STYLE
