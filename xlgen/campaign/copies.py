"""Which copy of a unit's form counts. Where that is open, none does until an officer decides.

A copy is dated by what its workbook says of its last saving, then by the day on which it came, then by the file's
time, which a download sets anew. The newest accepted copy counts, but only where nothing contradicts it: no other
accepted copy holds anything else, none that was sent back is newer, and the two first dates agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from xlgen.campaign.events import SENT_BACK, Event, EventKind
from xlgen.campaign.record_rows import RecordedSubmission

SEVERAL = "有 {count} 份内容不同的表都可以接收，请指定哪一份有效"
LATER_RETURNED = "接收之后又报送了内容不同、须退回的一份，请指定哪一份有效，或退回后重报"
DATES_DISAGREE = "按保存时间和按收到日期，最新的不是同一份，请指定哪一份有效"
SENT_AFTER_DECISION = "指定有效版本之后又报送了内容不同的一份，请再指定一次"
AFTER_DUE = "截止之后才报送，请决定是否接收"
REVOKED = "已撤销接收"
OPINION_SENT_BACK = "{author}初审退回"
LATE_IGNORED = "截止之后又报送 {count} 份，没有计入"


class Judgement(NamedTuple):
    """Which copy counts, and why. counted: None where that is open, or where there is none.

    open: an officer must decide. revoked: the acceptance of the copy was taken back. copies: all, the newest first.
    """

    counted: RecordedSubmission | None
    why: str = ""
    open: bool = False
    revoked: bool = False
    copies: tuple[RecordedSubmission, ...] = ()


def newest_first(copies: Sequence[RecordedSubmission]) -> list[RecordedSubmission]:
    """The copies by date; by the workbooks' own only where each has one."""
    dated = all(copy.saved for copy in copies)
    return sorted(copies, key=lambda copy: (copy.saved if dated else "", copy.received, copy.changed), reverse=True)


def judge(copies: Sequence[RecordedSubmission], events: Sequence[Event] = (), due: str = "") -> Judgement:
    """Which of a form's copies counts. due: the last day for it, as 2026-03-01; empty where there is none."""
    ordered = tuple(newest_first(copies))
    revoked = {each.subject for each in events if _is_revoked(each.subject, events)}
    late = {copy.fingerprint for copy in ordered if due and copy.received > due}
    granted = {each.subject for each in events if each.kind == EventKind.LATE}
    left = [copy for copy in ordered if copy.fingerprint not in revoked]
    in_time = [copy for copy in left if copy.fingerprint not in late - granted]
    ignored = [copy for copy in left if copy not in in_time]
    judgement = _decided(in_time, events) or _by_dates(in_time)
    if ignored and (judgement.counted is None or not judgement.counted.accepted):
        judgement = Judgement(None, AFTER_DUE, open=True)
    elif ignored:
        judgement = judgement._replace(why=LATE_IGNORED.format(count=len(ignored)))
    if judgement.counted is None and not judgement.open and ordered:
        judgement = Judgement(ordered[0], _why_revoked(ordered, events), revoked=True)
    return judgement._replace(copies=ordered)


def _is_revoked(fingerprint: str, events: Sequence[Event]) -> bool:
    """Whether a copy was sent back after its check, and not named the valid one afterwards."""
    return _sending_back(fingerprint, events) is not None


def _sending_back(fingerprint: str, events: Sequence[Event]) -> Event | None:
    """The event that sends a copy back: its acceptance was revoked, or the 主管部门 wants it mended.

    A 主管部门 that agrees takes back its own word only, and not that of the bureau. Where the two contradict each
    other, neither holds.
    """
    about = [each for each in events if each.subject == fingerprint]
    for kind in (EventKind.REVOKED, EventKind.OPINION):
        settling = (kind, EventKind.VALID, EventKind.CONFLICT)
        last = next((each for each in reversed(about) if each.kind in settling), None)
        if last is not None and last.kind == kind and (kind == EventKind.REVOKED or last.value == SENT_BACK):
            return last
    return None


def _why_revoked(copies: Sequence[RecordedSubmission], events: Sequence[Event]) -> str:
    event = next((found for copy in copies if (found := _sending_back(copy.fingerprint, events))), None)
    if event is None:
        return REVOKED
    said = REVOKED if event.kind == EventKind.REVOKED else OPINION_SENT_BACK.format(author=event.author)
    return f"{said}：{event.reason}" if event.reason else said


def _decided(copies: Sequence[RecordedSubmission], events: Sequence[Event]) -> Judgement | None:
    """The copy that an officer named, unless another one came since, or somebody named another one elsewhere."""
    event = next((each for each in reversed(events) if each.kind in (EventKind.VALID, EventKind.CONFLICT)), None)
    if event and copies and event.kind == EventKind.CONFLICT:
        return Judgement(None, event.reason, open=True)
    named = next((copy for copy in copies if event and copy.fingerprint == event.subject), None)
    if event is None or named is None:
        return None
    if any(copy.recorded > event.time and not _alike(copy, named) for copy in copies):
        return Judgement(None, SENT_AFTER_DECISION, open=True)
    return Judgement(named, f"{event.author}指定：{event.reason}" if event.reason else f"{event.author}指定")


def _by_dates(copies: Sequence[RecordedSubmission]) -> Judgement:
    """The newest accepted copy where nothing contradicts it, else the newest that was sent back. The newest first."""
    accepted = [copy for copy in copies if copy.accepted]
    if not accepted:
        return Judgement(copies[0] if copies else None)
    others = [copy for copy in accepted if not _alike(copy, accepted[0])]
    if others:
        return Judgement(None, SEVERAL.format(count=len({copy.content for copy in accepted})), open=True)
    if not _alike(copies[0], accepted[0]):
        return Judgement(None, LATER_RETURNED, open=True)
    last_day = max(copy.received for copy in copies)
    if accepted[0].received < last_day and any(
        copy.received == last_day and not _alike(copy, accepted[0]) for copy in copies
    ):
        return Judgement(None, DATES_DISAGREE, open=True)
    return Judgement(accepted[0])


def _alike(copy: RecordedSubmission, other: RecordedSubmission) -> bool:
    """Whether two copies hold the same; of copies in an older record only the bytes are known."""
    return copy.fingerprint == other.fingerprint or (copy.content == other.content != "")
