"""Scores that the unit judges itself are typed in the printed cell: what is said of them."""

from __future__ import annotations

from functools import partial

import pytest

from tests.factories import returned_forms
from tests.factories.returned_forms import codes
from xlgen.submissions.findings.code import Part
from xlgen.workbook.arrangement import layout_of
from xlgen.xlsx.values import CellValue

shipped = partial(returned_forms.shipped, about={Part.INPUTS, Part.ARITHMETIC, Part.SENSE})
FORM = shipped("jiangsu-2020")
LAYOUT = layout_of(FORM.scheme)
SCORE = LAYOUT.score("decision_management")


def test_judged_score__is_typed_in_the_printed_cell() -> None:
    assert LAYOUT.values["decision_score"] == SCORE
    assert FORM.findings(FORM.filling) == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (None, "BLANK"),
        (10.5, "OUT_OF_RANGE"),
        (-1, "OUT_OF_RANGE"),
        ("10分", "TEXT_FOR_NUMBER"),
        ("满分", "TEXT_FOR_NUMBER"),
    ],
)
def test_judged_score__that_is_none_is_found_once(typed: CellValue, code: str) -> None:
    assert codes(FORM.findings(FORM.filled({"decision_score": typed}))) == [(code, f"{SCORE.sheet}!{SCORE.address}")]


@pytest.mark.parametrize("reason", [None, "。"])
def test_judged_score_below_its_points__is_unexplained(reason: CellValue) -> None:
    (found,) = FORM.findings(FORM.filled({"decision_score": 9.5, "decision_reason": reason}))
    assert (found.code.name, found.indicator) == ("UNEXPLAINED", "决策管理")


def test_judged_score_below_its_points__is_explained_in_its_reason_or_its_remark() -> None:
    late = "规划报送迟了一个月。"
    assert FORM.findings(FORM.filled({"decision_score": 9.5, "decision_reason": late})) == []
    assert FORM.findings(FORM.filled({"decision_score": 9.5}, remarks={"decision_management": late})) == []
