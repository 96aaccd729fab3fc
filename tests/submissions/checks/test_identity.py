"""Whose workbook it is."""

from __future__ import annotations

import pytest
from openpyxl.workbook import Workbook

from tests.factories.form_workbooks import minimal_form
from tests.factories.returned_forms import edited, found, message, patched, report, typed, wording
from tests.factories.schemes import MINIMAL
from xlgen.scheme.load import load_file
from xlgen.scheme.sheet_names import IDENTITY
from xlgen.submissions.findings.code import Part
from xlgen.submissions.findings.identity import IdentityCode
from xlgen.workbook.build import build


def test_own_unit__ok() -> None:
    assert found(minimal_form()) == []


def test_unit__other() -> None:
    data = typed({"基础数据!C6": "另一单位"})
    assert found(data) == [("OTHER_UNIT", "基础数据!C6")]
    assert message(data) == wording(IdentityCode.OTHER_UNIT, issued="示例单位", filled="另一单位")


@pytest.mark.parametrize(
    "name",
    [
        "示例 单位",
        "　示例单位　",
        " 示例单位\n",
        "示例单位\u200b",
        "示\ufeff例\u2060单\u202e位\u3164",
        "示例单位\U000e0041",
    ],
)
def test_unit__written_otherwise_ok(name: str) -> None:
    assert found(typed({"基础数据!C6": name})) == []


def test_unit__full_width_ok() -> None:
    data = build(load_file(MINIMAL), unit="示例单位(一)")
    assert "OTHER_UNIT" not in dict(found(typed({"基础数据!C6": "示例单位（一）"}, data)))


def test_template_for_anybody__ok() -> None:
    data = typed({"基础数据!C6": "某单位"}, build(load_file(MINIMAL)))
    assert "OTHER_UNIT" not in dict(found(data))


def test_unit__blank_is_not_another_one() -> None:
    assert "OTHER_UNIT" not in dict(found(typed({"基础数据!C6": None})))


PLACES = {
    "隐藏的工作表": ("xl/worksheets/sheet7.xml", "示例单位"),
    "文件属性": ("docProps/custom.xml", "示例单位"),
    "隐藏的名称": ("xl/workbook.xml", "unit=示例单位"),
    "关键词": ("docProps/core.xml", "unit=示例单位"),
}


@pytest.mark.parametrize("place", PLACES)
def test_one_place_says_another_unit__error(place: str) -> None:
    part, said = PLACES[place]
    data = patched(part, said, said.replace("示例", "别的"))
    (differs, *others) = [finding for finding in report(data).findings if finding.code.part is Part.IDENTITY]
    assert differs.code is IdentityCode.IDENTITY_DIFFERS
    assert f"{place}是“别的单位”" in differs.message
    assert {finding.code.name for finding in others} <= {"OTHER_UNIT"}


@pytest.mark.parametrize("place", ["文件属性", "隐藏的名称", "关键词"])
def test_a_place_lost__ok(place: str) -> None:
    part, _ = PLACES[place]
    patterns = {"文件属性": "<property .*</property>", "隐藏的名称": "made_by=xlgen", "关键词": "made_by=xlgen"}
    assert found(patched(part, patterns[place], "")) == found(minimal_form())


def test_hidden_sheet_emptied__error_although_other_places_know() -> None:
    def empty(book: Workbook) -> None:
        for row in book[IDENTITY].iter_rows():
            for cell in row:
                cell.value = None

    codes = [code for code, _ in found(edited(empty))]
    assert set(codes) == {"IDENTITY_DIFFERS"}


def test_unit_changed_on_the_hidden_sheet_and_in_the_form__error() -> None:
    data = typed({f"{IDENTITY}!B4": "别的单位", "基础数据!C6": "别的单位"})
    assert ("IDENTITY_DIFFERS", "") in found(data)
