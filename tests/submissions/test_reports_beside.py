"""Which reports belong to which forms: by folder, by name, or because they were named together."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from tests.submissions.test_sources import archive, laid_out
from xlgen.submissions.reports_beside import assigned, is_of_project, is_report, whose
from xlgen.submissions.sources import NO_FORM_OF_REPORT, Sources, find_sources


def reports(found: Sources) -> dict[str, list[str]]:
    """The names of the reports of each form."""
    return {
        PurePosixPath(source.name).name: [PurePosixPath(report.name).name for report in source.reports]
        for source in found.workbooks
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("自评报告.docx", True),
        ("2024年度部门整体支出绩效评价报告（盖章）.DOCX", True),
        ("报告/甲局绩效报告.docm", True),
        ("自评情况.docx", True),
        ("绩效自评情况表.docx", False),
        ("自评报告及评分表.docx", True),
        ("自评报告.doc", False),  # told by nobody: it is material like any other file
        ("自评报告.pdf", False),
        ("工作总结.docx", False),
        ("审计报告.docx", False),
        ("绩效监控报告.docx", False),
        ("自评报告模板.docx", False),
        ("佐证材料/自评报告.docx", False),
    ],
)
def test_name__of_a_report(name: str, expected: bool) -> None:
    assert is_report(PurePosixPath(name)) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("智慧农业项目绩效自评报告.docx", True),
        ("部门整体支出（含专项资金）自评报告.docx", False),
        ("自评报告.docx", False),
    ],
)
def test_report_of_a_project(name: str, expected: bool) -> None:
    assert is_of_project(name) is expected


@pytest.mark.parametrize(
    ("name", "who"),
    [("001_甲局.xlsx", "甲局"), ("甲局2024年度部门整体支出绩效自评报告（盖章）.docx", "甲局"), ("自评报告.docx", "")],
)
def test_name__says_whose(name: str, who: str) -> None:
    assert whose(name) == who


@pytest.mark.parametrize(
    ("forms", "beside", "expected"),
    [
        (["表.xlsx"], ["自评报告.docx", "绩效报告2.docx", "乙局自评报告.docx"], {0: [0, 1]}),
        (["甲局.xlsx"], ["甲局自评报告.docx", "乙局自评报告.docx"], {0: [0]}),
        (["表.xlsx"], ["甲局自评报告.docx"], {0: [0]}),
        (["甲局.xlsx", "乙局.xlsx"], ["乙局自评报告.docx", "丙局自评报告.docx"], {1: [0]}),
        (["甲局.xlsx", "甲局（终稿）.xlsx", "乙局.xlsx"], ["甲局自评报告.docx"], {0: [0], 1: [0]}),
        (["自评表.xlsx", "某项目.xlsx"], ["自评报告.docx"], {0: [0]}),
        (["自评表.xlsx", "自评表（终稿）.xlsx"], ["自评报告.docx"], {}),
    ],
)
def test_report__of_the_only_form_or_of_those_of_its_name(
    forms: list[str], beside: list[str], expected: dict[int, list[int]]
) -> None:
    assert {form: list(numbers) for form, numbers in assigned(forms, beside).items()} == expected


def test_folders__each_form_with_its_reports_and_all_of_its_material(tmp_path: Path) -> None:
    laid_out(tmp_path, "甲/表.xlsx", "甲/自评报告.docx", "甲/照片.jpg", "甲/正文/绩效报告.docx", "乙/表2.xlsx")
    found = find_sources([tmp_path])
    assert reports(found) == {"表.xlsx": ["绩效报告.docx", "自评报告.docx"], "表2.xlsx": []}
    assert {source.material for source in found.workbooks} == {(), ("正文/绩效报告.docx", "照片.jpg", "自评报告.docx")}


def test_archive__has_reports_too(tmp_path: Path) -> None:
    (found,) = find_sources([archive(tmp_path / "甲.zip", "甲/表.xlsx", "甲/自评报告.docx")]).workbooks
    assert [report.read().decode() for report in found.reports] == ["甲/自评报告.docx"]


def test_all_in_one_folder__by_name_alone(tmp_path: Path) -> None:
    laid_out(
        tmp_path, "001_甲局.xlsx", "002_乙局.xlsx", "甲局自评报告.docx", "乙局2024年绩效自评报告.docx", "自评报告.docx"
    )
    assert reports(find_sources([tmp_path])) == {
        "001_甲局.xlsx": ["甲局自评报告.docx"],
        "002_乙局.xlsx": ["乙局2024年绩效自评报告.docx"],
    }


def test_named_together__the_only_form_takes_any_document(tmp_path: Path) -> None:
    laid_out(tmp_path, "a/表.xlsx", "b/说明.docx")
    (found,) = find_sources([tmp_path / "a/表.xlsx", tmp_path / "b/说明.docx"]).workbooks
    assert [Path(report.name).name for report in found.reports] == ["说明.docx"]
    assert found.material == ()


def test_named_together__of_several_forms_by_name(tmp_path: Path) -> None:
    names = ["甲局.xlsx", "乙局.xlsx", "甲局自评报告.docx", "丙局自评报告.docx", "乙局.docx"]
    laid_out(tmp_path, *names)
    found = find_sources([tmp_path / name for name in names])
    assert reports(found) == {"甲局.xlsx": ["甲局自评报告.docx"], "乙局.xlsx": [], "乙局.docx": []}  # meant as a form
    assert found.skipped == ((str(tmp_path / "丙局自评报告.docx"), NO_FORM_OF_REPORT),)


def test_named_and_found__is_one_report(tmp_path: Path) -> None:
    laid_out(tmp_path, "表.xlsx", "自评报告.docx")
    assert reports(find_sources([tmp_path, tmp_path / "自评报告.docx"])) == {"表.xlsx": ["自评报告.docx"]}


def test_report_alone__is_told_as_before(tmp_path: Path) -> None:
    (found,) = find_sources([laid_out(tmp_path, "自评报告.docx") / "自评报告.docx"]).workbooks
    assert found.reports == ()
