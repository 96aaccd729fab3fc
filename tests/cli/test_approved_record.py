"""What was approved for one unit and recorded: told through the command line when it comes back changed."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.cli.running import Run, assert_complaint
from tests.factories.schemes import ROWS
from xlgen.scheme.load import load_file
from xlgen.workbook.arrangement import layout_of

pytestmark = pytest.mark.slow

APPROVED = """\
inputs: {unit_name: 甲, planned: 8}
tables:
  duties:
    - {name: 依法履职, points: 4}
    - {name: 服务, points: 6, share: 90%}
"""


@pytest.fixture
def campaign(xlgen: Run, tmp_path: Path) -> Path:
    """A folder with forms issued to two units."""
    (tmp_path / "名单.csv").write_text("单位名称\n甲\n乙\n", encoding="utf-8")
    (tmp_path / "批复.yaml").write_text(APPROVED, encoding="utf-8")
    assert xlgen("new", ROWS, "--units", tmp_path / "名单.csv", "-o", tmp_path / "下发").code == 0
    return tmp_path / "下发"


def change(file: Path, target: Path, **cells: float) -> None:
    """Save a form with other values in some cells of the table, by column and row (from 1)."""
    book, table = openpyxl.load_workbook(file), layout_of(load_file(ROWS)).tables["duties"]
    for name, value in cells.items():
        column, row = name.rsplit("_", 1)
        book[table.sheet][f"{table.columns[column]}{table.first + int(row) - 1}"] = value
    target.parent.mkdir(exist_ok=True)
    book.save(target)


def validated(xlgen: Run, campaign: Path) -> str:
    return xlgen("validate", campaign.parent / "交回", "--units", campaign, "--scheme", ROWS).out


def test_table_rows_approved_for_one_unit__are_compared(xlgen: Run, campaign: Path, tmp_path: Path) -> None:
    form = campaign / "甲.xlsx"
    done = xlgen("new", ROWS, "--unit", "甲", "--approved", tmp_path / "批复.yaml", "-o", form)
    assert f"已生成 {form}；批复的内容已记入 {campaign / '下发记录.sqlite'}\n" in done.out
    change(form, tmp_path / "交回" / "甲.xlsx")
    assert "[NOT_COMPARED]" not in (said := validated(xlgen, campaign))
    assert "[TARGET_CHANGED]" not in said
    change(form, tmp_path / "交回" / "甲.xlsx", points_2=5, share_2=0.95)
    said = validated(xlgen, campaign)
    assert said.count("[TARGET_CHANGED]") == 2
    assert "第 2 行" in said
    assert "批复为“90%”，表中是“95%”" in said
    assert xlgen("new", ROWS, "--unit", "甲", "--rows", "履职指标=9", "-o", tmp_path / "空白.xlsx").code == 0
    change(tmp_path / "空白.xlsx", tmp_path / "交回" / "甲.xlsx", points_2=6)
    said = validated(xlgen, campaign)
    assert "[NOT_THE_ISSUED_FORM]" in said
    assert "等共 6 项" in said
    again = xlgen("new", ROWS, "--units", tmp_path / "名单.csv", "-o", campaign)
    assert "2 份此前已生成" in again.out
    assert "[NOT_THE_ISSUED_FORM]" in validated(xlgen, campaign)


def test_form_written_elsewhere__is_recorded_where_the_record_is_named(
    xlgen: Run, campaign: Path, tmp_path: Path
) -> None:
    form, options = (
        tmp_path / "甲.xlsx",
        ["--unit", "甲", "--approved", tmp_path / "批复.yaml", "-o", tmp_path / "甲.xlsx"],
    )
    assert "已记入" not in xlgen("new", ROWS, *options).out
    change(form, tmp_path / "交回" / "甲.xlsx")
    assert "[NOT_COMPARED]" in validated(xlgen, campaign)
    assert "已记入" in xlgen("new", ROWS, *options, "--record", campaign).out
    assert "[NOT_COMPARED]" not in validated(xlgen, campaign)


def test_record__that_does_not_know_the_unit_or_the_scheme(xlgen: Run, campaign: Path, tmp_path: Path) -> None:
    target = tmp_path / "丙.xlsx"
    done = xlgen("new", ROWS, "--unit", "丙", "--record", campaign, "-o", target, "--year", load_file(ROWS).year)
    assert_complaint(done, 3, "--record", "其中没有单位“丙”")
    year = load_file(ROWS).year + 1
    done = xlgen("new", ROWS, "--unit", "甲", "--record", campaign, "-o", target, "--year", year)
    assert_complaint(done, 3, "是另一次下发的记录")
    assert not target.exists()


@pytest.mark.parametrize("name", ["名单.csv", "名单.xlsx", "D:/名单.XLS", "名单.ods"])
def test_roster_given_as_a_unit__is_refused(name: str, xlgen: Run, tmp_path: Path) -> None:
    done = xlgen("new", ROWS, "--unit", name, "-o", tmp_path / "表.xlsx")
    assert_complaint(done, 3, "--unit 写的是单位名称，不是文件", f"请用 --units {name}")
    assert list(tmp_path.iterdir()) == []


def test_year_that_was_not_written__is_said_first(xlgen: Run, campaign: Path, tmp_path: Path) -> None:
    year = load_file(ROWS).year
    for options in (["-o", tmp_path / "表.xlsx"], ["--units", tmp_path / "名单.csv", "-o", campaign]):
        assert xlgen("new", ROWS, *options).out.startswith(f"没有写 --year：按 {year} 年度生成\n")
        assert "没有写 --year" not in xlgen("new", ROWS, *options, "--year", year).out
