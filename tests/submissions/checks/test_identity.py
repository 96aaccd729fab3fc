"""Whose workbook it is."""

from __future__ import annotations

import io
from functools import cache

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from tests.factories.form_workbooks import minimal_form
from tests.factories.returned_forms import edited, found, message, patched, report, typed, wording
from tests.factories.schemes import DATA, MINIMAL
from xlgen.scheme.load import load_file
from xlgen.scheme.sheet_names import IDENTITY
from xlgen.scoring.data_file import load_form_data
from xlgen.submissions.findings.code import Part
from xlgen.submissions.findings.identity import IdentityCode
from xlgen.workbook.build import build


@cache
def issued_form() -> bytes:
    """The minimal form as it was issued to its unit, filled in."""
    scheme = load_file(MINIMAL)
    return build(scheme, load_form_data(DATA, scheme), "示例单位")


def test_own_unit__ok() -> None:
    assert found(issued_form()) == []


def test_issued_form__names_its_unit_in_a_locked_cell() -> None:
    issued, blank = (load_workbook(io.BytesIO(data))["指标评分表"]["H3"] for data in (issued_form(), minimal_form()))
    assert (issued.value, issued.protection.locked) == ("示例单位", True)
    assert not blank.protection.locked


def test_unit__other() -> None:
    data = typed({"指标评分表!H3": "另一单位"}, issued_form())
    assert found(data) == [("OTHER_UNIT", "指标评分表!H3")]
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
    assert found(typed({"指标评分表!H3": name}, issued_form())) == []


def test_unit__full_width_ok() -> None:
    data = build(load_file(MINIMAL), unit="示例单位(一)")
    assert "OTHER_UNIT" not in dict(found(typed({"指标评分表!H3": "示例单位（一）"}, data)))


def test_template_for_anybody__ok() -> None:
    data = typed({"指标评分表!H3": "某单位"}, build(load_file(MINIMAL)))
    assert "OTHER_UNIT" not in dict(found(data))


def test_unit__blank_is_not_another_one() -> None:
    assert "OTHER_UNIT" not in dict(found(typed({"指标评分表!H3": None}, issued_form())))


PLACES = {
    "隐藏的工作表": ("xl/worksheets/sheet7.xml", "示例单位"),
    "文件属性": ("docProps/custom.xml", "示例单位"),
    "隐藏的名称": ("xl/workbook.xml", "unit=示例单位"),
    "关键词": ("docProps/core.xml", "unit=示例单位"),
}


@pytest.mark.parametrize("place", PLACES)
def test_one_place_says_another_unit__error(place: str) -> None:
    part, said = PLACES[place]
    data = patched(part, said, said.replace("示例", "别的"), issued_form())
    (differs, *others) = [finding for finding in report(data).findings if finding.code.part is Part.IDENTITY]
    assert differs.code is IdentityCode.IDENTITY_DIFFERS
    assert f"{place}是“别的单位”" in differs.message
    assert {finding.code.name for finding in others} <= {"OTHER_UNIT"}


@pytest.mark.parametrize("place", ["文件属性", "隐藏的名称", "关键词"])
def test_a_place_lost__ok(place: str) -> None:
    part, _ = PLACES[place]
    patterns = {"文件属性": "<property .*</property>", "隐藏的名称": "made_by=xlgen", "关键词": "made_by=xlgen"}
    assert found(patched(part, patterns[place], "", issued_form())) == found(minimal_form())


def test_hidden_sheet_emptied__error_although_other_places_know() -> None:
    def empty(book: Workbook) -> None:
        for row in book[IDENTITY].iter_rows():
            for cell in row:
                cell.value = None

    codes = [code for code, _ in found(edited(empty, issued_form()))]
    assert set(codes) == {"IDENTITY_DIFFERS"}


def test_unit_changed_on_the_hidden_sheet_and_in_the_form__error() -> None:
    data = typed({f"{IDENTITY}!B4": "别的单位", "指标评分表!H3": "别的单位"}, issued_form())
    assert ("IDENTITY_DIFFERS", "") in found(data)
