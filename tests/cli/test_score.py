"""Scoring returned workbooks: what is found, how it is said, and what other programs read."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from samples.defects.checking import cases
from samples.defects.making import SCHEME
from tests.cli.running import Filled, Run, assert_complaint
from tests.conftest import PUBLISHED, SCHEMES
from tests.factories.schemes import DATA, MINIMAL, edited
from xlgen.files.resources import SAMPLES
from xlgen.scheme.load import load_scheme
from xlgen.scheme.yaml_file import read_file
from xlgen.submissions.findings.identity import IdentityCode
from xlgen.workbook.arrangement import layout_of
from xlgen.xlsx.values import CellValue

pytestmark = pytest.mark.slow


FORM_KEYS = ["scheme", "version", "year", "unit", "complete"]
KEYS = [*FORM_KEYS, "total", "reported_total", "total_note", "grade", "check_code", "indicators", "checks"]
INDICATOR_KEYS = ["id", "name", "points", "score", "reported", "complete", "rows"]


def test_score__shenzhen_finds_the_wrong_score(xlgen: Run, filled: Filled) -> None:
    done = xlgen("score", filled("shenzhen-2021"))
    assert (done.code, done.err) == (1, "")
    assert done.out.lstrip().startswith("深圳市科技交流服务中心　2021年度　深圳市部门整体支出绩效评价指标体系评分表")
    assert "不一致：固定资产利用率，按规则 1.00 分，表中 0.99 分\n" in done.out
    assert "不一致：总分，按规则 95.25 分，表中 95.24 分\n" in done.out
    assert done.out.count("不一致：") == 2
    assert "待填" not in done.out


def test_score__jiangmen_agrees(xlgen: Run, filled: Filled) -> None:
    done = xlgen("score", filled("jiangmen-2024"))
    assert (done.code, done.err) == (0, "")
    assert "99.99" in done.out
    assert done.out.endswith("全部一致：数据填齐，各项得分、总分与评分标准相符\n")


@pytest.mark.parametrize("name", PUBLISHED)
def test_score_json__has_the_documented_shape(name: str, xlgen: Run, filled: Filled) -> None:
    done = xlgen("score", filled(name), "--json")
    found, scheme = json.loads(done.out), load_scheme(name)
    published = read_file(SAMPLES / name / "published.yaml").data
    assert list(found) == KEYS
    assert [list(each) for each in found["indicators"]] == [INDICATOR_KEYS] * len(scheme.indicators)
    assert found["scheme"] == scheme.id
    assert found["version"] == scheme.version
    assert found["year"] == scheme.year
    assert found["unit"] == published["unit"]
    assert found["complete"] is True
    assert found["reported_total"] == published["total"]
    assert {
        key: shown
        for each in found["indicators"]
        for key, shown in (
            {row["id"]: row["reported"] for row in each["rows"]} or {each["id"]: each["reported"]}
        ).items()
    } == published["scores"]
    assert [each["name"] for each in found["indicators"]] == [leaf.name for leaf in scheme.indicators]
    assert sum(each["points"] for each in found["indicators"]) == 100
    assert done.err == ""


def test_score_json__values(xlgen: Run, filled: Filled) -> None:
    done = xlgen("score", filled("shenzhen-2021"), "--json")
    found = json.loads(done.out)
    assert done.code == 1
    assert (found["total"], found["reported_total"], found["grade"]) == (95.25, 95.24, "优")
    (wrong,) = [each for each in found["indicators"] if each["score"] != each["reported"]]
    assert wrong == {
        "id": "fixed_assets_usage",
        "name": "固定资产利用率",
        "points": 1.0,
        "score": 1.0,
        "reported": 0.99,
        "complete": True,
        "rows": [],
    }


@pytest.mark.parametrize("name", SCHEMES)
def test_score__blank_form(name: str, xlgen: Run, tmp_path: Path) -> None:
    xlgen("new", name, "-o", tmp_path / "空表.xlsx")
    done = xlgen("score", tmp_path / "空表.xlsx")
    assert (done.code, done.err) == (1, "")
    assert "（未填单位）" in done.out
    for indicator in load_scheme(name).indicators:
        for spec in indicator.inputs.values():
            assert spec.required is (f"待填：{indicator.name}——{spec.label}\n" in done.out)
    assert f"待填：单位基本情况——{load_scheme(name).inputs['unit_name'].label}\n" in done.out
    assert "不一致" not in done.out


def test_score_json__blank_form(xlgen: Run, tmp_path: Path) -> None:
    xlgen("new", "shenzhen-2021", "-o", tmp_path / "空表.xlsx")
    done = xlgen("score", tmp_path / "空表.xlsx", "--json")
    found = json.loads(done.out)
    assert done.code == 1
    assert (found["unit"], found["complete"], found["total"]) == ("", False, None)
    assert (found["reported_total"], found["grade"]) == (None, None)
    assert {(each["score"], each["reported"], each["complete"]) for each in found["indicators"]} == {
        (None, None, False)
    }


def test_score__own_scheme_needs_its_file(xlgen: Run, tmp_path: Path) -> None:
    table = tmp_path / "表.xlsx"
    xlgen("fill", MINIMAL, DATA, "-o", table)
    done = xlgen("score", table, "--scheme", MINIMAL, "--json")
    assert done.code == 0
    assert [each["score"] for each in json.loads(done.out)["indicators"]] == [5.0, 2.0]
    assert_complaint(xlgen("score", table), 2, str(table), "“minimal”", "--scheme")


def test_score__changed_scheme_is_refused(xlgen: Run, tmp_path: Path) -> None:
    table, changed = tmp_path / "表.xlsx", tmp_path / "scheme.yaml"
    xlgen("fill", MINIMAL, DATA, "-o", table)
    changed.write_text(edited(MINIMAL, ("label: 年度任务", "label: 任务表")), encoding="utf-8")
    assert_complaint(xlgen("score", table, "--scheme", changed), 2, str(table), "另一份模板", "--scheme")
    assert_complaint(xlgen("score", table, "--scheme", "shenzhen-2021"), 2, str(table), "本次应报表样 shenzhen-2021")
    assert_complaint(xlgen("score", table, "--scheme", "没有这个"), 3, "“没有这个”")


def test_score__year_that_is_none_is_refused(xlgen: Run) -> None:
    (table,) = cases(IdentityCode.BAD_YEAR)
    assert_complaint(xlgen("score", table, "--scheme", SCHEME), 2, f"{table}：工作簿记下的年度是“二〇二四”，不能用")


def with_value(source: Path, target: Path, name: str, value: CellValue) -> Path:
    """A copy of a workbook as a program saves it that keeps the old results: the value of one input changed."""
    workbook = openpyxl.load_workbook(source, data_only=True)
    place = layout_of(load_scheme(source.stem)).values[name]
    workbook[place.sheet][place.address] = value
    workbook.save(target)
    return target


def test_score__changed_input_without_computing_again(xlgen: Run, tmp_path: Path, filled: Filled) -> None:
    source = filled("shenzhen-2021")
    done = xlgen("score", with_value(source, tmp_path / "表.xlsx", "fixed_assets_all", 100))
    assert (done.code, done.err) == (1, "")
    assert "不一致：固定资产利用率，按规则 0.40 分，表中 0.99 分\n" in done.out


@pytest.mark.parametrize(
    ("value", "state", "label"),
    [
        (None, "待填", "所有"),
        ("不知道", "有误", "所有"),
        (-1, "有误", "所有"),
        (True, "有误", "所有"),
        (10, "有误", "实际在用"),  # less than what is in use, so that one is wrong
    ],
)
def test_score__wrong_input_is_named(
    value: CellValue, state: str, label: str, xlgen: Run, tmp_path: Path, filled: Filled
) -> None:
    source = filled("shenzhen-2021")
    done = xlgen("score", with_value(source, tmp_path / "表.xlsx", "fixed_assets_all", value))
    assert (done.code, done.err) == (1, "")
    assert "不一致：固定资产利用率，按规则 没有分数，表中 0.99 分\n" in done.out
    assert f"{state}：固定资产利用率——{label}固定资产总额\n" in done.out


@pytest.mark.parametrize("value", [None, "不知道", -1])
def test_score__wrong_input_that_no_score_rests_on(
    value: CellValue, xlgen: Run, tmp_path: Path, filled: Filled
) -> None:
    source = filled("jiangmen-2024")
    done = xlgen("score", with_value(source, tmp_path / "表.xlsx", "total_budget", value))
    assert done.code == 1
    assert "总预算" in done.out


def test_score__changed_score_is_found(xlgen: Run, tmp_path: Path, filled: Filled) -> None:
    workbook = openpyxl.load_workbook(filled("jiangmen-2024"), data_only=True)
    (total,) = [cell for row in workbook["指标评分表"].iter_rows() for cell in row if cell.value == 99.99]
    total.value = 100
    workbook.save(tmp_path / "表.xlsx")
    done = xlgen("score", tmp_path / "表.xlsx")
    assert done.code == 1
    assert "不一致：总分，按规则 99.99 分，表中 100.00 分\n" in done.out


def test_score__saved_without_results_says_so(xlgen: Run, tmp_path: Path, filled: Filled) -> None:
    workbook = openpyxl.load_workbook(filled("jiangmen-2024"))  # with its formulas: saving drops their results
    workbook.save(tmp_path / "表.xlsx")
    assert_complaint(xlgen("score", tmp_path / "表.xlsx"), 2, "没有计算结果", "保存")


def test_score__points_that_moved_are_in_the_levels(xlgen: Run, tmp_path: Path) -> None:
    data = (SAMPLES / "guangdong-2019" / "inputs.yaml").read_text(encoding="utf-8")
    data = data.replace(
        "  transfers_applicable: 适用\n", "  transfers_applicable: 不适用\n  transfers_reason: 没有转移支付。\n"
    )
    (tmp_path / "数据.yaml").write_text(data, encoding="utf-8")
    table = tmp_path / "表.xlsx"
    xlgen("fill", "guangdong-2019", tmp_path / "数据.yaml", "-o", table)
    done = xlgen("score", table)
    levels = {line.split()[1]: line.split()[3] for line in done.out.splitlines() if line.startswith("│")}
    assert (levels["预算编制"], levels["目标设置"], levels["提前下达率"]) == ("11", "12", "0")
    shown = openpyxl.load_workbook(table, data_only=True)["校验"]
    rows = {str(row[6].value).strip("　"): row for row in shown.iter_rows(max_row=30)}
    assert [rows["目标设置"][column].value for column in (7, 8, 9)] == [12, 12, 1]
    assert rows["预算编制"][8].value == 11
