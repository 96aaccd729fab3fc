"""functions.js in ONLYOFFICE's engine, carried by a workbook: results and errors as in Python."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from samples.defects.making import SCHEME, filling, scheme
from samples.defects.onlyoffice import with_library
from tests.factories.function_arguments import POSITIONS, SOUND, WIDE, replaced
from tests.factories.schemes import templates_of
from tests.oracles.cells import Value
from tests.oracles.onlyoffice import Edited, before_and_after
from tests.udf.calling import arguments
from udf.arguments import OMITTED
from udf.catalogue import FUNCTIONS
from udf.outcome import ERRORS, ExcelError
from xlgen.files.resources import FUNCTIONS_JS
from xlgen.submissions.findings.code import Code
from xlgen.submissions.findings.structure import StructureCode
from xlgen.submissions.validate import check_bytes
from xlgen.workbook.build import build
from xlgen.workbook.formula_style import FormulaStyle
from xlgen.workbook.function_library import is_shipped
from xlgen.xlsx.read.workbook import read_workbook
from xlgen.xlsx.refs import CellRef

KINDS: list[Any] = [None, "", "约八成", "85%", "85%".translate(WIDE), True, "#N/A", "#DIV/0!", -1.0, 0.5]
"""What may stand in a cell: nothing, no visible text, texts that are a number or none, a truth, errors, numbers."""


class Called(NamedTuple):
    """A call: the function, what it is given, and what that gives in Python (as ONLYOFFICE shows it)."""

    name: str
    args: list[Any]
    expected: Any

    def __str__(self) -> str:
        return f"{self.name}{['' if arg is OMITTED else arg for arg in self.args]} is {self.expected!r} in Python"


def as_passed(arg: Any) -> Any:
    """What ONLYOFFICE passes for an argument: the text TRUE for a truth."""
    return (
        [list(map(as_passed, row)) for row in arg]
        if isinstance(arg, list)
        else str(arg).upper()
        if arg is True
        else arg
    )


def called(name: str, args: list[Any]) -> Called:
    """The call with the result of the Python function; of a column its first cell."""
    try:
        result = FUNCTIONS[name].call(*map(as_passed, args))
    except ExcelError as error:
        return Called(name, args, error.name)
    return Called(name, args, result[0][0] if isinstance(result, list) else result)


def calls() -> Iterator[Called]:
    """The examples, every kind of content in every argument, and what is left out."""
    for name, function in FUNCTIONS.items():
        yield called(name, arguments(function.example.formula, function.example.ranges))
    for name, place in POSITIONS:
        for cell in KINDS:
            given = [[None]] if cell is None and not isinstance(SOUND[name][place], list) else cell
            content = given if isinstance(given, list) else replaced(SOUND[name][place], cell)
            yield called(name, [*SOUND[name][:place], content, *SOUND[name][place + 1 :]])
    quarters = [[0.376, 0.5647, 0.7228, 0.9299]]
    yield called("QUARTER_EXEC_SCORE", [quarters, OMITTED, OMITTED, OMITTED, True])
    yield called("QUARTER_EXEC_SCORE", [[[cell] for cell in quarters[0]]])
    yield called("STACK", [[[1.0, 2.0]], "是", [[3.0], [4.0]]])
    yield called("SCORE_REASON", ["COMPLETION_SCORE", 0.5, 2.0, OMITTED, "约八成"])


QUARTERS: list[list[Any]] = [[0.376, 0.5647, None, None]]
SHEETS = {"表": list(calls()), "末": [called("QUARTER_EXEC_SCORE", [QUARTERS]), called("STACK", [QUARTERS])]}
"""On the second sheet nothing stands beyond blank cells: ONLYOFFICE passes no more of a range than is used."""

OF_ITS_OWN: dict[str, Value] = {
    "=QUARTER_EXEC_SCORE(表!C1:C4)": "#VALUE!",
    "=QUARTER_EXEC_SCORE(INDEX(表!C1:C4,0,1))": 5.89,
    "=RATIO_SCORE(表!C1,2)": 0.75,
    "=DEDUCT_SCORE(DATE(2026,3,31),4,1)": 0,
    "=SUM(STACK(表!C1,表!C1))": 0.752,
    "=RATIO_SCORE(1/0,2)": "#DIV/0!",
    '=SCORE_REASON("RATIO_SCORE",1/0,2)': "#DIV/0!",
    "=XLGEN.GRADE(95)": "#NAME?",
}
"""What ONLYOFFICE does otherwise than other hosts, as docs/addin.md says."""


def area(column: int, row: int, rows: Sequence[Sequence[Any]]) -> str:
    """The address of a range with this first cell and as many cells as these."""
    first, last = (
        f"{get_column_letter(column)}{row}",
        f"{get_column_letter(column + len(rows[0]) - 1)}{row + len(rows) - 1}",
    )
    return first if first == last else f"{first}:{last}"


def with_calls() -> tuple[bytes, dict[str, list[int]]]:
    """A workbook with each call beside the cells that it takes, and the rows of the calls by sheet."""
    book = Workbook()
    rows_of: dict[str, list[int]] = {}
    book.remove(book.worksheets[0])
    for title, calls_there in SHEETS.items():
        sheet, row, rows_of[title] = book.create_sheet(title), 1, []
        for call in calls_there:
            column, written, height = 3, [], 1
            for arg in call.args:
                rows = arg if isinstance(arg, list) else [[arg]]
                written.append("" if arg is OMITTED else area(column, row, rows))
                for down, cells in enumerate(rows if arg is not OMITTED else []):
                    for right, cell in enumerate(cells):
                        sheet.cell(row + down, column + right, cell)
                column, height = column + len(rows[0]), max(height, len(rows))
            sheet[f"A{row}"], sheet[f"B{row}"] = f"={call.name}({','.join(written)})", f"=ISERROR(A{row})"
            rows_of[title].append(row)
            row += height
    elsewhere = book.create_sheet("别处")
    for formula in OF_ITS_OWN:
        elsewhere.append([formula])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue(), rows_of


class Opened(NamedTuple):
    """What the engine shows of each call, whether that is an error, and the workbooks that it saved."""

    shown: list[tuple[Called, Value, bool]]
    edited: tuple[Value, Value]
    of_its_own: dict[str, Value]
    calls: Path
    form: Path


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """A workbook of calls and a form, both with the library, opened, edited and saved in one process."""
    folder, library = tmp_path_factory.mktemp("onlyoffice"), FUNCTIONS_JS.read_text(encoding="utf-8")
    data, rows_of = with_calls()
    form = build(scheme(), filling(), formulas=FormulaStyle.UDF)
    files = {"calls.xlsx": with_library(library, data), "form.xlsx": with_library(library, form)}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    read = {title: [f"{column}{row}" for row in rows for column in "AB"] for title, rows in rows_of.items()}
    read["别处"] = [f"A{row}" for row, _ in enumerate(OF_ITS_OWN, 1)]
    last = rows_of["末"][0]
    edits = {CellRef("末", "E", last): 0.7228, CellRef("末", "F", last): 0.9299}
    (before, after), _ = before_and_after(
        [
            Edited(folder / "calls.xlsx", edits, read, folder / "calls-saved.xlsx"),
            Edited(folder / "form.xlsx", {}, {}, folder / "form-saved.xlsx"),
        ]
    )
    shown = [
        (call, before[title][f"A{row}"], str(before[title][f"B{row}"]).lower() == "true")
        for title, calls_there in SHEETS.items()
        for call, row in zip(calls_there, rows_of[title], strict=True)
    ]
    edited = before["末"][f"A{last}"], after["末"][f"A{last}"]
    of_its_own = dict(zip(OF_ITS_OWN, (before["别处"][cell] for cell in read["别处"]), strict=True))
    return Opened(shown, edited, of_its_own, folder / "calls-saved.xlsx", folder / "form-saved.xlsx")


def same(shown: Value, is_error: bool, call: Called) -> bool:
    """Whether a cell shows what Python gives: numbers to the 15 digits of spreadsheets, errors as errors."""
    if isinstance(call.expected, float | int) and isinstance(shown, float | int):
        return f"{shown:.15g}" == f"{call.expected:.15g}"
    return shown == call.expected and is_error == (call.expected in ERRORS)


@pytest.mark.oracle
def test_every_call__as_in_python(opened: Opened) -> None:
    wrong = [f"{call}: {shown!r}" for call, shown, is_error in opened.shown if not same(shown, is_error, call)]
    assert wrong == [], "\n".join(wrong)
    assert len(opened.shown) > 400


@pytest.mark.oracle
def test_blank_cells_beyond_all_others__are_not_filled_in(opened: Opened) -> None:
    """The engine leaves them out of the range that it passes."""
    assert opened.edited == ("", 5.89)


@pytest.mark.oracle
def test_what_onlyoffice_does_otherwise__is_as_documented(opened: Opened) -> None:
    assert opened.of_its_own == OF_ITS_OWN


@pytest.mark.oracle
def test_saved_workbook__has_the_library_and_plain_calls(opened: Opened) -> None:
    book = read_workbook(opened.calls)
    assert [is_shipped(library) for library in book.programs.libraries] == [True]
    assert not book.programs.macros
    for title, calls_there in SHEETS.items():
        sheet = book.sheet(title)
        assert sheet is not None
        stored = [cell.stored for address, cell in sheet.cells.items() if address.startswith("A") and cell.stored]
        assert [text.partition("(")[0] for text in stored] == [call.name for call in calls_there]


@pytest.mark.oracle
def test_saved_form__is_checked_like_any_other(opened: Opened) -> None:
    report = check_bytes("表.xlsx", opened.form.read_bytes(), templates_of(str(SCHEME)))
    refused: set[Code] = {StructureCode.MACROS, StructureCode.FORMULA_CHANGED, StructureCode.FUNCTIONS_MISSING}
    assert refused.isdisjoint(finding.code for finding in report.findings)
    assert report.total == 98.4
