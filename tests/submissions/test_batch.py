"""What is found only by looking at all files together, and running over many of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.factories.reports import EVIL, every_verdict, folder_of_returns, reported, wrong_score
from xlgen.campaign.progress import State
from xlgen.execution import local
from xlgen.execution.local import LocalExecutor
from xlgen.reports.totals import form_counts, names_of_several
from xlgen.roster.roster import Roster
from xlgen.roster.unit import Unit
from xlgen.submissions import file_check as checking
from xlgen.submissions.batch import DueForm
from xlgen.submissions.file_check import FileChecker, failed_check
from xlgen.submissions.finding import finding
from xlgen.submissions.findings.code import Level
from xlgen.submissions.findings.identity import IdentityCode
from xlgen.submissions.findings.structure import StructureCode
from xlgen.submissions.sources import find_sources
from xlgen.submissions.validate import FileReport
from xlgen.submissions.verdict import Verdict, verdict_of
from xlgen.text import display_text


def codes(reports: Sequence[FileReport]) -> list[list[str]]:
    return [[finding.code.name for finding in report.findings] for report in reports]


def test_verdicts() -> None:
    found = every_verdict()
    assert [verdict_of(report) for report in found.reports] == [
        Verdict.RETURNED,
        Verdict.PASSED,
        Verdict.PASSED,
        Verdict.RETURNED,
        Verdict.UNREADABLE,
        Verdict.FAILED,
        Verdict.PASSED,
    ]
    assert (found.unread, found.clean) == (True, False)


def test_roster__missing_twice_and_outside() -> None:
    found = every_verdict()
    assert [each.unit for each in found.missing] == [Unit("未报中心", "004")]
    (open_one,) = (unit for unit in found.units if unit.state is State.OPEN)
    assert [copy.file for copy in open_one.copies] == ["交回/乙.xlsx", "交回/乙2.xlsx"]
    assert [each[:2] for each in found.outside] == [(EVIL, "交回/丙.xlsx")]
    assert codes(found.reports)[1:4] == [[], [], ["NOT_IN_ROSTER", "MACROS"]]


def test_roster__suggests_the_nearest_name() -> None:
    found = reported(
        [FileReport("表.xlsx", "1", "深圳市科技服务中心")], roster=Roster((Unit("深圳市科技交流服务中心"),))
    )
    assert "，名单中相近的是“深圳市科技交流服务中心”" in found.reports[0].findings[0].message
    assert [each.unit for each in found.missing] == [Unit("深圳市科技交流服务中心")]


def test_same_file__is_not_also_submitted_twice() -> None:
    reports = [FileReport(name, print_, "甲", "form", "2024") for name, print_ in (("a", "1"), ("b", "1"), ("c", "2"))]
    found = reported(reports)
    assert codes(found.reports) == [["SAME_FILE", "SUBMITTED_TWICE"]] * 2 + [["SUBMITTED_TWICE"]]
    assert "还报送了 c" in found.reports[0].findings[1].message


def test_twice__other_form_or_year_is_another_return() -> None:
    reports = [FileReport(name, name, "甲", *made_for) for name, made_for in
               {"a": ("form", "2023"), "b": ("form", "2024"), "c": ("other", "2024")}.items()]  # fmt: skip
    assert codes(reported(reports).reports) == [["OLDER_YEAR"], [], []]


def in_form(unit: str, scheme: str) -> FileReport:
    name = f"{unit}{scheme}"
    return FileReport(name, name, unit, scheme, "2024", 9.0, 9.0, "优", form=f"{scheme}表")


def test_mixed_forms__are_missed_and_counted_each_by_itself() -> None:
    roster = Roster((Unit("甲"), Unit("乙"), Unit("丙")))
    reports = [in_form("甲", "整体"), in_form("乙", "整体"), in_form("乙", "项目"), in_form("丁", "项目")]
    found = reported([*reports, replace(reports[2], name="又", fingerprint="又")], roster=roster)
    assert [(each.unit.name, each.form) for each in found.missing] == [
        ("丙", "整体表"), ("丙", "项目表"), ("甲", "项目表")]  # fmt: skip
    assert [(each.unit, each.scheme) for each in found.outside] == [("丁", "项目")]
    counts = [(each["form"], *map(each["counts"].get, ("应报送单位", "通过", "未报送"))) for each in form_counts(found)]
    assert counts == [("整体表", 3, 2, 1), ("项目表", 3, 0, 2)]


def test_form_that_was_named__is_due_although_nobody_returned_it() -> None:
    due = [DueForm("整体", "整体表"), DueForm("项目", "项目表")]
    found = reported([in_form("甲", "整体")], roster=Roster((Unit("甲"),)), due=due)
    assert [(each.unit.name, each.form) for each in found.missing] == [("甲", "项目表")]


def test_form_of_an_unknown_scheme__is_not_missed_as_well() -> None:
    stranger = FileReport("b", "b", "乙", "何表", "2024", findings=(finding(IdentityCode.UNKNOWN_SCHEME),))
    found = reported([in_form("甲", "整体"), stranger], roster=Roster((Unit("甲"), Unit("乙"))))
    assert found.missing == ()
    assert [each["scheme"] for each in form_counts(found)] == ["整体"]
    assert {unit.form.name: unit.state for unit in found.units} == {"甲": "通过", "乙": "已报送、无法审核"}


def test_two_schemes_of_one_name__are_told_apart() -> None:
    reports = [replace(in_form("甲", name), form="评分表") for name in ("a", "b")]
    assert names_of_several(reported(reports)) == {"a": "评分表（a）", "b": "评分表（b）"}
    assert names_of_several(reported(reports[:1])) == {}


def test_older_year__not_where_a_year_is_due() -> None:
    wrong = finding(IdentityCode.WRONG_YEAR, found="2025", expected=2024)
    reports = [
        FileReport("a", "1", "甲", "form", "2024"),
        FileReport("b", "2", "乙", "form", "2025", findings=(wrong,)),
        FileReport("c", "3", "丙", "form", "二〇二三"),
    ]
    assert codes(reported(reports).reports) == [[], ["WRONG_YEAR"], []]


def test_twice__unknown_units_are_not_one() -> None:
    assert codes(reported([FileReport("a", "1"), FileReport("b", "2")]).reports) == [[], []]


def test_clean__nothing_missing() -> None:
    good = in_form("甲", "整体")
    assert reported([good], roster=Roster((Unit("甲"),))).clean
    assert not reported([good], roster=Roster((Unit("甲"), Unit("乙")))).clean


def test_checking__two_processes_find_what_one_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "MIN_TASKS_FOR_POOL", 0)
    sources = find_sources([folder_of_returns(tmp_path / "交回")]).workbooks
    alone, both = (list(LocalExecutor(jobs)(FileChecker(), sources, failed_check)) for jobs in (1, 2))
    assert alone == both
    assert [checked.report.name for checked in alone] == [source.name for source in sources]
    reports = [checked.report for checked in alone if "深圳" not in checked.report.name]
    assert {Path(report.name).stem: report.count(Level.ERROR) for report in reports}["空"] == 1


def test_checking__crash_in_a_check_is_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("x\n\x1b[31m")

    monkeypatch.setattr(checking, "examine", broken)
    sources = find_sources([folder_of_returns(tmp_path / "交回")]).workbooks
    reports = [FileChecker()(source).report for source in sources]
    assert codes(reports) == [["CHECK_FAILED"]] * 5
    assert "KeyError" in reports[0].findings[0].message


def test_plain__what_units_type_cannot_reach_the_terminal() -> None:
    assert display_text("a\r\n\x1b[31mb\u2028c\ud800") == "a [31mb c "
    assert len(display_text("字" * 5000)) < 400
    assert "\x1b" not in str(finding(StructureCode.SHEET_ADDED, found="\x1b]0;x"))
    assert "\x1b" not in str(wrong_score("\x1b"))
