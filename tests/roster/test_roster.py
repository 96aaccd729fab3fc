"""The roster: the encodings it comes in, and every line that is wrong."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from xlgen.roster.roster import read_roster
from xlgen.roster.roster_file import RosterError, cell_in, read_listing
from xlgen.roster.unit import Unit

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
    text = LINES + "003,,\n004,甲 中心,\n002,丙中心,\n"  # a blank in a name makes no other unit
    with pytest.raises(RosterError) as error:
        read_roster(roster(tmp_path / "名单.csv", text))
    lines = str(error.value).splitlines()
    assert [line.split("名单.csv ")[1].split("。")[0] for line in lines] == [
        "第 4 行：没有单位名称",
        "第 5 行：单位“甲中心”与第 2 行重复",
        "第 6 行：单位编码“002”与第 3 行重复",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "没有“单位名称”一列"), ("名称\n甲\n", "没有“单位名称”一列"), ("单位名称\n", "没有单位")],
)
def test_roster__without_units(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(RosterError, match=said):
        read_roster(roster(tmp_path / "名单.csv", text))


def test_roster__that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "名单.csv").write_bytes(b"\xff\xff\xff\x00")
    with pytest.raises(RosterError, match="编码不明"):
        read_roster(tmp_path / "名单.csv")


def test_find__however_it_is_typed(tmp_path: Path) -> None:
    found = read_roster(roster(tmp_path / "名单.csv", LINES))
    assert found.find(" 乙 中心(本级)") == UNITS[1]
    assert found.find("乙中心") is None
    assert found.nearest("乙中心（本部）") == "乙中心（本级）"
    assert found.nearest("毫不相干的单位") == ""


Row = Sequence[str | float | None]


def sheet(path: Path, lines: Sequence[Row], *merged: str) -> Path:
    book = openpyxl.Workbook()
    for line in lines:
        book.worksheets[0].append(list(line))
    for area in merged:
        book.worksheets[0].merge_cells(area)
    book.save(path)
    return path


def wrong(path: Path) -> list[str]:
    with pytest.raises(RosterError) as error:
        read_roster(path)
    return [line.removeprefix(f"{path} ") for line in str(error.value).splitlines()]


def test_workbook__head_of_two_rows_and_merged_titles(tmp_path: Path) -> None:
    lines: list[Row] = [
        ["2026年名单", None, None],
        ["单位编码", "单位名称", "联系"],
        [None, None, "联系人"],
        ["1", "甲中心", "张三"],
    ]
    listing = read_listing(sheet(tmp_path / "名单.xlsx", lines, "A1:C1", "A2:A3", "B2:B3"))
    assert (listing.head, listing.lines) == (["单位编码", "单位名称", "联系人"], [(4, ["1", "甲中心", "张三"])])


def test_workbook__what_is_merged_over_several_units_is_that_of_each(tmp_path: Path) -> None:
    lines: list[Row] = [["单位名称", "区划"], ["甲", "南山区"], ["乙", None], ["丙", "福田区"], ["丁", None]]
    listing = read_listing(sheet(tmp_path / "名单.xlsx", lines, "B2:B3"))
    assert [cell_in(cells, 1) for _, cells in listing.lines] == ["南山区", "南山区", "福田区", ""]


@pytest.mark.parametrize("area", ["", "A", "A1:", "B2:A1", "A0:A9", "A2:XFD1048576", "A1:A99999999999", "名称"])
def test_workbook__merged_nonsense_breaks_nothing(tmp_path: Path, area: str) -> None:
    file = sheet(tmp_path / "名单.xlsx", [["单位名称"], ["甲"], ["乙"]], "C1:C2")
    content = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(content, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'ref="C1:C2"', f'ref="{area}"'.encode()))
    file.write_bytes(content.getvalue())
    with contextlib.suppress(RosterError):
        assert [unit.name for unit in read_roster(file).units] == ["甲", "乙"]


def test_workbook__many_merged_areas_do_not_take_long(tmp_path: Path) -> None:
    lines = [["单位名称"], *([f"单位{number}"] for number in range(3000))]
    file = sheet(tmp_path / "名单.xlsx", lines, "C1:C2")
    areas = "".join('<mergeCell ref="A1:A1048576"/>' for _ in range(20000))
    content = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'<mergeCell ref="C1:C2"/>', areas.encode()))
    file.write_bytes(content.getvalue())
    assert "合并的单元格太多" in wrong(file)[0]


def test_codes__that_excel_rounded_are_refused(tmp_path: Path) -> None:
    head: Row = ["单位编码", "单位名称"]
    long: Row = [124403004557550123, "甲"]
    fine: list[Row] = [[440301.0, "乙"], ["0012", "丙"], [12.5, "丁"]]
    assert wrong(sheet(tmp_path / "名单.xlsx", [head, long, *fine])) == [
        "第 2 行：单位编码“1.244030E+17”是 Excel 改写过的，后面的数字已经丢失。请把这一列设为文本，重新键入"
    ]
    (line,) = wrong(roster(tmp_path / "名单.csv", "单位编码,单位名称\n1.2440E+17,甲\n440301,乙"))
    assert "Excel 改写" in line
    kept = read_roster(sheet(tmp_path / "名单.xlsx", [head, *fine])).units
    assert [unit.code for unit in kept] == ["440301", "0012", "12.5"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ('"甲\n乙"', "换行"),
        ("甲\x07局", "控制字符"),
        ("#N/A", "错误值"),
        ("#REF!", "错误值"),
        ("=HYPERLINK(1)", "公式"),
        ("＝1", "公式"),
        ("+甲", "公式"),
        ("@甲", "公式"),
    ],
)
def test_name__that_is_none_is_told_once(tmp_path: Path, name: str, why: str) -> None:
    (line,) = wrong(roster(tmp_path / "名单.csv", f"单位编码,单位名称\n2,好的\n1,{name}"))
    assert why in line


@pytest.mark.parametrize("mark", ["\u200b", "\ufeff", "\u202e", "\u2060", "\xa0"])
def test_names__what_nobody_sees_makes_no_other_unit(tmp_path: Path, mark: str) -> None:
    (line,) = wrong(roster(tmp_path / "名单.csv", f"单位编码,单位名称\n1,甲局\n2,甲{mark}局"))
    assert "重复" in line
    assert read_roster(roster(tmp_path / "名单.csv", f"单位名称\n{mark}甲局{mark}")).units == (Unit("甲局"),)


def test_names__rare_characters_stay(tmp_path: Path) -> None:
    names = ["𠮷野家", "😀局", "㐀䶵局", "ᠮᠣᠩᠭᠣᠯ", "نم"]
    units = read_roster(roster(tmp_path / "名单.csv", "\n".join(["单位名称", *names]))).units
    assert [unit.name for unit in units] == names


def test_csv__quote_that_is_not_closed_swallows_no_unit(tmp_path: Path) -> None:
    (line,) = wrong(roster(tmp_path / "名单.csv", '单位名称,备注\n甲,好\n乙,"备注\n丙,\n丁,'))
    assert line.startswith("第 3 行：引号没有成对")


def test_csv__cell_without_end_is_told_in_chinese(tmp_path: Path) -> None:
    (line,) = wrong(roster(tmp_path / "名单.csv", "单位名称,备注\n甲," + "某" * 200_000))
    assert "太多" in line
    (line,) = wrong(roster(tmp_path / "名单.csv", "单位名称\n" + "某" * 100_000 + "\n" + "某" * 100_000))
    assert len(line) < 500


@pytest.mark.parametrize("head", ["单位名称,单位名称", "单位编码,单位名称,单位编码", "单位名称, 单位 名称"])
def test_columns__of_the_same_heading_are_refused(tmp_path: Path, head: str) -> None:
    (line,) = wrong(roster(tmp_path / "名单.csv", f"{head}\n甲,乙,丙"))
    assert "2 列都叫" in line


def test_columns__of_two_codes_the_first_kind_counts(tmp_path: Path) -> None:
    assert read_roster(roster(tmp_path / "名单.csv", "单位代码,单位名称,单位编码\n9,甲,1")).units == (Unit("甲", "1"),)


def test_roster__so_wrong_that_nobody_would_read_it_is_counted(tmp_path: Path) -> None:
    found = wrong(roster(tmp_path / "名单.csv", "单位名称,区划\n" + ",甲\n" * 1000))
    assert len(found) == 201
    assert found[-1] == "…… 另有 800 处"
