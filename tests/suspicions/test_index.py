from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest

from xlgen.suspicions.index import MAX_SHARING, LastYear, open_index
from xlgen.suspicions.last_year import LastScore, LastScores
from xlgen.suspicions.names import NamedUnit
from xlgen.suspicions.organisations import Passage, passages
from xlgen.suspicions.suspicion import FOR_SAMPLING, Doubt, Kind, Suspicion
from xlgen.suspicions.texts import Sentence, WrittenText, sentences_to_compare
from xlgen.suspicions.trace import Form, Trace

COPIED = "坚持以人民为中心的发展思想，全面完成年度各项目标任务"


def trace(unit: str, text: str = "", content: str = "", department: str = "", doubts: Sequence[Doubt] = ()) -> Trace:
    texts = [WrittenText("指标评分表!A6", "主要成绩", text)]
    sentences, named = tuple(sentences_to_compare(texts, "")), tuple(passages(texts))
    return Trace(Form(unit), content, department, sentences=sentences, passages=named, doubts=tuple(doubts))


def suspicions(
    traces: Sequence[Trace], roster: Sequence[NamedUnit] = (), last_year: LastYear | None = None, without: str = ""
) -> list[Suspicion]:
    with open_index(roster, last_year) as index:
        for number, each in enumerate(traces, 1):
            index.add(f"{number}.xlsx", each)
        return list(index.suspicions(lambda file: file != without))


def test_sentences__alike_in_two_units() -> None:
    """One suspicion for a pair, with both places and the longest sentence, wherever the unit's name sorts."""
    longer = f"{COPIED}，取得明显成效"
    (found,) = suspicions([trace("乙局", f"{COPIED}。{longer}。"), trace("丙局"), trace("甲局", f"{longer}\n{COPIED}")])
    assert found.kind is Kind.SAME_SENTENCES
    assert {found.unit, found.other_unit} == {"甲局", "乙局"}
    assert {found.file, found.other_file} == {"1.xlsx", "3.xlsx"}
    assert (found.where, found.other_where) == ("指标评分表!A6", "指标评分表!A6")
    assert "有2句话" in found.message
    assert found.message.endswith(f"。{FOR_SAMPLING}")


