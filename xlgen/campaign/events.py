"""What is decided and noted in a campaign beside what its files say: in the record, in order, never changed.

A later event of a kind on the same thing of the same form takes the place of an earlier one; both stay in the record,
each with who entered it, when and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from xlgen.campaign.record import CampaignRecord
from xlgen.campaign.record_file import typed_rows

NO_FORM = ""
"""The form of an event that concerns the whole campaign."""
AGREED, SENT_BACK = "同意", "退回"
"""What the 主管部门 may think of a form."""
INSERT = "INSERT INTO event (time, author, form, kind, subject, value, reason) VALUES (?, ?, ?, ?, ?, ?, ?)"


class EventKind(StrEnum):
    """What was decided or noted; in brackets the event's subject and value."""

    VALID = "有效版本"  # (a copy's fingerprint)
    REVOKED = "撤销接收"  # (a copy's fingerprint)
    LATE = "逾期接收"  # (a copy's fingerprint)
    EXTENDED = "延期"  # (value: the day, 2026-04-10)
    DUE = "截止日期"  # of the whole campaign (value: the day)
    STATUS = "报送要求"  # (value: 免报 and others, or 正常)
    OFFLINE_SCORE = "线下评分"  # (value: the score)
    DOCUMENT = "要件"  # (subject: its name; value: the day, or where it is)
    FILE = "归属"  # (subject: a file; the form is the one it belongs to)
    STAMPED_CODE = "盖章件核对码"  # (value: as printed on the stamped copy)
    CALL = "联系记录"
    OPINION = "初审意见"  # of the 主管部门 (a copy's fingerprint; value: 同意 or 退回)
    HANDED_OUT = "分发"  # with the package of a 主管部门 (value: its name)
    CONFLICT = "合并冲突"  # found by merging a package (subject: a copy's fingerprint; value: the 主管部门)


class Event(NamedTuple):
    """An event of a form: when it was entered, by whom, what it is about, and why."""

    time: str
    author: str
    form: str
    kind: str
    subject: str = ""
    value: str = ""
    reason: str = ""


def note(record: CampaignRecord, events: Iterable[Event]) -> None:
    """Enter events into a record; all or none."""
    with record.database:
        record.database.executemany(INSERT, events)


def events_of(record: CampaignRecord) -> dict[str, list[Event]]:
    """The events of each form, in the order in which they were entered. Raises RecordError for a damaged record."""
    query = "SELECT time, author, form, kind, subject, value, reason FROM event ORDER BY number"
    events: dict[str, list[Event]] = {}
    for event in typed_rows(Event, record.database.execute(query), record.path):
        events.setdefault(event.form, []).append(event)
    return events


def latest(events: Sequence[Event], kind: EventKind, subject: str | None = None) -> Event | None:
    """The event of a kind that holds: the last one, of this subject where one is named."""
    return next((each for each in reversed(events) if each.kind == kind and subject in (None, each.subject)), None)
