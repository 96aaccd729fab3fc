"""Whose a file is that is no form: surely, presumably, or nobody knows."""

from __future__ import annotations

import pytest

from xlgen.campaign.arrivals import Attribution
from xlgen.roster.roster import Roster
from xlgen.roster.unit import Unit
from xlgen.scheme.documents import STANDARD, documents_named
from xlgen.scheme.subject import Subject

ROSTER = Roster(
    (
        Unit("南山区教育局", "440305001"),
        Unit("南山区教育局幼儿园", "440305002"),
        Unit("福田区教育局", "101"),
        Unit("人民医院（本级）", "20"),
        Unit("交通局", "301", Subject("0012", "道路", "项目")),
        Unit("交通局", "301", Subject("0013", "桥梁", "项目")),
    )
)


@pytest.mark.parametrize(
    ("file", "names"),
    [
        ("交回/南山区教育局.xls", ["南山区教育局"]),
        (
            "交回/（终）南山区教育局幼儿园 评分表.xls",
            ["南山区教育局幼儿园"],
        ),  # not the bureau of its name
        ("交回/南山区教育局/新建 Microsoft Excel 工作表.xlsx", ["南山区教育局"]),
        ("交回/福田区教育局/南山区教育局.xls", ["南山区教育局"]),  # the file's own name comes first
        ("南山区教育局、福田区教育局.zip/a.xls", []),  # several
        ("交回/440305002.xls", ["南山区教育局幼儿园"]),
        ("交回/表440305002(1).xls", ["南山区教育局幼儿园"]),
        ("交回/101_自评.xls", ["福田区教育局"]),
        ("交回/第101号.xls", []),  # a short code in the middle is a number
        ("交回/20.xls", []),
        ("交回/2101年.xls", []),
        ("交回\\人民医院(本级)\\a.et", ["人民医院（本级）"]),  # Windows' paths, the other kind of brackets
        ("交回/交通局0013.xls", ["交通局"]),
        ("交回/教育局.xls", []),
        ("", []),
    ],
)
def test_owner(file: str, names: list[str]) -> None:
    owner = Attribution(ROSTER).owner(file)
    assert list(dict.fromkeys(unit.name for unit in owner.units)) == names


def test_owner__of_several_forms_the_one_that_is_named() -> None:
    owners = {
        file: Attribution(ROSTER).owner(file).units for file in ("交通局0013.xls", "交通局/桥梁.xls", "交通局.xls")
    }
    codes = {file: [unit.subject.code for unit in units] for file, units in owners.items()}
    assert codes == {"交通局0013.xls": ["0013"], "交通局/桥梁.xls": ["0013"], "交通局.xls": ["0012", "0013"]}


def test_similar_name__is_proposed_and_decides_nothing() -> None:
    owner = Attribution(ROSTER).owner("交回/南山教育局.xls")
    assert (owner.units, owner.proposed) == ((), "南山区教育局")


def test_long_roster__costs_no_more_for_each_file() -> None:
    many = Roster(tuple(Unit(f"某某市第{number:06}单位", f"{number:08}") for number in range(50_000)))
    found = Attribution(many, guesses_left=0)
    for number in range(2_000):  # a search through all names would take minutes
        assert found.owner(f"交回/某某市第{number:06}单位.xls").units[0].name == f"某某市第{number:06}单位"


@pytest.mark.parametrize(
    ("file", "documents"),
    [
        ("甲/盖章扫描件.pdf", ["盖章扫描件"]),
        ("甲/自评报告（盖章扫描件）.pdf", ["盖章扫描件", "自评报告"]),
        ("甲/盖章.docx", []),  # a scan is a picture
        ("甲/佐证材料/一.xlsx", ["佐证材料"]),
        ("甲/照片.jpg", []),
    ],
)
def test_documents__are_known_by_their_names(file: str, documents: list[str]) -> None:
    assert list(documents_named(file, STANDARD)) == documents
