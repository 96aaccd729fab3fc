"""The decisions that an officer can take about a unit, as forms: which fields each has, and when it is offered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from starlette.datastructures import FormData

from xlgen.campaign.deciding import NORMAL, WITHOUT_REASON, Wanted
from xlgen.campaign.events import AGREED, SENT_BACK, EventKind
from xlgen.campaign.progress import State, UnitProgress
from xlgen.desk.web import text_in
from xlgen.errors import UsageError
from xlgen.roster.unit_status import UnitStatus


class Field(StrEnum):
    """What is entered beside the reason: the HTML type of an input, or a choice."""

    NONE = ""
    COPY = "copy"
    DAY = "date"
    TEXT = "text"
    CHOICE = "choice"


class DecisionForm(NamedTuple):
    """A form: its kind, what it is for, what is entered, and whether it is offered for a unit."""

    kind: EventKind
    help: str
    field: Field
    label: str = ""
    options: Sequence[str] = ()
    offered: Callable[[UnitProgress], bool] = lambda unit: True
    copies: bool = False  # a copy may be named as well

    @property
    def with_reason(self) -> bool:
        """Whether a reason must be written."""
        return self.kind not in WITHOUT_REASON


def _has_copies(unit: UnitProgress) -> bool:
    return bool(unit.copies)


FORMS = (
    DecisionForm(EventKind.VALID, "几份里以哪一份为准", Field.COPY, "哪一份", offered=_has_copies),
    DecisionForm(EventKind.REVOKED, "接收过的一份不再算数", Field.NONE, offered=lambda unit: unit.counted is not None),
    DecisionForm(
        EventKind.LATE,
        "截止之后才报送的一份，同意接收",
        Field.COPY,
        "哪一份",
        offered=lambda unit: any(unit.due and copy.received > unit.due for copy in unit.copies),
    ),
    DecisionForm(EventKind.EXTENDED, "同意晚些报送", Field.DAY, "延期至", offered=lambda unit: bool(unit.due)),
    DecisionForm(EventKind.CALL, "打过电话、发过通知：什么时候，跟谁，说了什么", Field.NONE),
    DecisionForm(
        EventKind.STAMPED_CODE,
        "盖章件末尾印的核对码，与电子版的比较",
        Field.TEXT,
        "核对码（8 位数字）",
        offered=lambda unit: unit.counted is not None,
    ),
    DecisionForm(EventKind.STATUS, "改报送要求", Field.CHOICE, "改为", (*UnitStatus, NORMAL)),
    DecisionForm(
        EventKind.OFFLINE_SCORE,
        "线下报送的表上的分数",
        Field.TEXT,
        "分数",
        offered=lambda unit: unit.state is State.OFFLINE,
    ),
    DecisionForm(
        EventKind.OPINION,
        "主管部门的初审意见",
        Field.CHOICE,
        "意见",
        (AGREED, SENT_BACK),
        offered=lambda unit: bool(unit.copies) or unit.state is State.OFFLINE,
    ),
)
"""In the order in which they are needed; 要件 and 归属 have forms where they are listed, 截止日期 is of all units."""

KINDS = frozenset({*(form.kind for form in FORMS), EventKind.DOCUMENT, EventKind.FILE, EventKind.DUE})


def forms_for(unit: UnitProgress) -> list[DecisionForm]:
    """The forms that make sense for a unit now."""
    return [form for form in FORMS if form.offered(unit)]


def wanted_in(form: FormData, unit: UnitProgress | None) -> Wanted:
    """What a form asks to enter. Raises UsageError for a kind that nobody enters by hand."""
    kind = text_in(form, "kind")
    if kind not in KINDS:
        raise UsageError(f"{kind or '没有写'}：没有这种事项")
    fields: Mapping[str, str] = {name: text_in(form, name) for name in ("reason", "copy", "subject", "value")}
    whose = {"unit": unit.form.name, "project": unit.form.subject_code or unit.form.subject_name} if unit else {}
    return Wanted(EventKind(kind), text_in(form, "author"), **fields, **whose)
