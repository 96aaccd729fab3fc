"""The progress of a campaign by unit, from its record: every screen, file and letter takes its numbers from here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from xlgen.campaign.about import About, about_campaign
from xlgen.campaign.arrivals import SEPARATOR, Arrival, arrivals_of
from xlgen.campaign.copies import Judgement, judge
from xlgen.campaign.events import NO_FORM, Event, EventKind, events_of, latest
from xlgen.campaign.record import CampaignRecord
from xlgen.campaign.record_rows import IssuedTo, RecordedSubmission
from xlgen.roster.unit_status import STATUS, UnitStatus, status_in
from xlgen.scheme.subject import NO_SUBJECT, Subject
from xlgen.submissions.verdict import Verdict
from xlgen.text import number_in, one_line

if TYPE_CHECKING:
    from xlgen.roster.roster import Roster


class State(StrEnum):
    """How it stands with a unit's form, in one word."""

    PASSED = Verdict.PASSED.value
    WARNED = Verdict.WARNED.value
    RETURNED = Verdict.RETURNED.value
    OPEN = "待确认"  # an officer must decide which copy counts
    NOT_CHECKED = "已报送、无法审核"
    MISSING = "未报送"
    NOT_ISSUED = "还没有下发"
    OFFLINE = UnitStatus.OFFLINE.value
    CLASSIFIED = UnitStatus.CLASSIFIED.value
    EXEMPT = UnitStatus.EXEMPT.value
    MERGED = UnitStatus.MERGED.value


RECEIVED = (State.PASSED, State.WARNED)
DUE_STATES = (*RECEIVED, State.RETURNED, State.OPEN, State.NOT_CHECKED, State.MISSING, State.NOT_ISSUED)
APART = tuple(state for state in State if state not in DUE_STATES)
"""States of units that are on the roster, but need not return a form to be checked."""
DUE, DUE_FORMS, APART_LABEL = "应报送单位", "应报送的表", "另列"
OVERDUE, SEVERAL = "其中逾期", "多次报送"
STAMP_DIFFERS = "盖章件与电子版不一致"
ONLY_DOCUMENTS = "只收到其他材料，没有评分表"


@dataclass(frozen=True)
class UnitProgress:
    """How it stands with a form: its unit, what the roster says of it, its copies, and everything decided about it.

    due: the last day for it, with what was granted; empty where there is none. today: the day this is true of.
    """

    form: IssuedTo
    details: Mapping[str, str]
    events: Sequence[Event]
    arrivals: Sequence[Arrival]
    judgement: Judgement
    due: str
    today: str

    @property
    def who(self) -> str:
        """The unit, and what its form is about, as reports show them."""
        return one_line("　".join(filter(None, (self.form.name, self.form.unit.subject.label))))

    @cached_property
    def status(self) -> UnitStatus | None:
        """Why no file is due from the unit, as the roster says, or as was decided since; None where one is."""
        event = latest(self.events, EventKind.STATUS)
        return status_in({STATUS: event.value} if event else self.details)

    @cached_property
    def state(self) -> State:
        """The state in one word."""
        if self.status is not None:
            return State(self.status.value)
        if self.judgement.open:
            return State.OPEN
        if self.judgement.revoked:
            return State.RETURNED
        if self.counted is not None:
            checked = self.counted.verdict in list(State)
            return State(self.counted.verdict) if checked else State.NOT_CHECKED
        if any(arrival.form for arrival in self.arrivals):
            return State.NOT_CHECKED
        return State.NOT_ISSUED if self.form.issued is None else State.MISSING

    @property
    def why(self) -> str:
        """Why it stands so, where that is not plain; a sentence without its full stop, in Chinese."""
        if self.judgement.why or self.stamp_differs:
            return "；".join(filter(None, (self.judgement.why, STAMP_DIFFERS if self.stamp_differs else "")))
        event = latest(self.events, EventKind.STATUS)
        if event and event.reason:
            return event.reason
        if self.state is not State.NOT_CHECKED:
            return ""
        return "；".join(dict.fromkeys(arrival.why or ONLY_DOCUMENTS for arrival in self.arrivals))

    @property
    def stamp_differs(self) -> bool:
        """Whether the code on the stamped copy is not that of the copy that counts."""
        event = latest(self.events, EventKind.STAMPED_CODE)
        code = "".join(filter(str.isdigit, self.counted.code)) if self.counted else ""
        return event is not None and code not in ("", event.value)

    def documents(self, about: About) -> Mapping[str, str]:
        """The documents of the campaign, each with the file that it is, or what was entered of it; or empty."""
        found = {name: arrival.file for arrival in self.arrivals for name in arrival.document.split(SEPARATOR)}
        entered = {each.subject: each.value for each in self.events if each.kind == EventKind.DOCUMENT}
        return {name: entered.get(name, found.get(name, "")) for name, _ in about.documents}

    def lacking(self, about: About) -> list[str]:
        """The needed documents that did not come."""
        documents = self.documents(about)
        return [name for name, required in about.documents if required and not documents[name]]

    @property
    def counted(self) -> RecordedSubmission | None:
        """The copy that counts; None where that is open, and where there is none."""
        return None if self.judgement.revoked else self.judgement.counted

    @property
    def copies(self) -> Sequence[RecordedSubmission]:
        """All copies, the newest first."""
        return self.judgement.copies

    @property
    def score(self) -> float | None:
        """The score that is reported for the unit: by rule, or of a form on paper as it was entered."""
        if self.state is State.OFFLINE:
            event = latest(self.events, EventKind.OFFLINE_SCORE)
            return number_in(event.value) if event else None
        return self.counted.by_rule if self.counted else None

    @property
    def overdue(self) -> bool:
        """Whether the last day is over and the form is not accepted."""
        return bool(self.due) and self.today > self.due and self.state in DUE_STATES and self.state not in RECEIVED


