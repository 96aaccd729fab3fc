"""Caps of the total and points that leave the full marks: mistakes by line, words in comparisons and on the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.capped_form import CAPPED
from tests.factories.schemes import assert_helpful, edited, problems_of_text
from xlgen.scheme.diff import differences
from xlgen.scheme.load import digest, load_file
from xlgen.scheme.reference import scheme_page

LOWEST = "when: execution_rate < 0.5, at_most: 59"
LEFT_OUT = 'not_applicable: {when: benefit_applies == "不适用", rescaled: true}'


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("WRONG_RANGE", LOWEST, "when: execution_rate < 0.5, at_most: 100"),
        ("WRONG_TYPE", LOWEST, "when: execution_rate < 0.5, at_most: -1"),
        ("UNDEFINED_NAME", LOWEST, "when: executon_rate < 0.5, at_most: 59"),
        ("BAD_EXPRESSION", LOWEST, "when: execution_rate * 2, at_most: 59"),
        ("MONEY_NOT_A_RATE", LOWEST, "when: spent < 0.5, at_most: 59"),
        ("WRONG_TYPE", LEFT_OUT, 'not_applicable: {when: benefit_applies == "不适用"}'),
        ("WRONG_TYPE", LEFT_OUT, 'not_applicable: {when: benefit_applies == "不适用", rescaled: false}'),
        ("WRONG_TYPE", LEFT_OUT, LEFT_OUT.replace("rescaled", "points_to: [execution], rescaled")),
    ],
)
def test_mistake__its_code_and_line(code: str, old: str, new: str, tmp_path: Path) -> None:
    text = edited(CAPPED, (old, new))
    line = next(number for number, line in enumerate(text.splitlines(), 1) if new in line)
    problems = problems_of_text(text, tmp_path)
    assert [(each.code, each.line) for each in problems] == [(code, line)]
    assert_helpful(problems)


def test_words__of_what_changed(tmp_path: Path) -> None:
    (tmp_path / "next.yaml").write_text(
        edited(CAPPED, (LOWEST, "when: execution_rate < 0.4, at_most: 59.5"), (LEFT_OUT, "")), encoding="utf-8"
    )
    old, new = load_file(CAPPED), load_file(tmp_path / "next.yaml")
    changes = {change.subject: change.details for change in differences(old, new)}
    assert changes["总分上限"] == (
        "- 执行率低于50%的，总分最高59分（“预算执行率” ＜ 0.5）",
        "+ 执行率低于50%的，总分最高59.5分（“预算执行率” ＜ 0.4）",
    )
    assert "总分按适用指标满分折算 是" in "".join(changes["“效益”"])
    assert digest(old) != digest(new)


def test_page__states_caps_and_rescaling() -> None:
    page = scheme_page(load_file(CAPPED))
    assert "- 执行率低于50%的，总分最高59分：`execution_rate < 0.5`" in page
    assert '- 不适用：`quality_applies == "不适用"`，总分按适用指标满分折算为100分。' in page
