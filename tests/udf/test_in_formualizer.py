"""Cells of a workbook call the functions in formualizer: each shows what Python gives."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from openpyxl import Workbook

from tests.oracles.calls import AROUND, SHEET, Call, cases, contents, differing, examples, written
from tests.oracles.cells import CellError
from tests.oracles.formualizer_functions import computed
from udf.outcome import VALUE


def test_calls__show_what_python_gives(tmp_path: Path) -> None:
    file = tmp_path / "calls.xlsx"
    addresses = written([*examples(), *cases(), *contents(), *AROUND], file)
    found = differing(addresses, computed(file.read_bytes())[SHEET])
    assert not found, "\n".join(found[:20])


def test_truth__is_an_answer_and_no_number(tmp_path: Path) -> None:
    calls = [
        Call("=CRITERIA_SCORE(@0,{1;2})", [[[True], [False]]], 1.0),
        Call("=CRITERIA_SCORE(@0,{1})", [1.0], CellError(VALUE)),
        Call("=RATIO_SCORE(@0,2)", [True], CellError(VALUE)),
    ]
    addresses = written(calls, tmp_path / "calls.xlsx")
    assert differing(addresses, computed((tmp_path / "calls.xlsx").read_bytes())[SHEET]) == []


def test_what_formualizer_cannot_tell(tmp_path: Path) -> None:
    """What is left out between other arguments is 0; a date is its number."""
    calls = [
        Call("=COMPLETION_SCORE(@0,15)", [2.0], 7.5),
        Call("=COMPLETION_SCORE(@0,15,0.6,1,1.5,,FALSE)", [2.0], 0.0),  # 0 % of the points, where 50 % is usual
        Call("=EXEC_RATE(@0,46112)", [dt.date(2026, 3, 31)], 1.0),
    ]
    addresses = written(calls, tmp_path / "calls.xlsx")
    assert differing(addresses, computed((tmp_path / "calls.xlsx").read_bytes())[SHEET]) == []


def test_every_cell_of_every_sheet(tmp_path: Path) -> None:
    book = Workbook()
    book.create_sheet("空表")
    sheet = book.create_sheet("甲'乙 1")
    sheet["C2"], sheet["D4"], sheet["E1"] = "=STACK(D4,C1,E1)", 7, True
    book.save(tmp_path / "book.xlsx")
    assert computed((tmp_path / "book.xlsx").read_bytes()) == {
        "Sheet": {},
        "空表": {},
        "甲'乙 1": {"E1": True, "C2": 7, "D4": 7, "C4": True},
    }
