"""What cannot be meant although every number is one: one finding each, at its cell."""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.factories import returned_forms
from tests.factories.returned_forms import codes, wording
from xlgen.submissions.findings.code import Part
from xlgen.submissions.findings.sense import SenseCode
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.xlsx.values import CellValue

ABOUT = {Part.INPUTS, Part.ARITHMETIC, Part.SENSE}
"""What the findings that these tests look at are about."""
shipped, small = partial(returned_forms.shipped, about=ABOUT), partial(returned_forms.minimal, about=ABOUT)

JIANGMEN, JIANGNING, JIANGSU, SHENZHEN = "jiangmen-2024", "jiangning", "jiangsu-2020", "shenzhen-2021"
GUANGDONG = "guangdong-2019"


def test_score_above_points__error() -> None:
    form = small()
    found = form.findings(form.filled({"spent": 100}), {"指标评分表!E5": 6.5})
    assert codes(found) == [("SCORE_ABOVE_POINTS", "指标评分表!E5")]
    assert (found[0].indicator, found[0].message) == (
        "预算执行率",
        wording(SenseCode.SCORE_ABOVE_POINTS, found="6.5", points="6"),
    )


def test_score_above_points__error_before_it_can_be_computed() -> None:
    form = small()
    found = form.findings(form.filled({"spent": None}), {"指标评分表!E5": 7})
    assert codes(found) == [("BLANK", "指标评分表!H5"), ("SCORE_ABOVE_POINTS", "指标评分表!E5")]


def test_bonus_above_its_bound__error() -> None:
    form = shipped(GUANGDONG)
    place = f"指标评分表!{layout_of(form.scheme).score('work_performance').address}"
    found = form.findings(form.filling, {place: 4})
    assert [finding.code.name for finding in found] == ["SCORE_ABOVE_POINTS"]
    assert [finding.code.name for finding in form.findings(form.filling, {place: 2})] == ["SCORE_DIFFERS"]


def test_unexplained__error() -> None:
    form = small()
    (found,) = form.findings(form.filled({}, remarks={"execution": "项目跨年实施。", "completion": " "}))
    assert codes([found]) == [("UNEXPLAINED", f"指标评分表!{layout_of(form.scheme).remarks['completion'].address}")]
    assert (found.indicator, found.message) == ("任务完成", wording(SenseCode.UNEXPLAINED, found="2", points="4"))


def test_unexplained__error_in_a_file_without_results() -> None:
    form = small()
    workbook = load_workbook(io.BytesIO(build(form.scheme, form.filled({}, remarks={"execution": "跨年。"}))))
    written = io.BytesIO()
    workbook.save(written)
    assert "UNEXPLAINED" in [finding.code.name for finding in form.check(written.getvalue())]


def test_reason_in_an_input_or_in_each_row__ok() -> None:
    form = shipped(JIANGMEN)
    remarks = {key: text for key, text in form.filling.remarks.items() if key != "goal_soundness"}
    reason: dict[str, CellValue] = {"goals_deduction": 1, "goals_reason": "部分项目没有论证。"}
    assert form.findings(form.filled(reason, remarks=remarks)) == []
    form = shipped(JIANGSU)
    row = form.rows("duties", 0, deduction=2, reason="部分活动没有开展。")
    assert form.findings(form.filled({}, **row)) == []


def test_reason_without_deduction__notice() -> None:
    form = shipped(JIANGMEN)
    (found,) = form.findings(form.filled({"goals_reason": "部分项目没有论证。"}))
    assert (found.code.name, found.indicator) == ("NOTHING_TO_EXPLAIN", "绩效目标合理性")
    assert found.message == wording(SenseCode.NOTHING_TO_EXPLAIN, label="绩效目标扣分原因", found="部分项目没有论证。")


def test_reason_where_points_are_lost_otherwise__ok() -> None:
    form = shipped(JIANGMEN)
    assert form.findings(form.filled({"goals_studied": "否", "goals_reason": "部分项目没有论证。"})) == []


def test_reason_in_a_row_without_deduction__notice() -> None:
    form = shipped(SHENZHEN)
    (found,) = form.findings(form.filled({}, **form.rows("effects", 0, reason="受疫情影响。")))
    assert codes([found]) == [("NOTHING_TO_EXPLAIN", "履职效果指标!G5")]


@pytest.mark.parametrize("name", ["任务一", " 任务 一 "])
def test_same_rows__warning(name: str) -> None:
    form = small()
    rows = [{"task": task, "done": "完成"} for task in ("任务一", "任务二", name)]
    (found,) = form.findings(form.filled({}, tables={"tasks": rows}))
    assert codes([found]) == [("SAME_ROWS", "年度任务!B7")]
    assert "《年度任务》第 1、3 行的“" in found.message


