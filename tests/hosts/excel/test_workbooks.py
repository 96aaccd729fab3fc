"""Workbooks that call the functions, computed through the VBA of the add-in and xlwings' side of Python."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.conftest import SCHEMES, published_filling, shipped_scheme
from tests.hosts.excel import office
from tests.hosts.excel.office import Cells
from xlgen.rules.calls import FUNCTIONS
from xlgen.scoring.form_data import FormData
from xlgen.scoring.form_score import score_form
from xlgen.workbook.build import build
from xlgen.workbook.formula_style import FormulaStyle
from xlgen.workbook.layout import FUNCTIONS_ON_CHECK, GRADE_ON_CHECK, TOTAL_ON_CHECK

CALL = re.compile(rf"<f>[^<]*\b(?:{'|'.join(FUNCTIONS)})\([^<]*</f>".encode())
"""A formula that calls a function of ours."""


def filled(name: str) -> FormData:
    """The published sample, scored by rule; deductions that it leaves out stay blank and count as 0."""
    return replace(published_filling(name), reported={})


def without_true(workbook: bytes) -> bytes:
    """LibreOffice hands the TRUE of a formula to a macro as 1, which is no answer; 是 means the same."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(written, "w") as target:
        for name in source.namelist():
            target.writestr(
                name, CALL.sub(lambda call: call[0].replace(b",TRUE)", ',"是")'.encode()), source.read(name))
            )
    return written.getvalue()


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, Cells]]:
    """The published sample of each scheme."""
    folder = tmp_path_factory.mktemp("workbooks")
    books = {name: build(shipped_scheme(name), filled(name), formulas=FormulaStyle.UDF) for name in SCHEMES}
    return office.computed({name: office.with_modules(without_true(book)) for name, book in books.items()}, folder)


@pytest.mark.parametrize("name", SCHEMES)
def test_workbook__scores_through_vba_are_those_by_rule(computed: Mapping[str, Mapping[str, Cells]], name: str) -> None:
    score = score_form(shipped_scheme(name), filled(name))
    check = computed[name][TOTAL_ON_CHECK.sheet]
    assert check[FUNCTIONS_ON_CHECK.address] == "函数加载项：已就绪"
    assert score.total is not None
    assert float(check[TOTAL_ON_CHECK.address]) == pytest.approx(score.total, abs=1e-9)
    assert check[GRADE_ON_CHECK.address] == score.grade
    assert not [cell for cells in computed[name].values() for cell in cells.values() if cell.startswith("Error ")]
