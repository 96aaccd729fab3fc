"""The roster: the encodings it comes in, and every line that is wrong."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from xlgen.returned.roster import BrokenRoster, Unit, read_roster

LINES = "单位编码,单位名称,联系人\n001,甲中心,张三\n002,乙中心（本级）,\n"
UNITS = (Unit("甲中心", "001"), Unit("乙中心（本级）", "002"))


def roster(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_csv__encodings(encoding: str, tmp_path: Path) -> None:
    assert read_roster(roster(tmp_path / "名单.csv", LINES, encoding)).units == UNITS


@pytest.mark.parametrize(
    "text",
    [
        LINES.replace("\n", "\r\n"),
        LINES.replace(",", "\t"),
        LINES.replace("单位编码", "单位代码"),
        "2024年应报单位名单,,\n,,\n" + LINES,
        LINES.replace("单位名称", " 单位 名称 ").replace("002", '"002"') + "\n,,\n",
    ],
    ids=["windows", "tabs", "other heading", "title above", "spaces and blank lines"],
)
def test_csv__ways_of_writing(text: str, tmp_path: Path) -> None:
    assert read_roster(roster(tmp_path / "名单.csv", text)).units == UNITS


def test_csv__code_is_not_needed(tmp_path: Path) -> None:
    assert read_roster(roster(tmp_path / "名单.csv", "单位名称\n甲中心\n")).units == (Unit("甲中心"),)


def test_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in (["应报单位名单"], [None, "单位名称", "单位编码"], [1, "甲中心", "001"], [2, " 乙中心 ", 2]):
        sheet.append(line)
    book.save(tmp_path / "名单.xlsx")
    assert read_roster(tmp_path / "名单.xlsx").units == (Unit("甲中心", "001"), Unit("乙中心", "2"))


def test_roster__every_wrong_line_at_once(tmp_path: Path) -> None:
    text = LINES + "003,,\n004,甲 中心,\n002,丙中心,\n"
    with pytest.raises(BrokenRoster) as error:
        read_roster(roster(tmp_path / "名单.csv", text))
    lines = str(error.value).splitlines()
    assert [line.split("名单.csv ")[1].split("。")[0] for line in lines] == [
        "第 4 行：没有单位名称",
        "第 5 行：单位“甲 中心”与第 2 行重复",
        "第 6 行：单位编码“002”与第 3 行重复",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "没有“单位名称”一列"), ("名称\n甲\n", "没有“单位名称”一列"), ("单位名称\n", "没有单位")],
)
def test_roster__without_units(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BrokenRoster, match=said):
        read_roster(roster(tmp_path / "名单.csv", text))


def test_roster__that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "名单.csv").write_bytes(b"\xff\xff\xff\x00")
    with pytest.raises(BrokenRoster, match="编码不明"):
        read_roster(tmp_path / "名单.csv")


def test_find__however_it_is_typed(tmp_path: Path) -> None:
    found = read_roster(roster(tmp_path / "名单.csv", LINES))
    assert found.find(" 乙 中心(本级)") == UNITS[1]
    assert found.find("乙中心") is None
    assert found.nearest("乙中心（本部）") == "乙中心（本级）"
    assert found.nearest("毫不相干的单位") == ""
