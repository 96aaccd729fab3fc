"""A cell that was cut or dragged: one finding that names it, in place of the formulas that followed it."""

from __future__ import annotations

import pytest
from openpyxl.styles import Protection
from openpyxl.workbook import Workbook

from samples.defects.moving import cut
from tests.factories.returned_forms import edited, found, message, typed
from xlgen.scheme.sheet_names import FORM

TABLE = "年度任务"
SPENT, BUDGET, LATE = "H5", "H6", "H7"


def test_cell_cut_onto_another__error_at_the_cell() -> None:
    data = edited(lambda book: cut(book, FORM, {BUDGET: LATE}))
    assert found(data) == [("CELLS_LOST", f"{FORM}!{BUDGET}")]
    assert message(data) == "“预算”（H6）被剪切（拖动）到了 H7；H6 空了；H7 原来的“迟报次数”被覆盖"


def test_cell_cut_to_a_free_place__error() -> None:
    data = edited(lambda book: cut(book, FORM, {BUDGET: "Q9"}))
    assert ("CELLS_LOST", f"{FORM}!{BUDGET}") in found(data)
    assert {code for code, _ in found(data)} == {"CELLS_LOST", "CELL_FILLED"}


def test_cell_cut_and_cut_back__ok() -> None:
    def there_and_back(book: Workbook) -> None:
        cut(book, FORM, {BUDGET: "Q9"})
        cut(book, FORM, {"Q9": BUDGET})

    assert found(edited(there_and_back)) == []


def test_two_cells_changed_places__error_where_the_score_is_another() -> None:
    data = edited(lambda book: cut(book, FORM, {SPENT: BUDGET, BUDGET: SPENT}))
    assert {"CELLS_LOST"} == {code for code, _ in found(data)}


def test_rows_changed_places__warning_one_for_each_row() -> None:
    moves = {"B5": "B6", "C5": "C6", "B6": "B5", "C6": "C5"}
    data = edited(lambda book: cut(book, TABLE, moves))
    assert found(data) == [("CELLS_MOVED", f"{TABLE}!B5"), ("CELLS_MOVED", f"{TABLE}!B6")]


@pytest.mark.parametrize("place", ["H9", "K5"])
def test_formula_made_to_read_another_cell__is_no_moved_cell(place: str) -> None:
    """Others still read the cell in its place: somebody has edited the formula."""

    def edit(book: Workbook) -> None:
        cell = book[FORM][place]
        cell.value = str(cell.value).replace("$H$6", "$H$7").replace("$H$7", "$H$5", 1).replace("$J$5", "$J$6")
        cell.value = str(cell.value).replace("J5:J9", "J6:J9")

    assert ("FORMULA_CHANGED", f"{FORM}!{place}") in found(edited(edit))


def test_cell_pasted_over_with_its_lock__ok() -> None:
    def paste(book: Workbook) -> None:
        cell = book[FORM][BUDGET]
        cell.protection = Protection(locked=True)

    assert found(edited(paste)) == found(typed({}))
