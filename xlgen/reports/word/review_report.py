"""财政复核报告: how a campaign was reviewed, with the numbers of the summary workbook; and opinions to the units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from docx.document import Document as WordDocument

from xlgen.docx.type_sheet import new_document
from xlgen.docx.writing import Table, document_bytes, put_line, put_sections, put_table, put_text, put_title, to_write
from xlgen.errors import UsageError
from xlgen.files.atomic import save, unique_file_names
from xlgen.reports.totals import score_text
from xlgen.reports.word.review_opinion import difference_said, opinion_name, review_opinion
from xlgen.reviewing.draw_list import coverage_words, method_words
from xlgen.reviewing.drawing import Drawing
from xlgen.reviewing.result import ReviewResult
from xlgen.reviewing.reviews import ADOPTED, DISAGREES
from xlgen.reviewing.summary import NOT_GIVEN, numbers_said, review_numbers
from xlgen.rules.rounding import SCORE_PLACES, excel_round
from xlgen.scoring.sentences import rate_shown
from xlgen.text import chinese_day, one_line

REPORT = "财政复核报告.docx"
MAX_LISTED = 500
MOST_LOWERED = 10
"""Indicators that the review lowered most, and reasons that were given most."""
UNIT_HEADS, UNIT_WIDTHS = ["单位", "自评", "复核", "差", "自评等次", "复核等次", "进展"], [11.0, 4, 4, 4, 4, 4, 5]
GROUP_HEADS, GROUP_WIDTHS = ["主管部门", "份数", "自评平均", "复核平均", "平均差", "扣分份数"], [13.0, 4, 5, 5, 5, 4]
RECTIFY_HEADS, RECTIFY_WIDTHS = ["单位", "整改事项", "责任人", "完成时限", "完成日期"], [8.0, 13, 5, 5, 5]


@dataclass(frozen=True)
class ReviewDocuments:
    """The documents that were written: the report, the opinions, and the units that have no result yet."""

    report: Path
    opinions: tuple[Path, ...]
    without: tuple[str, ...]


def write_review_documents(
    results: Sequence[ReviewResult], drawings: Sequence[Drawing], taken_out: Mapping[str, str], folder: Path, day: str
) -> ReviewDocuments:
    """Write the report and an opinion for each unit that has a result; those of an earlier run are replaced.

    taken_out: whose forms were drawn and are not reviewed, and why; day: of the documents, as 2026-03-01. Raises
    UsageError and OSError.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}：是文件。请写一个文件夹", "output")
    if not results:
        raise UsageError("还没有抽取要复核的单位。请先抽取")
    save(folder / REPORT, review_report(results, drawings, taken_out, day))
    done = [result for result in results if result.total is not None]
    names = unique_file_names(opinion_name(result) for result in done)
    opinions = []
    for result, name in zip(done, names, strict=True):
        opinions.append(folder / f"{name}.docx")
        save(opinions[-1], review_opinion(result, day))
    without = tuple(f"{result.unit}　{result.stage}" for result in results if result.total is None)
    return ReviewDocuments(folder / REPORT, tuple(opinions), without)


def review_report(
    results: Sequence[ReviewResult], drawings: Sequence[Drawing], taken_out: Mapping[str, str], day: str
) -> bytes:
    """The report on at least one review, as the bytes of a .docx. day: as 2026-03-01."""
    first, document = results[0], new_document()
    title = f"{first.year}年度{first.title}财政复核报告"
    put_title(document, title)
    sections: dict[str, Callable[[], None]] = {
        "复核工作开展情况": lambda: _put_work(document, results, drawings, taken_out),
        "复核结果": lambda: _put_results(document, results),
        "发现的主要问题": lambda: _put_problems(document, results),
        "征求意见和采纳情况": lambda: _put_lines(document, _answers(results)),
        "整改情况": lambda: _put_rectifications(document, results),
        "结果应用和有关建议": lambda: put_text(document, to_write("复核结果怎样应用，有关建议")),
    }
    put_sections(document, sections)
    for text in filter(None, (one_line(first.bureau), chinese_day(day))):
        put_line(document, text, right=True)
    return document_bytes(document, title, day)


def _put_lines(document: WordDocument, lines: Iterator[str]) -> None:
    for line in lines:
        put_text(document, line)


def _put_work(
    document: WordDocument, results: Sequence[ReviewResult], drawings: Sequence[Drawing], taken_out: Mapping[str, str]
) -> None:
    for drawing in drawings:
        put_text(document, f"{method_words(drawing)}。{coverage_words(drawing)}。")
    if taken_out:
        told = "；".join(one_line(f"{who}（{why}）") for who, why in taken_out.items())
        put_text(document, f"抽取以后移出复核的{len(taken_out)}份：{told}。")
    parties = sorted({result.third_party for result in results if result.third_party})
    if parties:
        put_text(document, f"其中委托第三方复核的：{'、'.join(map(one_line, parties))}。")
    put_text(document, f"{numbers_said(review_numbers(results))}。")


