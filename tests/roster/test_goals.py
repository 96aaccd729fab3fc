"""Approved goals for many units: which row of which table each line becomes, and everything that is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import shipped_scheme
from tests.factories.projects import projects
from xlgen.roster.goals import ApprovedGoals, read_goals
from xlgen.roster.roster_file import RosterError
from xlgen.roster.unit import Unit
from xlgen.scheme.model import Scheme
from xlgen.scheme.subject import Subject

JIANGNING, NATIONAL = shipped_scheme("jiangning"), shipped_scheme("national-project-2020")
UNITS = (Unit("甲局", "1"), Unit("乙局", "2"))
HEAD = "单位编码,单位名称,一级指标,二级指标,三级指标,指标性质,指标值,计量单位,权重"
A_PROJECT = Unit("甲局", "1", Subject("", "道路", "项目"))


def goals(folder: Path, *lines: str, scheme: Scheme = JIANGNING, units: tuple[Unit, ...] = UNITS) -> ApprovedGoals:
    file = folder / "目标.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return read_goals(file, scheme, units)


def wrong(folder: Path, *lines: str, scheme: Scheme = JIANGNING, units: tuple[Unit, ...] = UNITS) -> list[str]:
    with pytest.raises(RosterError) as error:
        goals(folder, *lines, scheme=scheme, units=units)
    return [line.split("目标.csv ")[-1] for line in str(error.value).splitlines()]


def test_lines__become_rows_of_the_table_that_a_level_names(tmp_path: Path) -> None:
    lines = [
        "1,甲局,履职指标,服务,举办活动,>=,10,场,20",
        '1,,效益,社会效益指标,受益人数,大于等于,"1,300",人,20',
        ",甲局,履职,服务,办结率,≥,95%,,10",
        ",,,,合计,,,,",
    ]
    found = goals(tmp_path, f"{HEAD},完成值,序号", *lines)
    assert dict(found.by_form["甲局"].values) == {
        "duty_targets/1/goal": "服务",
        "duty_targets/1/name": "举办活动",
        "duty_targets/1/direction": "≥",
        "duty_targets/1/target": 10,
        "duty_targets/1/unit": "场",
        "duty_targets/1/points": 20,
        "duty_targets/2/goal": "服务",
        "duty_targets/2/name": "办结率",
        "duty_targets/2/direction": "≥",
        "duty_targets/2/target": 95,
        "duty_targets/2/unit": "%",
        "duty_targets/2/points": 10,
        "benefit_targets/1/dimension": "社会效益",
        "benefit_targets/1/name": "受益人数",
        "benefit_targets/1/direction": "≥",
        "benefit_targets/1/target": 1300,
        "benefit_targets/1/unit": "人",
        "benefit_targets/1/points": 20,
    }
    assert found.unused_columns == ["序号"]
    assert found.notes == ["第 5 行：合计，不是单位，没有读"]


def test_everything_that_is_wrong__at_once_with_its_line(tmp_path: Path) -> None:
    lines = [
        "9,丁局,履职指标,服务,活动,≥,10,场,30",
        "2,甲局,履职指标,服务,活动,≥,10,场,30",
        "1,甲局,产出指标,服务,活动,≥,10,场,30",
        "1,甲局,履职指标,服务,活动,≥,约十,场,30",
        "1,甲局,履职指标,服务,宣传,≥,10,场,",
        "1,甲局,履职指标,服务,宣传,≥,12,场,1",
        "1,甲局,履职指标,服务,,≥,12,场,1",
        "1,甲局,效益指标,党建效益,人数,＋,95%,人,20",
        "1,甲局,满意度指标,,满意,≥,#N/A,%,10",
    ]
    found = wrong(tmp_path, HEAD, *lines)
    for number, what in (
        (2, "名单里没有单位“丁局”"),
        (3, "编码“2”是“乙局”的"),
        (4, "看不出是《履职指标》、《效益指标》、《满意度指标》中哪一张的指标"),
        (5, "（写的是“约十”）"),
        (7, "指标“宣传”与第 6 行重复"),
        (8, "没有写“三级指标”"),
        (9, "“二级指标”"),
        (9, "“指标值类型”"),
        (9, "计量单位却是“人”"),
        (10, "公式的错误值"),
    ):
        assert any(line.startswith(f"第 {number} 行") and what in line for line in found), (number, what, found)


def test_rows_that_do_not_fit__are_told_for_every_unit(tmp_path: Path) -> None:
    many = [f"1,甲局,满意度指标,,第{number}项,≥,90,%,2" for number in range(5)]
    lines = ["2,乙局,履职指标,服务,活动,≥,10,场,29.5", "2,乙局,效益指标,社会效益,人数,≥,1,人,", *many]
    found = wrong(tmp_path, HEAD, *lines)
    assert found == [
        "第 2 行：单位“乙局”《履职指标》各行的“权重”合计 29.5，应为 30。请改正",
        "第 8 行：《满意度指标》只有 4 行，单位“甲局”有 5 项指标。请多留几行，或合并指标",
    ]
    partly = ["1,甲局,履职指标,服务,活动,≥,10,场,30", "1,甲局,履职指标,服务,宣传,≥,1,次,"]
    assert "没有写“权重”" in wrong(tmp_path, HEAD, *partly)[0]


def test_adjustment__in_columns_or_in_a_line_of_its_own(tmp_path: Path) -> None:
    head, line = f"{HEAD},调整后目标值,调整文号,批复类型", "1,甲局,满意度指标,,满意度,≥,90,%,10"
    told = "年中调整：年初批复 90，财预8号"
    for lines in (
        [f"{line},95,财预8号,"],
        [f"{line},,,年初批复", "1,甲局,满意度指标,,满意度,,95,,,,财预8号,年中调整"],
    ):
        found = goals(tmp_path, head, *lines).by_form["甲局"]
        assert found.values["satisfaction_targets/1/target"] == 95
        assert found.values["satisfaction_targets/1/points"] == 10
        assert found.adjustments == {"satisfaction_targets/1/target": told}
    assert wrong(tmp_path, head, f"{line},95,,") == ["第 2 行：年中调整没有写文号。请在“调整文号”一列补填"]
    assert "写的是“更高”" in wrong(tmp_path, head, f"{line},更高,文,")[0]


def test_adjustment__where_the_form_has_a_column_for_it_keeps_the_first_value(tmp_path: Path) -> None:
    head = "单位名称,指标名称,指标性质,指标值,计量单位,指标权重,是否核心指标,调整指标值,文号,阶段"
    lines = ["甲局,活动,≥,10,场,50,是,12,1号,", "甲局,培训,≥,5,场,40,否,,,", "甲局,培训,,6,,,,,2号,年中调整"]
    found = goals(tmp_path, head, *lines, scheme=shipped_scheme("chongqing-2021")).by_form["甲局"]
    targets = {item: value for item, value in found.values.items() if "initial" in item or "target/" in item[8:]}
    assert targets == {"targets/1/initial": 10, "targets/2/initial": 5}
    assert (found.values["targets/1/target"], found.values["targets/2/target"]) == (12, 6)
    assert found.adjustments == {
        "targets/1/target": "年中调整：年初批复 10，1号",
        "targets/2/target": "年中调整：年初批复 5，2号",
    }
    plain = goals(tmp_path, head, "甲局,活动,≥,10,场,90,是,,,", scheme=shipped_scheme("chongqing-2021"))
    assert plain.by_form["甲局"].values["targets/1/target"] == 10


def test_projects__are_told_apart_and_words_go_where_the_form_has_room(tmp_path: Path) -> None:
    head = "单位名称,项目名称,一级指标,二级指标,三级指标,指标性质,年度指标值,计量单位,分值"
    lines = ["甲局,道路,产出,数量,里程,≥,10,公里,50", "甲局,道路,效益,社会效益,路况,定性,明显改善,,40"]
    units = (A_PROJECT, Unit("甲局", "1", Subject("", "桥梁", "项目")))
    found = goals(tmp_path, head, *lines, scheme=NATIONAL, units=units).by_form[A_PROJECT.form].values
    assert (found["targets/1/level"], found["targets/1/dimension"]) == ("产出指标", "数量指标")
    assert found["targets/2/goal"] == "明显改善"
    assert "targets/2/target" not in found
    without = wrong(tmp_path, head, lines[0].replace("道路", ""), scheme=NATIONAL, units=units)
    assert "有 2 个项目，看不出这一行是哪个" in without[0]
    assert "没有项目“隧道”" in wrong(tmp_path, head, lines[0].replace("道路", "隧道"), scheme=NATIONAL, units=units)[0]


def test_rows_that_the_form_names__are_filled_in_where_they_are(tmp_path: Path) -> None:
    jiangsu = shipped_scheme("jiangsu-2020")
    head = "单位名称,明细表,二级指标,指标说明,权重"
    lines = ["甲局,履职效益,生态效益,减排,", "甲局,部门履职,监管,检查,30"]
    found = goals(tmp_path, head, *lines, scheme=jiangsu).by_form["甲局"].values
    assert found == {
        "effects/3/target": "减排",
        "duties/1/name": "监管",
        "duties/1/target": "检查",
        "duties/1/points": 30,
    }
    assert "这一格由表格定为“5" in wrong(tmp_path, head, "甲局,履职效益,生态效益,减排,6", scheme=jiangsu)[0]


@pytest.mark.parametrize(
    ("written", "sign", "target", "unit"),
    [
        ("≥95%,", "≥", 95, "%"),
        (">=1200人,", "≥", 1200, "人"),
        ("10场,", None, 10, "场"),
        ("10场,场", None, 10, "场"),
        ("≤3.5,亿元", "≤", 3.5, "亿元"),
    ],
)
def test_target__with_sign_and_unit_in_one_cell(
    tmp_path: Path, written: str, sign: str | None, target: float, unit: str
) -> None:
    found = goals(tmp_path, HEAD, f"1,甲局,满意度指标,,满意度,,{written},10").by_form["甲局"].values
    keys = [f"satisfaction_targets/1/{name}" for name in ("direction", "target", "unit")]
    assert [found.get(key) for key in keys] == [sign, target, unit]


@pytest.mark.parametrize("written", ["≤,≥95%,", ",10场,人", ",10-12,次", ",约10,次", ",2026年底前10,次"])
def test_target__that_two_cells_contradict_or_that_is_no_number_is_refused(tmp_path: Path, written: str) -> None:
    assert wrong(tmp_path, HEAD, f"1,甲局,满意度指标,,满意度,{written},10")


def test_percents__that_may_be_meant_otherwise_are_said(tmp_path: Path) -> None:
    found = goals(tmp_path, HEAD, "1,甲局,满意度指标,,满意度,≥,0.95,%,10")
    assert found.by_form["甲局"].values["satisfaction_targets/1/target"] == 0.95
    assert "是 95% 的，请写 95" in found.notes[0]


def test_lists__that_cannot_be_of_this_form_are_refused(tmp_path: Path) -> None:
    assert "没有由单位自己列指标的行" in wrong(tmp_path, HEAD, "", scheme=projects())[0]
    assert "没有“三级指标”一列" in wrong(tmp_path, "单位名称,指标值", "甲局,1")[0]
    assert "2 列都叫“权重”" in wrong(tmp_path, f"{HEAD},权重", "")[0]
