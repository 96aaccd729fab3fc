"""More rows in a table, and approved data filled in and locked: made, refused, and scored when they come back."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from tests.cli.running import Run, assert_complaint
from tests.factories.schemes import MINIMAL, ROWS, edited
from tests.oracles.libreoffice import recalculated
from xlgen.scheme.load import load_file
from xlgen.scoring.form_data import Row
from xlgen.submissions.read import open_workbook
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.layout import Layout

pytestmark = pytest.mark.slow


INPUTS = "inputs: {unit_name: 甲, plan: 达成, goal: 达成, done: 8, planned: 8}\n"
FIRST = "    - {name: 依法履职, points: 4, grade: 达成, share: 1}\n"


def _rows(count: int, share: float) -> str:
    """Data with so many rows beside the first one, which share its 6 points."""
    row = f"    - {{name: 服务, points: {6 / count}, grade: 达成, share: {share}, why: 延期}}\n"
    return f"{INPUTS}tables:\n  duties:\n{FIRST}{row * count}"


def _layout(rows: int = 4) -> Layout:
    return layout_of(load_file(ROWS).with_rows({"duties": rows}))


@pytest.mark.parametrize("table", ["履职指标", "duties"])
def test_rows__twenty_are_scored_when_they_come_back(table: str, xlgen: Run, tmp_path: Path) -> None:
    data, file = tmp_path / "数据.yaml", tmp_path / "表.xlsx"
    data.write_text(_rows(20, 0.9), encoding="utf-8")
    assert_complaint(xlgen("fill", ROWS, data, "-o", file), 1, "[TOO_MANY_ROWS]", "行数改为 21", "--rows 表=行数")
    done = xlgen("fill", ROWS, data, "--rows", f"{table}=21", "-o", file)
    assert (done.code, done.err, done.out) == (0, "", f"已生成 {file}：按规则 19.40 分，优\n")
    done = xlgen("score", file, "--scheme", ROWS)
    assert (done.code, done.err) == (0, "")
    assert "全部一致" in done.out
    assert done.out.count("服务") == 20


def test_rows__typed_into_a_blank_form_and_saved_by_libreoffice(xlgen: Run, tmp_path: Path) -> None:
    file, layout = tmp_path / "表.xlsx", _layout(9)
    assert xlgen("new", ROWS, "--rows", "履职指标=9", "-o", file).code == 0
    workbook, table = openpyxl.load_workbook(file), layout.tables["duties"]
    inputs: Row = {"unit_name": "甲", "plan": "达成", "goal": "达成", "done": 8, "planned": 8}
    for name, value in inputs.items():
        workbook["指标评分表"][layout.values[name].address] = value
    for row in range(table.first, table.last + 1):
        own: Row = {} if row == table.first else {"name": "服务", "points": 0.75}
        cells: Row = {"grade": "达成", "share": 1, **own}
        for column, value in cells.items():
            workbook[table.sheet][f"{table.columns[column]}{row}"] = value
    workbook.save(file)
    saved = recalculated([file], tmp_path / "office")[file]
    _, identity = open_workbook(saved)
    assert identity.rows == "9"
    done = xlgen("score", saved, "--scheme", ROWS)
    assert (done.code, done.err) == (0, "")
    assert done.out.count("服务") == 8
    assert "20.00" in done.out


@pytest.mark.parametrize(
    "asked", ["履职指标=0", "履职指标=201", "履职指标=", "履职指标", "履职指标=-1", "履职指标=1.5", "履职指标=\uff15"]
)
def test_rows__number_that_cannot_be(asked: str, xlgen: Run, tmp_path: Path) -> None:
    done = xlgen("new", ROWS, "--rows", asked, "-o", tmp_path / "表.xlsx")
    assert_complaint(done, 3, f"--rows {asked}：行数应当是 1 至 200 的整数，如 履职指标=4")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("asked", ["效益=5", "=5", "履职=5"])
def test_rows__table_that_is_not_there(asked: str, xlgen: Run, tmp_path: Path) -> None:
    assert_complaint(xlgen("new", ROWS, "--rows", asked, "-o", tmp_path / "表.xlsx"), 3, "可用的有：履职指标")
    assert list(tmp_path.iterdir()) == []


def test_rows__no_fewer_than_the_form_lays_down(xlgen: Run, tmp_path: Path) -> None:
    done = xlgen("new", "jiangsu-2020", "--rows", "履职效益=3", "-o", tmp_path / "表.xlsx")
    assert_complaint(done, 3, "行数应当是 4 至 200 的整数，如 履职效益=4")


def test_rows__fewer_than_the_scheme_s(xlgen: Run, tmp_path: Path) -> None:
    data, file = tmp_path / "数据.yaml", tmp_path / "表.xlsx"
    data.write_text(_rows(1, 1), encoding="utf-8")
    assert xlgen("fill", ROWS, data, "--rows", "履职指标=2", "-o", file).code == 0
    assert xlgen("score", file, "--scheme", ROWS).code == 0
    data.write_text(_rows(2, 1), encoding="utf-8")
    assert_complaint(xlgen("fill", ROWS, data, "--rows", "履职指标=2", "-o", file), 1, "有 3 行，模板只留了 2 行")


def test_rows__of_a_table_whose_label_has_an_equals_sign(xlgen: Run, tmp_path: Path) -> None:
    scheme = tmp_path / "scheme.yaml"
    scheme.write_text(edited(ROWS, ("label: 履职指标", "label: 甲=乙")), encoding="utf-8")
    assert xlgen("new", scheme, "--rows", "甲=乙=9", "-o", tmp_path / "表.xlsx").code == 0
    assert open_workbook(tmp_path / "表.xlsx")[1].rows == "9"


def test_rows__year_of_the_data_is_kept(xlgen: Run, tmp_path: Path) -> None:
    data, file = tmp_path / "数据.yaml", tmp_path / "表.xlsx"
    data.write_text(f"year: 2027\n{_rows(6, 1)}", encoding="utf-8")
    assert xlgen("fill", ROWS, data, "--rows", "履职指标=7", "-o", file).code == 0
    _, identity = open_workbook(file)
    assert (identity.year, identity.rows) == ("2027", "7")
    done = xlgen("score", file, "--scheme", ROWS)
    assert (done.code, "2027年度" in done.out) == (0, True)


def test_older_identity_without_rows__read_with_those_of_the_scheme(xlgen: Run, tmp_path: Path) -> None:
    data, file = tmp_path / "数据.yaml", tmp_path / "表.xlsx"
    data.write_text(_rows(3, 1), encoding="utf-8")
    xlgen("fill", ROWS, data, "-o", file)
    workbook = openpyxl.load_workbook(file, data_only=True)
    identity = workbook["xlgen"]
    (row,) = [cell.row for (cell,) in identity.iter_rows(max_col=1) if cell.value == "rows"]
    identity.delete_rows(row)
    workbook.save(file)
    assert open_workbook(file)[1].rows == ""
    assert xlgen("score", file, "--scheme", ROWS).code == 0


@pytest.mark.parametrize("rows", ["5", "3", "0", "999", "4.4", "四", "-4"])
def test_identity_with_other_rows__refused_or_read_as_made(rows: str, xlgen: Run, tmp_path: Path) -> None:
    data, file = tmp_path / "数据.yaml", tmp_path / "表.xlsx"
    data.write_text(_rows(3, 1), encoding="utf-8")
    xlgen("fill", ROWS, data, "-o", file)
    workbook = openpyxl.load_workbook(file, data_only=True)
    (cell,) = [row[1] for row in workbook["xlgen"].iter_rows(max_col=2) if row[0].value == "rows"]
    cell.value = rows
    workbook.save(file)
    done = xlgen("score", file, "--scheme", ROWS)
    if rows in ("5", "3"):  # other numbers cannot be
        assert_complaint(done, 2, "另一份模板")
    else:
        assert done.code == 0


APPROVED = """inputs: {unit_name: 甲, planned: 8}
tables:
  duties:
    - {times: 3}
    - {name: 服务, points: 6}
