"""What a unit may type into: exactly the inputs, each with a dropdown or range, a prompt and a refusal in Chinese."""

from __future__ import annotations

import io
import re

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from tests.conftest import shipped_scheme
from tests.factories.form_workbooks import BOOKS, built
from tests.factories.typist import entries
from xlgen.scheme.inputs import MAX_CHARACTERS, MAX_NUMBER, Input, InputType
from xlgen.scheme.model import Scheme
from xlgen.scheme.sheet_names import IDENTITY
from xlgen.scoring.form_data import FormData
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.sheets.input_list import office_cells, source_cells

pytestmark = pytest.mark.slow

CHINESE = re.compile(r"[\u4e00-\u9fff]")
TYPES = {InputType.TEXT: "textLength", InputType.COUNT: "whole", InputType.CHOICE: "list", InputType.YES_NO: "list"}


@pytest.fixture(params=BOOKS, ids="-".join)
def book(request: pytest.FixtureRequest) -> tuple[Scheme, Workbook]:
    name, state = request.param
    return shipped_scheme(name), load_workbook(io.BytesIO(built(name, state)))


def _inputs(scheme: Scheme) -> dict[tuple[str, str], Input | None]:
    """Every input cell and what it takes; None for the unit's own words and, on 填报清单, for 取数来源 and 责任科室."""
    layout = layout_of(scheme)
    own_words = [*(place for place, _ in entries(layout, FormData())), *source_cells(layout), *office_cells(layout)]
    places: dict[tuple[str, str], Input | None] = {(place.sheet, place.address): None for place in own_words}
    for name, spec in scheme.all_inputs.items():
        places[layout.values[name].sheet, layout.values[name].address] = spec
    for name, table in layout.tables.items():
        for column, letter in table.columns.items():
            for row in range(table.first, table.last + 1):
                places[table.sheet, f"{letter}{row}"] = scheme.tables[name].columns[column]
    return places


def test_protection__only_and_all_inputs_are_unlocked(book: tuple[Scheme, Workbook]) -> None:
    scheme, workbook = book
    unlocked = set()
    for sheet in workbook.worksheets:
        covered = {
            cell
            for merged in sheet.merged_cells.ranges
            for row in sheet[merged.coord]
            for cell in (each.coordinate for each in row)
            if cell != merged.start_cell.coordinate
        }
        for row in sheet.iter_rows():
            unlocked |= {(sheet.title, c.coordinate) for c in row if not c.protection.locked} - {
                (sheet.title, address) for address in covered
            }
    assert unlocked == set(_inputs(scheme)) - _laid_down(scheme)


def _laid_down(scheme: Scheme) -> set[tuple[str, str]]:
    """The cells of tables that the form itself fills in."""
    return {
        (place.sheet, f"{place.columns[column]}{place.first + number}")
        for name, place in layout_of(scheme).tables.items()
        for number, row in enumerate(scheme.tables[name].preset)
        for column in row
    }


def test_protection__every_sheet_and_the_hidden_ones_very_hidden(book: tuple[Scheme, Workbook]) -> None:
    _, workbook = book
    assert [sheet.title for sheet in workbook.worksheets if not sheet.protection.sheet] == []
    states = {sheet.title: sheet.sheet_state for sheet in workbook.worksheets if sheet.sheet_state != "visible"}
    assert states == {IDENTITY: "veryHidden"}


def test_validations__every_input_has_one_that_refuses_in_chinese(book: tuple[Scheme, Workbook]) -> None:
    scheme, workbook = book
    found: dict[tuple[str, str], DataValidation] = {}
    for sheet in workbook.worksheets:
        for validation in sheet.data_validations.dataValidation:
            for cell in _cells(validation):
                assert (sheet.title, cell) not in found, "two validations for one cell"
                found[sheet.title, cell] = validation
    assert set(found) == set(_inputs(scheme))
    for place, validation in found.items():
        assert validation.showErrorMessage, place
        assert validation.errorStyle in (None, "stop"), place
        assert CHINESE.search(validation.error or ""), place
        assert CHINESE.search(validation.errorTitle or ""), place
        assert bool(validation.showInputMessage) is bool(validation.prompt), place
        assert not validation.prompt or CHINESE.search(validation.prompt), place
        assert max(len(text or "") for text in (validation.error, validation.prompt)) <= 255, place
        assert max(len(text or "") for text in (validation.errorTitle, validation.promptTitle)) <= 32, place


def _cells(validation: DataValidation) -> list[str]:
    return [f"{get_column_letter(column)}{row}" for part in validation.sqref.ranges for row, column in part.cells]


def test_validations__let_in_what_the_scheme_says(book: tuple[Scheme, Workbook]) -> None:
    scheme, workbook = book
    for (sheet, address), spec in _inputs(scheme).items():
        (rule,) = [v for v in workbook[sheet].data_validations.dataValidation if address in v.sqref]
        kind = InputType.TEXT if spec is None else spec.kind
        assert rule.type == TYPES.get(kind, "decimal"), address
        if spec is not None and spec.options:
            assert rule.formula1 == f'"{",".join(spec.options)}"', address
        elif spec is not None and spec.numeric:
            assert float(str(rule.formula1)) == spec.minimum, address
            assert float(str(rule.formula2)) == (MAX_NUMBER if spec.maximum is None else spec.maximum), address
            assert rule.operator in (None, "between"), address


def test_formulas__on_none_of_the_input_cells(book: tuple[Scheme, Workbook]) -> None:
    scheme, workbook = book
    found = [(sheet, address) for sheet, address in _inputs(scheme) if workbook[sheet][address].data_type == "f"]
    assert found == []


def test_text__refused_with_its_limit(book: tuple[Scheme, Workbook]) -> None:
    _, workbook = book
    rules = [each for sheet in workbook.worksheets for each in sheet.data_validations.dataValidation]
    refused = [each.error for each in rules if each.type == "textLength"]
    assert refused
    assert [error for error in refused if f"不能超过{MAX_CHARACTERS}字" not in str(error)] == []
