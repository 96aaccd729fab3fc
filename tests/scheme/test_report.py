"""The outline of the written report: what a scheme may say of it, and what holds where it says nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ALL_SCHEMES, shipped_scheme
from tests.factories.schemes import MINIMAL, edited, problems_of_text
from xlgen.scheme.load import digest, load_file
from xlgen.scheme.report import Fact

FORM = "form:\n  title: 最小示例评分表\n"


def with_report(sections: str) -> str:
    return edited(
        MINIMAL, (FORM, f"report:\n  title: 报告\n  sections:\n    - {{heading: 一、情况, {sections}}}\n{FORM}")
    )


@pytest.mark.parametrize(
    ("sections", "codes"),
    [
        ("shows: [late], about: [绩效], tables: [{table: tasks, columns: [done]}]", []),
        ("shows: [lat]", ["UNDEFINED_NAME"]),
        ("about: [绩]", ["UNDEFINED_NAME"]),
        ("tables: [{table: task}]", ["UNDEFINED_NAME"]),
        ("tables: [{table: tasks, columns: [don]}]", ["UNDEFINED_NAME"]),
        ("facts: [losses, levels, conclusion, figures, rates, indicators]", []),
        ("facts: [loss]", ["WRONG_TYPE"]),
        ("sections: [{heading: 二, sections: [{heading: 三}]}]", []),
        ("sections: [{heading: 二, sections: [{heading: 三, sections: [{heading: 四}]}]}]", ["WRONG_RANGE"]),
    ],
)
def test_sections__name_what_the_form_has(sections: str, codes: list[str], tmp_path: Path) -> None:
    assert [each.code for each in problems_of_text(with_report(sections), tmp_path)] == codes


@pytest.mark.parametrize(("cover", "codes"), [("单位：{unit_name}", []), ("单位：{unit}", ["UNDEFINED_NAME"])])
def test_cover__shows_what_is_filled_in(cover: str, codes: list[str], tmp_path: Path) -> None:
    text = with_report("write: 情况").replace("  title: 报告\n", f'  title: 报告\n  cover: ["{cover}"]\n')
    assert [each.code for each in problems_of_text(text, tmp_path)] == codes


def test_outline__leaves_issued_workbooks_as_they_are(tmp_path: Path) -> None:
    (file := tmp_path / "scheme.yaml").write_text(with_report("write: 情况"), encoding="utf-8")
    assert digest(load_file(file)) == digest(load_file(MINIMAL))


@pytest.mark.parametrize("name", ALL_SCHEMES)
def test_shipped_forms__conclusion_and_losses_have_a_place(name: str) -> None:
    facts = {fact for section in shipped_scheme(name).report_outline.all_sections for fact in section.facts}
    assert Fact.CONCLUSION in facts
    assert facts & {Fact.LOSSES, Fact.INDICATORS}


def test_texts__are_of_the_year() -> None:
    assert shipped_scheme("shenzhen-2021").report_outline.title == "2021年度单位整体绩效评价报告"
    assert shipped_scheme("huangshi-2019").report_outline.cover[0] == "项目名称：{project_name}"
