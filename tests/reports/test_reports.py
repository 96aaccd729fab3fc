"""What is written of a campaign: page, workbooks, texts; all of it is safe, valid, and the same each time."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from rich.console import Console

from tests.factories.form_workbooks import published_form
from tests.factories.reports import EVIL, SCORE, every_verdict, reported, submission_of, wrong_score
from tests.oracles.ooxml import errors
from xlgen.campaign.copies import judge
from xlgen.campaign.copy_contents import CopyHistory
from xlgen.campaign.events import Event, EventKind
from xlgen.campaign.progress import UnitProgress
from xlgen.campaign.record_rows import IssuedTo, RecordedSubmission
from xlgen.campaign.validation_report import ValidationReport
from xlgen.reports.feedback import (
    COPY_SUFFIX,
    OPINION_SHEET,
    annotated_copy,
    feedback_path,
)
from xlgen.reports.feedback_files import file_starts
from xlgen.reports.html import html_report
from xlgen.reports.json_report import json_report
from xlgen.reports.letters import Letterhead, choice_text, opinion_text, revocation_text
from xlgen.reports.terminal import MAX_DETAILED, print_report
from xlgen.reports.workbook import (
    FILES_SHEET,
    FINDINGS_SHEET,
    FORMS_SHEET,
    OTHERS_SHEET,
    SUMMARY_SHEET,
    UNITS_SHEET,
    findings_workbook,
)
from xlgen.roster.roster import Roster
from xlgen.roster.unit import Unit
from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.subject import Subject
from xlgen.submissions.batch import combined
from xlgen.submissions.contents import Difference
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings.code import Level
from xlgen.submissions.findings.inputs import InputCode
from xlgen.submissions.findings.structure import StructureCode
from xlgen.submissions.validate import FileReport

pytestmark = pytest.mark.slow


def opened(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def mixed_forms() -> ValidationReport:
    reports = [
        FileReport(f"{name}.xlsx", name, "甲局", name, "2024", 9.0, 9.0, "优", form=f"{name}<表>")
        for name in ("整体", "项目")
    ]
    return reported(reports, roster=Roster((Unit("甲局"), Unit("乙局", "002"))))


def test_mixed_forms__every_report_says_the_form_of_each_file() -> None:
    found = mixed_forms()
    data = json.loads(json_report(found))
    assert [(each["form"], each["counts"]["未报送"]) for each in data["forms"]] == [("整体<表>", 1), ("项目<表>", 1)]
    assert [each["form"] for each in data["files"]] == ["整体<表>", "项目<表>"]
    assert [(each["name"], each["form"]) for each in data["missing"]] == [("乙局", "整体<表>"), ("乙局", "项目<表>")]
    book = opened(findings_workbook(found))
    assert [row[1] for row in book[FILES_SHEET].iter_rows(min_row=2, values_only=True)] == ["整体<表>", "项目<表>"]
    assert [row[0] for row in book[FORMS_SHEET].iter_rows(min_row=2, values_only=True)] == ["整体<表>", "项目<表>"]
    assert [row[1:4] for row in book[UNITS_SHEET].iter_rows(min_row=2, values_only=True)] == [
        ("甲局", "整体<表>", "通过"), ("乙局", "整体<表>", "未报送"),
        ("甲局", "项目<表>", "通过"), ("乙局", "项目<表>", "未报送")]  # fmt: skip
    page = html_report(found).decode("utf-8")
    assert page.count("整体&lt;表&gt;") >= 3
    assert "<b>项目&lt;表&gt;（1）</b>　002　乙局" in page
    shown = io.StringIO()
    print_report(Console(file=shown, width=200), found)
    printed = shown.getvalue()
    assert "甲局　表中 9.00，按规则 9.00 优　整体<表>　整体.xlsx" in printed
    assert "未报送 1 个（项目<表>）：" in printed


def test_projects__have_a_column_of_their_own() -> None:
    about = Subject("0012", "=道路", "项目")
    reports = [
        FileReport("一.xlsx", "1", "甲局", "p", "2024", findings=(wrong_score(),), form="项目表", subject=about),
        FileReport("二.xlsx", "2", "甲局", "z", "2024", form="整体表"),
    ]
    book = opened(findings_workbook(reported(reports)))
    rows = [row[:3] for row in book[FILES_SHEET].iter_rows(values_only=True)]
    assert rows == [("单位", "项目", "表样"), ("甲局", "0012　=道路", "项目表"), ("甲局", None, "整体表")]
    assert [cell.value for cell in book[FINDINGS_SHEET][2]][:3] == ["甲局", "0012　=道路", "错误"]
    page = html_report(reported(reports)).decode("utf-8")
    assert "甲局　0012　=道路" in page


def test_json__has_the_documented_shape() -> None:
    found = json.loads(json_report(every_verdict()))
    assert list(found) == [
        *("time", "counts", "totals", "forms", "units", "files", "missing", "twice", "outside", "unclaimed", "skipped"),
        "suspicions",
    ]
    units = {"应报送单位": 4, "通过": 1, "需核实": 0, "退回": 1, "待确认": 1, "未报送": 1, "多次报送": 1}
    assert found["counts"] == {**units, "名单外": 1, "不知是谁的": 2}
    assert [(each["name"], each["state"]) for each in found["units"]] == [
        ("丁中心", "通过"), ("甲中心", "退回"), ("乙中心", "待确认"), ("未报中心", "未报送")]  # fmt: skip
    assert found["totals"] == {
        "files": 7,
        "passed": 3,
        "warned": 0,
        "returned": 2,
        "unreadable": 1,
        "failed": 1,
        "errors": 4,
        "warnings": 1,
        "notices": 0,
        "due": 4,
        "missing": 1,
        "outside": 1,
        "unclaimed": 2,
        "twice": 1,
    }
    form = {"subject_code": "", "subject_name": "", "scheme": "form", "form": "评分表"}
    assert found["missing"] == [{"code": "004", "name": "未报中心", **form}]
    first = found["files"][0]
    assert (first["verdict"], first["total"], first["by_rule"]) == ("退回", 90.0, 91.5)
    assert first["findings"] == [
        {
            "code": "SCORE_DIFFERS",
            "level": "错误",
            "part": "计分",
            "title": "得分与规则不符",
            "sheet": "指标评分表",
            "cell": "I52",
            "indicator": "固定资产利用率",
            "message": "表中 0.99 分，按规则应为 1.00 分（≥90%得1分）",
            "remedy": "请恢复自动计算的得分；对规则有不同理解的，请书面说明",
        }
    ]


def test_json__without_a_roster_says_so() -> None:
    found = json.loads(json_report(reported([FileReport("a", "1")])))
    assert (found["missing"], found["outside"], found["totals"]["due"]) == (None, None, None)


def test_page__loads_nothing_and_runs_nothing_of_a_unit() -> None:
    text = html_report(every_verdict()).decode("utf-8")
    assert not re.search(r"(?:src|href)\s*=|url\(|@import|https?:", text)
    assert text.count("<script>") == text.count("</script>") == 1
    assert EVIL not in text
    assert "=1+1&lt;/script&gt;" in text


def test_page__shows_every_file_finding_and_filter() -> None:
    found, text = every_verdict(), html_report(every_verdict()).decode("utf-8")
    assert text.count('data-text="') == 7  # four units, and three files of none of them
    for report in found.reports:
        for each in report.findings:
            assert f'data-level="{each.level}" data-code="{each.code.name}"' in text
            assert f'<option value="{each.code.name}">' in text
    assert "指标评分表!I52　固定资产利用率" in text
    assert "请恢复自动计算的得分" in text
    assert "未报中心" in text


def test_findings_book__lists_everything_and_no_formula() -> None:
    book = opened(findings_workbook(every_verdict()))
    assert book.sheetnames == [SUMMARY_SHEET, UNITS_SHEET, FILES_SHEET, FINDINGS_SHEET, OTHERS_SHEET]
    rows = list(book[FINDINGS_SHEET].iter_rows(min_row=2, values_only=True))
    assert [row[-1] for row in rows] == [
        each.code.name for report in every_verdict().reports for each in report.findings
    ]
    assert EVIL in [row[0] for row in rows]
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    for title in (UNITS_SHEET, FILES_SHEET, FINDINGS_SHEET, OTHERS_SHEET):
        assert book[title].freeze_panes == "A2"
        assert book[title].auto_filter.ref == book[title].dimensions
    assert [row[0] for row in book[OTHERS_SHEET].iter_rows(min_row=2, values_only=True)] == [
        "名单外",
        "不知是谁的",
        "不知是谁的",
        "没有审核",
    ]


def test_reports__same_campaign_same_bytes() -> None:
    for report in (json_report, html_report, findings_workbook):
        assert report(every_verdict()) == report(every_verdict())


def test_annotated_copy__marks_the_cells_and_lists_them() -> None:
    submission = submission_of(published_form())
    added = finding(StructureCode.SHEET_ADDED, "草稿", found="草稿")
    data = annotated_copy(submission, [wrong_score(), wrong_score("又一处"), added])
    book = opened(data)
    cell = book[SCORE.sheet][SCORE.address]
    assert (cell.value, cell.fill.fgColor.rgb) == (0.99, "FFF8CBAD")  # the score that the unit typed
    assert cell.comment is not None
    assert cell.comment.text.count("【错误】表中 0.99 分") == 2
    assert str(book[SCORE.sheet]["I56"].value).startswith("=")
    lines = list(book[OPINION_SHEET].iter_rows(min_row=5, values_only=True))
    assert [line[1] for line in lines] == ["错误", "错误", "提示"]
    assert lines[0][2] == '=HYPERLINK("#指标评分表!I52","指标评分表!I52")'
    assert lines[2][2] == "草稿"
    assert book.active is book[OPINION_SHEET]
    assert data == annotated_copy(submission, [wrong_score(), wrong_score("又一处"), added])
    assert submission_of(data).returned.filling == submission.returned.filling


@pytest.mark.parametrize("value", ["=1+1", "#N/A", True, "一\n二", -1e300, "字" * 9000, "很" * 200])
def test_annotated_copy__holds_whatever_was_typed(value: object) -> None:
    submission = submission_of(published_form())
    for name in (UNIT_NAME, "fixed_assets_in_use"):
        inputs = {key: value if key == name else old for key, old in submission.returned.filling.inputs.items()}
        filling = replace(submission.returned.filling, inputs=inputs)  # type: ignore[arg-type]  # any value is tried
        changed = submission_of(published_form())
        vars(changed)["returned"] = replace(submission.returned, filling=filling)
        assert OPINION_SHEET in opened(annotated_copy(changed, [wrong_score()])).sheetnames


def test_workbooks__are_valid_by_microsofts_rules(tmp_path: Path) -> None:
    files = {"清单.xlsx": findings_workbook(every_verdict()), "空.xlsx": findings_workbook(ValidationReport(()))}
    for name in ("shenzhen-2021", "jiangning", "guangdong-2019"):
        submission = submission_of(published_form(name))
        places = [*submission.layout.values.values(), submission.layout.total]
        found = [wrong_score(), *(finding(InputCode.BLANK, place, label="甲", expected="填写") for place in places)]
        files[f"{name}.xlsx"] = annotated_copy(submission, found)
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    assert errors([tmp_path / name for name in files]) == {tmp_path / name: [] for name in files}


def test_opinion__can_be_pasted() -> None:
    head = Letterhead("整体支出自评表", "2024", "示例市财政局", "2026-03-01")
    text = opinion_text(head, every_verdict().reports[0], "甲中心_批注.xlsx")
    assert text.splitlines() == [
        "关于2024年度整体支出自评表的退回修改意见",
        "",
        "甲中心：",
        "",
        "你单位报送的评分表（甲.xlsx）经审核，意见如下：",
        "",
        "【错误】必须修改（1 处）",
        "1. 指标评分表!I52　固定资产利用率：表中 0.99 分，按规则应为 1.00 分（≥90%得1分）。"
        "请恢复自动计算的得分；对规则有不同理解的，请书面说明。",
        "",
        "各处已在“甲中心_批注.xlsx”中标出。请修改后重新报送。",
        "",
        "示例市财政局",
        "2026年3月1日",
    ]


def test_letters__name_no_folder_and_put_errors_first() -> None:
    folder = "微信接收/张三/"
    files = [("1", "1", "甲"), ("1（副本）", "1", "甲"), ("3", "3", "甲")]
    reports = [
        FileReport(f"{folder}{name}.xlsx", key, unit, "f", "2024", findings=(wrong_score(),))
        for name, key, unit in files
    ]
    report = combined(reports).reports[0]
    assert [each.level for each in report.findings] == [Level.ERROR, *[Level.WARNING] * 2]  # found the other way round
    assert "张三" in report.findings[1].message
    for_unit = replace(report, findings=tuple(each.for_unit for each in report.findings))
    text = opinion_text(Letterhead("", "", "", ""), for_unit, "")
    assert "张三" not in text
    assert "与 1（副本）.xlsx 的内容完全相同" in text


def test_letters__ask_which_copy_is_valid_and_say_why_one_is_revoked() -> None:
    first, second = (
        RecordedSubmission("k", f"QQ/{n}/表.xlsx", n, 0.0, "", "通过", 90.0, 90.0, "", f"2026-03-0{n}", "", n)
        for n in "12"
    )
    form = IssuedTo("k", "甲局", "001", "", "", "x")
    head = Letterhead("自评表", "2024", "财政局", "2026-03-05")
    unit = UnitProgress(form, {}, (), (), judge([first, second]), "", "")
    steps = CopyHistory((), (first, second), (Difference("指标评分表", "H5", "预算数", "1", "2"),))
    said = choice_text(head, unit, steps)
    assert "QQ" not in said
    assert "第2份：表.xlsx，收到于 2026-03-01，表中总分 90.00，审核结论：通过" in said
    assert "指标评分表!H5　预算数：“1”→“2”" in said
    assert said.splitlines()[-2:] == ["财政局", "2026年3月5日"]
    events = [Event("t", "张", "k", EventKind.REVOKED, "1", "", "公章不是本单位的")]
    said = revocation_text(head, replace(unit, judgement=judge([first], events), events=events))
    assert said.splitlines()[0] == "关于2024年度自评表的撤销接收通知"
    assert "理由：公章不是本单位的。" in said


def test_answers__names_that_windows_takes_and_no_two_share(tmp_path: Path) -> None:
    units = ["甲/乙:中心", "甲/乙:中心", "CON", "Con", "长" * 200, "", "甲_乙_中心(2)"]
    found: tuple[Finding, ...] = (wrong_score(),)
    reports = tuple(FileReport(f"交回/{n}.xlsx", str(n), unit, findings=found) for n, unit in enumerate(units))
    names = [each.name for each in file_starts(reports, [], tmp_path)]
    assert names == ["甲_乙_中心", "甲_乙_中心(2)", "_CON", "_Con(2)", "长" * 60, "5", "甲_乙_中心(2)(2)"]
    assert all(len(feedback_path(tmp_path / name, COPY_SUFFIX).name.encode()) < 255 for name in names)


def test_terminal__few_files_in_full_many_in_a_line() -> None:
    def printed(count: int) -> str:
        console = Console(file=io.StringIO(), width=80)
        reports = [replace(every_verdict().reports[0], name=f"{number}.xlsx") for number in range(count)]
        print_report(console, ValidationReport(tuple(reports)), "见网页")
        assert isinstance(console.file, io.StringIO)
        return console.file.getvalue()

    few, many = printed(MAX_DETAILED), printed(MAX_DETAILED + 1)
    assert few.count("[SCORE_DIFFERS]") == MAX_DETAILED
    assert few.count("\n退回　甲中心　表中 90.00，按规则 91.50 优　错误 1　") == MAX_DETAILED
    assert "[SCORE_DIFFERS]" not in many
    assert "见网页" in many


def test_every_level__has_a_colour_and_a_request() -> None:
    from xlgen.reports import letters, terminal, totals

    assert set(totals.LEVEL_FILLS) == set(letters.LEVEL_REQUESTS) == set(terminal.LEVEL_STYLES) == set(Level)