"""


def _locked(workbook: Workbook, layout: Layout) -> set[str]:
    """The inputs and cells of the table that cannot be changed."""
    table = layout.tables["duties"]
    addresses = {name: (place.sheet, place.address) for name, place in layout.values.items() if name != "rate"}
    for column, letter in table.columns.items():
        for row in range(table.first, table.last + 1):
            addresses[f"{column} {row - table.first + 1}"] = (table.sheet, f"{letter}{row}")
    return {name for name, (sheet, address) in addresses.items() if workbook[sheet][address].protection.locked}


def test_approved__filled_in_and_locked_and_all_else_open(xlgen: Run, tmp_path: Path) -> None:
    data, file = tmp_path / "批复.yaml", tmp_path / "表.xlsx"
    data.write_text(APPROVED, encoding="utf-8")
    done = xlgen("new", ROWS, "--approved", data, "-o", file)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"没有写 --year：按 2024 年度生成\n已生成 {file}\n")
    assert open_workbook(file)[1].unit == "甲"
    workbook, layout = openpyxl.load_workbook(file, data_only=True), _layout()
    assert _locked(workbook, layout) == {"unit_name", "planned", "name 1", "points 1", "times 1", "name 2", "points 2"}
    assert workbook["指标评分表"][layout.values["planned"].address].value == 8
    table = layout.tables["duties"]
    shown = [workbook[table.sheet][f"{table.columns[name]}{table.first + 1}"].value for name in ("name", "points")]
    assert shown == ["服务", 6]
    done = xlgen("score", file, "--scheme", ROWS)
    assert (done.code, done.err) == (1, "")
    assert "待填：计划——完成数\n" in done.out
    assert "计划数" not in done.out


def test_approved__blank_entries_lock_nothing(xlgen: Run, tmp_path: Path) -> None:
    data, file = tmp_path / "批复.yaml", tmp_path / "表.xlsx"
    data.write_text(xlgen("inputs", ROWS).out, encoding="utf-8")  # the skeleton as it is
    assert xlgen("new", ROWS, "--approved", data, "-o", file).code == 0
    assert _locked(openpyxl.load_workbook(file), _layout()) == {"name 1", "points 1"}
    data.write_text("inputs: {unit_name: ''}\ntables: {duties: [{why: ' '}]}\n", encoding="utf-8")
    assert xlgen("new", ROWS, "--approved", data, "-o", file).code == 0
    assert _locked(openpyxl.load_workbook(file), _layout()) == {"name 1", "points 1"}


def test_approved__more_rows(xlgen: Run, tmp_path: Path) -> None:
    data, file = tmp_path / "批复.yaml", tmp_path / "表.xlsx"
    row = "{name: 服务, points: 1}"
    data.write_text(f"tables: {{duties: [{{}}, {', '.join([row] * 6)}]}}\n", encoding="utf-8")
    assert_complaint(xlgen("new", ROWS, "--approved", data, "-o", file), 1, "[TOO_MANY_ROWS]")
    assert xlgen("new", ROWS, "--approved", data, "--rows", "履职指标=10", "-o", file).code == 0
    assert len(_locked(openpyxl.load_workbook(file), _layout(10))) == 14
    assert xlgen("score", file, "--scheme", ROWS).code == 1


def test_approved__year_of_the_data(xlgen: Run, tmp_path: Path) -> None:
    data = tmp_path / "批复.yaml"
    data.write_text(f"year: 2027\n{APPROVED}", encoding="utf-8")
    assert xlgen("new", ROWS, "--approved", data, "-o", tmp_path / "下发").code == 0
    assert [path.name for path in (tmp_path / "下发").iterdir()] == ["2027年度_分行示例评分表_甲.xlsx"]
    assert xlgen("new", ROWS, "--approved", data, "--year", 2028, "-o", tmp_path / "表.xlsx").code == 0
    assert open_workbook(tmp_path / "表.xlsx")[1].year == "2028"


def test_approved__of_another_unit(xlgen: Run, tmp_path: Path) -> None:
    data = tmp_path / "批复.yaml"
    data.write_text(APPROVED, encoding="utf-8")
    done = xlgen("new", ROWS, "--approved", data, "--unit", "乙", "-o", tmp_path / "表.xlsx")
    assert_complaint(done, 3, "--unit 是“乙”", "“甲”")
    assert not (tmp_path / "表.xlsx").exists()
    assert xlgen("new", ROWS, "--approved", data, "--unit", "甲", "-o", tmp_path / "表.xlsx").code == 0


@pytest.mark.parametrize(
    ("written", "code", "said"),
    [
        ("inputs: {planned: 八}", 1, "请键入数字"),
        ("inputs: {planed: 8}", 1, "是否想写“planned”"),
        ("tables: {duties: [{name: 别的}]}", 1, "这一格由表格定为“依法履职”"),
        ("scheme: minimal", 1, "[WRONG_SCHEME]"),
        ("inputs: [", 2, "[NOT_YAML]"),
        ("", 2, "[NOT_A_MAPPING]"),
    ],
)
def test_approved__wrong_data_makes_nothing(written: str, code: int, said: str, xlgen: Run, tmp_path: Path) -> None:
    data = tmp_path / "批复.yaml"
    data.write_text(written, encoding="utf-8")
    done = xlgen("new", ROWS, "--approved", data, "-o", tmp_path / "表.xlsx")
    assert_complaint(done, code, "什么也没有写", said)
    assert [path.name for path in tmp_path.iterdir()] == ["批复.yaml"]


def test_approved__file_that_is_not_there(xlgen: Run, tmp_path: Path) -> None:
    done = xlgen("new", MINIMAL, "--approved", tmp_path / "没有.yaml", "-o", tmp_path / "表.xlsx")
    assert_complaint(done, 2, "文件读不出")


def test_fill__score_of_a_row_that_is_not_used_is_said(xlgen: Run, tmp_path: Path) -> None:
    data, file = tmp_path / "数据.yaml", tmp_path / "表.xlsx"
    data.write_text(f"{_rows(1, 1)}reported: {{work.4: 3}}\n", encoding="utf-8")
    done = xlgen("fill", ROWS, data, "-o", file)
    assert (done.code, done.err) == (1, "")
    assert "有误：履职——得分不是由公式算出的数" in done.out
    done = xlgen("score", file, "--scheme", ROWS)
    assert done.code == 1
    assert "不一致：履职，按规则 没有分数，表中 3.00 分\n" in done.out
