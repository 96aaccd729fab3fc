"""`xlgen validate --reference`: figures that come with the returns, after them, and once more."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.running import Run, assert_complaint
from tests.factories.schemes import DATA, MINIMAL
from xlgen.scheme.load import load_file
from xlgen.scoring.data_file import load_form_data
from xlgen.workbook.build import build

SCHEME = ("--scheme", MINIMAL, "--jobs", 1)
FIGURES = "单位编码,单位名称,预算（万元）,实际支出（元）,备注\n"


@pytest.fixture
def folder(xlgen: Run, tmp_path: Path) -> Path:
    """A campaign of two units, one of which has returned its form: 80 of 100 万元."""
    (tmp_path / "名单.csv").write_text("单位名称\n甲\n乙\n", encoding="utf-8")
    (tmp_path / "决算.csv").write_text(f"{FIGURES},甲,100.00,798000,\n,丙,1,1,\n", encoding="utf-8")
    assert xlgen("new", MINIMAL, "--units", tmp_path / "名单.csv", "-o", tmp_path / "下发", "--jobs", 1).code == 0
    scheme = load_file(MINIMAL)
    filling = load_form_data(DATA, scheme)
    filling = replace(filling, inputs={**filling.inputs, "unit_name": "甲"})
    (tmp_path / "交回").mkdir()
    (tmp_path / "交回" / "甲.xlsx").write_bytes(build(scheme, filling, "甲"))
    return tmp_path


def found(folder: Path, xlgen: Run, *options: object) -> tuple[str, list[str]]:
    """What the command says, and the codes of the findings above 提示 of the one file."""
    words = [*SCHEME, "--json", folder / "结果.json", *options]
    done = xlgen("validate", folder / "交回", *words)
    assert done.err == ""
    (file,) = json.loads((folder / "结果.json").read_text(encoding="utf-8"))["files"]
    return done.out, [each["code"] for each in file["findings"] if each["level"] != "提示"]


def test_reference__is_compared_whenever_it_comes_and_remembered(folder: Path, xlgen: Run) -> None:
    figures = folder / "决算.csv"
    assert found(folder, xlgen, "--units", folder / "下发")[1] == []
    said, codes = found(folder, xlgen, "--units", folder / "下发", "--reference", figures)
    assert codes == ["REFERENCE_DIFFERS"]
    assert "没有变化" in said  # the form was not checked again
    assert "决算清单：\n    第 3 行：名单里没有单位“丙”。请核对名称，没有用\n" in said
    assert "没有用到的列：备注" in said
    said, codes = found(folder, xlgen, "--units", folder / "下发")
    assert said.startswith(f"没有写的，照上次的办：--reference {figures}\n")
    assert codes == ["REFERENCE_DIFFERS"]
    assert xlgen("summary", folder / "交回", "--units", folder / "下发", "-o", folder / "汇总.xlsx", *SCHEME).code == 0
    status = xlgen("status", folder / "下发").out
    assert re.search("需核实 +│ 1", status)  # the summary records the same verdict
    figures.write_text(f"{FIGURES},甲,100,800000,\n", encoding="utf-8")
    assert found(folder, xlgen, "--units", folder / "下发")[1] == []
    figures.unlink()
    said, codes = found(folder, xlgen, "--units", folder / "下发")
    assert codes == []
    assert f"--reference {figures}（找不到，或不能用了，这次没有比较）" in said


def test_reference__with_a_list_of_units(folder: Path, xlgen: Run) -> None:
    (folder / "决算.csv").write_text(f"{FIGURES},乙,100,1,\n", encoding="utf-8")
    said, codes = found(folder, xlgen, "--units", folder / "名单.csv", "--reference", folder / "决算.csv")
    assert codes == []
    assert "NO_REFERENCE" in (folder / "结果.json").read_text(encoding="utf-8")
    assert "没有用到的列：备注" in said


def test_reference__that_cannot_be_used_is_refused_before_anything_is_checked(folder: Path, xlgen: Run) -> None:
    words = ["validate", folder / "交回", "--scheme", MINIMAL, "--jobs", 1]
    done = xlgen(*words, "--reference", folder / "决算.csv")
    assert_complaint(done, 3, "--units", "要有名单或下发记录")
    (folder / "决算.csv").write_text("单位名称,预算\n甲,100\n", encoding="utf-8")
    done = xlgen(*words, "--reference", folder / "决算.csv", "--units", folder / "下发")
    assert_complaint(done, 3, "--reference", "决算清单不能使用", "没有写明是元还是万元")
    assert_complaint(xlgen(*words, "--reference", folder / "没有.xlsx", "--units", folder / "下发"), 3, "--reference")
    said, _ = found(folder, xlgen, "--units", folder / "下发")
    assert "照上次的办" not in said  # what cannot be used is not kept
