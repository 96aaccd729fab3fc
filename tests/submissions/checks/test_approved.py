"""What was approved when a form was issued, by the form's own copy on its hidden sheet."""

from __future__ import annotations

import pytest

from tests.factories.form_workbooks import read_back
from tests.factories.returned_forms import codes, shipped, typed, wording
from tests.factories.returned_forms import minimal as small
from xlgen.scheme.sheet_names import IDENTITY
from xlgen.scoring.form_data import FormData
from xlgen.submissions.findings.code import Part
from xlgen.submissions.findings.sense import SenseCode
from xlgen.workbook.approved import read_approved
from xlgen.workbook.build import build
from xlgen.xlsx.values import CellValue

APPROVED = FormData(inputs={"budget": 100.0}, tables={"tasks": [{"task": "任务一"}, {}, {"done": "完成"}]})


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        ("指标评分表!H6", 90, "“预算”批复为“100”，表中是“90”"),
        ("年度任务!B5", "任务甲", "“《年度任务》第 1 行任务”批复为“任务一”，表中是“任务甲”"),
    ],
)
def test_approved_value_changed__error(place: str, value: CellValue, message: str) -> None:
    form = small()
    approved = FormData(inputs=APPROVED.inputs, tables={"tasks": [{"task": "任务一"}]})
    data = build(form.scheme, form.filling, approved=approved)
    assert codes(form.check(data)) == [("NOT_COMPARED", "")]
    found, _ = form.check(typed({place: value}, data))
    assert codes([found]) == [("TARGET_CHANGED", place)]
    assert found.message == message


def test_approved_values__read_back_as_written() -> None:
    form = small()
    sheet = read_back(build(form.scheme, form.filling, approved=APPROVED)).sheet(IDENTITY)
    assert sheet is not None
    stored = read_approved({address: cell.value for address, cell in sheet.cells.items()})
    assert stored == {"budget": 100, "tasks/1/task": "任务一", "tasks/3/done": "完成"}


def test_approved_values__of_a_file_that_somebody_altered_do_no_harm() -> None:
    form = small()
    data = build(form.scheme, form.filling, approved=APPROVED)
    for where in ("", "C11", "指标评分表!H6", "tasks/9999/task", "tasks/1/none", "unit_name"):
        found = form.check(typed({f"{IDENTITY}!D1": where or None}, data))
        assert {finding.code.name for finding in found} <= {"TARGET_CHANGED", "BLANK", "NOT_COMPARED"}


def test_preset_cell_changed__error() -> None:
    form = shipped("jiangsu-2020", about={Part.SENSE})
    (found,) = form.findings(form.filling, {"履职效益!B5": "经济效益"})
    assert codes([found]) == [("TARGET_CHANGED", "履职效益!B5")]
    assert found.message == wording(
        SenseCode.TARGET_CHANGED, label="《履职效益》第 1 行二级指标", expected="社会效益", found="经济效益"
    )
