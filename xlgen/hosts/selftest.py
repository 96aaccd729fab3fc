"""A workbook that shows whether the functions work in the program that opens it: ✓ or ✗ next to each call."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.formula.translate import Translator
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from udf.outcome import BLANK, DIVISION, NOT_AVAILABLE, VALUE
from xlgen.hosts.cases import Case, cases
from xlgen.xlsx.write.cells import merge, put
from xlgen.xlsx.write.finishing import PINNED_YEAR, workbook_bytes
from xlgen.xlsx.write.styles import (
    CENTRED,
    DONE_FILL,
    HEAD,
    INPUT,
    INVALID_FILL,
    LABEL,
    PLAIN,
    TITLE,
    CellStyle,
    fill_format,
)

SELFTEST_SHEET = "自检"
FIRST_ROW = 9
"""The row of the first case."""
DESCRIPTION_COLUMN, DATA_COLUMN, FORMULA_COLUMN = "A", "B", "K"
RESULT_COLUMN, EXPECTED_COLUMN, VERDICT_COLUMN = "L", "M", "N"
STATUS_CELL, COUNT_CELL = "B3", "B4"
WIDTHS = {"A": 32, **dict.fromkeys("BCDEFGHI", 11), "J": 8, "K": 56, "L": 14, "M": 14, "N": 8}
ERROR_NUMBERS = {DIVISION: 2, VALUE: 3, NOT_AVAILABLE: 7}
"""Result of ERROR.TYPE for each error."""
PASSED_MARK, FAILED_MARK = "✓", "✗"
COLUMN_HEADS = {
    DESCRIPTION_COLUMN: "检查什么",
    DATA_COLUMN: "用到的数据",
    FORMULA_COLUMN: "公式",
    RESULT_COLUMN: "结果",
    EXPECTED_COLUMN: "应当是",
    VERDICT_COLUMN: "结论",
}


class Program(NamedTuple):
    """How the self-test is done in a program.

    instructions: above the cases. status: a formula that tells whether the functions are there. typed: a formula as
    people type it, where the file can hold none, so that a pane writes the calls; they may fail by any error there.
    stored: formulas that the file holds all the same, to see which of them the program knows when it opens it.
    """

    instructions: tuple[str, ...]
    status: str
    typed: Callable[[str], str] | None = None
    stored: tuple[Case, ...] = ()


def selftest(program: Program) -> bytes:
    """The bytes of the workbook. Its stored values are those without the add-in: no case has passed yet."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SELFTEST_SHEET
    for column, width in WIDTHS.items():
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = f"A{FIRST_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    row = FIRST_ROW
    for case in cases():
        _write_case(sheet, case, row, program.typed)
        row += _height(case)
    _write_head(sheet, program, f"{VERDICT_COLUMN}{FIRST_ROW}:{VERDICT_COLUMN}{row - 1}")
    for number, case in enumerate(program.stored, 1):
        _write_case(sheet, case, row + number, None)
    return workbook_bytes(book, PINNED_YEAR)


def _write_head(sheet: Worksheet, program: Program, verdicts: str) -> None:
    _write(sheet, "A1", "绩效评价函数自检", TITLE)
    _write(sheet, "A3", "函数加载项", LABEL)
    sheet[STATUS_CELL].value = program.status
    _write(sheet, "A4", "自检结果", LABEL)
    counted = f'COUNTIF({verdicts},"{PASSED_MARK}")&"项通过，"&COUNTIF({verdicts},"{FAILED_MARK}")&"项不通过"'
    sheet[COUNT_CELL].value = f"={counted}"
    for row, text in enumerate(program.instructions, 5):
        _write(sheet, f"A{row}", text, PLAIN)
        merge(sheet, f"A{row}:{VERDICT_COLUMN}{row}")
    for cells in ("A1:N1", f"{STATUS_CELL}:N3", f"{COUNT_CELL}:N4", f"{DATA_COLUMN}{FIRST_ROW - 1}:J{FIRST_ROW - 1}"):
        merge(sheet, cells)
    for column, text in COLUMN_HEADS.items():
        _write(sheet, f"{column}{FIRST_ROW - 1}", text, HEAD)
    for text, colour in ((PASSED_MARK, DONE_FILL), (FAILED_MARK, INVALID_FILL)):
        rule = Rule(type="expression", dxf=fill_format(colour), formula=[f'${VERDICT_COLUMN}{FIRST_ROW}="{text}"'])
        sheet.conditional_formatting.add(verdicts, rule)


def _write_case(sheet: Worksheet, case: Case, row: int, typed: Callable[[str], str] | None) -> None:
    """Write a case, which is written for row 2, at its own row."""
    for address, content in case.contents.items():
        cell = sheet[_moved(address, row)]
        cell.value = content
        INPUT(cell).number_format = case.formats.get(address, _default_format(content))
    formula = str(Translator(case.formula, origin="A2").translate_formula(f"A{row}"))
    _write(sheet, f"{DESCRIPTION_COLUMN}{row}", case.title, LABEL)
    _write(sheet, f"{FORMULA_COLUMN}{row}", typed(formula) if typed else formula, LABEL)
    CENTRED(sheet[f"{RESULT_COLUMN}{row}"]).value = None if typed else formula
    _write(sheet, f"{EXPECTED_COLUMN}{row}", "（空白）" if case.result == BLANK else case.result, CENTRED)
    agrees = _agrees(case.result, row, any_error=typed is not None)
    CENTRED(sheet[f"{VERDICT_COLUMN}{row}"]).value = f'=IF({agrees},"{PASSED_MARK}","{FAILED_MARK}")'


def _agrees(result: float | str, row: int, any_error: bool) -> str:
    """Condition that the result is as expected; never an error itself."""
    cell = f"{RESULT_COLUMN}{row}"
    if result in ERROR_NUMBERS and any_error:
        return f"ISERROR({cell})"
    if result in ERROR_NUMBERS:
        return f"IFERROR(ERROR.TYPE({cell}),0)={ERROR_NUMBERS[str(result)]}"
    if isinstance(result, str):
        return f'IFERROR(AND(ISTEXT({cell}),{cell}="{result}"),FALSE)'
    return f"IFERROR(AND(ISNUMBER({cell}),ABS({cell}-{EXPECTED_COLUMN}{row})<0.0000001),FALSE)"


def _default_format(content: object) -> str:
    return "yyyy-mm-dd" if isinstance(content, datetime.date) else "General"


def _height(case: Case) -> int:
    return max([1, *(coordinate_from_string(address)[1] - 1 for address in case.contents)])


def _moved(address: str, row: int) -> str:
    column, own = coordinate_from_string(address)
    return f"{column}{own + row - 2}"


def _write(sheet: Worksheet, address: str, value: float | str, style: CellStyle) -> None:
    style(put(sheet, address, value))
