"""The add-in's VBA, compiled and run: by LibreOffice, with xlwings' own module of the Python side behind it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.hosts.excel import office
from tests.hosts.excel.office import Cells
from tests.oracles.libreoffice import OracleFailedError
from xlgen.hosts.cases import Case, cases
from xlgen.hosts.excel.addin_file import with_macros
from xlgen.hosts.excel.selftest import EXCEL
from xlgen.hosts.excel.texts import READY_ANSWER, STATUS_FUNCTION, TEXTS_SHEET, rows
from xlgen.hosts.excel.wrappers import DOCUMENT_MODULE, modules
from xlgen.hosts.selftest import (
    ERROR_NUMBERS,
    EXPECTED_COLUMN,
    FIRST_ROW,
    FORMULA_COLUMN,
    RESULT_COLUMN,
    VERDICT_COLUMN,
    selftest,
)

ERRORS = {"#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029, "#NUM!": 2036, "#N/A": 2042}
"""VBA's numbers of the errors. LibreOffice shows what CVErr makes of one as `Error 2042`."""
NOT_HERE = {
    "日期代替数字": "LibreOffice's Range gives a date as a number",
    "引用的单元格里是错误值": "LibreOffice's Range gives an error value as 0",
    "一组单元格里有错误值": "LibreOffice's Range gives an error value as 0",
    "不相邻的单元格合成一个参数": "LibreOffice hands no such range to a macro",
    "中间的参数省略": "LibreOffice hands 0 to a macro for it",
    "说明原因，中间的参数省略": "the same",
}
"""Cases of the self-test that only Excel can show; all but the union are made with stand-ins below."""
OTHER_CLOCK = (" Now", " clock")
"""Nobody waits half an hour in a test."""
CALLS = {
    "MISSING_IN_THE_MIDDLE": "5.89363333333333",
    "NOTHING_GIVEN": "Error 2015",
    "CURRENCY_CELL": "(0.123456,)",
    "DATE_CELL": "(46113.0,)",
    "DATE_IN_RANGE": "(((46113.0, 0.123456),),)",
    "ERROR_CELL": "Error",
    "APART": "Error 2015",
    "REASON_OF_A_CELL": "预算数是0，无法计算",
    "REASON_OF_A_BLANK": "还有没填的单元格，填好就有结果",
    "REASON_WITH_MISSING": "预算数是0，无法计算",
    "REASON_OF_NOTHING": "参数的个数不对，请对照函数的说明",
}
DESCRIPTIONS = {
    **{f"udf.outcome.ExcelError: {name} 原因\n  File": name for name in ERRORS},
    **{f"Unexpected Python Error: Traceback\nudf.outcome.ExcelError: {name} 原因": name for name in ERRORS},
    **{f"{name} plain": name for name in ERRORS},
    "TypeError: unsupported": "#VALUE!",
    "": "#VALUE!",
}
ARGUMENTS = {
    "A1": "1.0",
    "A1:C1": "((1, 2.5, '三'),)",
    "A1:A2": "((1,), (None,))",
    "D:D": f"((4,), {', '.join(['(None,)'] * 5)})",
    "{1,2}": "((1.0, 2.0),)",
    "{1;2}": "((1.0,), (2.0,))",
}


def sheet(cells: Iterable[tuple[str, str | float]], texts: Sequence[Sequence[str]] = ()) -> bytes:
    """A workbook with these contents, and the add-in's sheet of texts."""
    book, written = Workbook(), io.BytesIO()
    for address, content in cells:
        book.worksheets[0][address] = content
    texts_sheet = book.create_sheet(TEXTS_SHEET)
    for row in texts:
        texts_sheet.append(row)
    book.save(written)
    return written.getvalue()


def _quoted(text: str) -> str:
    return '"' + text.replace("\n", '"&CHAR(10)&"') + '"'


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Cells]:
    """The first sheet of each workbook, as LibreOffice computed it: all in one process."""
    folder = tmp_path_factory.mktemp("office")
    calls = {"FakeCalls": office.vba("fake_calls.bas"), "RangeValues": modules()["RangeValues"]}
    formulas = [*(f"={name}()" for name in CALLS), *(f"=ERROR_FOR({_quoted(text)})" for text in DESCRIPTIONS)]
    stood_in = office.with_modules(sheet((f"A{row}", text) for row, text in enumerate(formulas, 1)), calls)
    lone_python = {
        **modules(),
        "xlwings": office.vba("stub_xlwings.bas"),
        "StartFolder": office.vba("stub_folder.bas"),
        "PythonProcess": modules()["PythonProcess"].replace(*OTHER_CLOCK),
    }
    del lone_python[DOCUMENT_MODULE]
    books = {
        "selftest": office.with_modules(selftest(EXCEL)),
        "status": office.with_modules(sheet([("A1", f"={STATUS_FUNCTION}()")], [*rows()])),
        "fakes": office.with_class(stood_in, "FakeRange", office.vba("FakeRange.cls"), folder),
        "python": office.with_class(
            with_macros(sheet([("A1", "=STORY()"), ("A2", "=FOLDERS()")]), lone_python),
            "FakePython",
            office.vba("FakePython.cls"),
            folder,
        ),
        "arguments": office.with_modules(
            sheet(
                [
                    ("A1", 1),
                    ("B1", 2.5),
                    ("C1", "三"),
                    ("D1", 4),
                    *((f"F{row}", f"=SEEN({written})") for row, written in enumerate(ARGUMENTS, 1)),
                ]
            ),
            {"Seeing": office.vba("seeing.bas")},
        ),
    }
    return {name: next(iter(sheets.values())) for name, sheets in office.computed(books, folder).items()}


