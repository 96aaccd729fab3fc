"""What a 主管部门 decided and noted, as far as the bureau takes it over; and where it contradicts the bureau."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from xlgen.campaign.clock import current_time
from xlgen.campaign.deciding import MAX_REASON_LENGTH
from xlgen.campaign.events import AGREED, SENT_BACK, Event, EventKind
from xlgen.campaign.progress import UnitProgress
from xlgen.campaign.record_rows import RecordedSubmission
from xlgen.campaign.tiers.package_file import Package
from xlgen.scoring.check_code import DIGITS
from xlgen.text import one_line, shorten

BUREAU_DECIDES = frozenset({EventKind.LATE, EventKind.EXTENDED, EventKind.STATUS, EventKind.OFFLINE_SCORE})
"""What a 主管部门 may only ask for: it becomes a note, and changes nothing."""
DECISIONS = (EventKind.VALID, EventKind.REVOKED)
ASKED_FOR = "主管部门登记了“{kind} {value}”，须由财政部门决定：{reason}"
OTHER_COPIES = "主管部门指定了有效的一份，本单位另有没经过主管部门的一份，请指定哪一份有效"
OTHER_DECISION = "主管部门的决定与这里的不同，请指定哪一份有效"
NEW_COPY = "已指定有效版本，主管部门又报来内容不同的一份，请再指定一次"
TIME = re.compile(r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?", re.ASCII)
CLOCKS_DIFFER = timedelta(days=1)
MAX_TEXT = 300


class NewEvents(NamedTuple):
    """Events of a form to be entered, the last of which may be a conflict; and what is told of others."""

    events: Sequence[Event]
    told: Sequence[str]


def new_events(
    package: Package, unit: UnitProgress, copies: Sequence[RecordedSubmission], parent: str, moved: Mapping[str, str]
) -> NewEvents:
    """The events of a form that the bureau's record does not have, each with the 主管部门 behind its author.

    moved: where the files of the package are now, by their places in it.
    """
    known = set(unit.events)
    entered, told = list[Event](), list[str]()
    fingerprints = {copy.fingerprint for copy in (*copies, *unit.copies)}
    latest_time = (datetime.fromisoformat(current_time()) + CLOCKS_DIFFER).isoformat(sep=" ")
    for event in package.events.get(unit.form.key, ()):
        if event in known:  # the bureau's own, which was handed out
            continue
        if not TIME.fullmatch(event.time) or event.time > latest_time or not _is_plausible(event, fingerprints):
            told.append(f"{unit.who}：{one_line(event.kind)[:20]}的登记不合规则，没有并入")
            continue
        if event.kind == EventKind.FILE and event.subject not in moved:
            continue
        entry = _from_department(event, parent, moved)
        if entry in known:
            continue
        known.add(entry)
        entered.append(entry)
        if event.kind in BUREAU_DECIDES:
            told.append(f"{unit.who}：{entry.reason}")
    conflict = _conflict(unit, entered, copies, parent)
    if conflict:
        about = [event.subject for event in entered if _settles(event)][-1:] or [copy.fingerprint for copy in copies]
        entered.append(Event(current_time(), parent, unit.form.key, EventKind.CONFLICT, about[0], parent, conflict))
    return NewEvents(entered, told)


def _from_department(event: Event, parent: str, moved: Mapping[str, str]) -> Event:
    """An event as the bureau enters it; of what the bureau decides itself, only that it was asked for."""
    author = f"{shorten(one_line(event.author), MAX_TEXT)}（{parent}）"
    if event.kind in BUREAU_DECIDES:
        asked = ASKED_FOR.format(kind=event.kind, value=event.value, reason=event.reason).rstrip("：")
        return Event(event.time, author, event.form, EventKind.CALL, value=event.kind, reason=one_line(asked))
    subject = moved[event.subject] if event.kind == EventKind.FILE else event.subject
    return event._replace(author=author, subject=subject, value=one_line(event.value), reason=one_line(event.reason))


def _is_plausible(event: Event, fingerprints: set[str]) -> bool:
    """Whether xlgen may have entered an event: reports and progress take its values as they are."""
    if event.kind not in list(EventKind) or event.kind in (EventKind.HANDED_OUT, EventKind.CONFLICT, EventKind.DUE):
        return False
    lengths = len(event.reason) <= MAX_REASON_LENGTH and max(map(len, (event.subject, event.value))) <= MAX_TEXT
    if not lengths or not event.author.strip():
        return False
    if event.kind == EventKind.OPINION:  # of a form on paper, too
        return event.value in (AGREED, SENT_BACK) and event.subject in {"", *fingerprints}
    if event.kind in DECISIONS and event.subject not in fingerprints:
        return False
    return event.kind != EventKind.STAMPED_CODE or bool(re.fullmatch(f"[0-9]{{{DIGITS}}}", event.value))


def _conflict(unit: UnitProgress, entered: Sequence[Event], copies: Sequence[RecordedSubmission], parent: str) -> str:
    """Why an officer must decide which copy counts; empty where a package contradicts nothing that is known here."""
    decided = [event for event in entered if _settles(event)]
    ours = [event for event in unit.events if event.kind in DECISIONS and not event.author.endswith(f"（{parent}）")]
    if decided:
        if ours and _outcome(ours[-1]) != _outcome(decided[-1]):
            return OTHER_DECISION
        if decided[-1].kind == EventKind.VALID and any(not _is_among(copy, copies) for copy in unit.copies):
            return OTHER_COPIES
    elif (
        ours
        and ours[-1].kind == EventKind.VALID
        and any(copy.file and not _is_among(copy, unit.copies) for copy in copies)
    ):
        return NEW_COPY
    return ""


def _settles(event: Event) -> bool:
    """Whether an event says which copy counts, or does not."""
    return event.kind in DECISIONS or (event.kind == EventKind.OPINION and event.value == SENT_BACK)


def _outcome(event: Event) -> tuple[bool, str]:
    """Whether a copy is to count, and which."""
    return event.kind == EventKind.VALID, event.subject


def _is_among(copy: RecordedSubmission, others: Sequence[RecordedSubmission]) -> bool:
    """Whether one of several copies holds the same."""
    return any(copy.fingerprint == each.fingerprint or copy.content == each.content != "" for each in others)
