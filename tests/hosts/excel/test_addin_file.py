"""The add-in file: what is in it, read back by programs that did not write it."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings

from tests.oracles import ooxml
from udf.catalogue import FUNCTIONS
from udf.decorators import CATEGORY
from xlgen.files.resources import TEMPLATES
from xlgen.hosts.excel import wrappers
from xlgen.hosts.excel.addin_file import SETTINGS_SHEET, addin_file
from xlgen.hosts.excel.texts import FIRST_ROW, STATUS_FUNCTION, TEXTS_SHEET
from xlgen.xlsx.limits import MAX_FUNCTION_HELP

CHECKOUT = Path(__file__).parents[3]
INTERPRETER = r"D:\单位 财务\venv\Scripts\python.exe"
HEADER = re.compile("(?:Attribute [^\r\n]*\r\n)*")
MAX_LINE_LENGTH = 1023
"""Characters of a line of VBA."""


def opened(addin: bytes) -> Any:
    """The add-in as openpyxl reads it, which knows workbooks with macros but no add-ins."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(addin)) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"excel.addin.macro", b"excel.sheet.macro"))
    return openpyxl.load_workbook(result)


@pytest.fixture(scope="module")
def addin() -> bytes:
    return addin_file(INTERPRETER)


@pytest.fixture(scope="module")
def file(addin: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("addin") / "xlgen.xlam"
    written.write_bytes(addin)
    return written


@pytest.fixture(scope="module")
def book(addin: bytes) -> Any:
    return opened(addin)


@pytest.fixture(scope="module")
def vba(file: Path) -> Any:
    """The VBA of the add-in, read by programs that did not write it."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.hosts.excel.read_back", str(file)]
    return json.loads(subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=True).stdout)


def test_modules__read_back_by_olevba_are_those_generated(vba: Any) -> None:
    found = {name: HEADER.sub("", code, count=1) for name, code in vba["modules"].items()}
    made = {name: HEADER.sub("", code, count=1) for name, code in wrappers.modules().items()}
    assert found == {**made, "Sheet1": "", "Sheet2": ""}


def test_project__holds_source_alone_as_ms_ovba_demands(vba: Any) -> None:
    """2.3.4.1: of no version (FFFF) and without a cache, which an Office of that version takes for the source."""
    assert vba["compiled"] == {"_VBA_PROJECT": "cc61ffff000000", **dict.fromkeys(vba["modules"], "")}


def test_addin__same_bytes_from_another_process(addin: bytes) -> None:
    script = (
        "import sys; from xlgen.hosts.excel import addin_file as f; sys.stdout.buffer.write(f.addin_file(sys.argv[1]))"
    )
    done = subprocess.run([sys.executable, "-c", script, INTERPRETER], capture_output=True, check=True)
    assert done.stdout == addin


def test_addin__valid_by_microsofts_rules(file: Path) -> None:
    assert ooxml.errors([file]) == {file: []}


def test_addin__is_declared_one(addin: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(addin)) as package:
        types = package.read("[Content_Types].xml").decode()
        assert "application/vnd.ms-excel.addin.macroEnabled.main+xml" in types
        assert "sheet.main+xml" not in types
        assert 'codeName="ThisWorkbook"' in package.read("xl/workbook.xml").decode()
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_settings__on_a_sheet_where_xlwings_looks_and_chinese_paths_survive(book: Any) -> None:
    found = {row[0]: row[1] for row in book[SETTINGS_SHEET].iter_rows(values_only=True)}
    assert found == {
        "ADD_WORKBOOK_TO_PYTHONPATH": "false",
        "PYTHONPATH": "%SystemRoot%",
        "INTERPRETER_WIN": INTERPRETER,
    }


def test_settings__without_an_interpreter_leave_it_to_windows() -> None:
    sheet = opened(addin_file())[SETTINGS_SHEET]
    assert "INTERPRETER_WIN" not in {row[0] for row in sheet.iter_rows(values_only=True)}


def test_texts__help_of_every_function_and_argument(book: Any) -> None:
    rows = [[cell for cell in row if cell is not None] for row in book[TEXTS_SHEET].iter_rows(values_only=True)]
    helps = {row[0]: row[1:] for row in rows[FIRST_ROW - 1 :]}
    assert list(helps) == [*FUNCTIONS, STATUS_FUNCTION]
    for name, function in FUNCTIONS.items():
        arguments = [argument.help for argument in function.arguments]
        assert helps[name] == [CATEGORY, function.help, str(len(arguments)), *arguments]
    assert all(len(text) <= MAX_FUNCTION_HELP for row in rows for text in row)


def test_templates__are_all_in_the_addin() -> None:
    templates = {file.name for file in (TEMPLATES / "addin").iterdir()}
    assert templates == {f"{name}.bas" for name in wrappers.modules() if name != "xlwings"}


@pytest.mark.parametrize("name", wrappers.modules())
def test_module__reads_the_same_in_every_code_page_and_fits_vba(name: str) -> None:
    source = wrappers.modules()[name]
    assert source.isascii()
    assert "\n" not in source.replace("\r\n", "")
    assert max(map(len, source.split("\r\n"))) <= MAX_LINE_LENGTH


@pytest.mark.parametrize("name", FUNCTIONS)
def test_wrapper__takes_what_the_function_takes(name: str) -> None:
    (taken,) = re.findall(rf"Public Function {name}\((.*)\) As Variant\r\n", wrappers.modules()["ScoringFunctions"])
    expected = []
    for argument in FUNCTIONS[name].arguments:
        before = "ParamArray " if argument.repeated else "Optional " if argument.optional else ""
        expected.append(f"{before}{argument.name}{'()' if argument.repeated else ''} As Variant")
    assert taken == ", ".join(expected)


def test_names__of_all_modules_are_told_apart() -> None:
    declared = r"^(?:Public |)(?:Declare PtrSafe )?(?:Function|Sub|Const) (\w+)"
    code = [re.sub("(?s)#Else.*?#End If", "", source) for source in wrappers.modules().values()]
    names = [name.lower() for source in code for name in re.findall(declared, source, re.MULTILINE)]
    assert len(names) > len(FUNCTIONS)
    assert sorted(names) == sorted(set(names))


def test_functions__in_excels_list_are_ours_alone() -> None:
    listed = [
        name
        for source in wrappers.modules().values()
        if "Option Private Module" not in source
        for name in re.findall(r"^(?:Public )?Function (\w+)", source, re.MULTILINE)
    ]
    assert listed == [*FUNCTIONS, STATUS_FUNCTION]


def test_xlwings_module__takes_settings_from_the_addin_and_never_from_the_open_workbook() -> None:
    source = wrappers.modules()["xlwings"]
    assert 'PROJECT_NAME As String = "xlgen"' in source
    for setting in re.findall(r"Function GetConfig.*?End Function", source, re.DOTALL):
        assert "ActiveWorkbook" not in setting
    assert "ActiveWorkbook" not in re.findall(r"Function XLPyCommand.*?End Function", source, re.DOTALL)[0]


def test_xlwings_module__that_is_another_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "xlwings.bas").write_text('Attribute VB_Name = "xlwings"\r\n\' changed', encoding="ascii", newline="")
    monkeypatch.setattr(xlwings, "__file__", str(tmp_path / "__init__.py"))
    with pytest.raises(ValueError, match="not as expected"):
        wrappers.modules()
