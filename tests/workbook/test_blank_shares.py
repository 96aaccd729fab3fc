"""A share left blank counts in the workbook what it counts by the rule, whatever the functions of Excel make of it."""

from __future__ import annotations

import pytest

from samples.defects.making import SCHEME
from tests.factories.form_workbooks import read_back
from tests.factories.random_fillings import random_filling
from xlgen.scheme.load import load_file
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring.form_score import score_form
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build


@pytest.mark.parametrize("seed", [31, 55])
def test_blank_share_in_a_band_from_0__counts_0(seed: int) -> None:
    scheme = load_file(SCHEME)
    filling = random_filling(scheme, seed)
    assert (filling.inputs["systems_grade"], filling.inputs["systems_share"]) == ("未达成", None)
    indicator = next(each for each in scheme.indicators if each.id == "systems")
    by_rule = next(each for each in score_form(scheme, filling).indicators if each.indicator.id == "systems")
    sheet = read_back(build(scheme, filling)).sheet(FORM)
    assert sheet is not None
    assert sheet.value(layout_of(scheme).result(indicator).address) == by_rule.score == 0
