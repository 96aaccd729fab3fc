"""A score that is the unit's own judgement (`judged`): what a scheme may say of it, and how it is explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.schemes import MINIMAL, edited, problems_of_text
from xlgen.scheme.diff import compare_schemes
from xlgen.scheme.load import load_file
from xlgen.scheme.reference import scheme_page

OWN = "          own: {kind: number, label: 自评得分, unit: 分, maximum: 4}\n"
RULED = """        parts:
          - points: 4
            rule: choice_score
            table: tasks
            inputs: {answer: done}
            with: {scores: {完成: 4, 未完成: 0}}
"""
TABLE = (
    "tables:\n  tasks:\n    label: 年度任务\n    rows: 3\n    columns:\n"
    "      task: {kind: text, label: 任务, help: 每行一项任务。}\n"
    "      done: {kind: choice, label: 完成情况, options: [完成, 未完成]}\n"
)
PART = "{points: 4, rule: deduct_score, inputs: {counts: [late]}, with: {each: [1]}}"
JUDGED = [(TABLE, ""), (RULED, f"        inputs:\n{OWN}        judged: own\n")]
BASIS = [
    ("content: score, width: 8}\n", "content: score, width: 8}\n    - {title: [说明], content: basis, width: 9}\n"),
    ("columns: 4}", "columns: 5}"),
]
REFUSED = {
    "of nothing": (("judged: own", "judged: owm"), "不是本指标 inputs 中的填报项"),
    "of another indicator": (("judged: own", "judged: late"), "不是本指标 inputs 中的填报项"),
    "an amount": (("kind: number, label: 自评得分, unit: 分,", "kind: money, label: 自评得分,"), "不是数"),
    "a whole number": (("kind: number, label: 自评得分", "kind: count, label: 自评得分"), "不是数"),
    "not demanded": (("unit: 分, maximum: 4", "unit: 分, maximum: 4, required: false"), "可以不填"),
    "demanded sometimes": (("unit: 分, maximum: 4", "unit: 分, maximum: 4, required_when: late > 0"), "可以不填"),
    "without a maximum": (("unit: 分, maximum: 4", "unit: 分"), "范围不是0至分值"),
    "more than the points": (("unit: 分, maximum: 4", "unit: 分, maximum: 5"), "范围不是0至分值"),
    "below 0": (("unit: 分, maximum: 4", "unit: 分, minimum: -1, maximum: 4"), "范围不是0至分值"),
    "never 0": (("unit: 分, maximum: 4", "unit: 分, minimum: 1, maximum: 4"), "范围不是0至分值"),
    "and a rule": (
        ("judged: own\n", f"judged: own\n        parts: [{PART}]\n"),
        "与 parts 并用",
    ),
    "and a veto": (("judged: own", "judged: own\n        veto: late > 3"), "与 veto 并用"),
    "and a deduction": (("judged: own", "judged: own\n        deduction: late"), "与 deduction 并用"),
    "and not applicable": (
        ("judged: own", "judged: own\n        not_applicable: {when: late > 3, points_to: [execution]}"),
        "与 not_applicable 并用",
    ),
    "and points of others": (
        ('veto: falsified == "是"', 'not_applicable: {when: falsified == "是", points_to: [completion]}'),
        "会收到其他指标转来的分值",
    ),
}  # fmt: skip


def test_judged_score__scheme_can_be_used(tmp_path: Path) -> None:
    assert problems_of_text(edited(MINIMAL, *JUDGED), tmp_path) == []
    assert load_file(tmp_path / "scheme.yaml").all_inputs["own"].maximum == 4


@pytest.mark.parametrize("case", REFUSED)
def test_judged_score__that_is_none_is_refused(case: str, tmp_path: Path) -> None:
    edit, why = REFUSED[case]
    problems = problems_of_text(edited(MINIMAL, *JUDGED).replace(*edit), tmp_path)
    assert [why in each.message for each in problems if each.code == "WRONG_JUDGEMENT"] == [True], problems


def test_judged_score_of_rows__is_refused(tmp_path: Path) -> None:
    rows = "            row_points: points\n        expansion: {table: tasks, shows: {indicator: ['{task}']}}\n"
    text = edited(MINIMAL, (RULED, f"        inputs:\n{OWN}        judged: own\n{RULED}{rows}"))
    messages = [each.message for each in problems_of_text(text, tmp_path) if each.code == "WRONG_JUDGEMENT"]
    assert [key for key in ("parts", "expansion") if any(f"与 {key} 并用" in each for each in messages)] == [
        "parts",
        "expansion",
    ]


def test_judged_adjustment__is_refused(tmp_path: Path) -> None:
    bonus = (
        "adjustments:\n  - {id: bonus, name: 加分, explanation: 加分, group: 加分, value: extra, most: 1, least: 0,\n"
        "     inputs: {extra: {kind: number, label: 加分, maximum: 0}}, judged: extra}\nform:\n"
    )
    problems = problems_of_text(edited(MINIMAL, ("form:\n", bonus)), tmp_path)
    assert any(each.code == "WRONG_JUDGEMENT" and "与 value 并用" in each.message for each in problems), problems


@pytest.mark.parametrize(
    "twice", [("单位名称：{unit_name}", "{own}"), ("judged: own\n", "judged: own\n        basis: ['{own}']\n")]
)
def test_judged_score__is_typed_in_its_cell_alone(twice: tuple[str, str], tmp_path: Path) -> None:
    problems = problems_of_text(edited(MINIMAL, *JUDGED, *BASIS).replace(*twice), tmp_path)
    assert [each.code for each in problems] == ["TYPED_TWICE"]


def test_judged_score__in_words(tmp_path: Path) -> None:
    assert problems_of_text(edited(MINIMAL, *JUDGED), tmp_path) == []
    file = tmp_path / "scheme.yaml"
    assert "- 计分（4分）：由单位在 0 至 4 分之间自评，填在`own`。" in scheme_page(load_file(file))
    details = [detail for change in compare_schemes(str(MINIMAL), str(file)) for detail in change.details]
    assert "自评的得分：无 → “自评得分”" in details
