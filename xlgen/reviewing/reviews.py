"""How it stands with every form under review, from the record: every screen, file and letter takes it from here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from xlgen.campaign.deciding import unit_named
from xlgen.campaign.events import Event
from xlgen.campaign.progress import CampaignProgress, UnitProgress, progress_of
from xlgen.campaign.record import CampaignRecord
from xlgen.errors import UsageError
from xlgen.reviewing.drawing import Drawing, Drawn
from xlgen.reviewing.review_rows import Decision, Opened, ReviewRow, Taken, rows_of
from xlgen.text import normalize_text


class Stage(StrEnum):
    """How far a form's review is."""

    DRAWN = "已抽取"
    OPENED = "底稿已发出"
    FIRST = "已有初步意见"
    ASKED = "征求意见中"
    ANSWERED = "单位已回复"
    RULED = "意见已处理"
    SETTLED = "已定稿"
    RECTIFYING = "整改中"
    RECTIFIED = "整改完成"


AGREES, DISAGREES = "同意", "不同意"
ADOPTED, NOT_ADOPTED = "采纳", "不采纳"


class Rectification(NamedTuple):
    """Something that a unit must put right: its number, what, who, until when, and the day on which it was done."""

    number: str
    what: str
    who: str
    due: str
    done: str

    def state(self, today: str) -> str:
        """How it stands with it on a day, as 2026-03-01."""
        return "已完成" if self.done else "逾期" if self.due < today else Stage.RECTIFYING.value


@dataclass(frozen=True)
class UnitReview:
    """The review of a form: how its return stands, why it was drawn, and what happened since.

    opened, taken: workbooks given out and taken back, in order.
    """

    unit: UnitProgress
    drawn: Drawn
    opened: Sequence[Opened] = ()
    taken: Sequence[tuple[ReviewRow, Taken]] = ()

    @property
    def form(self) -> str:
        """The key of the form."""
        return self.unit.form.key

    def file_name(self, what: str) -> str:
        """What a file about it is called, without ending, like the form that was issued."""
        form = self.unit.form
        return "_".join(filter(None, (form.code, form.name, form.subject_code, form.subject_name, what)))

    @cached_property
    def events(self) -> Sequence[Event]:
        """The decisions of the review, in order."""
        return [event for event in self.unit.events if event.kind in list(Decision)]

    @property
    def first(self) -> Taken | None:
        """初步意见: the last result before the unit was asked; None where there is none."""
        asked = next((event.time for event in self.events if event.kind == Decision.ASKED), None)
        before = [taken for row, taken in self.taken if asked is None or row.time <= asked]
        return before[-1] if before else None

    @property
    def last(self) -> Taken | None:
        """The result that holds."""
        return self.taken[-1][1] if self.taken else None

    @property
    def asked(self) -> Event | None:
        """When the unit was asked for its opinion last."""
        return next((event for event in reversed(self.events) if event.kind == Decision.ASKED), None)

    @property
    def corrected(self) -> bool:
        """Whether a workbook was taken back since the unit was asked last."""
        return self.asked is not None and bool(self.taken) and self.taken[-1][0].time > self.asked.time

    @property
    def third_party(self) -> str:
        """Who reviews it in place of the bureau; empty where nobody does."""
        return next((event.value for event in reversed(self.events) if event.kind == Decision.HANDED_OUT), "")

    @property
    def settled(self) -> Event | None:
        """The 定稿 that holds; None before it, and where it was revoked."""
        for event in reversed(self.events):
            if event.kind == Decision.SETTLED:
                return event
            if event.kind == Decision.REOPENED:
                return None
        return None

    @property
    def answers(self) -> Mapping[str, Event]:
        """What the unit said since it was asked last, by row of the form; empty key: of the whole."""
        return self._since_asked(Decision.ANSWERED)

    @property
    def rulings(self) -> Mapping[str, Event]:
        """What the bureau decided on what the unit said, by row of the form."""
        return self._since_asked(Decision.RULED)

    def _since_asked(self, kind: Decision) -> Mapping[str, Event]:
        asked = self.asked.time if self.asked else ""
        return {event.subject: event for event in self.events if event.kind == kind and event.time >= asked}

    @property
    def objections(self) -> Sequence[Event]:
        """Where the unit does not agree; with the whole only where it says why, or where it names no row."""
        found = [event for event in self.answers.values() if event.value == DISAGREES]
        rows = [event for event in found if event.subject]
        return [event for event in found if event.subject or event.reason or not rows]

    @property
    def unruled(self) -> Sequence[Event]:
        """Objections on which the bureau did not decide."""
        return [event for event in self.objections if event.subject not in self.rulings]

    @cached_property
    def rectifications(self) -> Sequence[Rectification]:
        """整改清单."""
        done = {event.subject: event.value for event in self.events if event.kind == Decision.RECTIFIED}
        found: dict[str, Rectification] = {}
        for event in self.events:
            if event.kind == Decision.RECTIFY:
                number, _, who = event.subject.partition("/")
                found[number] = Rectification(number, event.reason, who, event.value, done.get(number, ""))
        return list(found.values())

    @property
    def stage(self) -> Stage:
        """How far the review is."""
        if self.settled is not None:
            if not self.rectifications:
                return Stage.SETTLED
            return Stage.RECTIFIED if all(item.done for item in self.rectifications) else Stage.RECTIFYING
        if self.last is None:
            return Stage.OPENED if self.opened else Stage.DRAWN
        if self.asked is None:
            return Stage.FIRST
        if not self.answers:
            return Stage.ASKED
        return Stage.ANSWERED if self.unruled else Stage.RULED

    @property
    def copy_changed(self) -> bool:
        """Whether another copy counts now than the one that is reviewed."""
        counted = self.unit.counted
        return bool(self.opened) and (counted is None or counted.fingerprint != self.opened[-1].fingerprint)


