"""Audit rules on the form: what Python, formualizer and LibreOffice make of them, cell by cell."""

from __future__ import annotations

from pathlib import Path

import formualizer
import pytest
from openpyxl.utils import column_index_from_string

from tests.factories.audited_form import CASES, audited_form
from tests.factories.packages import parts_of
from tests.factories.typist import Typist
from tests.oracles.cells import stored
from tests.oracles.libreoffice import recalculated_cells
from tests.workbook.expected import expected_cells, same
from xlgen.scoring.form_data import FormData
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.workbook.stamp import Stamp, locked_prefill
from xlgen.xlsx.values import CellValue

pytestmark = pytest.mark.slow


def test_form__shows_what_python_computes_in_formualizer_and_libreoffice(tmp_path: Path) -> None:
    typist = Typist(audited_form().scheme)
    files = {tmp_path / f"{number}.xlsx": case for number, case in enumerate(CASES.values())}
    for file, case in files.items():
        file.write_bytes(typist.filled(case.filling))
    sheets = sorted({place.sheet for place, _ in expected_cells(typist.layout, CASES["explained"].filling)})
    by_office = recalculated_cells(list(files), sheets, tmp_path / "office")
    for file, case in files.items():
        cells = stored(bytes(formualizer.recalculate_xlsx_bytes(file.read_bytes())["bytes"]))
        for place, due in expected_cells(typist.layout, case.filling):
            office = by_office[file][place.sheet][place.row - 1][column_index_from_string(place.column) - 1]
            in_engine = cells[place.sheet].get(place.address, "")
            assert same(due, in_engine), (case, place, in_engine, due)
            assert same(due, office), (case, place, office, due)


@pytest.mark.parametrize("last", [0.3, 0.43])
def test_stamped_with_last_years_values__as_built(last: float) -> None:
    scheme = audited_form().scheme
    first: dict[str, CellValue] = {"unit_name": "甲局", "last_spending": 0.2}
    other: dict[str, CellValue] = {"unit_name": "乙局", "last_spending": last}
    stamp = Stamp(layout_of(scheme), first)
    built = build(scheme, FormData(other), "乙局", locked_prefill(scheme, other))
    assert parts_of(stamp.stamped(other)) == parts_of(built)