@pytest.mark.parametrize(
    ("units", "told"), [(2, True), (MAX_SHARING, True), (MAX_SHARING + 1, False), (10 * MAX_SHARING, False)]
)
def test_sentences__that_everybody_writes(units: int, told: bool) -> None:
    found = suspicions([trace(f"第{number}局", COPIED) for number in range(units)])
    assert len(found) == (units * (units - 1) // 2 if told else 0)


def test_sentences__within_one_department() -> None:
    def pairs(*departments: str) -> int:
        roster = [NamedUnit(f"第{number}所", parent) for number, parent in enumerate(departments)]
        return len(suspicions([trace(unit.name, COPIED) for unit in roster], roster))

    assert pairs("教育局", "教育局") == 0
    assert pairs("教育局", "民政局") == 1
    assert pairs("教育局", "") == 1  # nobody knows
    assert pairs("", "第0所") == 0  # its own 主管部门
    assert len(suspicions([trace("甲所", COPIED, "", "教育局"), trace("乙所", COPIED, "", "教 育局")])) == 0


def test_sentences__of_one_unit() -> None:
    assert not suspicions([trace("甲局", COPIED), trace("甲 局", COPIED)])


def test_copies_that_do_not_count() -> None:
    assert not suspicions([trace("甲局", COPIED, "c"), trace("乙局", COPIED, "c")], without="2.xlsx")


def test_same_file_twice() -> None:
    doubt = [Doubt(Kind.FULL_MARKS, "全部得满分")]
    with open_index() as index:
        for name in ("1.xlsx", "2.xlsx"):
            index.add(name, trace("甲局", doubts=doubt), "fingerprint")
        assert len(list(index.suspicions())) == 1


def test_same_data__each_beside_the_first() -> None:
    found = suspicions([trace(unit, COPIED, "same") for unit in ("甲局", "乙局", "丙局")])
    assert [each.kind for each in found] == [Kind.SAME_DATA] * 2  # and not the sentences again
    assert len({each.other_unit for each in found}) == 1


ROSTER = [
    NamedUnit("示例市江宁区科学技术局"),
    NamedUnit("示例市江宁区教育局"),
    NamedUnit("示例市江宁区教育局教研室", "示例市江宁区教育局"),
    NamedUnit("示例市江宁区财政局"),
    NamedUnit("江宁区生产力促进中心（本级）", "示例市江宁区科学技术局"),
]


@pytest.mark.parametrize(
    ("unit", "text", "named"),
    [
        ("示例市江宁区教育局", "示例市江宁区科学技术局2023年度自评情况如下", "示例市江宁区科学技术局"),
        ("示例市江宁区教育局", "2023年，区科学技术局认真履职", "示例市江宁区科学技术局"),
        ("示例市江宁区教育局", "我局（江宁区科学技术局）认真履职", "示例市江宁区科学技术局"),
        ("示例市江宁区教育局", "全年江宁区生产力促进中心举办活动", "江宁区生产力促进中心（本级）"),
        ("示例市江宁区财政局", "示例市江宁区教育局教研室全年开展活动", "示例市江宁区教育局教研室"),
        ("示例市江宁区教育局", "与示例市江宁区科学技术局联合举办", ""),
        ("示例市江宁区教育局", "报示例市江宁区财政局、示例市江宁区科学技术局备案", ""),
        ("示例市江宁区教育局", "示例市江宁区科学技术局联合我局举办", ""),
        ("示例市江宁区教育局", "示例市江宁区教育局认真履职", ""),
        ("示例市江宁区教育局", "示例市江宁区教育局教研室认真履职", ""),  # below it
        ("示例市江宁区教育局教研室", "示例市江宁区教育局认真履职", ""),  # above it
        ("江宁区生产力促进中心（本级）", "示例市江宁区科学技术局认真履职", ""),
        ("示例市江宁区教育局", "省科学技术局认真履职", ""),
        ("某所", "教育局认真履职", ""),  # too short to be anybody's
    ],
)
def test_name_of_another_unit(unit: str, text: str, named: str) -> None:
    found = suspicions([trace(unit, text)], ROSTER)
    assert [each.other_unit for each in found] == ([named] if named else [])
    assert all(each.kind is Kind.OTHER_UNIT for each in found)


def test_name__that_everybody_mentions() -> None:
    traces = [trace(f"第{number}中学", "示例市江宁区财政局履职") for number in range(MAX_SHARING + 1)]
    assert not suspicions(traces, ROSTER)
    assert len(suspicions(traces[1:], ROSTER)) == MAX_SHARING


def test_short_name__of_several_units() -> None:
    roster = [NamedUnit("示例市江宁区科学技术局"), NamedUnit("示例市浦口区科学技术局"), NamedUnit("科学技术局")]
    (found,) = suspicions([trace("某所", "科学技术局认真履职")], roster)
    assert found.other_unit == "科学技术局"  # its whole name
    assert not suspicions([trace("某所", "区科学技术局认真履职")], roster)


def test_passages__are_bounded() -> None:
    every = list(
        passages([WrittenText("A1", "主要成绩", "局" * 32_000), WrittenText("A1", "部门", "某某局" * 9, "", True)])
    )
    assert all(len(passage.text) < 200 for passage in every)
    many = WrittenText("A1", "主要成绩", "，".join(f"第{number}中学" for number in range(9_000)))
    assert sum(len(passage.text) for passage in passages([many])) < 5_000


def test_suspicions__of_one_form() -> None:
    doubts = (Doubt(Kind.FULL_MARKS, "全部得满分"),)
    with open_index() as index:
        for scheme in ("a", "b", "b"):
            index.add("", Trace(Form("甲局", scheme=scheme, year="2024"), doubts=doubts))
        found = index.suspicions()
        assert [len(list(each)) for each in (found, found.of("a", "2024"), found.of("b", "2024"))] == [3, 1, 2]
        assert not list(found.of("b", "2023"))


def test_order__by_unit() -> None:
    doubts = [Doubt(Kind.FULL_MARKS, "全部得满分")]
    found = suspicions([trace(unit, doubts=doubts) for unit in ("张家口局", "安庆局", "北京局")])
    assert [each.unit for each in found] == ["安庆局", "北京局", "张家口局"]


@pytest.mark.parametrize(
    ("total", "score", "said"),
    [
        (88.0, 8.0, ["总分98.00分，上年88.00分"]),
        (88.1, 8.0, []),
        (95.0, 5.0, ["“执行率”10分（上年5分），与上年相差一半分值以上"]),
        (95.0, 5.1, []),
        (70.0, 0.0, ["总分98.00分，上年70.00分；“执行率”10分（上年0分），与上年相差一半分值以上"]),
    ],
)
def test_last_year__far_from_it(total: float, score: float, said: list[str]) -> None:
    last = LastScores(total, 100, {"execution": LastScore("执行率", score, 10), "gone": LastScore("旧", 0, 5)})
    now = Trace(Form("甲局"), total=98, full=100, scores={"execution": (10, 10), "new": (5, 5)})
    found = suspicions([now], last_year=lambda form: last)
    assert [each.message for each in found] == [f"{text}。{FOR_SAMPLING}" for text in said]


def test_digest__is_any_of_64_bits() -> None:
    digests = [hashlib.blake2b(bytes([number]), digest_size=8).hexdigest() for number in range(50)]
    traces = [
        Trace(Form(unit), sentences=tuple(Sentence(digest, "A1", "甲") for digest in [*digests, "ff" * 8, "00" * 8]))
        for unit in ("甲局", "乙局")
    ]
    (found,) = suspicions(traces)
    assert "有52句话" in found.message


def test_trace__without_a_name() -> None:
    nameless = Trace(Form(""), passages=(Passage("示例市江宁区教育局认真履职", "A1"),))
    assert not suspicions([nameless, nameless], ROSTER)
