"""Audit rules: mistakes by line, words in comparisons and on the page, what they change, data files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.audited_form import AUDITED
from tests.factories.schemes import MINIMAL, assert_helpful, edited, problems_of_text
from xlgen.scheme.diff import differences
from xlgen.scheme.lint import lint
from xlgen.scheme.load import digest, load_file
from xlgen.scheme.problems import DataError
from xlgen.scheme.reference import scheme_page
from xlgen.scoring.data_file import load_form_data, skeleton

SUM = "holds: basic + projects == spending"
CELLS = "cells: [projects, funds.amount]"
RATE = "message: 预算执行率{execution_rate}，超过100%"


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("UNDEFINED_NAME", SUM, "holds: basic + project == spending"),
        ("BAD_EXPRESSION", SUM, "holds: basic + projects"),
        ("BAD_EXPRESSION", SUM, "holds: basic + projects = spending"),
        ("MONEY_NOT_A_RATE", SUM, "holds: basic + projects == staff_rate"),
        ("MONEY_NOT_A_RATE", SUM, "holds: basic + 1 == spending"),
        ("DIVISION_WITHOUT_OUTCOME", SUM, "holds: spending / basic <= 2"),
        ("WRONG_CHECK", SUM, "holds: 1 == 1"),
        ("WRONG_CHECK", CELLS, "cells: [projects, basic]"),
        ("UNDEFINED_NAME", CELLS, "cells: [projects, funds.amounts]"),
        ("UNDEFINED_NAME", CELLS, "cells: [projects, execution_rate]"),
        ("UNDEFINED_NAME", RATE, "message: 预算执行率{rate}，超过100%"),
        ("UNDEFINED_NAME", RATE, "message: 预算执行率{execution.score}，超过100%"),
        ("BAD_EXPRESSION", RATE, "message: 预算执行率{execution_rate:百分比}，超过100%"),
        ("WRONG_TYPE", "when: last_spending > 0", "when: 1"),
        ("WRONG_TYPE", "level: 基本性\n    message: 没有", "level: 提示性\n    message: 没有"),
        ("BAD_ID", "  steady:", "  Steady:"),
        ("DUPLICATE_ID", "  steady:", "  spending:"),
    ],
)
def test_mistake__its_code_and_line(code: str, old: str, new: str, tmp_path: Path) -> None:
    text = edited(AUDITED, (old, new))
    line = text[: text.rindex(new)].count("\n") + 1
    problems = problems_of_text(text, tmp_path)
    assert [(each.code, each.line) for each in problems] == [(code, line)]
    assert_helpful(problems)


def test_lint__no_doubts() -> None:
    assert lint(str(AUDITED)).doubts == []


def test_rules__shape_the_workbook(tmp_path: Path) -> None:
    (tmp_path / "next.yaml").write_text(edited(AUDITED, (RATE, "message: 超过预算")), encoding="utf-8")
    assert digest(load_file(AUDITED)) != digest(load_file(tmp_path / "next.yaml"))


def test_words__of_what_changed(tmp_path: Path) -> None:
    text = edited(AUDITED, ("holds: execution_rate <= 1", "holds: execution_rate <= 1.1"), (CELLS, "cells: [projects]"))
    (tmp_path / "next.yaml").write_text(text, encoding="utf-8")
    (change,) = differences(load_file(AUDITED), load_file(tmp_path / "next.yaml"))
    assert change.subject == "审核公式"
    assert change.details == (
        "“《项目明细》金额合计与项目支出相差超过0…”：",
        "  单元格：",
        "    - “金额”",
        "“预算执行率，超过100%”：应当成立：“预算执行率” ≤ 1 → “预算执行率” ≤ 1.1",
    )


def test_page__lists_them() -> None:
    page = scheme_page(load_file(AUDITED))
    assert "| `adds_up` | 基本性 | `basic + projects == spending` | " in page
    assert "“项目支出”“金额” |" in page


def _written(folder: Path, text: str) -> Path:
    file = folder / "data.yaml"
    file.write_text(f"scheme: audited\nyear: 2024\n{text}", encoding="utf-8")
    return file


def test_data__explanations_by_rule(tmp_path: Path) -> None:
    file = _written(tmp_path, "explanations: {steady: 新成立的单位}\n")
    assert load_form_data(file, load_file(AUDITED)).explanations == {"steady": "新成立的单位"}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("UNKNOWN_INPUT", "explanations: {stead: 新成立}\n"),
        ("UNKNOWN_INPUT", "explanations: {adds_up: 基本性的不能说明}\n"),
        ("WRONG_VALUE", "explanations: {steady: 3}\n"),
        ("WRONG_TYPE", "explanations: [steady]\n"),
    ],
)
def test_data__wrong_explanations(code: str, text: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        load_form_data(_written(tmp_path, text), load_file(AUDITED))
    assert [(each.code, each.line) for each in refused.value.problems] == [(code, 3)]
    assert_helpful(refused.value.problems)


def test_skeleton__asks_for_explanations_only_where_rules_want_them(tmp_path: Path) -> None:
    scheme, file = load_file(AUDITED), tmp_path / "data.yaml"
    file.write_text(skeleton(scheme), encoding="utf-8")
    assert set(load_form_data(file, scheme).explanations) == {"steady", "not_above"}
    assert "explanations" not in skeleton(load_file(MINIMAL))