@dataclass(frozen=True)
class Reviews:
    """All reviews of a campaign, by the key of the form, in the order in which they were drawn."""

    progress: CampaignProgress
    drawings: Sequence[tuple[ReviewRow, Drawing]]
    units: Mapping[str, UnitReview] = field(default_factory=dict)

    def find(self, name: str, project: str = "") -> UnitReview:
        """The review of a unit's form by its name or code. Raises UsageError where it was not drawn."""
        unit = unit_named(self.progress, name, project)
        if unit.form.key not in self.units:
            raise UsageError(f"{unit.who}：没有抽取，不在复核之列。请先抽取它", "unit")
        return self.units[unit.form.key]

    @property
    def taken_out(self) -> Mapping[str, str]:
        """Whose forms were drawn and taken out of the review again, and why."""
        drawn = dict.fromkeys(form.form for _, drawing in self.drawings for form in drawing.chosen)
        units = [self.progress.by_form[key] for key in drawn if key in self.progress.by_form and key not in self.units]
        return {unit.who: _drops(unit)[-1].reason for unit in units}

    def of_unit(self, name: str) -> list[UnitReview]:
        """The reviews of all forms of a unit by its name or code. Raises UsageError where none was drawn."""
        wanted = normalize_text(name)
        forms = ((review, review.unit.form) for review in self.units.values())
        found = [review for review, form in forms if wanted in map(normalize_text, (form.name, form.code))]
        return found or [self.find(name)]


def _dropped(unit: UnitProgress) -> str:
    """When a form was taken out of the review for the last time; empty where it never was."""
    return max((event.time for event in _drops(unit)), default="")


def _drops(unit: UnitProgress) -> list[Event]:
    return [event for event in unit.events if event.kind == Decision.DROPPED]


def reviews_of(record: CampaignRecord, today: str) -> Reviews:
    """All reviews in a record. today: as 2026-03-01. Raises RecordError for a damaged record."""
    return reviews_in(list(rows_of(record)), progress_of(record, today))


def reviews_in(rows: Sequence[ReviewRow], progress: CampaignProgress) -> Reviews:
    """All reviews, from the rows of a record and how the returns stand."""
    drawings = [(row, row.content) for row in rows if isinstance(row.content, Drawing)]
    opened: dict[str, list[Opened]] = {}
    taken: dict[str, list[tuple[ReviewRow, Taken]]] = {}
    for row in rows:
        if isinstance(row.content, Opened):
            opened.setdefault(row.form, []).append(row.content)
        elif isinstance(row.content, Taken):
            taken.setdefault(row.form, []).append((row, row.content))
    units: dict[str, UnitReview] = {}
    for row, drawing in drawings:
        for drawn in drawing.chosen:
            unit = progress.by_form.get(drawn.form)
            if unit is not None and drawn.form not in units and row.time > _dropped(unit):
                own = opened.get(drawn.form, ()), taken.get(drawn.form, ())
                units[drawn.form] = UnitReview(unit, drawn, *own)
    return Reviews(progress, drawings, units)