@dataclass(frozen=True)
class CampaignProgress:
    """The facts of a campaign by name, and how it stands with each form.

    unclaimed: files of which it is not sure whose they are. about: the form's and the bureau's name.
    """

    campaign: Mapping[str, str]
    units: Sequence[UnitProgress]
    about: About
    unclaimed: Sequence[Arrival] = ()
    today: str = ""

    @property
    def scheme(self) -> str:
        """The id of the scheme."""
        return self.campaign.get("方案", "")

    @property
    def form(self) -> str:
        """What the form is called: by its name, or by its id where an older xlgen wrote the record."""
        return self.about.form or one_line(self.scheme)

    @cached_property
    def _roster(self) -> Roster:
        from xlgen.roster.roster import Roster  # with its readers, which a look at the progress does not need

        return Roster(tuple(unit.form.unit for unit in self.units))

    def find(self, name: str, subject: Subject = NO_SUBJECT) -> UnitProgress | None:
        """How it stands with the form of a unit, however it is typed; None where none is due."""
        unit = self._roster.find(name, subject)
        return unit and self.by_form.get(unit.form)

    def in_state(self, *states: State) -> list[UnitProgress]:
        """The forms in one of these states."""
        return [unit for unit in self.units if unit.state in states]

    @cached_property
    def by_form(self) -> Mapping[str, UnitProgress]:
        """Each form by its key."""
        return {unit.form.key: unit for unit in self.units}

    @property
    def with_subjects(self) -> bool:
        """Whether forms are about something beside their unit, so that a unit may have several."""
        return any(unit.form.called for unit in self.units)

    @property
    def complete(self) -> bool:
        """There are units, and of every one that is due a form was accepted."""
        due = self.in_state(*DUE_STATES)
        return bool(self.units) and all(unit.state in RECEIVED for unit in due)


def counts(units: Iterable[UnitProgress], with_subjects: bool = False) -> dict[str, int]:
    """How many units are due, and how many forms are in each state: these add up to those that are due.

    States in which there is none are left out but for the usual ones; units that are not due are counted apart.
    """
    units = list(units)
    states = Counter(unit.state for unit in units)
    due = [unit for unit in units if unit.state in DUE_STATES]
    usual = (State.PASSED, State.WARNED, State.RETURNED, State.MISSING)
    overdue, several = sum(unit.overdue for unit in units), sum(len(unit.copies) > 1 for unit in units)
    return {
        DUE: len({unit.form.name for unit in due}),
        **({DUE_FORMS: len(due)} if with_subjects else {}),
        **{state.value: states[state] for state in DUE_STATES if states[state] or state in usual},
        **({OVERDUE: overdue} if overdue else {}),
        **{f"{APART_LABEL}：{state}": states[state] for state in APART if states[state]},
        **({SEVERAL: several} if several else {}),
    }


def progress_of(record: CampaignRecord, today: str) -> CampaignProgress:
    """The progress of the campaign of a record. today: as 2026-03-01. Raises RecordError for a damaged record."""
    details, events, submissions = record.details(), events_of(record), record.submissions()
    arrivals: dict[str, list[Arrival]] = {}
    claims = {each.subject: form for form, own in events.items() for each in own if each.kind == EventKind.FILE}
    for arrival in arrivals_of(record):
        whose = claims.get(arrival.file, arrival.form)
        arrivals.setdefault(whose, []).append(arrival._replace(form=whose))
    common = latest(events.get(NO_FORM, ()), EventKind.DUE)
    units = []
    for form in record.units():
        own = events.get(form.key, ())
        granted = latest(own, EventKind.EXTENDED)
        due = max(event.value for event in (common, granted) if event) if common else ""
        judgement = judge(submissions.get(form.key, ()), own, due)
        facts = details.get(form.key, {}), own, arrivals.get(form.key, ())
        units.append(UnitProgress(form, *facts, judgement, due, today))
    return CampaignProgress(record.campaign(), units, about_campaign(record), arrivals.get(NO_FORM, ()), today)
