"""Workbooks that call the functions of an add-in: the same form and values, other formulas where it scores."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ALL_SCHEMES, SCHEMES, published_filling, shipped_scheme
from tests.factories.form_workbooks import read_back
from tests.golden import assert_as_kept
from tests.oracles import ooxml
from udf.catalogue import FUNCTIONS as CATALOGUE
from xlgen.rules.calls import FUNCTIONS
from xlgen.rules.registry import RULES
from xlgen.scheme.model import Scheme
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.workbook.formula_style import FormulaStyle
from xlgen.workbook.function_calls import function_calls
from xlgen.workbook.layout import FUNCTIONS_ON_CHECK, VERDICT_ON_CHECK
from xlgen.workbook.sheets.check import FUNCTIONS_NOT_CHECKED
from xlgen.xlsx.read.sheet import CellRead
from xlgen.xlsx.read.workbook import WorkbookRead

KEPT = Path(__file__).with_name("golden") / "calls.txt"


@cache
def filled(scheme: str, formulas: FormulaStyle = FormulaStyle.UDF) -> bytes:
    return build(shipped_scheme(scheme), published_filling(scheme), formulas=formulas)


@cache
def read(scheme: str, formulas: FormulaStyle = FormulaStyle.UDF) -> WorkbookRead:
    return read_back(filled(scheme, formulas))


def cells(book: WorkbookRead) -> dict[tuple[str, str], CellRead]:
    found: dict[tuple[str, str], CellRead] = {}
    for title in book.titles:
        sheet = book.sheet(title)
        assert sheet is not None
        found |= {(title, address): cell for address, cell in sheet.cells.items()}
    return found


def written(name: str) -> list[str]:
    """Every call of a scheme's workbook, as an officer would read it."""
    found = function_calls(layout_of(shipped_scheme(name))).items()
    return [f"{name}　{place.sheet}!{place.address}　={formula.text}" for place, formula in found]


def test_calls__as_kept() -> None:
    assert_as_kept(KEPT, [line for name in ALL_SCHEMES for line in written(name)])


@pytest.mark.parametrize("name", SCHEMES)
def test_stored_values__kept_from_the_native_workbook(name: str) -> None:
    native, calling = cells(read(name, FormulaStyle.NATIVE)), cells(read(name))
    status = (FUNCTIONS_ON_CHECK.sheet, FUNCTIONS_ON_CHECK.address)
    assert calling.pop(status).value == FUNCTIONS_NOT_CHECKED
    assert status not in native
    assert {place: cell.value for place, cell in calling.items()} == {
        place: cell.value for place, cell in native.items()
    }


@pytest.mark.parametrize("name", SCHEMES)
def test_formulas__only_those_that_score_are_others(name: str) -> None:
    layout = layout_of(shipped_scheme(name))
    native, found = cells(read(name, FormulaStyle.NATIVE)), cells(read(name))
    expected = {(place.sheet, place.address): formula.text for place, formula in function_calls(layout).items()}
    assert expected.keys() <= found.keys()
    for place, cell in found.items():
        if place in expected:
            assert cell.formula == expected[place]
        else:
            assert cell == native[place]


@pytest.mark.parametrize("name", SCHEMES)
def test_rules__every_one_of_the_form_is_called(name: str) -> None:
    scheme = shipped_scheme(name)
    parts = [part for indicator in scheme.indicators for part in getattr(indicator, "parts", [])]
    text = "\n".join(written(name))
    called = re.findall(r"([A-Z_]{3,})\(", text)
    for rule in {part.rule for part in parts}:
        single = sum(part.rule == rule and part.table is None for part in parts)
        rows = {part.table for part in parts if part.rule == rule and part.table}
        assert called.count(rule.upper()) == single + sum(scheme.tables[table].rows for table in rows)


def test_functions__workbooks_call_only_those_that_are_there() -> None:
    assert set(CATALOGUE) >= FUNCTIONS
    assert {rule.upper() for rule in RULES} < FUNCTIONS


def test_blank_workbook__same_input_same_bytes() -> None:
    scheme = shipped_scheme(SCHEMES[0])
    assert build(scheme, formulas=FormulaStyle.UDF) == build(scheme, formulas=FormulaStyle.UDF)


def test_workbooks__valid_by_the_open_xml_sdk(tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.xlsx" for name in SCHEMES]
    for file, name in zip(files, SCHEMES, strict=True):
        file.write_bytes(filled(name))
    assert ooxml.errors(files) == {file: [] for file in files}


def test_blanks__nothing_is_called_while_something_is_missing(scheme: Scheme) -> None:
    layout = layout_of(scheme)
    for place, formula in function_calls(layout).items():
        if place not in (FUNCTIONS_ON_CHECK, VERDICT_ON_CHECK):
            open_points = r'IF\((COUNTIF\([A-Z0-9:]+,"(待填|有误)\*"\)\+?)+>0,HYPERLINK\("[^"]+","待填"\),'
            guarded = re.match(rf'{open_points}|IF\([A-Z]+[0-9]+="已填",|IF\(ISNUMBER\(', formula.text)
            assert guarded, formula.text
