"""财政复核意见: what a review found in a unit's form: a draft that asks for its opinion, and the final one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from docx.document import Document as WordDocument

from xlgen.docx.type_sheet import new_document
from xlgen.docx.writing import Table, document_bytes, put_line, put_sections, put_table, put_text, put_title, to_write
from xlgen.reports.totals import score_text
from xlgen.reviewing.opinion import told_of
from xlgen.reviewing.result import IndicatorResult, ReviewResult
from xlgen.reviewing.reviews import DISAGREES
from xlgen.text import chinese_day, one_line, sentence

DRAFT, FINAL = "征求意见稿", "定稿"
SCORE_HEADS, SCORE_WIDTHS = ["指标", "分值", "自评得分", "复核得分", "差"], [14.0, 4.0, 6.0, 6.0, 6.0]
RECTIFY_HEADS, RECTIFY_WIDTHS = ["序号", "整改事项", "责任人", "完成时限", "完成日期"], [3.0, 15.0, 6.0, 6.0, 6.0]
NO_PROBLEM = "复核没有发现问题，各项自评值均无异议。"


def edition(result: ReviewResult) -> str:
    """Whether the opinion on a review is a draft or the final one."""
    return FINAL if result.settled else DRAFT


def opinion_name(result: ReviewResult) -> str:
    """What the file of an opinion is called, without ending."""
    return "_".join(filter(None, (result.unit, result.subject, f"复核意见（{edition(result)}）")))


def review_opinion(result: ReviewResult, day: str = "") -> bytes:
    """The opinion on a review that has a result, as the bytes of a .docx. day: of its letter, as 2026-03-01."""
    final = edition(result) == FINAL
    document = new_document()
    title = f"{result.year}年度{result.title}财政复核意见"
    put_title(document, title if final else f"{title}（{DRAFT}）")
    put_line(document, f"{one_line(result.unit)}：")
    about = f"“{one_line(result.subject)}”的" if result.subject else ""
    asked = "函告如下" if final else "函告如下，请研究并书面反馈意见"
    put_text(document, f"我单位对你单位{result.year}年度{about}{result.title}进行了财政复核，现将意见{asked}：")
    sections: dict[str, Callable[[], None]] = {
        "复核结果": lambda: _put_lines(document, _result_lines(result)),
        "复核发现的问题": lambda: _put_lines(document, _problem_lines(result)),
    }
    if final:
        sections["单位意见和采纳情况"] = lambda: _put_lines(document, _answer_lines(result))
        sections["整改要求"] = lambda: _put_rectifications(document, result)
    put_sections(document, sections)
    rows = [_scores(indicator) for indicator in result.indicators]
    rows.append(["合计", f"{result.points:g}", *map(score_text, (result.own_total, result.total, result.difference))])
    put_table(document, Table("附：自评和复核得分", SCORE_HEADS, rows, SCORE_WIDTHS))
    if final:
        put_text(document, f"签字：{result.signers}（{chinese_day(result.settled)}）")
    for text in (one_line(result.bureau), chinese_day(day or result.settled or result.day)):
        put_line(document, text, right=True)
    return document_bytes(document, title, day or result.settled or result.day)


def _put_lines(document: WordDocument, lines: Iterable[str]) -> None:
    for line in lines:
        put_text(document, line)


def _result_lines(result: ReviewResult) -> Iterator[str]:
    own = f"自评{score_text(result.own_total)}分，等次“{result.own_grade}”"
    reviewed = f"复核{score_text(result.total)}分，等次“{result.grade}”"
    yield f"{own}；{reviewed}；复核比自评{difference_said(result.difference)}。"
    if result.first_total is not None and result.first_total != result.total:
        yield f"征求意见前的初步复核得分为{score_text(result.first_total)}分。"
    if result.quality is not None:
        yield f"自评质量得分为{score_text(result.quality)}分。"


def difference_said(difference: float | None) -> str:
    """How the review differs from the unit's own score, in words."""
    if not difference:
        return "相同" if difference is not None else "的差还没有算出"
    return f"{'低' if difference < 0 else '高'}{abs(difference):.2f}分"


def _problem_lines(result: ReviewResult) -> Iterator[str]:
    found = [(indicator, told) for indicator in result.indicators if (told := told_of(indicator))]
    if not found:
        yield NO_PROBLEM
    for number, (each, told) in enumerate(found, 1):
        scores = f"自评{score_text(each.own)}分，复核{score_text(each.final)}分"
        yield f"{number}.“{one_line(each.title)}”（分值{each.points:g}分，{scores}）："
        yield from map(sentence, told.splitlines())


def _answer_lines(result: ReviewResult) -> Iterator[str]:
    whole = f"{result.agrees}。{result.answer}" if result.agrees else "未回复"
    yield sentence(f"单位总体意见：{whole}")
    for indicator in result.indicators:
        if indicator.agrees == DISAGREES:
            ruled = f"{indicator.ruling}，{sentence(indicator.ruling_reason)}" if indicator.ruling else "未处理。"
            yield f"“{one_line(indicator.title)}”：{DISAGREES}，理由：{sentence(indicator.answer)}处理：{ruled}"


def _put_rectifications(document: WordDocument, result: ReviewResult) -> None:
    if not result.rectifications:
        put_text(document, to_write("需要整改的事项、责任人和完成时限；没有的写“无”"))
        return
    put_text(document, "请按下列要求整改，并在完成后书面报告：")
    rows = [[item.number, item.what, item.who, item.due, item.done] for item in result.rectifications]
    put_table(document, Table("", RECTIFY_HEADS, rows, RECTIFY_WIDTHS))


def _scores(each: IndicatorResult) -> list[str]:
    return [one_line(each.title), f"{each.points:g}", *map(score_text, (each.own, each.final, each.difference))]
