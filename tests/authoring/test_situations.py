"""What changes a score beside its rules, with examples that the scoring itself computes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ALL_SCHEMES, shipped_scheme
from tests.factories.schemes import HERE, MINIMAL, edited
from xlgen.authoring.situations import DEPENDS_ON_OTHERS, NO_EFFECT, Situation, caps, situations
from xlgen.scheme.load import load_file
from xlgen.scheme.model import Scheme


def of(scheme: Scheme, indicator: str) -> dict[str, Situation]:
    return {each.title: each for leaf in scheme.indicators if leaf.id == indicator for each in situations(scheme, leaf)}


def lines(situation: Situation) -> list[tuple[str, float | None, str]]:
    return [(sample.given, sample.score, sample.remark) for sample in situation.samples]


def minimal(folder: Path, *edits: tuple[str, str]) -> Scheme:
    file = folder / "scheme.yaml"
    file.write_text(edited(MINIMAL, *edits), encoding="utf-8")
    return load_file(file)


@pytest.mark.parametrize("name", ALL_SCHEMES)
def test_every_condition__can_hold(name: str) -> None:
    """A condition without an example would be one that no filling can meet."""
    scheme = shipped_scheme(name)
    found = [each for leaf in scheme.indicators for each in situations(scheme, leaf)]
    assert [each.title for each in found if not each.samples] == []


def test_veto__by_each_answer_alone() -> None:
    veto = of(shipped_scheme("guangdong-2019"), "project_supervision")["本指标不得分"]
    assert [(score, remark) for _, score, remark in lines(veto)] == [(0.0, ""), (0.0, "")]
    assert "＝“否”" in veto.samples[0].given
    assert "＝“是”" in veto.samples[1].given


def test_veto_by_numbers__between_which_it_begins_to_hold(tmp_path: Path) -> None:
    scheme = minimal(tmp_path, ('falsified == "是"', 'falsified == "是" or late > 3'))
    assert lines(of(scheme, "execution")["本指标不得分"]) == [
        ("是否弄虚作假＝“是”，迟报次数＝0次", 0.0, ""),
        ("是否弄虚作假＝“否”，迟报次数＝3次", 5.0, ""),
        ("是否弄虚作假＝“否”，迟报次数＝4次", 0.0, ""),
    ]


def test_veto_by_days_and_ticks(tmp_path: Path) -> None:
    inputs = "falsified: {kind: tick, label: 弄虚作假}\n          due: {kind: date, label: 应报日}\n"
    scheme = minimal(
        tmp_path,
        (
            "falsified: {kind: yes_no, label: 是否弄虚作假}\n",
            f"{inputs}          sent: {{kind: date, label: 报送日}}\n",
        ),
        ('falsified == "是"', 'falsified == "√" or sent > due'),
    )
    assert lines(of(scheme, "execution")["本指标不得分"]) == [
        ("弄虚作假＝“√”，报送日＝1990年1月1日，应报日＝1990年1月1日", 0.0, ""),
        ("弄虚作假不填，报送日＝1990年1月1日，应报日＝1990年1月1日", 6.0, ""),
        ("弄虚作假不填，报送日＝1990年1月2日，应报日＝1990年1月1日", 0.0, ""),
    ]


def test_veto_of_a_part__leaves_the_other_parts() -> None:
    veto = of(shipped_scheme("shenzhen-2021"), "procurement")["“政府采购执行率”不得分"]
    assert lines(veto) == [
        ("实际采购金额合计数＝0万元，采购计划金额合计数＝0万元", 2.0, ""),
        ("实际采购金额合计数＝0.01万元，采购计划金额合计数＝0万元", 1.0, ""),
    ]


def test_division_by_zero__scored_as_declared() -> None:
    found = of(shipped_scheme("shenzhen-2021"), "staff_control")["财政供养人员控制率的除数为0"]
    assert lines(found) == [("被除数、除数都为0，按0%计", 1.0, ""), ("只有除数为0，按200%计", 0.0, "")]


def test_division_by_zero__of_what_another_measure_needs_too() -> None:
    found = of(shipped_scheme("jiangning"), "budget_execution")["基本支出预算执行率的除数为0"]
    assert [(score, remark) for _, score, remark in lines(found)] == [(None, DEPENDS_ON_OTHERS)] * 2


def test_division_by_zero__of_what_is_only_shown() -> None:
    found = of(shipped_scheme("jiangsu-2020"), "staff_management")["财政供养人员控制率的除数为0"]
    assert [(score, remark) for _, score, remark in lines(found)] == [(None, NO_EFFECT)] * 2


def test_not_applicable__and_where_its_points_go() -> None:
    scheme = shipped_scheme("guangdong-2019")
    left_out = of(scheme, "release_legality")["不适用"]
    assert left_out.words.endswith("时不计分，分值平均转入“部门预算资金支出率”")
    assert lines(left_out) == [("资金下达合法性是否考核＝“不适用”", 0.0, "分值为0分")]
    (received,) = of(scheme, "budget_execution")["转入分值"].samples
    assert (received.score, received.remark) == (9.0, "分值为9分")


def test_deduction__until_nothing_is_left() -> None:
    found = lines(of(shipped_scheme("guangdong-2019"), "goal_soundness")["再扣"])
    assert [(given.partition("＝")[2], score) for given, score, _ in found] == [
        ("0分", 5.0),
        ("1分", 4.0),
        ("4.99分", 0.01),
        ("5分", 0.0),
    ]


def test_adjustment__within_its_bounds() -> None:
    found = lines(of(shipped_scheme("guangdong-2019"), "work_performance")["加减分"])
    scores = [score for _, score, _ in found if score is not None]
    assert (max(scores), min(scores)) == (3.0, -6.0)
    assert ("加分＝7", 3.0, "") in found


def test_rows__weighted() -> None:
    found = of(shipped_scheme("jiangmen-2024"), "fund_performance")["各行怎样汇总"]
    assert found.words == "《专项资金》各行得分按“资金额”加权平均"
    assert lines(found) == [("两行，得分20和0，资金额为3和1", 15.0, "")]


def test_caps__at_and_below_each_bound_and_the_lowest_counts() -> None:
    found = list(caps(load_file(HERE / "capped.yaml")))
    assert [each.title for each in found][:2] == ["执行率低于80%的，总分最高89分", "执行率低于70%的，总分最高79分"]
    assert found[0].words == "预算执行率 ＜ 80%"
    assert lines(found[0]) == [
        ("预算执行率＝79.99%，各项指标都得满分", 89.0, ""),
        ("预算执行率＝80%，各项指标都得满分", 100.0, ""),
    ]
    assert [score for _, score, _ in lines(found[3])] == [59.0, 69.0]
    assert lines(found[4]) == [("审计发现重大问题＝“是”，各项指标都得满分", 60.0, "")]


def test_rescaled__said_where_points_go_nowhere() -> None:
    left_out = of(load_file(HERE / "capped.yaml"), "quality")["不适用"]
    assert left_out.words.endswith("时不计分，总分按适用指标的满分折算")
    assert lines(left_out) == [("质量达标率是否适用＝“不适用”", 0.0, "分值为0分")]


def test_ways__the_best_or_the_first_that_applies() -> None:
    scheme = load_file(HERE / "ways.yaml")
    (honours,) = [leaf for leaf in scheme.indicators if leaf.id == "honours"]
    best, first = [each for each in situations(scheme, honours) if each.title == "择一计分"]
    assert best.words == "“荣誉”各项中只计得分最高的一项"
    assert lines(best) == [("“表彰”得4分，“报道”得3分", 6.0, "")]
    assert first.words == "“执行”各项中只计第一个适用的一项"
    assert lines(first) == [("有专项资金＝“是”，计第1种", 6.0, ""), ("有专项资金＝“否”，计第2种", 6.0, "")]
