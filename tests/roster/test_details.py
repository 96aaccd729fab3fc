"""What a roster says of its units besides their names, and the lines of it that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import shipped_scheme
from xlgen.roster.not_units import what_instead
from xlgen.roster.prefill import read_prefilled_roster
from xlgen.roster.roster import Roster, read_roster
from xlgen.roster.roster_file import NAME_HEADS, RosterError
from xlgen.roster.unit import Unit
from xlgen.roster.unit_status import UnitStatus
from xlgen.scheme.subject import Subject

OLD = Path(__file__).with_name("old.xls")
"""A title, two units with one 主管部门 merged over both, a sum and a note; saved by LibreOffice."""
SCHEME = shipped_scheme("shenzhen-2021")


def csv(folder: Path, *lines: str) -> Path:
    file = folder / "名单.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def wrong(file: Path) -> list[str]:
    with pytest.raises(RosterError) as error:
        read_roster(file)
    return [line.removeprefix(f"{file} ") for line in str(error.value).splitlines()]


def test_old_workbook__with_merged_cells_notes_and_states() -> None:
    found = read_roster(OLD)
    assert found.units == (Unit("甲局", "001"), Unit("人力资源和社会保障局", "002"))
    assert dict(found.details_of(found.units[0])) == {"parent": "甲主管"}
    second = {"parent": "甲主管", "phone": "13800000000", "status": "涉密"}
    assert dict(found.details_of(found.units[1])) == second
    assert found.notes == (
        "第 5 行：合计，不是单位，没有读",
        "第 6 行：注：本表由绩效科整理，不是单位，没有读",
        "第 4 行：“人力资源 和社会保障局”中有空格，已去掉",
    )
    prefilled = read_prefilled_roster(OLD, SCHEME)
    assert {**prefilled.units[1].details} == {"name": "人力资源和社会保障局", "code": "002", **second}
    assert (prefilled.notes, prefilled.unused_columns) == (found.notes, [])


@pytest.mark.parametrize(
    ("cells", "instead"),
    [
        (["", "合 计"], "合 计"),
        (["合计", "", "400"], "合计"),
        (["合计", "共400个单位", ""], "合计"),
        (["101", "教育局小计", ""], "教育局小计"),
        (["", "合计（12个）"], "合计（12个）"),
        (["注：涉密单位线下报送", ""], "注：涉密单位线下报送"),
        (["", "备注1．含本级"], "备注1．含本级"),
        (["说明", "", ""], "说明"),
        (["填表人：张三", "", "联系电话：1"], "填表人：张三"),
        (["单位编码", "单位名称"], "单位名称"),
        (["", "", "400"], ""),  # what it sums up, it does not say: a fault of the roster
        (["1", "", ""], ""),
        (["1", "注册会计师协会"], ""),
        (["1", "统计局"], ""),
        (["1", "审计局"], ""),
        (["1", "说明书编写中心"], ""),
        (["1", "甲局", "合计"], ""),
        (["1", "甲局", "注：新设"], ""),
        (["1", "会计核算中心"], ""),
    ],
)
def test_line__that_is_no_unit_and_one_that_is(cells: list[str], instead: str) -> None:
    assert what_instead(cells, 1, NAME_HEADS) == instead


def test_names__keep_blanks_between_latin_words_only(tmp_path: Path) -> None:
    lines = ["单位名称", "Smart City 中心", "甲　局", "乙局 （ 本级 ）"]
    found = read_roster(csv(tmp_path, *lines))
    assert [unit.name for unit in found.units] == ["Smart City中心", "甲局", "乙局（本级）"]
    assert len(found.notes) == 3


def test_states__are_few_words_and_anything_else_is_refused(tmp_path: Path) -> None:
    file = csv(tmp_path, "单位名称,报送要求", "甲,免报", "乙, 线下 报送", "丙,正常", "丁,")
    found = read_roster(file)
    assert [found.status_of(unit) for unit in found.units] == [UnitStatus.EXEMPT, UnitStatus.OFFLINE, None, None]
    assert wrong(csv(tmp_path, "单位名称,状态", "甲,停用", "乙,#N/A", "丙,免报")) == [
        f"第 {number} 行：“状态”写的是“{text}”，不知道是不是要报送。请写 涉密、线下报送、免报、撤并；照常报送的留空"
        for number, text in ((2, "停用"), (3, "#N/A"))
    ]


def test_states__in_remarks_change_nothing_and_are_said(tmp_path: Path) -> None:
    found = read_roster(csv(tmp_path, "单位名称,备注", "甲,涉密", "乙,涉密单位较多"))
    assert [found.status_of(unit) for unit in found.units] == [None, None]
    (note,) = found.notes
    assert note.startswith("第 2 行：“备注”写着“涉密”")


def test_details__are_one_line_and_of_bounded_length(tmp_path: Path) -> None:
    head = "单位名称,主管部门,一级预算单位代码,归口科室,联系人,联系电话,单位性质,区县"
    (unit,) = (found := read_roster(csv(tmp_path, head, '甲,教育局,101,预算科,张三,"1\n2",行政,南山'))).units
    assert list(found.details_of(unit).values()) == ["教育局", "101", "预算科", "张三", "1 2", "行政", "南山"]
    problems = wrong(csv(tmp_path, head, f"甲,{'长' * 101},1.2E+17,#REF!,,,,"))
    assert ["太长" in problems[0], "Excel 改写" in problems[1], "错误值" in problems[2]] == [True] * 3


def test_details__of_a_unit_with_several_forms_are_those_of_each(tmp_path: Path) -> None:
    first, second = (Unit("甲", subject=Subject(code, "某项目", "项目")) for code in ("1", "2"))
    details = {("甲", "1"): {"contact": "张"}, ("甲", "2"): {"status": "免报"}, ("甲", ""): {"contact": "张"}}
    found = Roster((first, second), details)
    assert found.lines(with_subject=True) == [first, second]
    assert found.details_of(Unit("甲")) == {"contact": "张"}
