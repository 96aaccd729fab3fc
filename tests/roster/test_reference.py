"""Figures from elsewhere: which column is which input, in which unit of money, and the lines that nobody can use."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.factories.projects import projects
from tests.factories.schemes import MINIMAL
from xlgen.roster.reference import Figure, Reference, read_reference, reference_of
from xlgen.roster.roster import Roster
from xlgen.roster.roster_file import RosterError
from xlgen.roster.unit import Unit
from xlgen.scheme.load import load_file
from xlgen.scheme.model import Scheme
from xlgen.scheme.subject import Subject

UNITS = Roster((Unit("甲局", "1"), Unit("乙局", "2"), Unit("丙局")))
SCHEME = load_file(MINIMAL)


def reference(folder: Path, *lines: str, scheme: Scheme = SCHEME, roster: Roster = UNITS) -> Reference:
    file = folder / "决算.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return reference_of(read_reference(file), scheme, roster)


def wrong(folder: Path, *lines: str) -> str:
    with pytest.raises(RosterError) as error:
        reference(folder, *lines)
    return str(error.value)


def test_columns__of_amounts_and_numbers(tmp_path: Path) -> None:
    found = reference(
        tmp_path,
        "2024年部门决算,,,,",
        ",,,,单位：元",
        "单位编码,单位名称,预算（万元）,实际支出,late,结余",
        '1,甲局,12.50,"123,456.78",3,1',
        "2,,—,99,,",
        "合计,,,,,",
    )
    assert found.figures == {
        ("甲局", ""): {
            "budget": Figure(12.5, "万元", 0.1, 4),
            "spent": Figure(123456.78, "元", 0.01, 4),
            "late": Figure(3, "", 1, 4),
        },
        ("乙局", ""): {"spent": Figure(99, "元", 0.01, 5)},
    }
    assert found.notes == ["第 6 行：合计，不是单位，没有读", "《最小示例评分表》没有用到的列：结余"]


def test_amounts__without_a_unit_are_refused_and_a_column_may_say_it_by_line(tmp_path: Path) -> None:
    assert "“预算”没有写明是元还是万元" in wrong(tmp_path, "单位名称,预算", "甲局,5")
    assert "没有写明" in wrong(tmp_path, "单位：元,单位：万元", "单位名称,预算", "甲局,5")
    found = reference(tmp_path, "单位名称,预算,金额单位", "甲局,5,元", "乙局,6,万元")
    assert [figures["budget"].unit for figures in found.figures.values()] == ["元", "万元"]
    assert "没有一列是表里填的数" in wrong(tmp_path, "单位名称,结余", "甲局,5")
    assert "2 列都叫“预算（元）”" in wrong(tmp_path, "单位名称,预算（元）,预算（元）", "甲局,5,6")


def test_lines__of_nobody_or_of_several_are_told_and_not_used(tmp_path: Path) -> None:
    found = reference(
        tmp_path,
        "单位编码,单位名称,预算（元）",
        ",甲局,1",
        ",丁局,2",
        "9,乙局,3",
        ",甲 局,4",
        ",丙局,约五",
    )
    assert found.figures == {("丙局", ""): {}}
    for number, what in (
        ("3", "名单里没有单位“丁局”"),
        ("4", "与编码“9”对不上"),
        ("2、5", "都是“甲局”的"),
        ("6", "写的是“约五”，不是数"),
    ):
        assert any(note.startswith(f"第 {number} 行：") and what in note for note in found.notes), (number, found.notes)


def test_projects__have_lines_of_their_own(tmp_path: Path) -> None:
    forms = tuple(Unit("甲局", "1", Subject(code, name, "项目")) for code, name in (("01", "道路"), ("02", "桥")))
    scheme = projects()
    amount = next(name for name, spec in scheme.all_inputs.items() if spec.kind == "money")
    lines = [f"单位名称,项目编码,{amount}（元）", "甲局,02,7", "甲局,,8"]
    found = reference(tmp_path, *lines, scheme=scheme, roster=Roster(forms))
    assert {unit: figures[amount].value for unit, figures in found.figures.items()} == {("甲局", "02"): 7}
    assert "看不出这一行是哪个" in found.notes[0]


def test_workbook__zeros_at_the_end_and_binary_fractions(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (["单位名称", "预算（万元）"], ["甲局", 1200.5], ["乙局", 0.1 + 0.2], ["丙局", 3.25]):
        book.worksheets[0].append(line)
    book.save(tmp_path / "决算.xlsx")
    found = reference_of(read_reference(tmp_path / "决算.xlsx"), SCHEME, UNITS)
    assert [figures["budget"].step for figures in found.figures.values()] == [0.01] * 3
