"""Documents of a review: every number is that of its summary workbook; a draft is none where the review is settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.oracles.cells import stored
from xlgen.docx.document import Paragraph, document_of
from xlgen.errors import UsageError
from xlgen.reports.word.review_opinion import DRAFT, FINAL, NO_PROBLEM, edition, review_opinion
from xlgen.reports.word.review_report import REPORT, review_report, write_review_documents
from xlgen.reviewing.drawing import Drawing, Drawn, Method
from xlgen.reviewing.result import IndicatorResult, Remark, ReviewResult
from xlgen.reviewing.reviews import Rectification, Stage
from xlgen.reviewing.summary import DEPARTMENTS, INDICATORS, UNITS, summary_book
from xlgen.submissions.narrative.leftovers import leftovers

DAY = "2026-05-31"
UNPROVEN = Remark("完成数", "10", "8", "不符", "第3页", "台账上只有8项", "数据与佐证资料不符（扣100%）")


def row(title: str, points: float, own: float, final: float, *remarks: Remark, **said: str) -> IndicatorResult:
    return IndicatorResult(title, title, ("产出",), points, own, own, final, remarks, **said)


def result(unit: str, department: str, stage: Stage, rows: Sequence[IndicatorResult], **more: object) -> ReviewResult:
    own, total = (sum(scores) for scores in zip(*((each.own or 0.0, each.final or 0.0) for each in rows), strict=True))
    made = ReviewResult(
        form=unit,
        title="自评表",
        year=2025,
        bureau="某市财政局",
        unit=unit,
        code="",
        subject="",
        department=department,
        contact="",
        stage=stage,
        points=10,
        own_total=own,
        first_total=own,
        total=total,
        own_grade="优" if own >= 9 else "良",
        first_grade="优",
        grade="优" if total >= 9 else "良",
        quality=None,
        indicators=tuple(rows),
        items=(),
        reviewer="钱七",
        day="2026-04-05",
        third_party="",
        asked="",
        answered="",
        agrees="",
        answer="",
        settled="",
        signers="",
        rectifications=(),
    )
    return replace(made, **more)  # type: ignore[arg-type]


OBJECTED = {"agrees": "不同意", "answer": "另有两项在办", "ruling": "不采纳", "ruling_reason": "没有佐证"}
SETTLED = result(
    "甲局",
    "一厅",
    Stage.RECTIFYING,
    [
        row(
            "任务完成",
            6,
            6,
            4.8,
            UNPROVEN,
            agrees="不同意",
            answer="另有两项在办",
            ruling="不采纳",
            ruling_reason="没有佐证",
        ),
        row("预算执行", 4, 3.5, 3.5),
    ],
    asked="2026-04-10",
    agrees="不同意",
    answer="见任务完成一项",
    settled="2026-04-20",
    signers="赵六、王处",
    rectifications=(
        Rectification("1", "补齐台账", "办公室", "2026-06-30", ""),
        Rectification("2", "更正报表", "财务科", "2026-05-31", "2026-05-20"),
    ),
)
AGREED = result(
    "乙局",
    "二厅",
    Stage.ANSWERED,
    [row("任务完成", 6, 6, 6), row("预算执行", 4, 4, 4)],
    asked="2026-04-10",
    agrees="同意",
)
LOWERED = result("丙局", "一厅", Stage.FIRST, [row("任务完成", 6, 5, 5), row("预算执行", 4, 4, 2.75)])
NOT_YET = replace(
    result("丁局", "二厅", Stage.OPENED, [row("任务完成", 6, 6, 6)]),
    own_total=None,
    first_total=None,
    total=None,
    own_grade="",
    grade="",
    indicators=(),
)
RESULTS = [SETTLED, AGREED, LOWERED, NOT_YET]
CHOSEN = tuple(Drawn(each.form, each.unit, "", None, "全部") for each in RESULTS)
TAKEN_OUT = {"戊局": "已列入巡察，另行安排"}
DRAWING = Drawing(Method.ALL, 0, 0.0, "", "", len(RESULTS), CHOSEN, (), (), 0.0)


def blocks(data: bytes) -> tuple[list[str], dict[str, list[tuple[str, ...]]]]:
    """The paragraphs, and the rows of each table by the paragraph above it."""
    texts: list[str] = []
    tables: dict[str, list[tuple[str, ...]]] = {}
    for block in document_of(Path("复核.docx"), data):
        if isinstance(block, Paragraph):
            texts.append(block.text)
        else:
            tables.setdefault(texts[-1], []).append(block.cells)
    return texts, tables


def shown(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, (int, float)) else "—"


def test_report__its_numbers_are_those_of_the_summary() -> None:
    texts, tables = blocks(review_report(RESULTS, [DRAWING], TAKEN_OUT, DAY))
    cells = stored(summary_book(RESULTS, "2025年度自评表", "某市财政局", DAY))
    units = {str(cells[UNITS][f"B{row}"]): [cells[UNITS].get(f"{c}{row}") for c in "DFG"] for row in range(5, 10)}
    for unit, own, final, less, *_ in tables["自评和复核对照"][1:]:
        assert [own, final, less] == list(map(shown, units[unit]))
    means = [shown(value) for value in units["平均"][:2]]
    assert f"自评平均{means[0]}分，复核平均{means[1]}分" in "".join(texts)
    assert "列入复核4份，已有复核结果3份，已定稿1份" in "".join(texts)
    for sheet, table in ((DEPARTMENTS, "按主管部门"), (INDICATORS, "扣分最多的指标")):
        known = cells[sheet]
        by_name = {str(known[f"A{row}"]): [known[f"{c}{row}"] for c in "BCDEF"] for row in (3, 4)}
        for name, count, own, final, less, lowered in tables[table][1:]:
            numbers = by_name[name]
            assert [count, lowered] == [str(numbers[0]), str(numbers[4])]
            assert [own, final, less] == list(map(shown, numbers[1:4]))
    assert "抽取以后移出复核的1份：戊局（已列入巡察，另行安排）。" in texts
    assert [name for name, *_ in tables["扣分最多的指标"][1:]] == ["预算执行", "任务完成"]


def test_report__opinions_and_rectifications_are_counted() -> None:
    texts, tables = blocks(review_report(RESULTS, [DRAWING], TAKEN_OUT, DAY))
    said = "\n".join(texts)
    assert "已征求2个单位的意见，回复2个，其中同意1个，不同意1个。" in said
    assert "对单位不同意的1项逐项研究，不采纳1项，采纳率0.00%。" in said
    assert "列入整改2项，已完成1项。" in said
    assert ("甲局", "更正报表", "财务科", "2026-05-31", "2026-05-20") in tables["整改清单"]
    assert ("数据与佐证资料不符（扣100%）", "1") in tables["扣分口径（处数）"]
    assert [left for text in texts for left in leftovers(text)] == ["【待填:复核结果怎样应用,有关建议】"]
    assert texts[-2:] == ["某市财政局", "2026年5月31日"]


def test_final_opinion__scores_problems_answers_and_what_to_put_right() -> None:
    assert edition(SETTLED) == FINAL
    texts, tables = blocks(review_opinion(SETTLED, DAY))
    said = "\n".join(texts)
    assert "自评9.50分，等次“优”；复核8.30分，等次“良”；复核比自评低1.20分。" in said
    assert "1.“任务完成”（分值6分，自评6.00分，复核4.80分）：" in said
    assert "完成数：自评10，复核8；佐证不符；台账上只有8项；数据与佐证资料不符（扣100%）。" in said
    assert "“任务完成”：不同意，理由：另有两项在办。处理：不采纳，没有佐证。" in said
    assert ("合计", "10", "9.50", "8.30", "-1.20") in tables["附：自评和复核得分"]
    assert ("1", "补齐台账", "办公室", "2026-06-30", "") in tables["请按下列要求整改，并在完成后书面报告："]
    assert "签字：赵六、王处（2026年4月20日）" in said
    assert DRAFT not in said
    assert not [left for text in texts for left in leftovers(text)]


def test_draft__asks_for_the_opinion_of_the_unit() -> None:
    texts, _ = blocks(review_opinion(AGREED, DAY))
    assert texts[0] == f"2025年度自评表财政复核意见（{DRAFT}）"
    assert "请研究并书面反馈意见" in texts[2]
    assert NO_PROBLEM in texts
    assert not any("整改" in text for text in texts)


def test_files__an_opinion_for_each_result_the_same_each_time(tmp_path: Path) -> None:
    done = write_review_documents(RESULTS, [DRAWING], TAKEN_OUT, tmp_path, DAY)
    names = [file.name for file in done.opinions]
    assert names == [
        f"甲局_复核意见（{FINAL}）.docx",
        f"乙局_复核意见（{DRAFT}）.docx",
        f"丙局_复核意见（{DRAFT}）.docx",
    ]
    assert done.without == (f"丁局　{Stage.OPENED}",)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    write_review_documents(RESULTS, [DRAWING], TAKEN_OUT, tmp_path, DAY)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before
    assert REPORT in before


def test_nothing_drawn__refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="还没有抽取"):
        write_review_documents([], [], {}, tmp_path, DAY)
