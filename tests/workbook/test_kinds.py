"""Days, ticks and texts of limited length in the workbook: as Python judges them, and printed as Chinese forms do."""

from __future__ import annotations

import io

import formualizer
import pytest
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.datavalidation import DataValidation

from tests.factories.form_workbooks import read_back
from tests.factories.random_fillings import random_filling
from tests.factories.returned_forms import kinds
from tests.factories.typist import entries
from tests.oracles.formualizer_functions import value_of
from tests.workbook.expected import expected_cells, same
from xlgen.scheme.sheet_names import FORM, LIST
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.xlsx.dates import DATE_FORMAT
from xlgen.xlsx.values import CellValue

FILLED = kinds()
LAYOUT = layout_of(FILLED.scheme)
SEEDS = 24


def _printed(inputs: dict[str, CellValue]) -> set[CellValue]:
    sheet = read_back(build(FILLED.scheme, FILLED.filled(inputs))).sheet(FORM)
    assert sheet is not None
    return {cell.value for cell in sheet.cells.values()}


def test_random_fillings__every_score_and_status_as_in_python() -> None:
    book = formualizer.Workbook.from_bytes(build(FILLED.scheme))
    differing = []
    for seed in range(SEEDS):
        filling = random_filling(FILLED.scheme, seed)
        for place, value in entries(LAYOUT, filling):
            book.set_value(place.sheet, place.row, column_index_from_string(place.column), value)
        book.evaluate_all()
        for place, expected in expected_cells(LAYOUT, filling):
            found = book.get_value(place.sheet, place.row, column_index_from_string(place.column))
            if not same(expected, "" if found is None else str(value_of(found))):
                differing.append((seed, place, expected, found))
    assert differing == []


def test_printed__ticks_and_options_as_boxes_and_days_in_chinese() -> None:
    printed = _printed({})
    assert {
        "新增项目□　延续项目☑",
        "法律法规依据□　列入规划☑",
        "填报日期：2025年12月31日",
        "计划2025年3月1日",
        "按期☑",
        "按期□",
        "计划2025年12月2日，超期3天；新增□",
    } <= printed
    assert "新增项目☑　延续项目□" in _printed({"nature": "新增项目"})


def test_printed__nothing_chosen_is_no_box_ticked_and_unused_rows_print_none() -> None:
    printed = _printed({"nature": None, "planned": None, "filled_in": None})
    assert {"新增项目□　延续项目□", "法律法规依据□　列入规划□", "填报日期："} <= printed
    boxes = [text for text in _row_texts() if isinstance(text, str) and "按期" in text]
    assert boxes == ["按期☑", "按期□"]  # of four rows, two are used


def _row_texts() -> list[CellValue]:
    sheet = read_back(build(FILLED.scheme, FILLED.filling)).sheet(FORM)
    assert sheet is not None
    return [cell.value for cell in sheet.cells.values()]


def test_day__a_real_date_in_its_cell_and_on_the_list() -> None:
    book = load_workbook(io.BytesIO(build(FILLED.scheme, FILLED.filling)), data_only=True)
    place = LAYOUT.values["finished"]
    cell = book[place.sheet][place.address]
    assert (cell.is_date, cell.number_format, cell.alignment.shrink_to_fit) == (True, DATE_FORMAT, True)
    dated = [cell for row in book[LIST].iter_rows() for cell in row if cell.number_format == DATE_FORMAT]
    assert len(dated) == sum(spec.kind == "date" for spec in FILLED.scheme.all_inputs.values())


RULES = {
    "started": ("date", "43831", "46022", "应为日期，如2025-3-31；应在2020年1月1日至2025年12月31日之间。"),
    "legal": ("list", '"√"', None, "请选“√”，没有的留空。"),
    "summary": ("textLength", "20", None, "最多20字。"),
}


@pytest.mark.parametrize("name", RULES)
def test_validation__what_the_program_refuses(name: str) -> None:
    book, place = load_workbook(io.BytesIO(build(FILLED.scheme))), LAYOUT.values[name]
    (rule,) = [each for each in book[place.sheet].data_validations.dataValidation if place.address in each.sqref]
    assert isinstance(rule, DataValidation)
    assert (rule.type, rule.formula1, rule.formula2, rule.error) == RULES[name]
    if name == "summary":
        assert rule.prompt == "写明内容和受益范围。\n最多20字。"