def test_same_rows__by_the_name_that_the_form_shows() -> None:
    """Two targets of one kind (二级指标 主体培育, the first column) are as published; two of one name are not."""
    form = shipped(JIANGNING)
    (found,) = form.findings(form.filled({}, **form.rows("duty_targets", 2, name="各类项目审核")))
    assert codes([found]) == [("SAME_ROWS", "履职指标!C7")]


EXCESS = """rows: 3
    measures: {completion: {label: 完成率, value: actual / 100}}
    excess: {measure: completion, above: 1.5}"""
TASK = "task: {kind: text, label: 任务, help: 每行一项任务。}"
ACTUAL = f"{TASK}\n      actual: {{kind: number, label: 完成值}}"


@pytest.mark.parametrize(
    ("actual", "remark", "far"),
    [(151, "", True), (151, "\u202e\u2066", True), (151, "。", True), (151, "追加了任务。", False), (150, "", False)],
)
def test_far_above_target__warning(actual: float, remark: str, far: bool, tmp_path: Path) -> None:
    form = small(tmp_path, ("rows: 3", EXCESS), (TASK, ACTUAL))
    rows = [{"task": "任务一", "done": "完成", "actual": 100}, {"task": "任务二", "done": "完成", "actual": actual}]
    remarks = {**form.filling.remarks, "completion": remark}
    found = form.findings(form.filled({}, tables={"tasks": rows}, remarks=remarks))
    assert codes(found) == ([("FAR_ABOVE_TARGET", "年度任务!E6")] if far else [])
    assert all("“任务二”的完成率为 151%，超过 150%" in finding.message for finding in found)


def test_far_above_target__reason_in_its_row_ok(tmp_path: Path) -> None:
    reason = (
        f"{ACTUAL}\n      why: {{kind: text, label: 原因, required: false}}\n      own: {{kind: number, label: 分值}}"
    )
    summed = ("table: tasks", "table: tasks\n            combine: sum\n            row_points: own")
    rule = ("rule: choice_score", "rule: ratio_score")
    inputs = ("inputs: {answer: done}\n            with: {scores: {完成: 4, 未完成: 0}}", "inputs: {rate: completion}")
    form = small(tmp_path, ("rows: 3", f"{EXCESS}\n    reason: why"), (TASK, reason), summed, rule, inputs)
    row: dict[str, CellValue] = {"task": "任务一", "done": "完成", "actual": 151, "own": 4}
    remarks = {"execution": "项目跨年实施。"}
    far = ["FAR_ABOVE_TARGET"]
    for said, expected in ((None, far), ("\u202e\u2066", far), ("。", far), ("追加了任务。", [])):
        found = form.findings(form.filled({}, tables={"tasks": [{**row, "why": said}]}, remarks=remarks))
        assert [finding.code.name for finding in found] == expected


def test_far_above_target__error_too_where_points_are_lost() -> None:
    form = shipped(JIANGMEN)
    remarks = {key: text for key, text in form.filling.remarks.items() if key != "output_completion"}
    found = form.findings(form.filled({}, **form.rows("outputs", 0, actual=8), remarks=remarks))
    assert [finding.code.name for finding in found] == ["UNEXPLAINED", "FAR_ABOVE_TARGET"]


@pytest.mark.parametrize("said", ["-", "—", "无", "\u200b", "\u3164", "\u3000", "\u2800\u202e", "。。", "\n"])
def test_reason_that_says_nothing__error(said: str) -> None:
    form = shipped(SHENZHEN)
    remarks = {**form.filling.remarks, "budget_execution": said}
    assert [finding.code.name for finding in form.findings(form.filled({}, remarks=remarks))] == ["UNEXPLAINED"]


def test_reason_of_a_row__asked_for_in_the_row() -> None:
    form = shipped(JIANGNING)
    row = form.rows("duty_targets", 0, actual=form.filling.tables["duty_targets"][0]["target"], grade=None, reason=None)
    rows = [dict(values) for values in row["tables"]["duty_targets"]]  # type: ignore[index]  # tables by name
    rows[0]["actual"] = float(rows[0]["target"]) / 2
    found = form.findings(form.filled({}, tables={**form.filling.tables, "duty_targets": rows}))
    assert [(finding.code.name, finding.sheet) for finding in found] == [("UNEXPLAINED", "履职指标")]


def test_rows_named_by_what_the_form_lays_down__are_not_the_same() -> None:
    form = shipped(JIANGSU)
    rows = [{**row, "target": "详见绩效目标表"} for row in form.filling.tables["effects"]]
    assert form.findings(form.filled({}, tables={**form.filling.tables, "effects": rows})) == []


def test_scores_beyond_all_numbers__told_not_raised() -> None:
    form = shipped(SHENZHEN)
    layout = layout_of(form.scheme)
    typed = {f"指标评分表!{layout.score(leaf.id).address}": 1.5e308 for leaf in form.scheme.indicators[:2]}
    assert "SCORE_ABOVE_POINTS" in {finding.code.name for finding in form.findings(form.filling, typed)}
