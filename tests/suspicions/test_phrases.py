from __future__ import annotations

import pytest

from tests.conftest import shipped_scheme
from xlgen.suspicions.phrases import earlier_years, instructions
from xlgen.suspicions.texts import MAX_SENTENCES, WrittenText, printed_words, sentences_to_compare


def written(text: str, label: str = "主要成绩", help: str = "") -> WrittenText:  # noqa: A002
    return WrittenText("指标评分表!A6", label, text, help)


@pytest.mark.parametrize(
    "text",
    [
        "2022年度部门整体支出绩效自评情况如下",
        "一、基本情况。2022年，我单位共举办活动12场",
        "2022 年度，各项指标全部完成。",
        "2021年全年预算执行率为98%",
    ],
)
def test_earlier_year__is_told(text: str) -> None:
    (doubt,) = earlier_years([written(text)], 2023)
    assert "2023年度" in doubt.message
    assert "“主要成绩”" in doubt.message


@pytest.mark.parametrize(
    "text",
    [
        "2023年度绩效自评，2022年度绩效目标已完成",  # the form's own year is there too
        "较2022年度预算增长3%",
        "2022年3月成立绩效管理工作小组",
        "2022年结转资金12万元",
        "自2021年以来，全年无事故",
        "中心2019年完成改制",  # long ago
        "按《2022年预算管理办法》执行",
        "2024年工作计划",
        "预算完成2022万元",
    ],
)
def test_earlier_year__in_its_place(text: str) -> None:
    assert not list(earlier_years([written(text)], 2023))


def test_earlier_year__where_the_past_is_asked_for() -> None:
    assert not list(earlier_years([written("2022年工作完成较好", "上年完成情况")], 2023))


@pytest.mark.parametrize(
    "text",
    [
        "省财政厅不会对二级预算单位进行考核，此项直接给满分即可，评分依据栏可留空",
        "请按绩效目标表逐项填写",
        "请填写年度主要任务完成情况。",
        "已完成。此栏由主管部门填写",
        "填写说明：按项目归集",
        "不超过200字",
    ],
)
def test_instruction__is_told(text: str) -> None:
    (doubt,) = instructions([written(text), written(text, "存在问题")])
    assert doubt.message.endswith("；还有“存在问题”")


@pytest.mark.parametrize("text", ["申请12项，获批10项", "请第三方机构评审", "按要求完成整改", "完成率100%", "无"])
def test_instruction__is_none(text: str) -> None:
    assert not list(instructions([written(text)]))


def test_instruction__of_the_form_itself() -> None:
    asked = "每行填一项三级指标，各行分值合计90分。"
    (doubt,) = instructions([written("已按要求完成。每行填一项三级指标。", help=asked)])
    assert "“每行填一项三级指标”" in doubt.message


def test_sentences__of_the_unit_alone() -> None:
    """Not those that the form prints, in whatever cell; not short ones; each once, however it is punctuated."""
    printed = printed_words(shipped_scheme("jiangning"))
    own = "全年走访企业251家，举办对接活动104场"
    asked = "自评价可参考绩效目标，结合评价实际情况设置相应评价指标"
    text = f"1.{own}；\n（二）{own.replace('，', ' ')}。预算执行正常。{asked}。"
    (sentence,) = sentences_to_compare([written(text)], printed)
    assert sentence.excerpt == own
    assert [sentence] == list(sentences_to_compare([written(f"三是{own}!")], ""))


def test_sentences__are_bounded() -> None:
    text = "。".join(f"第{number}项工作已经全部按时完成" for number in range(3 * MAX_SENTENCES))
    assert len(list(sentences_to_compare([written(text)], ""))) == MAX_SENTENCES
