"""The report on a summary: each of its numbers is that of the workbook, whichever way both were made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.cli.running import Run, assert_complaint
from tests.factories.reports import folder_of_returns
from tests.factories.summaries import SCHEME, STANDING, TOTALS, book, campaign_entries, some_rows
from tests.oracles.cells import Value, stored
from xlgen.docx.document import Block, Paragraph, document_of
from xlgen.reports.word.summary_report import summary_report
from xlgen.submissions.narrative.leftovers import leftovers
from xlgen.summary.analysis import ANALYSIS_SHEET, FIRST_ROW
from xlgen.summary.database import SummaryEntry, SummaryPart, open_summary
from xlgen.summary.signing import SIGNING_SHEET
from xlgen.summary.standing import Standing
from xlgen.summary.table_layout import SUMMARY_SHEET


def written(entries: Sequence[SummaryEntry], standing: Standing | None) -> bytes:
    with open_summary(entries) as summary:
        return summary_report(SummaryPart(SCHEME, summary, (), standing))


def tables(data: bytes) -> dict[str, list[tuple[str, ...]]]:
    """The rows of each table, by the paragraph above it."""
    found: dict[str, list[tuple[str, ...]]] = {}
    above = ""
    for block in document_of(Path("汇总报告.docx"), data):
        if isinstance(block, Paragraph):
            above = block.text
        else:
            found.setdefault(above, []).append(block.cells)
    return found


def texts(data: bytes) -> list[str]:
    blocks: list[Block] = document_of(Path("汇总报告.docx"), data)
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def shown(value: Value | None, places: str = ".2f") -> str:
    return format(value, places) if isinstance(value, (int, float)) else str(value)


def test_numbers__are_those_of_the_workbook() -> None:
    data, cells = written(campaign_entries(), STANDING), stored(book(SCHEME, campaign_entries(), standing=STANDING))
    found, signing, analysis = tables(data), cells[SIGNING_SHEET], cells[ANALYSIS_SHEET]
    labelled = {signing[f"A{row}"]: signing.get(f"C{row}") for row in range(4, 20) if f"A{row}" in signing}
    assert found["报送和审核情况"][1:] == [(label, str(labelled[label])) for label in STANDING.counts]
    sentence = next(each for each in texts(data) if each.startswith("满分100分"))
    means = [shown(labelled[name]) for name in ("平均分", "最高分", "最低分")]
    assert sentence.startswith("满分100分，平均{}分，最高{}分，最低{}分。".format(*means))
    grades = {grade: int(count) for grade, count, _ in found["各等次的份数"][1:]}
    assert grades == {name: labelled[f"等次为{name}的"] for name in grades}
    assert sum(grades.values()) == len(TOTALS)
    table = cells[SUMMARY_SHEET]
    rows = [row for row in range(1, 30) if f"B{row}" in table and str(table[f"B{row}"]).endswith("局")]
    ranks = {str(table[f"B{row}"]): [shown(value) for value in _row(table, row)] for row in rows}
    for rank, unit, _, total, grade in found["各单位得分和名次"][1:]:
        assert {rank, total, grade} <= {*ranks[unit], *(each.removesuffix(".00") for each in ranks[unit])}
    groups = cells["按主管部门"]
    by_name = {str(groups[f"A{row}"]): [groups[f"{letter}{row}"] for letter in "BCDEFG"] for row in range(4, 9)}
    for name, due, counted, mean, rank, best, worst, *_ in found["按主管部门"][1:]:
        numbers = by_name[name]
        assert [due, counted, rank] == [str(numbers[place]) for place in (0, 1, 3)]
        assert [mean, best, worst] == [shown(numbers[place]) for place in (2, 4, 5)]
    weakest = next(rows for title, rows in found.items() if title.startswith("得分率最低的"))
    by_indicator = {
        str(analysis[f"C{row}"]): [analysis.get(f"{letter}{row}") for letter in "DFIJ"]
        for row in range(FIRST_ROW, FIRST_ROW + len(SCHEME.indicators))
    }
    for name, points, mean, rate, lost in weakest[1:]:
        full, average, share, units = by_indicator[name]
        assert [points, mean, rate, lost] == [shown(full, "g"), shown(average), shown(share, ".2%"), str(units)]


def _row(table: dict[str, Value], row: int) -> list[Value]:
    return [value for address, value in table.items() if address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == str(row)]


def test_who_is_not_counted__once_each_with_state_and_reason() -> None:
    (_, *rows) = tables(written(campaign_entries(), STANDING))["五、未计入汇总的单位"]
    assert rows == [("7局", "未报送", "未报送，逾期"), ("8局", "线下报送", "线下报送")]


def test_decisions_and_what_a_person_must_write() -> None:
    data = written(campaign_entries(), STANDING)
    assert tables(data)["六、作出的决定"][1] == ("2026-03-02", "1局", "延期", "2026-03-10", "=换人", "张三")
    assert [left for text in texts(data) for left in leftovers(text)] == [
        "【待填:对以上情况的分析、存在问题和有关建议】"
    ]
    assert texts(data)[-2:] == ["某财政局", "2026年3月5日"]
    assert written(campaign_entries(), STANDING) == data


def test_without_a_campaign__no_counts_and_no_decisions() -> None:
    data = written(some_rows(95.0, 80.0), None)
    headings = [text for text in texts(data) if text[1:2] == "、"]
    assert [each[2:] for each in headings] == [
        "报送和审核情况", "得分情况", "各项指标情况", "未计入汇总的单位", "存在问题和有关建议"]  # fmt: skip
    assert "没有：应报送的都已计入。" in texts(data)


def test_command__a_report_for_each_form(tmp_path: Path, xlgen: Run) -> None:
    back = folder_of_returns(tmp_path / "交回")
    done = xlgen("report", "summary", back, "-o", tmp_path / "汇总报告.docx", "--include-failed", "--jobs", 1)
    names = sorted(file.name for file in tmp_path.glob("*.docx"))
    assert len(names) == 3
    assert (done.code, all(name.startswith("汇总报告_") for name in names)) == (1, True)
    assert_complaint(xlgen("report", "summary", back, "-o", tmp_path / "汇总报告.xlsx"), 3)
