"""What a campaign tells a summary: numbers, decisions, whose each form is, and how its unit did the year before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from xlgen.campaign.events import Event, EventKind
from xlgen.campaign.progress import DUE_STATES, RECEIVED, CampaignProgress, State, UnitProgress, counts, progress_of
from xlgen.campaign.record import find_record, open_record
from xlgen.roster.roster import Roster
from xlgen.scheme.known_schemes import KnownSchemes
from xlgen.submissions.unit_row import FormOf, UnitRow
from xlgen.summary.database import LeftOut
from xlgen.summary.standing import GROUPING, NO_ONE, NOT_GIVEN, Decision, Standing, Whose, roster_facts
from xlgen.suspicions.index import LastYear
from xlgen.suspicions.last_year import LastScores
from xlgen.suspicions.trace import Form
from xlgen.text import display_text, one_line

DECISIONS = frozenset(
    {EventKind.VALID, EventKind.REVOKED, EventKind.LATE, EventKind.EXTENDED, EventKind.STATUS, EventKind.OFFLINE_SCORE}
)
"""The events that decide something about a form, which whoever signs must know."""
LastTotal = Callable[[Form, str], float | None]
"""The total of a form's unit, which may have a code, for the year before; None where nobody knows it."""


def standing_of(progress: CampaignProgress) -> Standing:
    """How it stands with a campaign: the numbers that `status` shows, and every decision."""
    due: dict[str, Counter[str]] = {key: Counter() for key in GROUPING}
    for unit in progress.in_state(*DUE_STATES):
        facts = roster_facts(unit.form.code, unit.details)
        for key, groups in due.items():
            groups[facts.get(key, NOT_GIVEN)] += 1
    decisions = sorted(
        (_decision(unit, event) for unit in progress.units for event in unit.events if event.kind in DECISIONS),
        key=lambda each: each.day,
    )
    numbers = counts(progress.units, progress.with_subjects)
    return Standing(progress.about.bureau, progress.today, numbers, due, decisions)


def _decision(unit: UnitProgress, event: Event) -> Decision:
    copy = next((copy for copy in unit.copies if copy.fingerprint == event.subject), None)
    what = one_line(copy.file).rpartition("/")[2] if copy else event.value
    texts = event.time[:10], unit.who, event.kind, what, event.reason, event.author
    return Decision(*map(display_text, texts))


def with_facts(row: UnitRow, unit: UnitProgress | None, last_total: LastTotal) -> UnitRow:
    """A unit's row with what the roster says of the unit, and its total of the year before."""
    facts = roster_facts(unit.form.code, unit.details) if unit else {}
    return replace(row, roster=facts, last=last_total(Form(row.unit, row.subject, *row.form), facts.get("code", "")))


def whose(unit: UnitProgress | None) -> Whose:
    """Of whom something is left out."""
    if unit is None:
        return NO_ONE
    parent, contact, phone = (display_text(unit.details.get(key, "")) for key in ("parent", "contact", "phone"))
    return Whose(unit.state, parent, contact, phone, unit.score if unit.state is State.OFFLINE else None, unit.overdue)


def not_accepted(progress: CampaignProgress, named: set[str]) -> Iterator[LeftOut]:
    """The forms that are not accepted, or not due, of which no file is listed: named has the keys of the others."""
    form = FormOf(progress.scheme, progress.campaign.get("年度", ""))
    for unit in progress.units:
        if unit.state not in RECEIVED and unit.form.key not in named:
            why = "，".join(filter(None, (unit.state, one_line(unit.why), "逾期" if unit.overdue else "")))
            yield LeftOut("", "", display_text(unit.who), why, form, whose=whose(unit))


def last_totals(paths: Sequence[Path]) -> LastTotal:
    """The totals of the year before, from the records of its campaigns; by code where both have one, else by name.

    Raises RecordError where there is no record, or a damaged one.
    """
    years = [_totals_in(path) for path in paths]

    def last_total(form: Form, code: str) -> float | None:
        for progress, roster in [pair for pair in years if pair[0].scheme == form.scheme] or years:
            same = roster.with_code(code) if code and not form.subject.key else None
            found = same or roster.find(form.unit, form.subject)
            unit = progress.find(found.name, found.subject) if found else None
            if unit is not None and unit.state in (*RECEIVED, State.OFFLINE):
                return unit.score
        return None

    return last_total


def last_scores(last_total: LastTotal, known: KnownSchemes) -> LastYear:
    """The same for suspicions: the record keeps totals alone, of forms that had as many points as this year."""

    def scores(form: Form) -> LastScores | None:
        total = last_total(form, "")
        return None if total is None else LastScores(total, known.scheme(form.scheme).points, {})

    return scores


def _totals_in(path: Path) -> tuple[CampaignProgress, Roster]:
    with open_record(find_record(path)) as record:
        progress = progress_of(record, "")
    return progress, Roster(tuple(unit.form.unit for unit in progress.units))
