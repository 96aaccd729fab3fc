"""`xlgen summary`: which files are summed up, what is said, and how it ends."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from tests.cli.running import Filled, Run, assert_complaint
from tests.conftest import published_filling, shipped_scheme
from tests.oracles.cells import stored
from xlgen.reports import summary_lines
from xlgen.scheme.inputs import UNIT_NAME
from xlgen.summary import book as summary_book
from xlgen.workbook.build import build

pytestmark = pytest.mark.slow


SCHEME = "jiangmen-2024"
UNITS = ("财政局", "教育局", "水利局")


@cache
def form_of(unit: str) -> bytes:
    """The published form, under another unit's name."""
    filling = published_filling(SCHEME)
    return build(shipped_scheme(SCHEME), replace(filling, inputs={**filling.inputs, UNIT_NAME: unit}))


@pytest.fixture
def returned(tmp_path: Path) -> Path:
    """A folder with the forms of three units."""
    folder = tmp_path / "交回"
    for unit in UNITS:
        (folder / unit).mkdir(parents=True)
        (folder / unit / "自评表.xlsx").write_bytes(form_of(unit))
    return folder


def units_in(file: Path) -> list[object]:
    return [value for address, value in stored(file)["汇总表"].items() if address[0] == "B" and value in UNITS]


def test_summary__all_units(xlgen: Run, returned: Path, tmp_path: Path) -> None:
    done = xlgen("summary", returned, "-o", tmp_path / "汇总.xlsx", "--jobs", 1)
    assert (done.code, done.err) == (0, "")
    assert done.out == f"已写出 {tmp_path / '汇总.xlsx'}：计入 3 份，未计入 0 份\n"
    assert units_in(tmp_path / "汇总.xlsx") == ["财政局", "教育局", "水利局"]


def test_summary__form_with_errors_only_if_asked_for(xlgen: Run, filled: Filled, tmp_path: Path) -> None:
    target, form = tmp_path / "汇总.xlsx", filled("shenzhen-2021")
    left = xlgen("summary", form, "-o", target)
    assert left.code == 1
    assert "没有可以汇总的表，什么也没有写" in left.err
    assert left.out.startswith(f"未计入：{form}　指标评分表!")
    assert not target.exists()
    counted = xlgen("summary", form, "-o", target, "--include-failed")
    assert (counted.code, counted.err) == (1, "")
    assert counted.out == f"已写出 {target}：计入 1 份，未计入 0 份\n"


def test_summary__unreadable_file_is_named(xlgen: Run, returned: Path, tmp_path: Path) -> None:
    (returned / "坏.xlsx").write_bytes(b"PK")
    done = xlgen("summary", returned, "-o", tmp_path / "汇总.xlsx")
    assert done.code == 2
    assert "计入 3 份，未计入 1 份" in done.out
    assert f"未计入：{returned / '坏.xlsx'}　" in done.out


def test_summary__unit_twice_and_file_twice(xlgen: Run, returned: Path, tmp_path: Path) -> None:
    (returned / "副本.xlsx").write_bytes(form_of("财政局"))
    filling = published_filling(SCHEME)
    inputs = {**filling.inputs, UNIT_NAME: "教育局", "staff_total": 54, "staff_public_1": 25}
    (returned / "教育局" / "修改.xlsx").write_bytes(build(shipped_scheme(SCHEME), replace(filling, inputs=inputs)))
    done = xlgen("summary", returned, "-o", tmp_path / "汇总.xlsx", "--include-failed")
    assert done.code == 1
    assert "计入 4 份，未计入 1 份" in done.out
    assert "的内容完全相同" in done.out
    assert "多次报送：教育局，各份都已计入；请删去多余的，再汇总一次" in done.out


def test_summary__two_schemes_give_a_workbook_each_unless_one_is_named(
    xlgen: Run, returned: Path, filled: Filled, tmp_path: Path
) -> None:
    target, other = tmp_path / "汇总.xlsx", filled("shenzhen-2021")
    mixed = xlgen("summary", returned, other, "-o", target, "--include-failed")
    assert "有 2 种表，各写一份汇总" in mixed.out
    for name, count in ((SCHEME, 3), ("shenzhen-2021", 1)):
        file = tmp_path / f"汇总_{shipped_scheme(name).name}.xlsx"
        assert f"已写出 {file}：计入 {count} 份" in mixed.out
        assert file.is_file()
    assert not target.exists()
    one = xlgen("summary", returned, other, "-o", target, "--include-failed", "--scheme", SCHEME)
    assert one.code == 1
    assert "计入 3 份，未计入 1 份" in one.out


def test_summary__more_units_than_a_sheet_takes(
    xlgen: Run, returned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summary_book, "MAX_ROWS", 2)
    done = xlgen("summary", returned, "-o", tmp_path / "汇总.xlsx", "--jobs", 1)
    assert (done.code, done.err) == (0, "")
    target, units = tmp_path / "汇总.xlsx", tmp_path / "汇总_各单位.csv"
    assert done.out == (
        f"已写出 {target}：计入 3 份，未计入 0 份\n已写出 {units}：每份一行，工作表放不下，可用 Excel 打开\n"
    )
    assert list(stored(target)) == ["指标分析", "图表", "疑点", "未计入"]
    lines = units.read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[:2] for line in lines] == [
        ["序号", "单位名称"],
        ["1", "财政局"],
        ["2", "教育局"],
        ["3", "水利局"],
    ]


def test_summary__long_lists_are_not_said_to_the_end(
    xlgen: Run, returned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summary_lines, "MAX_LISTED", 1)
    for number in range(3):
        (returned / f"坏{number}.xlsx").write_bytes(b"PK")
    done = xlgen("summary", returned, "-o", tmp_path / "汇总.xlsx", "--jobs", 1)
    assert done.code == 2
    assert done.out.count("未计入：") == 1
    assert done.out.endswith("未计入的还有 2 份，见工作表“未计入”\n")
    for unit in UNITS:
        (returned / unit / "自评表.xlsx").unlink()
    nothing = xlgen("summary", returned, "-o", tmp_path / "无.xlsx", "--jobs", 1)
    assert nothing.out.count("未计入：") == 3  # nothing is written, so all must be said


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["-o", "汇总.xls"], "只能写成 .xlsx"),
        (["-o", "交回/汇总.xlsx"], "在要核对的文件夹"),
        (["-o", "汇总.xlsx", "--jobs", "0"], "--jobs 应当是 1 至 60 的整数"),
        (["-o", "汇总.xlsx", "--scheme", "nowhere"], "nowhere"),
    ],
)
def test_summary__what_cannot_be_meant(
    xlgen: Run, returned: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], part: str
) -> None:
    monkeypatch.chdir(returned.parent)
    assert_complaint(xlgen("summary", "交回", *words), 3, part)
    assert not (returned.parent / "汇总.xlsx").exists()


def test_summary__nothing_there(xlgen: Run, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    assert_complaint(xlgen("summary", tmp_path / "空", "-o", tmp_path / "汇总.xlsx"), 3, "没有找到评分表")
    assert_complaint(xlgen("summary", tmp_path / "无", "-o", tmp_path / "汇总.xlsx"), 3, "没有这个文件或文件夹")
