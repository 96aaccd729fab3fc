"""Pasted values that no dropdown or range could refuse: the workbook judges them as Python does."""

from __future__ import annotations

from dataclasses import replace

import formualizer
import pytest

from tests.conftest import published_filling, shipped_scheme
from tests.factories.typist import Typist
from tests.oracles.cells import stored
from tests.workbook.expected import expected_cells, same
from xlgen.scoring.form_data import FormData
from xlgen.text import BLANKS
from xlgen.xlsx.values import CellValue

pytestmark = pytest.mark.slow


SHENZHEN, JIANGMEN = "shenzhen-2021", "jiangmen-2024"
INPUTS: list[tuple[str, dict[str, CellValue]]] = [
    (SHENZHEN, {"spending_deduction": " "}),  # an optional number
    (JIANGMEN, {"goals_deduction": "  "}),
    (SHENZHEN, {"spending_deduction": "5"}),  # a number as text, on which a condition rests
    (SHENZHEN, {"spending_deduction": True}),
    (SHENZHEN, {"budget_violations": True}),
    (SHENZHEN, {"projects_planned": -1.0}),  # a wrong limit of another input
    (SHENZHEN, {"projects_planned": "11"}),
    (SHENZHEN, {"projects_planned": " "}),
    (JIANGMEN, {"budget_status": "按时公开 ", "budget_passed": None}),
    (JIANGMEN, {"budget_status": "涉密不公开", "budget_passed": " ", "budget_checked": " "}),
    (SHENZHEN, {"filler": "=1+1"}),
    (SHENZHEN, {"filler": BLANKS}),  # nothing that can be seen
    (SHENZHEN, {"filler": "张\u200b三"}),
]


def _differences(name: str, filling: FormData) -> list[str]:
    typist = Typist(shipped_scheme(name))
    cells = stored(bytes(formualizer.recalculate_xlsx_bytes(typist.filled(filling))["bytes"]))
    found = []
    for place, expected in expected_cells(typist.layout, filling):
        shown = cells[place.sheet].get(place.address, "")
        if not same(expected, shown):
            found.append(f"{place.sheet}!{place.address}: {expected!r} in Python, {shown!r} in the workbook")
    return found


@pytest.mark.parametrize(("name", "inputs"), INPUTS, ids=[f"{name}-{inputs}" for name, inputs in INPUTS])
def test_odd_input__judged_as_in_python(name: str, inputs: dict[str, CellValue]) -> None:
    filling = published_filling(name)
    assert _differences(name, replace(filling, inputs={**filling.inputs, **inputs})) == []


@pytest.mark.parametrize("sign", ["\u200b", "\u3000", "\u3164"])
def test_invisible_remark__judged_as_in_python(sign: str) -> None:
    filling = published_filling(SHENZHEN)
    remarks = dict.fromkeys(filling.remarks, sign)
    assert _differences(SHENZHEN, replace(filling, remarks=remarks)) == []


@pytest.mark.parametrize("deduction", [" ", "5", True, -1.0])
def test_odd_cell_in_a_table__judged_as_in_python(deduction: CellValue) -> None:
    filling = published_filling(SHENZHEN)
    first, *others = filling.tables["effects"]
    rows = [{**first, "deduction": deduction}, *others]
    assert _differences(SHENZHEN, replace(filling, tables={"effects": rows})) == []
