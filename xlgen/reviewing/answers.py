"""What a reviewer says of the rows of a review workbook, and the form's values that follow from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from xlgen.reviewing.items import LEFT_BLANK, ReviewGroup, ReviewItem
from xlgen.scoring.form_data import FormData
from xlgen.workbook.approved import filling_of, items_of
from xlgen.xlsx.values import CellValue

AGREED = "√"
"""What a reviewer enters under 无异议."""


class Evidence(StrEnum):
    """What the evidence is worth that was called for."""

    ENOUGH = "充分"
    WEAK = "不充分"
    NONE = "未提供"
    CONTRARY = "不符"


UNPROVEN = (Evidence.NONE, Evidence.CONTRARY)
"""Evidence with which nobody gets full marks."""


@dataclass(frozen=True)
class Answer:
    """One row: whether the unit's value stands, else the value as reviewed; what the evidence is worth and where it
    is; what is wrong, and for which reason (its code) points are taken."""

    agreed: bool = False
    value: CellValue = None
    evidence: str = ""
    page: str = ""
    problem: str = ""
    reason: str = ""


HEAD = "#"
"""Before the key of a group: the key of its own row."""
NO_ANSWER = Answer()
Answers: TypeAlias = Mapping[str, Answer]
"""By the key of an item, or for a whole group by `head_key`."""


def head_key(group: ReviewGroup) -> str:
    """The key of a group's own row."""
    return f"{HEAD}{group.key}"


def answer_to(answers: Answers, item: ReviewItem, group: ReviewGroup) -> Answer:
    """What was said of an item; 无异议 in its group's row holds for it where no value was entered."""
    own, head = answers.get(item.key, NO_ANSWER), answers.get(head_key(group), NO_ANSWER)
    return replace(own, agreed=own.value is None and (own.agreed or head.agreed))


def is_answered(item: ReviewItem, answer: Answer) -> bool:
    """Whether a reviewer decided on an item; one that the unit left blank, and may, needs no decision."""
    return answer.agreed or answer.value is not None or (item.blank and not item.spec.required)


def effective_value(item: ReviewItem, answer: Answer) -> CellValue:
    """The value by which an item is scored in the review; None while nobody decided."""
    if answer.value is not None:
        return None if item.options and answer.value == LEFT_BLANK else answer.value
    return item.value if answer.agreed and not item.blank else None


def is_changed(item: ReviewItem, answer: Answer) -> bool:
    """Whether the review takes another value than the unit's."""
    return answer.value is not None and effective_value(item, answer) != (None if item.blank else item.value)


def reviewed_filling(filling: FormData, groups: Sequence[ReviewGroup], answers: Answers) -> FormData:
    """The form as the review takes it: the unit's texts, and the effective value of everything that is reviewed."""
    values = items_of(filling)
    for group in groups:
        for item in group.items:
            values[item.key] = effective_value(item, answer_to(answers, item, group))
    reviewed = filling_of(values)
    return replace(filling, inputs={**filling.inputs, **reviewed.inputs}, tables=reviewed.tables, reported={})
