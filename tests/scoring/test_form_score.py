"""Measures with a divisor of 0, vetoes, deductions with reasons, conditions, limits, tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.conftest import PUBLISHED, published_filling, shipped_scheme
from xlgen.scheme.inputs import Measure
from xlgen.scoring.form_data import FormData, Row
from xlgen.scoring.form_score import FormScore, IndicatorScore, input_statuses, score_form
from xlgen.scoring.points import measure_value
from xlgen.scoring.status import Status
from xlgen.scoring.tables import score_table
from xlgen.xlsx.values import CellValue

SHENZHEN, JIANGMEN = "shenzhen-2021", "jiangmen-2024"


def _filled(name: str, **inputs: CellValue) -> FormData:
    filling = published_filling(name)
    return replace(filling, inputs={**filling.inputs, **inputs})


def _form(name: str, **inputs: CellValue) -> FormScore:
    return score_form(shipped_scheme(name), _filled(name, **inputs))


def _score(name: str, indicator: str, **inputs: CellValue) -> IndicatorScore:
    (found,) = [each for each in _form(name, **inputs).indicators if each.indicator.id == indicator]
    return found


def _status(name: str, key: str, **inputs: CellValue) -> Status:
    return input_statuses(shipped_scheme(name), _filled(name, **inputs))[key]


def _measures(name: str) -> list[tuple[str, str, Measure]]:
    scheme = shipped_scheme(name)
    own = [(name, key, measure) for key, measure in scheme.all_measures.items()]
    return own + [(name, key, measure) for table in scheme.tables.values() for key, measure in table.measures.items()]


WITH_ZERO = [each for name in PUBLISHED for each in _measures(name) if each[2].zero]


@pytest.mark.parametrize(
    ("name", "inputs", "indicator", "score"),
    [
        (SHENZHEN, {"procurement_actual": 0, "procurement_planned": 0}, "procurement", 2),
        (SHENZHEN, {"procurement_actual": 1, "procurement_planned": 0}, "procurement", 1),
        (SHENZHEN, {"adjusted_funds": 0, "department_budget": 0}, "financial_compliance", 3),
        (SHENZHEN, {"adjusted_funds": 1, "department_budget": 0}, "financial_compliance", 2),
        (SHENZHEN, {"fixed_assets_in_use": 0, "fixed_assets_all": 0}, "fixed_assets_usage", 1),
        (SHENZHEN, {"staff_on_post": 0, "staff_authorised": 0}, "staff_control", 1),
        (SHENZHEN, {"staff_on_post": 1, "staff_authorised": 0}, "staff_control", 0),
        (SHENZHEN, {"staff_on_post": 0, "hired_staff": 0, "dispatched_staff": 0}, "contract_staff_control", 1),
        (SHENZHEN, {"sangong_actual": 0, "sangong_budget": 0}, "operating_costs", 5),
        (SHENZHEN, {"sangong_actual": 1, "sangong_budget": 0}, "operating_costs", 2),
        (SHENZHEN, {"daily_actual": 0, "daily_budget": 0}, "operating_costs", 6),
        (SHENZHEN, {"daily_actual": 1, "daily_budget": 0}, "operating_costs", 3),
        (SHENZHEN, {"projects_finished": 0, "projects_planned": 0}, "project_timeliness", 6),
        (JIANGMEN, {"costs_qualified": 0, "costs_all": 0}, "input_costs", 7),
        (JIANGMEN, {"accounts_spending": 0, "accounts_transfers": 0}, "budget_constraint", 0.8),
        (JIANGMEN, {"accounts_spending": 0, "accounts_transfers": 0, "funds_adjusted": 0}, "budget_constraint", 2),
        (JIANGMEN, {"budget_passed": 0, "budget_checked": 0}, "budget_disclosure", 1),
        (JIANGMEN, {"accounts_passed": 0, "accounts_checked": 0}, "budget_disclosure", 1),
    ],
)
def test_zero_divisor__score_as_declared(name: str, inputs: dict[str, CellValue], indicator: str, score: float) -> None:
    assert _score(name, indicator, **inputs).score == score


@pytest.mark.parametrize(("name", "key", "measure"), WITH_ZERO, ids=[f"{name}-{key}" for name, key, _ in WITH_ZERO])
def test_zero_divisor__measure_as_declared(name: str, key: str, measure: Measure) -> None:
    assert measure.zero is not None
    text = {
        "type": "定量",
        "release_transfers": "是",
        "budget_status": "按时公开",
        "accounts_status": "按时公开",
        "grade": "",
        "direction": "≥",
    }
    scheme = shipped_scheme(name)
    columns = [name for table in scheme.tables.values() for name in (*table.columns, *table.measures)]
    numbers = {*columns, *scheme.all_inputs, *scheme.all_measures} - set(text)
    assert measure_value(measure, {**dict.fromkeys(numbers, 0.0), **text}) == measure.zero.both_zero
    if "(" not in measure.value and measure.zero.both_zero != measure.zero.base_zero:
        numerator = measure.value.split(" / ")[0].split()[-1]
        value = measure_value(measure, {**dict.fromkeys(numbers, 0.0), **text, numerator: 1.0})
        assert value == measure.zero.base_zero


@pytest.mark.parametrize(
    ("name", "indicator", "inputs"),
    [
        (SHENZHEN, "financial_compliance", {"misuse_found": "是"}),
        (JIANGMEN, "output_completion", {"goals_filed": "否"}),
        (JIANGMEN, "benefit_completion", {"goals_filed": "否"}),
        (JIANGMEN, "budget_disclosure", {"budget_status": "未公开"}),
        (JIANGMEN, "budget_disclosure", {"accounts_status": "未公开"}),
    ],
)
def test_veto__whole_indicator_0(name: str, indicator: str, inputs: dict[str, CellValue]) -> None:
    before, after = _score(name, indicator), _score(name, indicator, **inputs)
    assert before.score is not None
    assert before.score > 0
    assert (after.score, after.complete) == (0.0, True)


@pytest.mark.parametrize(
    ("name", "indicator", "deduction", "reason"),
    [
        (SHENZHEN, "procurement", "procurement_policy_deduction", "procurement_policy_reason"),
        (SHENZHEN, "financial_compliance", "spending_deduction", "spending_reason"),
        (SHENZHEN, "financial_compliance", "accounting_deduction", "accounting_reason"),
        (JIANGMEN, "goal_soundness", "goals_deduction", "goals_reason"),
        (JIANGMEN, "target_clarity", "clarity_deduction", "clarity_reason"),
        (JIANGMEN, "performance_system", "system_deduction", "system_reason"),
    ],
)
def test_deduction__needs_a_reason(name: str, indicator: str, deduction: str, reason: str) -> None:
    full = _score(name, indicator).score
    assert full is not None
    assert _status(name, reason) is Status.OPTIONAL
    assert _status(name, reason, **{deduction: 0}) is Status.OPTIONAL
    assert _status(name, reason, **{deduction: 0.25}) is Status.MISSING
    unexplained = _score(name, indicator, **{deduction: 0.25})
    assert (unexplained.score, unexplained.open) == (None, {reason: Status.MISSING})
    explained: dict[str, CellValue] = {deduction: 0.25, reason: "内容有遗漏"}
    assert _score(name, indicator, **explained).score == full - 0.25


def test_deduction__never_below_0() -> None:
    lost: dict[str, CellValue] = {
        "goals_duties": "否",
        "goals_plans": "否",
        "goals_deduction": 5.0,
        "goals_reason": "未细化",
    }
    assert _score(JIANGMEN, "goal_soundness", **lost).score == 0.0


@pytest.mark.parametrize(
    ("name", "key", "value", "status"),
    [
        (SHENZHEN, "satisfaction_rate", 1.0, Status.FILLED),
        (SHENZHEN, "satisfaction_rate", 1.0001, Status.INVALID),
        (SHENZHEN, "satisfaction_rate", 96, Status.INVALID),
        (SHENZHEN, "progress_q4", 2.0, Status.FILLED),
        (SHENZHEN, "progress_q4", 2.01, Status.INVALID),
        (SHENZHEN, "budget_violations", 1.5, Status.INVALID),
        (SHENZHEN, "budget_violations", -1, Status.INVALID),
        (SHENZHEN, "budget_violations", "1", Status.INVALID),
        (SHENZHEN, "budget_violations", True, Status.INVALID),
        (SHENZHEN, "misuse_found", "是 ", Status.INVALID),
        (SHENZHEN, "misuse_found", 1, Status.INVALID),
        (SHENZHEN, "filler", None, Status.OPTIONAL),
        (SHENZHEN, "filler", 12, Status.FILLED),
        (SHENZHEN, "unit_name", " ", Status.MISSING),
        (SHENZHEN, "projects_finished", 11, Status.FILLED),  # of 11 planned
        (SHENZHEN, "projects_finished", 12, Status.INVALID),
        (SHENZHEN, "fixed_assets_in_use", 72.79, Status.INVALID),  # of 72.78
        (JIANGMEN, "evaluations_missed", 12, Status.INVALID),
        (JIANGMEN, "costs_qualified", 15519.88, Status.INVALID),
        (JIANGMEN, "budget_passed", 11, Status.INVALID),
    ],
)
def test_input__status(name: str, key: str, value: CellValue, status: Status) -> None:
    assert _status(name, key, **{key: value}) is status


@pytest.mark.parametrize(
    ("state", "status"), [("按时公开", "待填"), ("逾期公开", "待填"), ("未公开", "选填"), ("涉密不公开", "选填")]
)
def test_required_when__only_where_the_condition_holds(state: str, status: str) -> None:
    blank: dict[str, CellValue] = {"budget_status": state, "budget_passed": None, "budget_checked": None}
    assert [_status(JIANGMEN, key, **blank) for key in ("budget_passed", "budget_checked")] == [status, status]


def test_no_more_than__a_limit_of_0_binds_a_blank_one_does_not() -> None:
    assert _status(SHENZHEN, "projects_finished", projects_planned=None) is Status.FILLED
    assert _status(SHENZHEN, "projects_finished", projects_planned=0) is Status.INVALID
    assert _status(SHENZHEN, "projects_finished", projects_finished=0, projects_planned=0) is Status.FILLED


@pytest.mark.parametrize(
    ("row", "status"),
    [
        ({}, Status.OPTIONAL),
        ({"name": " "}, Status.OPTIONAL),
        ({"name": "甲"}, Status.MISSING),
        ({"name": "甲", "dimension": "社会效益", "target": "1场", "actual": "1场"}, Status.FILLED),
        ({"name": "甲", "dimension": "社会效益", "target": 1, "actual": 2}, Status.FILLED),
        ({"name": "甲", "dimension": "社会", "target": "1场", "actual": "1场"}, Status.INVALID),
        ({"name": "甲", "dimension": "社会效益", "target": "1场", "actual": "0场", "deduction": 1}, Status.MISSING),
        ({"name": "甲", "dimension": "社会效益", "target": "1场", "actual": "0场", "deduction": 26}, Status.INVALID),
        ({"deduction": -1}, Status.INVALID),
    ],
)
def test_table_row__status(row: dict[str, CellValue], status: Status) -> None:
    table = score_table(shipped_scheme(SHENZHEN), "effects", FormData(tables={"effects": [row]}))
    assert table.rows == [status]


@pytest.mark.parametrize(
    ("dimensions", "status"),
    [
        ([], Status.MISSING),
        (["社会效益", "经济效益"], Status.MISSING),
        (["社会效益"] * 5, Status.MISSING),
        (["社会效益", "经济效益", "生态效益"], Status.FILLED),
        (["社会效益", "经济效益", "社会效益", "可持续影响"], Status.FILLED),
    ],
)
def test_table__at_least_three_dimensions(dimensions: list[str], status: Status) -> None:
    rows = [{"name": "甲", "dimension": each, "target": "1", "actual": "1"} for each in dimensions]
    filling = replace(published_filling(SHENZHEN), tables={"effects": rows})
    assert score_table(shipped_scheme(SHENZHEN), "effects", filling).status is status
    (score,) = [
        e for e in score_form(shipped_scheme(SHENZHEN), filling).indicators if e.indicator.id == "effects_score"
    ]
    assert score.score == (25.0 if status is Status.FILLED else None)


def test_table__mean_over_rows_and_weights_by_amount() -> None:
    filling = published_filling(JIANGMEN)
    outputs: list[Row] = [{"name": "甲", "target": 10, "actual": 10}, {"name": "乙", "target": 10, "actual": 7}, {}]
    funds: list[Row] = [
        {"name": "甲", "amount": 300, "output": 40, "benefit": 40},
        {"name": "乙", "amount": 100, "output": 20, "benefit": 20},
    ]
    form = score_form(
        shipped_scheme(JIANGMEN), replace(filling, tables={**filling.tables, "outputs": outputs, "funds": funds})
    )
    scores = {each.indicator.id: each.score for each in form.indicators}
    assert scores["output_completion"] == 12.75  # (15 + 10.5) / 2
    assert scores["fund_performance"] == 17.5  # (300 × 20 + 100 × 10) / 400


@pytest.mark.parametrize(
    ("total", "grade"),
    [(100, "优"), (90, "优"), (89.99, "良"), (80, "良"), (79.99, "中"), (60, "中"), (59.99, "差"), (0, "差")],
)
def test_grade__cut_off_belongs_to_the_better_one(total: float, grade: str) -> None:
    assert [shipped_scheme(name).grade(total) for name in PUBLISHED] == [grade] * len(PUBLISHED)
