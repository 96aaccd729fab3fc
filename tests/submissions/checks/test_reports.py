"""The written report beside a form, checked as units hand it in; the samples in samples/bad show each finding."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from samples.defects.documents import FORM, GOOD_REPORT, REPORT, document, document_of_markup, paragraph
from samples.defects.making import SCHEME, filled, good
from tests.cli.running import Run
from xlgen.scheme.known_schemes import only
from xlgen.scheme.load import load_scheme
from xlgen.scheme.sheet_names import MATERIAL
from xlgen.submissions.file_check import FileChecker
from xlgen.submissions.finding import Finding
from xlgen.submissions.narrative.company import MAX_REPORTS
from xlgen.submissions.sources import find_sources
from xlgen.xlsx.read.package import package_of
from xlgen.xlsx.read.workbook import workbook_of

CHECKER = FileChecker(only(load_scheme(str(SCHEME))))


def found(folder: Path, reports: dict[str, bytes], form: bytes = b"") -> Sequence[Finding]:
    """What is found in the good form, or another, and these reports beside it."""
    (folder / FORM).write_bytes(form or good())
    for name, data in reports.items():
        (folder / name).write_bytes(data)
    (checked,) = map(CHECKER, find_sources([folder]).workbooks)
    assert checked.row is not None
    assert checked.report.total == 98.4
    return checked.report.findings


def codes(findings: Sequence[Finding]) -> list[str]:
    return [finding.code.name for finding in findings]


def test_good_report__nothing(tmp_path: Path) -> None:
    assert found(tmp_path, {REPORT: document(GOOD_REPORT)}) == ()


def test_report_of_material_alone__evidence_is_not_missed(tmp_path: Path) -> None:
    """The form names a document; a unit that hands in the report alone was asked for no material."""
    reports, form = {REPORT: document(GOOD_REPORT)}, filled(evidence={"execution": "部门决算报表.pdf"})
    assert codes(found(tmp_path, reports, form)) == []
    assert codes(found(tmp_path, {**reports, "照片.jpg": b"\xff\xd8\xff"}, form)) == ["EVIDENCE_MISSING"]


def test_findings__name_the_report_and_the_place_in_it(tmp_path: Path) -> None:
    changed = [text.replace("98.40分", "97分") for text in GOOD_REPORT]
    (finding,) = found(tmp_path, {"某单位自评报告.docx": document(changed)})
    assert finding.where == "某单位自评报告.docx"
    assert finding.message.startswith("“二、自评结论：自评总分97分")


def test_several_reports__each_for_itself(tmp_path: Path) -> None:
    changed = [text.replace("24场", "22场") for text in GOOD_REPORT]
    reports = {"自评报告（初稿）.docx": document(changed), REPORT: document(GOOD_REPORT)}
    assert [each.sheet for each in found(tmp_path, reports)] == ["自评报告（初稿）.docx"]


def test_more_reports_than_are_read__told(tmp_path: Path) -> None:
    reports = {f"自评报告{number}.docx": document(GOOD_REPORT) for number in range(MAX_REPORTS + 2)}
    assert codes(found(tmp_path, reports)) == ["REPORT_UNREADABLE"]


@pytest.mark.parametrize(
    "data",
    [b"", b"nothing", document([]), document_of_markup("<w:tbl>" * 300 + "</w:tbl>" * 300), document(["字" * 10**6])],
    ids=["empty", "text", "no words", "deep", "long"],
)
def test_bad_report__one_finding_beside_those_of_the_form(data: bytes, tmp_path: Path) -> None:
    (finding,) = found(tmp_path, {REPORT: data})
    assert finding.code.name == "REPORT_UNREADABLE"


@pytest.mark.parametrize("place", ["narrative.company.report_in", "checks.narrative.contradicted"])
def test_our_own_failure__hides_nothing(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(f"xlgen.submissions.{place}", fail)
    (finding,) = found(tmp_path, {REPORT: document(GOOD_REPORT)})
    assert "ZeroDivisionError" in finding.message


def test_sentences_that_the_workbook_offers__agree_with_it(tmp_path: Path) -> None:
    sheet = workbook_of(package_of(Path(FORM), good())).sheet(MATERIAL)
    assert sheet is not None
    texts = [text for row in range(1, 100) if isinstance(text := sheet.value(f"A{row}"), str) and text]
    assert "得18.40分" in "".join(texts)
    assert found(tmp_path, {REPORT: document(texts)}) == ()


def test_deleted_and_hidden_text__does_not_count(tmp_path: Path) -> None:
    deleted = "<w:del><w:r><w:t>自评总分97分，</w:t></w:r></w:del>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>等次为良。</w:t></w:r>"
    inserted = "<w:ins><w:r><w:t>自评总分96分。</w:t></w:r></w:ins>"
    body = "".join(map(paragraph, GOOD_REPORT))
    assert found(tmp_path, {REPORT: document_of_markup(f"{body}<w:p>{deleted}{hidden}</w:p>")}) == ()
    (finding,) = found(tmp_path, {REPORT: document_of_markup(f"{body}<w:p>{inserted}</w:p>")})
    assert "96" in finding.message


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("示例市科技服务中心2024年度", "市科技服务中心2024年度", []),  # a short form of the name
        ("示例市科技服务中心2024年度", "2024年度", []),
        (GOOD_REPORT[0], "部门整体支出绩效自评报告\n单位名称（公章）：示例市文化馆", ["OTHER_UNIT_IN_TEXT"]),
        (GOOD_REPORT[0], "部门整体支出绩效自评报告\n填报单位：示例市科技服务中心（盖章）  填报日期：2025年3月", []),
        (
            GOOD_REPORT[0],
            "某省2024年度整体支出绩效自评报告\n部门（单位）全称：示例市文化馆",
            ["OTHER_UNIT_IN_TEXT"],
        ),
        (GOOD_REPORT[0], "部门整体支出绩效自评报告\n（2023年度）\n填报日期：2024年3月", ["OTHER_YEAR_IN_TEXT"]),
        ("2024年度", "2025年关于2024年度", []),
        (GOOD_REPORT[0], "自评报告\n" + "2023年开展工作。\n" * 6, ["OTHER_YEAR_IN_TEXT"]),
        (GOOD_REPORT[0], "自评报告\n" + "2023年开展工作，2024年继续。\n" * 6, []),
        ("三、存在问题\n", "", []),  # told nowhere else, but told
        ("一个项目推迟招标，预算执行没有到位。", "（一）预算执行\n一个项目推迟。", []),
        ("等次为优。", "等次为优。某项目绩效自评得分80分，等次为中。", []),
        ("二、自评结论\n", "二、自评结论\n（一）重点项目自评情况\n自评得分80分，评价等级为中。\n（二）整体情况\n", []),
    ],
)
def test_report__what_else_is_and_is_not_found(old: str, new: str, expected: list[str], tmp_path: Path) -> None:
    text = "\n".join(GOOD_REPORT)
    assert old in text
    assert codes(found(tmp_path, {REPORT: document(text.replace(old, new).split("\n"))})) == expected


def test_table_of_a_report__its_sentences_but_not_what_the_form_prints(tmp_path: Path) -> None:
    def table(*cells: str) -> str:
        return f"<w:tbl><w:tr>{''.join(f'<w:tc>{paragraph(each)}</w:tc>' for each in cells)}</w:tr></w:tbl>"

    body, printed = "".join(map(paragraph, GOOD_REPORT)), "采购程序合规得3分，合同备案得2分。"
    assert found(tmp_path, {REPORT: document_of_markup(body + table("总分", "100", "98.40") + table(printed))}) == ()
    assert codes(found(tmp_path, {REPORT: document_of_markup(body + table("总分", "100", "97"))})) == ["TOTAL_IN_TEXT"]
    said = table("自评结论", "经自评，我单位自评总分为95分，等次为优。")
    assert codes(found(tmp_path, {REPORT: document_of_markup(body + said)})) == ["TOTAL_IN_TEXT"]


def test_command__form_and_report_named(tmp_path: Path, xlgen: Run) -> None:
    changed = [text.replace("98.40分", "97分") for text in GOOD_REPORT]
    files = {tmp_path / "表" / FORM: good(), tmp_path / "正文.docx": document(changed)}
    for file, data in files.items():
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data)
    done = xlgen("validate", *files, "--scheme", SCHEME)
    assert "正文.docx" in done.out
    assert "写的是 97 分" in done.out
