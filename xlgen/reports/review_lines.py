"""What came of the steps of a review, in sentences: for the terminal and for pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from xlgen.reviewing.draw_list import coverage_words, method_words
from xlgen.reviewing.drawing import Drawing
from xlgen.reviewing.opinion import TakenAnswer
from xlgen.reviewing.reviews import DISAGREES, Stage, UnitReview
from xlgen.reviewing.taking import TakenReview


def drawn_lines(drawing: Drawing) -> Iterator[str]:
    """Who was drawn and why, who was not, how, and how much of the funds that is."""
    for form in drawing.chosen:
        yield "　".join(filter(None, ("抽取", form.code, form.unit, form.why)))
    for form in drawing.excluded:
        yield f"不抽　{form.unit}　{form.why}"
    yield method_words(drawing)
    yield coverage_words(drawing)


def taken_line(each: TakenReview) -> str:
    """What became of a filled review workbook, but for what is wrong with it."""
    if each.taken is None:
        return f"没有收下　{each.unit or each.file}"
    grade = f"　{each.taken.grade}" if each.taken.grade else ""
    scores = f"自评 {each.taken.own_total or 0:.2f}，复核 {each.taken.total or 0:.2f}{grade}"
    return f"{'没有变化' if each.known else '已收下'}　{each.unit}　{scores}"


def answered_line(each: TakenAnswer) -> str:
    """What became of a unit's answer, but for what is wrong with it."""
    if not each.events:
        return f"没有收下　{each.unit or each.file}"
    disagrees = sum(event.value == DISAGREES for event in each.events)
    return f"已记入　{each.unit}　{f'不同意 {disagrees} 项' if disagrees else '同意'}"


def stage_counts(reviews: Iterable[UnitReview]) -> dict[str, int]:
    """How many were drawn, and how many are at each stage at which there is one."""
    stages = Counter(review.stage for review in reviews)
    return {"抽取": stages.total(), **{stage.value: stages[stage] for stage in Stage if stages[stage]}}
