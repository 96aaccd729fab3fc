"""Drafts of reports: read back, held against their form, and checked like a report that a unit hands in."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.cli.running import Run, assert_complaint
from tests.conftest import SCORED_FORMS, shipped_scheme
from tests.factories.form_workbooks import published_form, read_back
from tests.factories.reports import submission_of
from xlgen.docx.document import Block, Paragraph, document_of
from xlgen.reports.word.self_report import self_report
from xlgen.scheme.report import Fact
from xlgen.scheme.sheet_names import MATERIAL
from xlgen.scoring.sentences import OF_PROJECT, OF_UNIT
from xlgen.submissions.file_check import FileChecker
from xlgen.submissions.finding import Finding
from xlgen.submissions.findings.code import Level
from xlgen.submissions.narrative.report import report_of
from xlgen.submissions.sources import find_sources

FORM, REPORT = "评分表.xlsx", "自评报告.docx"
HEADS = ["二级指标", "三级指标", "指标性质", "年度指标值", "定性目标", "计量单位", "实际完成值", "分值", "得分"]
OWN_WORDS = {"TOTAL_IN_TEXT", "GRADE_IN_TEXT", "NUMBER_IN_TEXT"}
"""What a unit's own text in the form may contradict: the draft repeats it word for word."""


@cache
def draft(name: str) -> bytes:
    return self_report(submission_of(published_form(name)))


def blocks(name: str) -> list[Block]:
    return document_of(Path(REPORT), draft(name))


def paragraphs(name: str) -> list[str]:
    return [block.text for block in blocks(name) if isinstance(block, Paragraph)]


def found(folder: Path, files: dict[str, bytes]) -> list[Finding]:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (checked,) = map(FileChecker(), find_sources([folder]).workbooks)
    return list(checked.report.findings)


def material(name: str) -> list[str]:
    sheet = read_back(published_form(name)).sheet(MATERIAL)
    assert sheet is not None
    return [text for row in range(3, 200) if isinstance(text := sheet.value(f"A{row}"), str) and text]


@pytest.mark.parametrize("name", SCORED_FORMS)
def test_draft__nothing_is_wrong_but_what_is_still_to_be_written(name: str, tmp_path: Path) -> None:
    form = {each.code.name for each in found(tmp_path, {FORM: published_form(name)})}
    findings = [each for each in found(tmp_path, {REPORT: draft(name)}) if each.sheet == REPORT]
    codes = [each.code.name for each in findings]
    assert codes.count("LEFT_OVER") == 1
    assert set(codes) - {"LEFT_OVER"} <= form & OWN_WORDS
    assert all(each.level is not Level.ERROR for each in findings)


@pytest.mark.parametrize("name", SCORED_FORMS)
def test_draft__its_sentences_are_those_of_the_form(name: str) -> None:
    """Every sentence of 报告素材 on what the outline asks for stands in the draft, each number with it."""
    scheme, text = shipped_scheme(name), "\n".join(paragraphs(name))
    facts = {fact for section in scheme.report_outline.all_sections for fact in section.facts}
    sentences = material(name)
    total = sentences[1].replace(OF_UNIT, OF_PROJECT if scheme.subject else OF_UNIT)
    assert total in text
    assert f"得分{submission_of(published_form(name)).returned.total:.2f}分" in total
    levels = [each for each in sentences if "分，得分率" in each]
    assert len(levels) == len(list(scheme.levels()))
    assert Fact.LEVELS not in facts or all(each in text for each in levels)
    typed = {score.indicator.name for score in submission_of(published_form(name)).comparison.disagreements}
    losses = [each.split("原因：")[0] for each in sentences if "分，扣" in each]
    missing = [each for each in losses if each not in text]
    assert {each.partition("”")[0][1:] for each in missing} <= typed  # a score typed over its formula: as it is printed
    rates = [each for each in sentences if each.endswith("%。") and each not in levels]
    assert (Fact.INDICATORS not in facts) or len([each for each in rates if each in text]) == len(rates)


@pytest.mark.parametrize("name", SCORED_FORMS)
def test_draft__has_the_outline_of_its_bureau(name: str) -> None:
    scheme = shipped_scheme(name)
    read = report_of(REPORT, blocks(name))
    headings = [section.heading.rstrip("。") for section in read.sections]
    wanted = [section.heading.rstrip("。") for section in scheme.report_outline.all_sections]
    assert [each for each in headings if each in wanted] == sorted(wanted, key=headings.index)
    assert read.opening.texts[0] == scheme.report_outline.title
    assert f"{submission_of(published_form(name)).unit}" in "".join(read.opening.texts)


def test_draft__same_bytes_each_time() -> None:
    assert self_report(submission_of(published_form("jiangning"))) == draft("jiangning")


def test_own_indicators__a_table_with_targets_results_and_scores() -> None:
    rows = [block.cells for block in blocks("national-project-2020") if not isinstance(block, Paragraph)]
    assert rows[0] == tuple(HEADS)
    assert ("时效指标", "维护及时性", "定性", "", "及时", "", "", "20", "20.00") in rows


def test_no_problems_beside_lost_points__left_out() -> None:
    """江宁's unit filled in 无; the draft tells the lost points instead."""
    assert "无" not in paragraphs("jiangning")
    assert any(each.startswith("“非税收入预算完成率”满分1分，得0.72分，扣0.28分。") for each in paragraphs("jiangning"))


def test_command__a_draft_for_each_form_and_nothing_replaced(tmp_path: Path, xlgen: Run) -> None:
    (back := tmp_path / "交回").mkdir()
    for name in ("jiangmen-2024", "huangshi-2019"):
        (back / f"{name}.xlsx").write_bytes(published_form(name))
    done = xlgen("report", "self", back, "-o", tmp_path / "初稿")
    (file,) = (tmp_path / "初稿").iterdir()
    assert file.read_bytes() == draft("jiangmen-2024")
    assert file.name == "江门市科学技术局_自评报告（初稿）.docx"
    assert (done.code, "不计分" in done.err) == (1, True)
    file.write_bytes(b"written in")
    assert "没有覆盖" in xlgen("report", "self", back, "-o", tmp_path / "初稿").err
    assert file.read_bytes() == b"written in"
    assert_complaint(xlgen("report", "self", back, "-o", file), 3, "有 2 个文件", "请写一个文件夹")


def test_command__a_single_form_to_a_named_document(tmp_path: Path, xlgen: Run) -> None:
    (form := tmp_path / FORM).write_bytes(published_form("jiangmen-2024"))
    assert xlgen("report", "self", form, "-o", tmp_path / "新" / REPORT).code == 0
    assert (tmp_path / "新" / REPORT).read_bytes() == draft("jiangmen-2024")
    assert "没有覆盖" in xlgen("report", "self", form, "-o", tmp_path / "新" / REPORT).err
    (other := tmp_path / "别的").write_bytes(b"")
    assert_complaint(xlgen("report", "self", form, "-o", other), 3, "是文件")
