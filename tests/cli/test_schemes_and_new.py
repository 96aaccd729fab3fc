"""Listing the schemes, and making blank forms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import Done, Run, assert_complaint, run_process
from tests.factories.schemes import HERE, MINIMAL
from xlgen.files.resources import scheme_files
from xlgen.scheme.load import approval_code, load_scheme
from xlgen.scheme.sheet_names import FORM
from xlgen.submissions.read import open_workbook


def test_schemes__lists_all(xlgen: Run) -> None:
    done = xlgen("schemes")
    assert (done.code, done.err) == (0, "")
    for name in scheme_files():
        assert name in done.out
    assert "深圳市部门整体支出绩效评价指标体系评分表" in done.out


def test_schemes_json__ok(xlgen: Run) -> None:
    done = xlgen("schemes", "--json")
    found = json.loads(done.out)
    assert (done.code, done.err) == (0, "")
    assert [each["id"] for each in found] == list(scheme_files())
    assert found[list(scheme_files()).index("shenzhen-2021")] == {
        "id": "shenzhen-2021",
        "version": "1.2.0",
        "year": 2021,
        "name": "深圳市部门整体支出绩效评价指标体系评分表",
        "issuer": "深圳市财政局",
        "indicators": 21,
        "points": 100.0,
    }


@pytest.mark.parametrize("name", ["表.xlsx", "带 空格的 表.xlsx", "TABLE.XLSX", "新文件夹/更深 一层/表.xlsx"])
def test_new__writes_the_file(name: str, xlgen: Run, tmp_path: Path) -> None:
    target = tmp_path / name
    done = xlgen("new", "shenzhen-2021", "-o", target)
    assert (done.code, done.err) == (0, "")
    code = approval_code(load_scheme("shenzhen-2021"))
    assert done.out == f"没有写 --year：按 2021 年度生成\n已生成 {target}\n表样校验码 {code}\n"
    _, identity = open_workbook(target)
    assert (identity.scheme, identity.year, identity.unit) == ("shenzhen-2021", "2021", "")
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_new__folder_names_the_file(xlgen: Run, tmp_path: Path) -> None:
    done = xlgen("new", MINIMAL, "--year", 2026, "--unit", "甲 单位", "--output", tmp_path / "下发 表")
    (target,) = (tmp_path / "下发 表").iterdir()
    assert target.name == "2026年度_最小示例评分表_甲 单位.xlsx"
    assert (done.code, done.out.splitlines()[0]) == (0, f"已生成 {target}")
    workbook, identity = open_workbook(target)
    assert (identity.year, identity.unit) == ("2026", "甲 单位")
    assert "2026" in workbook.title


def test_new__folder_that_looks_like_a_file(xlgen: Run, tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").mkdir()
    assert xlgen("new", MINIMAL, "-o", tmp_path / "表.xlsx").code == 0
    assert [path.name for path in (tmp_path / "表.xlsx").iterdir()] == ["2024年度_最小示例评分表.xlsx"]


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("a/b:c*?", "a_b_c__"),
        ('<"甲|乙">', "__甲_乙__"),
        ("..\\..\\甲", ".._.._甲"),
        ("甲.", "甲"),
        ("[bold]甲[/x]", "[bold]甲[_x]"),
        ("=1+1", "=1+1"),
    ],
)
def test_new__unit_in_file_name_and_form(unit: str, name: str, xlgen: Run, tmp_path: Path) -> None:
    assert xlgen("new", MINIMAL, "--unit", unit, "-o", tmp_path).code == 0
    (target,) = tmp_path.iterdir()
    assert target.name == f"2024年度_最小示例评分表_{name}.xlsx"
    workbook, identity = open_workbook(target)
    assert identity.unit == unit
    data = workbook.sheet(FORM)
    assert data is not None
    assert unit in [cell.value for cell in data.cells.values()]
    done = xlgen("score", target, "--scheme", MINIMAL)
    assert done.code == 1
    assert unit in done.out


def test_new__replaces_an_older_file(xlgen: Run, tmp_path: Path) -> None:
    target = tmp_path / "表.xlsx"
    target.write_bytes(b"older")
    assert xlgen("new", MINIMAL, "-o", target).code == 0
    assert target.read_bytes().startswith(b"PK")


def test_new__long_unit_in_folder(xlgen: Run, tmp_path: Path) -> None:
    assert xlgen("new", MINIMAL, "--unit", "深圳市" * 30, "-o", tmp_path).code == 0


@pytest.mark.parametrize("unit", ["甲\x07乙", "甲\udcff乙"])
def test_new__unit_no_file_can_hold(unit: str, tmp_path: Path) -> None:
    code, out, err = run_process("new", MINIMAL, "--unit", unit, "-o", tmp_path / "表.xlsx")
    assert_complaint(Done(code, out.decode("utf-8"), err.decode("utf-8")), 3)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["表.xls", "表.et", "表.xlsm"])
def test_new__file_of_another_kind(name: str, xlgen: Run, tmp_path: Path) -> None:
    assert_complaint(xlgen("new", MINIMAL, "-o", tmp_path / name), 3, ".xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("length", "told"), [(300, "300 个字"), (40_000, "不能超过2000字")])
def test_new__long_unit(length: int, told: str, xlgen: Run, tmp_path: Path) -> None:
    done = xlgen("new", MINIMAL, "--unit", "甲" * length, "-o", tmp_path / "表.xlsx")
    assert_complaint(done, 3, told)
    assert "甲" * 100 not in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("scheme", ["shenzhen-2022", "无此表样.yaml", ""])
def test_new__unknown_scheme(scheme: str, xlgen: Run, tmp_path: Path) -> None:
    assert_complaint(xlgen("new", scheme, "-o", tmp_path / "表.xlsx"), 3, "shenzhen-2021", f"“{scheme}”")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("code", ["UNKNOWN_KEY", "NOT_YAML", "NOT_UTF8"])
def test_new__broken_scheme(code: str, xlgen: Run, tmp_path: Path) -> None:
    file = HERE / "bad" / f"{code}.yaml"
    assert_complaint(xlgen("new", file, "-o", tmp_path / "表.xlsx"), 3, f"{file}:", f"[{code}]", "1 处问题")
    assert list(tmp_path.iterdir()) == []


def test_new__year_out_of_range(xlgen: Run, tmp_path: Path) -> None:
    assert_complaint(xlgen("new", MINIMAL, "--year", 1999, "-o", tmp_path / "表.xlsx"), 3, "year", "2000")


@pytest.mark.parametrize("blocker", ["表.xlsx/里面.xlsx", "表.xlsx"])
def test_new__cannot_write(blocker: str, xlgen: Run, tmp_path: Path) -> None:
    if "/" in blocker:
        (tmp_path / "表.xlsx").write_text("a file where a folder is needed", encoding="utf-8")
    else:
        (tmp_path / "表.xlsx" / "2024年度_最小示例评分表.xlsx").mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    done = xlgen("new", MINIMAL, "-o", tmp_path / blocker)
    assert_complaint(done, 2, "读写失败", "表.xlsx")
    assert sorted(tmp_path.rglob("*")) == before
