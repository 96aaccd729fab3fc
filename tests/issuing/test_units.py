"""The roster as issuing reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import shipped_scheme
from xlgen.issuing.units import read_units
from xlgen.returned.roster import BrokenRoster

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
    found = read_units(file, SHENZHEN)
    first, second = found.due
    expected = {"unit_name": "某某局", "staff_authorised": 12.0, "sangong_budget": 1234.5, "money_unit": "万元"}
    assert dict(first.given) == expected
    assert first.details["district"] == "南山区"
    assert dict(second.given) == {"unit_name": "某某所"}
    assert found.unused == []


def test_units__columns_that_are_not_used_are_named(tmp_path: Path) -> None:
    assert read_units(roster(tmp_path, "序号,单位名称,备注", "1,某某局,x"), SHENZHEN).unused == ["序号", "备注"]


def test_units__everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    lines = ["1,某某局,,12.5,3,万元", "2,某某局,,-1,约三万,公斤", "3,,,,,"]
    with pytest.raises(BrokenRoster) as error:
        read_units(roster(tmp_path, HEAD, *lines), SHENZHEN)
    found = str(error.value).splitlines()
    assert [line.split("第 ")[1].split(" ")[0] for line in found if "第 " in line]
    for line, what in ((2, "应为整数"), (3, "重复"), (3, "超出"), (3, "应为数字"), (3, "选项"), (4, "没有单位名称")):
        assert any(f"第 {line} 行" in each and what in each for each in found), (line, what, found)


def test_units__percents_and_what_cannot_exceed(tmp_path: Path) -> None:
    jiangning = shipped_scheme("jiangning")
    file = roster(tmp_path, "单位名称,planned_progress,managed_budget,overall_budget", "甲,95%,5,3")
    with pytest.raises(BrokenRoster, match="部分大于总数"):
        read_units(file, jiangning)
    file = roster(tmp_path, "单位名称,计划支付进度", "甲,95%", "乙,0.95")
    assert [each.given["planned_progress"] for each in read_units(file, jiangning).due] == [0.95, 0.95]


def test_units__a_name_that_no_workbook_can_hold_is_told_with_its_line(tmp_path: Path) -> None:
    file = roster(tmp_path, "单位名称", "甲", "某" * 300)
    with pytest.raises(BrokenRoster, match="第 3 行：单位名称太长"):
        read_units(file, SHENZHEN)
