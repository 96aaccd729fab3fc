"""Values in a unit's data that no cell can hold: each is a problem of the data, never a crash later."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.schemes import DATA, MINIMAL, assert_helpful, edited, problems_of_data, problems_of_text
from xlgen.scheme.load import load_file
from xlgen.scoring.data_file import load_form_data, skeleton

LATE, SPENT, BUDGET, UNIT = "  late: 0", "  spent: 80", "  budget: 100", "  unit_name: 示例单位"
REMARK = "  execution: 项目跨年实施。"

WRONG = {
    "fraction of a count": (LATE, "  late: 1.5"),
    "space for a count": (LATE, "  late: ' '"),
    "more than a limit of 0": (BUDGET, "  budget: 0"),
    "negative count": (LATE, "  late: -1"),
    "count beyond its limit": (LATE, "  late: 13"),
    "infinite count": (LATE, "  late: .inf"),
    "count that is no number": (LATE, "  late: .nan"),
    "text for a count": (LATE, "  late: '0'"),
    "truth for a count": (LATE, "  late: true"),
    "list for a count": (LATE, "  late: [0]"),
    "mapping for a count": (LATE, "  late: {a: 0}"),
    "date for a count": (LATE, "  late: 2021-01-01"),
    "no number for an amount": (SPENT, "  spent: .nan"),
    "infinite amount": (BUDGET, "  budget: .inf"),
    "amount beyond all numbers": (BUDGET, f"  budget: {'9' * 400}"),
    "more than the limit": (SPENT, "  spent: 100.01"),
    "wide space for a choice": ("  falsified: 否", "  falsified: '　'"),
    "choice with a space": ("  falsified: 否", "  falsified: '否 '"),
    "list for a text": (UNIT, "  unit_name: [甲]"),
    "date for a text": (UNIT, "  unit_name: 2021-01-01"),
    "character that no file may hold": (UNIT, '  unit_name: "甲\\a"'),
    "half a character": (UNIT, '  unit_name: "\\ud800"'),
    "text that is too long": (UNIT, f"  unit_name: {'甲' * 40_000}"),
    "remark that is too long": (REMARK, f"  execution: {'甲' * 40_000}"),
    "remark that is a list": (REMARK, "  execution: [甲]"),
    "reported that is no number": (REMARK, f"{REMARK}\nreported: {{execution: .nan}}"),
    "reported that is infinite": (REMARK, f"{REMARK}\nreported: {{execution: .inf}}"),
    "year that is a truth": ("year: 2024", "year: true"),
    "year out of range": ("year: 2024", "year: 1500"),
    "row that is empty": ("    - {task: 任务二, done: 未完成}", "    -"),
    "rows that are a mapping": ("  tasks:\n    - {task: 任务一, done: 完成}\n    - {", "  tasks: {"),
}


@pytest.mark.parametrize("edit", WRONG.values(), ids=WRONG)
def test_value__error(edit: tuple[str, str], tmp_path: Path) -> None:
    file = tmp_path / "data.yaml"
    file.write_text(edited(DATA, edit), encoding="utf-8")
    problems = problems_of_data(file)
    assert len(problems) == 1
    assert_helpful(problems)


@pytest.mark.parametrize(
    "edit",
    [
        (LATE, "  late:"),
        (LATE, "  late: 12"),
        (LATE, "  late: 3.0"),
        (SPENT, "  spent: 100"),
        (SPENT, "  spent: 0"),
        (UNIT, "  unit_name: ' '"),
        (BUDGET, "  budget:"),
        (UNIT, "  unit_name: 12345"),
        (UNIT, "  unit_name: '=1+1'"),
        ("scheme: minimal\n", ""),
        ("year: 2024\n", ""),
        (REMARK, f"{REMARK}\nassumed: {{late: 没有记载}}"),
        (REMARK, f"{REMARK}\nreported: {{execution: 4.5}}"),
    ],
)
def test_value__ok(edit: tuple[str, str], tmp_path: Path) -> None:
    file = tmp_path / "data.yaml"
    file.write_text(edited(DATA, edit), encoding="utf-8")
    assert problems_of_data(file) == []


def test_blank_remark__is_no_remark(tmp_path: Path) -> None:
    file = tmp_path / "data.yaml"
    file.write_text(edited(DATA, (f"{REMARK}\n", "  execution:\n")), encoding="utf-8")
    assert load_form_data(file, load_file(MINIMAL)).remarks["execution"] == ""


@pytest.mark.parametrize("name", ["minimal-2", "minimal_2024", "m"])
def test_skeleton__names_the_scheme(name: str, tmp_path: Path) -> None:
    (tmp_path / "scheme.yaml").write_text(edited(MINIMAL, ("id: minimal\n", f"id: {name}\n")), encoding="utf-8")
    scheme = load_file(tmp_path / "scheme.yaml")
    (tmp_path / "data.yaml").write_text(skeleton(scheme), encoding="utf-8")
    assert load_form_data(tmp_path / "data.yaml", scheme).year == 2024


@pytest.mark.parametrize("name", ["'2024'", "'a: b'", "a/b", "../a", "A", "''"])
def test_id_of_a_scheme__error(name: str, tmp_path: Path) -> None:
    problems = problems_of_text(edited(MINIMAL, ("id: minimal\n", f"id: {name}\n")), tmp_path)
    assert [each.code for each in problems] == ["WRONG_TYPE"]
    assert_helpful(problems)
