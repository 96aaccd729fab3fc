"""A unit's data for rows and bands: what lies outside its band or against what the form lays down is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.factories.schemes import ROWS, assert_helpful, edited
from xlgen.scheme.load import load_file
from xlgen.scheme.problems import DataError, Problem
from xlgen.scoring.data_file import load_form_data, skeleton

DATA = """inputs:
  plan: {plan}
  plan_share: {share}
  done: 7
  planned: 8
tables:
  duties:
    - {first}
    - {second}
"""
FIRST, SECOND = "{name: 依法履职, points: 4}", "{name: 服务, points: 6}"


def _problems(folder: Path, scheme: Path = ROWS, **written: str) -> list[Problem]:
    file = folder / "data.yaml"
    blanks = {"plan": "达成", "share": "", "first": FIRST, "second": SECOND}
    file.write_text(DATA.format(**{**blanks, **written}), encoding="utf-8")
    try:
        load_form_data(file, load_file(scheme))
    except DataError as error:
        return error.problems
    return []


@pytest.mark.parametrize(
    ("plan", "share"),
    [
        ("达成", "0.8"),
        ("达成", "80%"),
        ("达成", "' 100% '"),
        ("部分达成", "60%"),
        ("部分达成", "80%"),
        ("未达成", "0"),
        ("未达成", "59.99%"),
        ("未达成", ""),  # missing, which is no mistake of the data
        ("", "0.3"),
    ],
)
def test_share_in_its_band__ok(plan: str, share: str, tmp_path: Path) -> None:
    assert _problems(tmp_path, plan=plan, share=share) == []
    row = f"{{name: 服务, points: 6, grade: {plan}, share: {share}}}"
    assert _problems(tmp_path, second=row) == []


@pytest.mark.parametrize(
    ("plan", "share", "why"),
    [
        ("达成", "0.79", "达成应为80%至100%"),
        ("达成", "79.99%", "达成应为80%至100%"),
        ("部分达成", "80.01%", "部分达成应为60%至80%"),
        ("部分达成", "0", "部分达成应为60%至80%"),
        ("未达成", "60%", "未达成应为0%（含）至60%"),
        ("未达成", "60.01%", "未达成应为0%（含）至60%"),
        ("未达成", "-1%", "不能小于0%"),
        ("达成", "100.01%", "达成应为80%至100%"),
        ("达成", "80\uff05", "是文字，请键入数字"),  # a percent sign as wide as a Chinese character
        ("达成", "true", "是文字，请键入数字"),
    ],
)
def test_share_outside_its_band__refused(plan: str, share: str, why: str, tmp_path: Path) -> None:
    row = f"{{name: 服务, points: 6, grade: {plan}, share: {share}}}"
    for problems, line in [(_problems(tmp_path, plan=plan, share=share), 3), (_problems(tmp_path, second=row), 9)]:
        assert [(each.code, each.line) for each in problems] == [("WRONG_VALUE", line)]
        assert why in problems[0].message
        assert "达成100%至80%、部分达成80%至60%、未达成60%（不含）至0%" in problems[0].remedy
        assert_helpful(problems)


@pytest.mark.parametrize("first", ["{}", "{name: 依法履职}", "{points: 4.0}", "{name: , points: }"])
def test_preset_cells__may_be_repeated_or_left_out(first: str, tmp_path: Path) -> None:
    assert _problems(tmp_path, first=first) == []


@pytest.mark.parametrize(
    ("first", "laid_down"),
    [("{name: 别的}", "依法履职"), ("{points: 5}", "4"), ("{points: 0}", "4"), ("{name: 依法履职 1}", "依法履职")],
)
def test_preset_cells__changed_are_refused(first: str, laid_down: str, tmp_path: Path) -> None:
    problems = _problems(tmp_path, first=first)
    assert [(each.code, each.line) for each in problems] == [("WRONG_VALUE", 8)]
    assert f"这一格由表格定为“{laid_down}”" in problems[0].message
    assert_helpful(problems)


@pytest.mark.parametrize(
    ("second", "why"),
    [
        ("{name: 服务, points: '6'}", "是文字，请键入数字"),
        ("{name: 服务, points: 六}", "是文字，请键入数字"),
        ("{name: 服务, points: 10.1}", "应为0至10"),
        ("{name: 服务, points: -0.1}", "应为0至10"),
        ("{name: 服务, times: 1.5}", "应为整数"),
        ("{name: 服务, points: [6]}", "应为单个值"),
    ],
)
def test_row__wrong_cell_is_refused(second: str, why: str, tmp_path: Path) -> None:
    problems = _problems(tmp_path, second=second)
    assert [(each.code, each.line) for each in problems] == [("WRONG_VALUE", 9)]
    assert why in problems[0].message


def test_more_rows_than_reserved__how_many_to_reserve(tmp_path: Path) -> None:
    (problem,) = _problems(tmp_path, second="\n    - ".join([SECOND] * 4))
    assert (problem.code, problem.line) == ("TOO_MANY_ROWS", 7)
    assert "把预留的行数改为 5" in problem.remedy


@pytest.mark.parametrize(("done", "codes"), [("50%", []), ("80%", []), ("81%", ["WRONG_VALUE"])])
def test_percent_as_limit__written_as_a_person_does(done: str, codes: list[str], tmp_path: Path) -> None:
    of_percents = edited(
        ROWS,
        ("done: {kind: count,", "done: {kind: percent,"),
        ("planned: {kind: count,", "planned: {kind: percent,"),
    )
    (tmp_path / "scheme.yaml").write_text(of_percents, encoding="utf-8")
    (tmp_path / "data.yaml").write_text(f"inputs: {{done: {done}, planned: 80%}}", encoding="utf-8")
    problems: list[Problem] = []
    try:
        load_form_data(tmp_path / "data.yaml", load_file(tmp_path / "scheme.yaml"))
    except DataError as error:
        problems = error.problems
    assert [each.code for each in problems] == codes


def test_skeleton__says_bands_and_what_is_laid_down() -> None:
    written = skeleton(load_file(ROWS))
    assert "plan_share:  # 要点①的比例；填写所选档次范围内的百分比：达成100%至80%、部分达成80%至60%" in written
    assert '    - name: "依法履职"  # 指标；填写文字\n      points: 4  # 权重；' in written


@pytest.mark.parametrize("text", ["2024", "4%", "是: 否", "无 # 有", "- 甲", "null", "'甲'", '"甲"', "甲\\n乙", "~"])
def test_skeleton__loads_back_whatever_a_preset_looks_like(text: str, tmp_path: Path) -> None:
    (tmp_path / "scheme.yaml").write_text(edited(ROWS, ("{name: 依法履职,", f"{{name: {json.dumps(text)},")), "utf-8")
    scheme = load_file(tmp_path / "scheme.yaml")
    (tmp_path / "data.yaml").write_text(skeleton(scheme), encoding="utf-8")
    assert load_form_data(tmp_path / "data.yaml", scheme).tables["duties"][0]["name"] == text