def _put_results(document: WordDocument, results: Sequence[ReviewResult]) -> None:
    rows = [_unit_row(result) for result in results[:MAX_LISTED]]
    put_table(document, Table("自评和复核对照", UNIT_HEADS, rows, UNIT_WIDTHS))
    if len(results) > MAX_LISTED:
        put_text(document, f"另有{len(results) - MAX_LISTED}份，见复核汇总。")
    if any(result.department for result in results):
        scores = [(result.department or NOT_GIVEN, result.own_total, result.total) for result in results]
        put_table(document, Table("按主管部门", GROUP_HEADS, [group.row for group in _groups(scores)], GROUP_WIDTHS))


def _unit_row(each: ReviewResult) -> list[str]:
    scores = map(score_text, (each.own_total, each.total, each.difference))
    return [each.who, *scores, each.own_grade, each.grade, str(each.stage)]


def _put_problems(document: WordDocument, results: Sequence[ReviewResult]) -> None:
    scores = [(row.title, row.own, row.final) for result in results for row in result.indicators]
    lowered = sorted((group for group in _groups(scores) if group.lowered), key=lambda each: each.difference)
    if not lowered:
        put_text(document, "复核没有扣分的指标。")
        return
    rows = [group.row for group in lowered[:MOST_LOWERED]]
    put_table(document, Table("扣分最多的指标", ["指标", *GROUP_HEADS[1:]], rows, GROUP_WIDTHS))
    reasons = Counter(
        remark.reason for result in results for row in result.indicators for remark in row.remarks if remark.reason
    )
    if reasons:
        rows = [[reason, str(count)] for reason, count in reasons.most_common(MOST_LOWERED)]
        put_table(document, Table("扣分口径（处数）", ["口径", "处数"], rows, [30, 6]))
    for result in results[:MAX_LISTED]:
        problems = [f"“{one_line(row.title)}”：{'；'.join(row.problems)}" for row in result.lowered if row.problems]
        if problems:
            put_text(
                document, f"{one_line(result.unit)}（{difference_said(result.difference)}）：{'。'.join(problems)}。"
            )


@dataclass(frozen=True)
class _Group:
    """A 主管部门 or an indicator over all reviews with a result. scores: the unit's own and the reviewed one."""

    name: str
    scores: Sequence[tuple[float, float]]

    @property
    def difference(self) -> float:
        own, final = self._means
        return excel_round(final - own, SCORE_PLACES)

    @property
    def lowered(self) -> int:
        return sum(final < own for own, final in self.scores)

    @property
    def row(self) -> list[str]:
        means = [score_text(excel_round(mean, SCORE_PLACES)) for mean in self._means]
        return [one_line(self.name), str(len(self.scores)), *means, score_text(self.difference), str(self.lowered)]

    @property
    def _means(self) -> tuple[float, float]:
        own, final = (sum(scores) / len(self.scores) for scores in zip(*self.scores, strict=True))
        return own, final


def _groups(scores: Iterable[tuple[str, float | None, float | None]]) -> list[_Group]:
    """The groups by name, in the order in which they come; what has no result yet is in none."""
    found: dict[str, list[tuple[float, float]]] = {}
    for name, own, final in scores:
        if own is not None and final is not None:
            found.setdefault(name, []).append((own, final))
    return [_Group(name, own) for name, own in found.items()]


def _answers(results: Sequence[ReviewResult]) -> Iterator[str]:
    asked = [result for result in results if result.asked]
    if not asked:
        yield "还没有征求单位意见。"
        return
    answered = [result for result in asked if result.agrees]
    objecting = sum(result.agrees == DISAGREES for result in answered)
    agreeing = len(answered) - objecting
    yield f"已征求{len(asked)}个单位的意见，回复{len(answered)}个，其中同意{agreeing}个，不同意{objecting}个。"
    rulings = Counter(row.ruling for result in asked for row in result.indicators if row.ruling)
    if rulings:
        said = "，".join(f"{ruling}{count}项" for ruling, count in sorted(rulings.items(), reverse=True))
        share = rate_shown(rulings[ADOPTED] / rulings.total())
        yield f"对单位不同意的{rulings.total()}项逐项研究，{said}，采纳率{share}。"


def _put_rectifications(document: WordDocument, results: Sequence[ReviewResult]) -> None:
    rows = [
        [one_line(result.unit), item.what, item.who, item.due, item.done]
        for result in results
        for item in result.rectifications
    ]
    if not rows:
        put_text(document, "还没有列入整改的事项。")
        return
    done = sum(bool(row[-1]) for row in rows)
    put_text(document, f"列入整改{len(rows)}项，已完成{done}项。")
    put_table(document, Table("整改清单", RECTIFY_HEADS, rows[:MAX_LISTED], RECTIFY_WIDTHS))
