"""Suspicions of a run, with a list of units and with a record: from files to every report."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from rich.console import Console

from tests.factories.schemes import DATA, MINIMAL
from xlgen.campaign.progress import State
from xlgen.campaign.summarizing import summarize_returns
from xlgen.campaign.validation import validate_returns
from xlgen.campaign.validation_report import ValidationReport
from xlgen.reports.html import html_report
from xlgen.reports.json_report import json_report
from xlgen.reports.terminal import print_report
from xlgen.reports.workbook import findings_workbook
from xlgen.scheme.known_schemes import KnownSchemes, only
from xlgen.scheme.load import load_scheme
from xlgen.scoring.data_file import load_form_data
from xlgen.summary.book import write_summaries
from xlgen.workbook.build import build

COPIED = "项目因审批程序调整，跨年度组织实施"
PARENTS = {"示例甲中学": "教育局", "示例乙中学": "教育局", "示例丙中心": "民政局", "示例丁中心": "民政局"}


@pytest.fixture(scope="module")
def known() -> KnownSchemes:
    return only(load_scheme(str(MINIMAL)))


@pytest.fixture(scope="module")
def folder(known: KnownSchemes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """丙 writes what 甲 and 乙 do, who have the same 主管部门; 丁 leaves the name of 丙 in its text."""
    home = tmp_path_factory.mktemp("交回")
    scheme = known.scheme("minimal")
    data = load_form_data(DATA, scheme)
    words_of = dict(zip(PARENTS, (COPIED, COPIED, COPIED, "全年示例丙中心<b>开展服务"), strict=True))
    for number, (unit, words) in enumerate(words_of.items()):
        inputs = {**data.inputs, "unit_name": unit, "spent": 70 + number}
        own = replace(data, inputs=inputs, remarks={"completion": words, "execution": "见上"})
        (home / f"{unit}.xlsx").write_bytes(build(scheme, own))
    rows = "".join(f"{unit},{parent}\n" for unit, parent in PARENTS.items())
    (home.parent / "名单.csv").write_text("单位名称,主管部门\n" + rows, encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def report(folder: Path, known: KnownSchemes) -> ValidationReport:
    return validate_returns([folder], roster=folder.parent / "名单.csv", schemes=known).report


def test_suspicions__of_units_with_other_departments(report: ValidationReport) -> None:
    told = {(each.kind.value, *sorted((each.unit, each.other_unit))) for each in report.suspicions}
    assert told == {
        ("文字相同", "示例丙中心", "示例甲中学"),
        ("文字相同", "示例丙中心", "示例乙中学"),
        ("写有别的单位", "示例丁中心", "示例丙中心"),
    }
    assert all(each.where.startswith("指标评分表!") for each in report.suspicions)


def test_suspicions__change_no_verdict(report: ValidationReport, folder: Path, known: KnownSchemes) -> None:
    alone = [validate_returns([file], schemes=known).report.reports[0] for file in sorted(folder.iterdir())]
    together = sorted(report.reports, key=lambda each: each.name)
    assert [each.findings for each in together] == [each.findings for each in alone]


def test_suspicions__without_a_list(folder: Path, known: KnownSchemes) -> None:
    """Nobody knows who belongs to whom, and no names are looked for."""
    found = validate_returns([folder], schemes=known).report.suspicions
    assert [each.kind.value for each in found] == ["文字相同"] * 3


def test_suspicions__in_every_report(report: ValidationReport) -> None:
    count = len(report.suspicions)
    told = json.loads(json_report(report))["suspicions"]
    assert [each["message"] for each in told] == [each.message for each in report.suspicions]
    sheet = load_workbook(io.BytesIO(findings_workbook(report)))["疑点"]
    assert sheet.max_row == 2 + count
    page = html_report(report).decode("utf-8")
    assert f"<details><summary>疑点 {count} 条" in page
    assert "<b>开展" not in page
    console = Console(file=io.StringIO(), width=200)
    print_report(console, report)
    assert isinstance(console.file, io.StringIO)
    assert f"疑点 {count} 条：文字相同 2" in console.file.getvalue()
    assert "只供抽查参考" in console.file.getvalue()


def test_suspicions__of_copies_among_which_somebody_must_choose(
    folder: Path, known: KnownSchemes, tmp_path: Path
) -> None:
    """Neither takes part while nobody knows which of them counts."""
    scheme = known.scheme("minimal")
    data = load_form_data(DATA, scheme)
    for name, spent in (("一.xlsx", 60), ("二.xlsx", 61)):
        inputs = {**data.inputs, "unit_name": "示例丁中心", "spent": spent}
        own = replace(data, inputs=inputs, remarks={"completion": COPIED, "execution": "见上"})
        (tmp_path / name).write_bytes(build(scheme, own))
    (tmp_path / "甲.xlsx").write_bytes((folder / "示例甲中学.xlsx").read_bytes())
    report = validate_returns([tmp_path], roster=folder.parent / "名单.csv", schemes=known).report
    assert [unit.state for unit in report.units if len(unit.copies) > 1] == [State.OPEN]
    assert report.suspicions == ()


def test_suspicions__in_the_summary(folder: Path, known: KnownSchemes, tmp_path: Path) -> None:
    target = tmp_path / "汇总.xlsx"
    with summarize_returns([folder], schemes=known) as result:
        list(write_summaries(target, result.parts))
    book = load_workbook(target)
    assert book.sheetnames == ["汇总表", "指标分析", "图表", "疑点", "未计入"]
    assert str(book["疑点"]["A1"].value).startswith("疑点 3 条：文字相同 3")
