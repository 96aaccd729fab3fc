"""A filled review workbook held against its own rules: everything decided, every deduction explained and as it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from xlgen.reviewing.answers import (
    NO_ANSWER,
    UNPROVEN,
    Answer,
    Answers,
    answer_to,
    effective_value,
    head_key,
    is_answered,
    is_changed,
    reviewed_filling,
)
from xlgen.reviewing.items import ReviewGroup, ReviewItem
from xlgen.reviewing.objections import Fault, Objection, objection
from xlgen.reviewing.opening import ReadBack
from xlgen.reviewing.paper import EVIDENCE, PROBLEM, REASON, SCORE, VALUE, PaperRow, paper_rows
from xlgen.reviewing.scoring import (
    GroupScore,
    ReviewScores,
    base_points,
    left_by_reasons,
    percent_of,
    reasons_in,
)
from xlgen.scheme.model import Scheme
from xlgen.scoring.form_data import FormData
from xlgen.scoring.status import fault_of
from xlgen.submissions.intent import display_value, intended_percent
from xlgen.xlsx.values import CellValue, is_number


def faults_of_answers(about: ReadBack, answers: Answers, scores: ReviewScores) -> list[Objection]:
    """Everything that is wrong with what a reviewer said, in the order of the rows."""
    return list(_Checking(about, answers, scores).objections())


class _Checking:
    def __init__(self, about: ReadBack, answers: Answers, scores: ReviewScores) -> None:
        self.about, self.answers = about, answers
        self.scores = {group.key: group for group in scores.groups}
        self.reviewed: FormData = reviewed_filling(about.filling, about.groups, answers)
        self.rows = list(paper_rows(about.groups))

    @property
    def scheme(self) -> Scheme:
        return self.about.scheme

    def objections(self) -> Iterator[Objection]:
        for head in (row for row in self.rows if row.item is None):
            own = [row for row in self.rows if row.item is not None and row.group is head.group]
            undecided = False
            for row in own:
                assert row.item is not None, "just chosen"
                answer = answer_to(self.answers, row.item, row.group)
                undecided |= not is_answered(row.item, answer)
                yield from self._of_item(row, row.item, answer)
            said = self.answers.get(head_key(head.group), NO_ANSWER)
            if said.reason and not said.problem and not any(self._said(row).problem for row in own):
                yield objection(Fault.NO_PROBLEM, head.cell(PROBLEM).address, head.group.title, what="选了扣分口径")
            if head.group.scored and not undecided:
                yield from self._of_group(head, own, self.scores[head.group.key])

    def _said(self, row: PaperRow) -> Answer:
        return self.answers.get(row.key, NO_ANSWER)

    def _of_item(self, row: PaperRow, item: ReviewItem, answer: Answer) -> Iterator[Objection]:
        if not is_answered(item, answer):
            yield objection(Fault.NOT_DECIDED, row.cell(VALUE).address, item.label)
        if answer.value is not None and self._said(row).agreed:
            yield objection(Fault.BOTH, row.cell(VALUE).address, item.label)
        value = effective_value(item, answer)
        fault = None if answer.value is None or value is None else fault_of(item.spec, value, self._limit(item))
        if fault is not None and value is not None:
            shown = display_value(value, item.spec.kind)
            yield objection(Fault.WRONG_VALUE, row.cell(VALUE).address, item.label, found=shown, why=fault.words(value))
        elif is_number(value) and (meant := intended_percent(item.spec, value)) and is_changed(item, answer):
            told = {"found": display_value(value, item.spec.kind), "meant": meant}
            yield objection(Fault.PERCENT_AS_NUMBER, row.cell(VALUE).address, item.label, **told)
        head = self.answers.get(head_key(row.group), NO_ANSWER)
        if not answer.problem and not head.problem:
            what = "改了自评值" if is_changed(item, answer) else "选了扣分口径" if answer.reason else ""
            if what:
                yield objection(Fault.NO_PROBLEM, row.cell(PROBLEM).address, item.label, what=what)

    def _limit(self, item: ReviewItem) -> CellValue:
        """The reviewed value of the input that limits an item."""
        source = item.spec.limit_source or ""
        table, _, cell = item.key.partition("/")
        if not cell:
            return self.reviewed.inputs.get(source)
        rows = self.reviewed.tables.get(table, ())
        index = int(cell.partition("/")[0]) - 1
        return rows[index].get(source) if index < len(rows) else None

    def _of_group(self, head: PaperRow, rows: Sequence[PaperRow], score: GroupScore) -> Iterator[Objection]:
        group = head.group
        if score.score is None or score.by_rule is None:
            return  # told once, of the whole
        reasons = reasons_in(self.scheme.review, group, self.answers)
        place = head.cell(SCORE).address
        if score.own is not None and score.score < score.own and not reasons and self._changes(group):
            shown = {"own": f"{score.own:.2f}", "score": f"{score.score:.2f}"}
            yield objection(Fault.NO_REASON, head.cell(REASON).address, group.title, **shown)
        due = self._due(group, score, percent_of(reasons))
        if reasons and all(reason.percent is not None for reason in reasons) and score.score < due:
            gravest = max(reasons, key=lambda reason: reason.percent or 0.0)
            shown = {"reason": f"“{gravest.label}”", "due": f"{due:.2f}", "score": f"{score.score:.2f}"}
            yield objection(Fault.NOT_BY_PERCENT, place, group.title, **shown)
        unproven = [row for row in (head, *rows) if self._said(row).evidence in UNPROVEN]
        if unproven and 0 < score.points <= score.score:
            evidence = self._said(unproven[0]).evidence
            shown = {"evidence": f"“{evidence}”", "score": f"{score.score:.2f}"}
            yield objection(Fault.FULL_MARKS, unproven[0].cell(EVIDENCE).address, group.title, **shown)

    def _changes(self, group: ReviewGroup) -> bool:
        """Whether the review changed something in a group: a score may also follow from what another group says."""
        return any(is_changed(item, answer_to(self.answers, item, group)) for item in group.items)

    def _due(self, group: ReviewGroup, score: GroupScore, percent: float) -> float:
        """What is left by the reasons alone: of the full marks, or of less where the unit claimed less."""
        assert group.indicator is not None, "only groups with points"
        left = cast(float, left_by_reasons(base_points(group.indicator, score.points), percent))
        return left if score.own is None else min(left, score.own)
