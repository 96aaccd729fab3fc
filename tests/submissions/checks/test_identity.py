"""Whose workbook it is."""

from __future__ import annotations

import pytest

from tests.factories.form_workbooks import minimal_form
from tests.factories.returned_forms import found, message, typed, wording
from tests.factories.schemes import MINIMAL
from xlgen.scheme.load import load_file
from xlgen.submissions.findings import Code
from xlgen.workbook.build import build


def test_own_unit__ok() -> None:
    assert found(minimal_form()) == []


def test_unit__other() -> None:
    data = typed({"基础数据!C6": "另一单位"})
    assert found(data) == [("OTHER_UNIT", "基础数据!C6")]
    assert message(data) == wording(Code.OTHER_UNIT, issued="示例单位", filled="另一单位")


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
