"""The roster as issuing reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import shipped_scheme
from tests.factories.schemes import KINDS
from xlgen.roster.prefill import read_prefilled_roster
from xlgen.roster.roster_file import RosterError
from xlgen.scheme.load import load_file
from xlgen.scheme.model import Scheme

SHENZHEN = shipped_scheme("shenzhen-2021")
WIDE = "\uff11\uff12"
HEAD = "单位编码,单位名称,区划,核定编制数（含工勤人员）,sangong_budget,金额单位"


def roster(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    file = folder / "名单.csv"
    file.write_bytes("\n".join(lines).encode(encoding))
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_units__with_what_is_filled_in(tmp_path: Path, encoding: str) -> None:
    file = roster(tmp_path, HEAD, f'01,某某局,南山区,{WIDE},"1,234.5",万元', "02,某某所,,,,", encoding=encoding)
    found = read_prefilled_roster(file, SHENZHEN)
    first, second = found.units
    expected = {"unit_name": "某某局", "staff_authorised": 12.0, "sangong_budget": 1234.5, "money_unit": "万元"}
    assert dict(first.inputs) == expected
    assert first.details["district"] == "南山区"
    assert dict(second.inputs) == {"unit_name": "某某所"}
    assert found.unused_columns == []


def test_units__columns_that_are_not_used_are_named(tmp_path: Path) -> None:
    assert read_prefilled_roster(roster(tmp_path, "序号,单位名称,备注", "1,某某局,x"), SHENZHEN).unused_columns == [
        "序号",
        "备注",
    ]


def test_units__everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    lines = ["1,某某局,,12.5,3,万元", "2,某某局,,-1,约三万,公斤", "3,,,,,"]
    with pytest.raises(RosterError) as error:
        read_prefilled_roster(roster(tmp_path, HEAD, *lines), SHENZHEN)
    found = str(error.value).splitlines()
    assert [line.split("第 ")[1].split(" ")[0] for line in found if "第 " in line]
    for line, what in (
        (2, "应为整数"),
        (3, "重复"),
        (3, "不能小于0"),
        (3, "只填数字"),
        (3, "选项"),
        (4, "没有单位名称"),
    ):
        assert any(f"第 {line} 行" in each and what in each for each in found), (line, what, found)


def test_units__percents_and_what_cannot_exceed(tmp_path: Path) -> None:
    jiangning = shipped_scheme("jiangning")
    file = roster(tmp_path, "单位名称,planned_progress,managed_budget,overall_budget", "甲,95%,5,3")
    with pytest.raises(RosterError, match="“纳入绩效管理预算数”不能大于“部门整体预算总额”"):
        read_prefilled_roster(file, jiangning)
    file = roster(tmp_path, "单位名称,计划支付进度", "甲,95%", "乙,0.95")
    assert [each.inputs["planned_progress"] for each in read_prefilled_roster(file, jiangning).units] == [0.95, 0.95]


def test_units__a_name_that_no_workbook_can_hold_is_told_with_its_line(tmp_path: Path) -> None:
    file = roster(tmp_path, "单位名称", "甲", "某" * 300)
    with pytest.raises(RosterError, match="第 3 行：单位名称太长"):
        read_prefilled_roster(file, SHENZHEN)


def wrong(folder: Path, *lines: str, scheme: Scheme = SHENZHEN) -> list[str]:
    with pytest.raises(RosterError) as error:
        read_prefilled_roster(roster(folder, *lines), scheme)
    return str(error.value).splitlines()


def test_column__that_may_be_several_inputs_is_refused(tmp_path: Path) -> None:
    (line,) = wrong(tmp_path, "单位名称,酌情扣分", "甲,1", scheme=shipped_scheme("jiangmen-2024"))
    assert "3 个填报项" in line
    assert "goals_deduction" in line
    file = roster(tmp_path, "单位名称,goals_deduction", "甲,1")
    assert "goals_deduction" in read_prefilled_roster(file, shipped_scheme("jiangmen-2024")).units[0].inputs


def test_columns__of_one_heading_are_refused_where_they_are_used(tmp_path: Path) -> None:
    found = wrong(tmp_path, "单位名称,金额单位,金额单位,区划,区划,备注,备注", "甲,元,元,,,,")
    assert [line.split("叫")[1] for line in found] == ["“区划”。请只留一列", "“金额单位”。请只留一列"]
    assert read_prefilled_roster(roster(tmp_path, "单位名称,备注,备注", "甲,,"), SHENZHEN).unused_columns == [
        "备注",
        "备注",
    ]


def test_columns__the_id_goes_before_the_label(tmp_path: Path) -> None:
    found = read_prefilled_roster(
        roster(tmp_path, "单位名称,核定编制数（含工勤人员）,staff_authorised", "甲,1,2"), SHENZHEN
    )
    assert found.units[0].inputs["staff_authorised"] == 2
    assert found.unused_columns == ["核定编制数（含工勤人员）"]


def test_formula_errors__are_told_wherever_they_are_used(tmp_path: Path) -> None:
    found = wrong(tmp_path, "单位名称,区划,sangong_budget,备注", "甲,#N/A,#REF!,#N/A", "乙,,,")
    assert len(found) == 2
    assert all("错误值" in line for line in found)


@pytest.mark.parametrize("money", ["￥1,234.50", "1234.5万元", "(5)", "1e3", "1E+05", "约5", "5-6", f"{WIDE},3"])
def test_money__written_as_words_is_never_guessed(tmp_path: Path, money: str) -> None:
    (line,) = wrong(tmp_path, "单位名称,sangong_budget", f'甲,"{money}"')
    assert "请键入数字" in line or "只填数字" in line


@pytest.mark.parametrize(("money", "value"), [("1，234.50", 1234.5), (f" {WIDE} ", 12.0), ("0", 0.0), ("\u200b7", 7.0)])
def test_money__as_people_type_it(tmp_path: Path, money: str, value: float) -> None:
    assert read_prefilled_roster(roster(tmp_path, "单位名称,sangong_budget", f'甲,"{money}"'), SHENZHEN).units[
        0
    ].inputs["sangong_budget"] == pytest.approx(value)


def test_values__what_is_shown_of_them_is_short(tmp_path: Path) -> None:
    (line,) = wrong(tmp_path, "单位名称,sangong_budget", "甲," + "九" * 100_000)
    assert len(line) < 600


def test_money_unit__of_a_form_that_does_not_ask_is_ten_thousand_yuan(tmp_path: Path) -> None:
    guangdong, head = shipped_scheme("guangdong-2019"), "单位名称,金额单位,total_budget"
    found = read_prefilled_roster(roster(tmp_path, head, "甲,万元,5", "乙,,6"), guangdong)
    assert [dict(each.inputs) for each in found.units] == [
        {"unit_name": "甲", "total_budget": 5.0},
        {"unit_name": "乙", "total_budget": 6.0},
    ]
    assert found.unused_columns == []
    with pytest.raises(RosterError, match=r"金额单位.*写的是“元”.*万元"):
        read_prefilled_roster(roster(tmp_path, head, "甲,元,50000"), guangdong)


@pytest.mark.parametrize("written", ["2025-03-31", "2025/3/31", "2025.3.31", "20250331", "2025年3月31日", "45747"])
def test_day__however_it_is_written(tmp_path: Path, written: str) -> None:
    file = roster(tmp_path, "单位名称,开始时间,列入规划", f"某某局,{written},√")
    (unit,) = read_prefilled_roster(file, load_file(KINDS)).units
    assert dict(unit.inputs) == {"unit_name": "某某局", "started": 45747, "planned": "√"}


def test_day_and_tick__that_cannot_be_read_are_told(tmp_path: Path) -> None:
    file = roster(tmp_path, "单位名称,开始时间,完成时间,列入规划", "某某局,2019-12-31,年底,是")
    with pytest.raises(RosterError) as error:
        read_prefilled_roster(file, load_file(KINDS))
    for what in ("应在2020年1月1日至2025年12月31日之间", "应为日期，如2025-3-31", "请选“√”，没有的留空"):
        assert what in str(error.value)
