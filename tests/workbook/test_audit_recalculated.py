"""Audit rules on the form: what Python, formualizer and LibreOffice make of them, cell by cell."""

from __future__ import annotations

from pathlib import Path

import formualizer
import pytest
from openpyxl.utils import column_index_from_string

from tests.factories.audited_form import CASES, audited_form
from tests.factories.typist import Typist
from tests.oracles.cells import stored
from tests.oracles.libreoffice import recalculated_cells
from tests.workbook.expected import expected_cells, same

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