def placed() -> list[tuple[Case, int]]:
    """The cases of the self-test that LibreOffice can show, with their rows."""
    found, row = [], FIRST_ROW
    for case in cases():
        found.append((case, row))
        row += max([1, *(int("".join(filter(str.isdigit, address))) - 1 for address in case.contents)])
    assert set(NOT_HERE) < {case.title for case, _ in found}
    return [each for each in found if each[0].title not in NOT_HERE]


@pytest.mark.parametrize(("case", "row"), placed(), ids=[case.title for case, _ in placed()])
def test_selftest__through_vba_and_xlwings(shown: Mapping[str, Cells], case: Case, row: int) -> None:
    cells = shown["selftest"]
    assert cells[f"{FORMULA_COLUMN}{row}"].startswith(case.formula.split("(")[0])
    if case.result in ERROR_NUMBERS:
        assert cells[f"{RESULT_COLUMN}{row}"] == f"Error {ERRORS[str(case.result)]}"
    else:
        assert cells[f"{VERDICT_COLUMN}{row}"] == "✓"
        assert cells[f"{EXPECTED_COLUMN}{row}"] in (cells[f"{RESULT_COLUMN}{row}"], "（空白）")


@pytest.mark.parametrize("name", CALLS)
def test_call__that_only_excel_makes(shown: Mapping[str, Cells], name: str) -> None:
    assert shown["fakes"][f"A{list(CALLS).index(name) + 1}"] == CALLS[name]


@pytest.mark.parametrize("description", DESCRIPTIONS)
def test_error__is_that_of_a_cell(shown: Mapping[str, Cells], description: str) -> None:
    row = len(CALLS) + list(DESCRIPTIONS).index(description) + 1
    assert shown["fakes"][f"A{row}"] == f"Error {ERRORS[DESCRIPTIONS[description]]}"


@pytest.mark.parametrize("written", ARGUMENTS)
def test_argument__reaches_python_as_rows(shown: Mapping[str, Cells], written: str) -> None:
    found = shown["arguments"][f"F{list(ARGUMENTS).index(written) + 1}"]
    assert found.replace(" ", "") == f"({ARGUMENTS[written]},)".replace(" ", "")


def test_status__says_that_the_functions_work(shown: Mapping[str, Cells]) -> None:
    assert shown["status"]["A1"] == READY_ANSWER


def test_python__absent_is_asked_ever_more_rarely_and_lost_is_started_again(shown: Mapping[str, Cells]) -> None:
    assert shown["python"]["A1"].split(" | ") == [
        "Error 2029 after 1",  # absent: #NAME?
        "Error 2029 after 1",  # not asked again
        "Error 2029 after 2",  # a minute later
        "Error 2029 after 2",
        "Error 2029 after 3",  # five minutes later
        "Error 2029 after 3",
        "Error 2029 after 4",  # half an hour later
        "Error 2029 after 4",  # and not sooner from then on
        "xlgen.hosts.excel.udfs GRADE 7 after 5",  # somebody wanted to know now
        "xlgen.hosts.excel.udfs GRADE 7 after 5",  # kept
        "xlgen.hosts.excel.udfs GRADE 7 after 6",  # lost, started again
        "Error 2042 after 6",  # a wrong entry
        "Error 2029 after 6",  # Python without the functions
        "Error 2029 after 7",  # a minute later
        "Error 2029 after 7",  # starting it is no success
        "ModuleNotFoundError: No module named 'xlgen'",
    ]


def test_python__is_never_started_from_where_excel_stands(shown: Mapping[str, Cells]) -> None:
    assert shown["python"]["A2"].split(" | ") == [
        rf"Error 2029 after 1: {office.WINDOWS}, \\server\forms",  # absent; Excel stands again where it stood
        rf"xlgen.hosts.excel.udfs GRADE 7 after 2: {office.WINDOWS}, \\server\forms",
        r"Error 2029 after 2: not started, \\server\forms",  # still there, without the functions
        r"Error 2029 after 2: not started, \\server\forms",  # no other folder to be had: not at all
        "Windows' own folder cannot be entered",
    ]


def test_libreoffice__missing_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(office, "SOFFICE", str(tmp_path / "soffice"))
    with pytest.raises(OracleFailedError, match=r"install\.sh"):
        office.computed({"any": b""}, tmp_path)
