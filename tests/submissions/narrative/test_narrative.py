"""What the texts of a form say against its table: the published contradictions, and pairs in YAML files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import SCHEMES, published_filling, shipped_scheme
from xlgen.scheme.yaml_file import read_yaml
from xlgen.submissions.findings.code import Part
from xlgen.submissions.narrative.amounts import contradictions, mentions
from xlgen.submissions.narrative.claims import TotalClaim, grade_claims, grade_named, total_claims
from xlgen.submissions.validate import check_bytes
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.xlsx.values import CellValue

HERE = Path(__file__).parent
PARTS = ["部门管理"]
PUBLISHED = {
    "jiangsu-2020": [
        ("TOTAL_IN_TEXT", "evaluation", "“二、评价情况”中写的是 97 分，评分表总分是 99.00 分", ""),
        ("GRADE_IN_TEXT", "evaluation", "“二、评价情况”中写的是“良好”，按总分 99.00 分应为“优”", ""),
        (
            "NUMBER_IN_TEXT",
            "achievements",
            "“三、主要绩效”中写的是“举办线上路演活动14场”，指标评分表 F{}是“举办线上路演活动16场”",
            "duties_score.1",
        ),
    ],
    "jiangning": [
        (
            "NUMBER_IN_TEXT",
            "results",
            "“三、主要绩效”中写的是“完成技术合同成交额211.54亿元”，指标评分表 D{}是“211.50亿元”",
            "duties.3",
        ),
        ("NO_PROBLEMS", "problems", "“四、存在问题”写的是“无”，评分表却扣了分：非税收入预算完成率（扣 0.28 分）", ""),
    ],
}
"""The contradictions in the published forms: code, input, message, and the row of the form that it names."""


def cases(name: str) -> list[Any]:
    """The cases of a YAML file."""
    found = read_yaml((HERE / name).read_text(encoding="utf-8"), HERE / name).data
    assert isinstance(found, list)
    return found


def found(scheme: str, inputs: dict[str, CellValue]) -> list[tuple[str, str, str]]:
    """The findings on texts in the published form with some inputs changed."""
    filling = published_filling(scheme)
    layout = layout_of(shipped_scheme(scheme))
    data = build(layout.scheme, replace(filling, inputs={**filling.inputs, **inputs}))
    findings = check_bytes("a.xlsx", data).findings
    names = {(place.sheet, place.address): name for name, place in layout.values.items()}
    return [
        (finding.code.name, names[finding.sheet, finding.cell], finding.message)
        for finding in findings
        if finding.code.part is Part.NARRATIVE
    ]


@pytest.mark.parametrize("name", SCHEMES)
def test_published_form__known_contradictions_and_no_others(name: str) -> None:
    spans = layout_of(shipped_scheme(name)).spans
    said = found(name, {})
    expected = PUBLISHED.get(name, [])
    assert [finding[:2] for finding in said] == [finding[:2] for finding in expected]
    for (*_, message), (*_, words, row) in zip(said, expected, strict=True):
        assert message == (words.format(spans[row].first) if row else words)


def test_texts_mended__nothing_found() -> None:
    texts = {name: str(published_filling("jiangsu-2020").inputs[name]) for name in ("evaluation", "achievements")}
    texts["evaluation"] = texts["evaluation"].replace("97分", "99分").replace("情况良好", "情况优秀")
    texts["achievements"] = texts["achievements"].replace("14场", "16场")
    assert found("jiangsu-2020", dict(texts)) == []


def test_form_without_a_total__nothing_to_compare_with() -> None:
    codes = [code for code, _, _ in found("jiangsu-2020", {"staff_completion": None})]
    assert codes == ["NUMBER_IN_TEXT"]


@pytest.mark.parametrize("case", cases("narrative_numbers.yaml"), ids=lambda case: case["told"][:24])
def test_number__against_the_table(case: dict[str, Any]) -> None:
    pairs = contradictions([("text", case["told"])], [("row", case["row"], case["says"])], 2020)
    assert [[said.text, tabled.text] for _, said, _, tabled in pairs] == ([case["finds"]] if "finds" in case else [])


@pytest.mark.parametrize("case", cases("narrative_claims.yaml"), ids=lambda case: case["text"][:24])
def test_claim__of_the_form_as_a_whole(case: dict[str, Any]) -> None:
    assert [claim.value for claim in total_claims(case["text"], 2020, 100, PARTS)] == case.get("totals", [])
    assert list(grade_claims(case["text"], 2020, PARTS)) == case.get("grades", [])


def test_full_marks__are_no_total() -> None:
    assert list(total_claims("总分100分。", 2020, 100, [])) == []
    assert list(total_claims("总分100分。", 2020, 110, [])) == [TotalClaim(100, 1)]


@pytest.mark.parametrize(
    ("claim", "total", "agrees"),
    [
        (TotalClaim(99.7, 0.1), 99.72, True),
        (TotalClaim(99.8, 0.1), 99.72, False),
        (TotalClaim(96, 1), 95.97, True),
        (TotalClaim(95, 1), 95.97, False),
        (TotalClaim(95.96, 0.01), 95.97, False),
    ],
)
def test_total__as_printed(claim: TotalClaim, total: float, agrees: bool) -> None:
    assert claim.agrees(total) is agrees


@pytest.mark.parametrize(
    ("word", "names", "meant"),
    [
        ("良好", ["优", "良", "中", "差"], "良"),
        ("合格", ["优", "良", "中", "差"], "中"),
        ("合格", ["优秀", "良好", "合格", "不合格"], "合格"),
        ("优", ["优秀", "良好", "合格", "不合格"], "优秀"),
        ("较差", ["优", "良", "中", "差"], "差"),
        ("一般", ["高", "低"], None),
    ],
)
def test_grade__in_the_words_of_the_scheme(word: str, names: list[str], meant: str | None) -> None:
    assert grade_named(word, names) == meant


PIECES = st.sampled_from(
    [
        *"，。；、：（）“”%第约近1234567890.\uff10\uff19，",
        "年",
        "2020年",
        "场",
        "万元",
        "自评得分",
        "分",
        "等级为优",
        "路演",
        "数",
    ]
)


@settings(max_examples=500, database=None, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_text__contradicts_itself_in_nothing(text: str) -> None:
    assert list(contradictions([(1, text)], [(2, "路演", text)], 2020)) == []
    assert all(0 <= claim.value < 1000 for claim in total_claims(text, 2020, 100, PARTS))
    assert set(grade_claims(text, 2020, PARTS)) <= {"优"}


HOSTILE = [
    "1场",
    "路演1场，",
    "自评得分",
    "自评得分97分，等级为优，",
    "数",
    "((1",
    "2020年",
    "1,111",
    "9" * 50,
    "共计",
    "“",
    "约1",
    "、1个",
]


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("ending", ["", "。"])
@pytest.mark.usefixtures("hang_guard")
def test_hostile_text__work_grows_with_its_length_only(piece: str, ending: str) -> None:
    """Half a million characters: work that grew with their square would not end."""
    text = (piece + ending) * (500_000 // len(piece))
    assert len(list(mentions(text, 2020, text))) <= 2000
    assert len(list(total_claims(text, 2020, 100, PARTS))) + len(list(grade_claims(text, 2020, PARTS))) <= 2000
