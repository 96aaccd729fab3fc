"""A form beside the bureau's figures: what rounding explains is the same, everything else is told with both numbers."""

from __future__ import annotations

import pytest

from tests.factories.schemes import MINIMAL, templates_of
from xlgen.roster.reference import Figure
from xlgen.scheme.load import load_file
from xlgen.submissions.contents import FormContents
from xlgen.submissions.file_check import CheckedFile
from xlgen.submissions.reference import with_reference
from xlgen.submissions.validate import FileReport
from xlgen.submissions.verdict import Verdict, verdict_of
from xlgen.workbook.identity import identity_of
from xlgen.xlsx.values import CellValue

TEMPLATES = templates_of(str(MINIMAL))


def told(values: dict[str, CellValue], **figures: Figure) -> list[str]:
    form = FormContents(identity_of(load_file(MINIMAL), "甲局"), {"money_unit": "万元", **values}, {}, [], {})
    checked = CheckedFile(FileReport("甲局.xlsx", unit="甲局"), None, form)
    found = with_reference(checked, figures, TEMPLATES).report
    assert verdict_of(found) is (Verdict.WARNED if found.findings else Verdict.PASSED)
    return [f"{each.cell} {each.message}" for each in found.findings]


@pytest.mark.parametrize(
    ("unit", "value", "figure", "same"),
    [
        ("万元", 12.35, Figure(123_456.78, "元", 0.01, 4), True),
        ("万元", 12.35, Figure(123_400, "元", 0.01, 4), False),
        ("万元", 12.345678, Figure(123_456.78, "元", 0.01, 4), True),
        ("元", 123_456.78, Figure(12.35, "万元", 0.01, 4), True),
        ("元", 123_456.78, Figure(12.34, "万元", 0.01, 4), False),
        ("元", 123_456.78, Figure(123_457, "元", 1, 4), True),
        ("元", 123_456.78, Figure(123_458, "元", 1, 4), False),
        ("万元", 0, Figure(0, "元", 1, 4), True),
        ("万元", "", Figure(5, "元", 1, 4), True),  # blank or a text: another finding
        ("万元", "约5", Figure(5, "元", 1, 4), True),
        ("", 5, Figure(5, "元", 1, 4), True),
    ],
)
def test_amounts__half_of_the_last_place_on_either_side(
    unit: str, value: CellValue, figure: Figure, same: bool
) -> None:
    assert (told({"money_unit": unit, "budget": value}, budget=figure) == []) is same


def test_counts__must_be_the_same() -> None:
    assert told({"late": 3}, late=Figure(3, "", 1, 7)) == []
    (said,) = told({"late": 3}, late=Figure(4, "", 1, 7))
    assert said.endswith("“迟报次数”表中是 3 次，决算（清单第 7 行）是 4 次，相差 -1 次")


def test_finding__names_both_numbers_in_their_units_and_where() -> None:
    (said,) = told({"budget": 1234.5}, budget=Figure(1234.5, "元", 0.1, 4))
    what = "“预算”表中是 1,234.5 万元，决算（清单第 4 行）是 1,234.5 元，相差 1,234.37655 万元"
    cell, _, message = said.partition(" ")
    assert message == f"{what}。两边正好差一万倍，像是把元和万元弄错了"
    assert cell == TEMPLATES.current(identity_of(load_file(MINIMAL), "")).layout.values["budget"].address


def test_unit_without_a_line__is_told_as_a_notice() -> None:
    form = FormContents(identity_of(load_file(MINIMAL), "甲局"), {"budget": 5}, {}, [], {})
    found = with_reference(CheckedFile(FileReport("甲.xlsx"), None, form), None, TEMPLATES).report
    assert [each.code.name for each in found.findings] == ["NO_REFERENCE"]
    assert with_reference(CheckedFile(FileReport("甲.xlsx")), None, TEMPLATES).report.findings == ()
