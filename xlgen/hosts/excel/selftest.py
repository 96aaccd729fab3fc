"""A workbook that shows whether the functions work in the Excel it is opened in: ✓ or ✗ beside each call."""

from __future__ import annotations

import datetime

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.formula.translate import Translator
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from udf.outcome import BLANK, DIVISION, NOT_AVAILABLE, VALUE
from xlgen.hosts.excel.cases import Case, cases
from xlgen.hosts.excel.texts import STATUS
from xlgen.xlsx.write.cells import merge, put
from xlgen.xlsx.write.finishing import packed
from xlgen.xlsx.write.styles import CENTRED, DONE_FILL, HEAD, INPUT, INVALID_FILL, LABEL, PLAIN, TITLE, Look, tint

SHEET = "自检"
YEAR = 2000
"""The file says that it was made in some year; the bytes must not depend on today."""
FIRST = 9
"""The row of the first case."""
SHOWS, DATA, FORMULA, RESULT, EXPECTED, VERDICT = "A", "B", "K", "L", "M", "N"
STATUS_CELL, COUNT_CELL = "B3", "B4"
WIDTHS = {"A": 32, **dict.fromkeys("BCDEFGHI", 11), "J": 8, "K": 56, "L": 14, "M": 14, "N": 8}
ERROR_NUMBERS = {DIVISION: 2, VALUE: 3, NOT_AVAILABLE: 7}
"""What ERROR.TYPE gives for each."""
PASSED, FAILED = "✓", "✗"
HEADS = {SHOWS: "检查什么", DATA: "用到的数据", FORMULA: "公式", RESULT: "结果", EXPECTED: "应当是", VERDICT: "结论"}
HOW = (
    "先在命令行运行 xlgen addin install，再用 Excel 打开本表。结论全部是✓，就可以放心使用。",
    "结果都是#NAME?的，说明函数没有启用：请看上面的“函数加载项”一行，处理后按 Ctrl+Alt+F9 全部重新计算。",
)


def selftest() -> bytes:
    """The workbook. Its stored values are those of an Excel without the add-in: nothing is passed yet."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    for column, width in WIDTHS.items():
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = f"A{FIRST}"
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    row = FIRST
    for case in cases():
        _write_case(sheet, case, row)
        row += _height(case)
    _write_head(sheet, f"{VERDICT}{FIRST}:{VERDICT}{row - 1}")
    return packed(book, YEAR)


def _write_head(sheet: Worksheet, verdicts: str) -> None:
    _write(sheet, "A1", "绩效评价函数自检", TITLE)
    _write(sheet, "A3", "函数加载项", LABEL)
    sheet[STATUS_CELL].value = f'=IFERROR({STATUS}(),"未启用")'
    _write(sheet, "A4", "自检结果", LABEL)
    counted = f'COUNTIF({verdicts},"{PASSED}")&"项通过，"&COUNTIF({verdicts},"{FAILED}")&"项不通过"'
    sheet[COUNT_CELL].value = f"={counted}"
    for row, text in enumerate(HOW, 5):
        _write(sheet, f"A{row}", text, PLAIN)
        merge(sheet, f"A{row}:{VERDICT}{row}")
    for cells in ("A1:N1", f"{STATUS_CELL}:N3", f"{COUNT_CELL}:N4", f"{DATA}{FIRST - 1}:J{FIRST - 1}"):
        merge(sheet, cells)
    for column, text in HEADS.items():
        _write(sheet, f"{column}{FIRST - 1}", text, HEAD)
    for text, colour in ((PASSED, DONE_FILL), (FAILED, INVALID_FILL)):
        rule = Rule(type="expression", dxf=tint(colour), formula=[f'${VERDICT}{FIRST}="{text}"'])
        sheet.conditional_formatting.add(verdicts, rule)


def _write_case(sheet: Worksheet, case: Case, row: int) -> None:
    """The case moved down from row 2, where it was thought of, to a row of its own."""
    for address, content in case.contents.items():
        cell = sheet[_moved(address, row)]
        cell.value = content
        INPUT(cell).number_format = case.formats.get(address, _usual_format(content))
    formula = str(Translator(case.formula, origin="A2").translate_formula(f"A{row}"))
    _write(sheet, f"{SHOWS}{row}", case.shows, LABEL)
    _write(sheet, f"{FORMULA}{row}", formula, LABEL)
    CENTRED(sheet[f"{RESULT}{row}"]).value = formula
    _write(sheet, f"{EXPECTED}{row}", "（空白）" if case.result == BLANK else case.result, CENTRED)
    CENTRED(sheet[f"{VERDICT}{row}"]).value = f'=IF({_agrees(case.result, row)},"{PASSED}","{FAILED}")'


def _agrees(result: float | str, row: int) -> str:
    """The condition, never itself an error, that the result is the one it should be."""
    cell = f"{RESULT}{row}"
    if result in ERROR_NUMBERS:
        return f"IFERROR(ERROR.TYPE({cell}),0)={ERROR_NUMBERS[str(result)]}"
    if isinstance(result, str):
        return f'IFERROR(AND(ISTEXT({cell}),{cell}="{result}"),FALSE)'
    return f"IFERROR(AND(ISNUMBER({cell}),ABS({cell}-{EXPECTED}{row})<0.0000001),FALSE)"


def _usual_format(content: object) -> str:
    return "yyyy-mm-dd" if isinstance(content, datetime.date) else "General"


def _height(case: Case) -> int:
    return max([1, *(coordinate_from_string(address)[1] - 1 for address in case.contents)])


def _moved(address: str, row: int) -> str:
    column, own = coordinate_from_string(address)
    return f"{column}{own + row - 2}"


def _write(sheet: Worksheet, address: str, value: float | str, look: Look) -> None:
    look(put(sheet, address, value))
