"""Entering what an officer decides or notes about a unit into the record, checked as far as the record can tell."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from xlgen.campaign.clock import current_time, day, entered_day
from xlgen.campaign.events import AGREED, NO_FORM, SENT_BACK, Event, EventKind, note
from xlgen.campaign.progress import CampaignProgress, State, UnitProgress, progress_of
from xlgen.campaign.record import CampaignRecord
from xlgen.campaign.record_rows import RecordedSubmission
from xlgen.errors import UsageError
from xlgen.roster.unit_status import UnitStatus
from xlgen.scoring.check_code import DIGITS
from xlgen.text import normalize_text, number_in, one_line

NORMAL = "正常"
MAX_REASON_LENGTH = 2_000
ABOUT_ALL = frozenset({EventKind.DUE})
"""Decisions that concern the whole campaign, and no unit."""
WITHOUT_REASON = frozenset({EventKind.DUE, EventKind.DOCUMENT, EventKind.STAMPED_CODE, EventKind.OFFLINE_SCORE})
"""Those that say everything by their value; all others want a reason."""
MAX_COPIES_SHOWN = 9


@dataclass(frozen=True)
class Wanted:
    """What is to be entered. copy: its number, 1 for the newest, or its file. subject: a document's name, or a file.

    value: a day, a score, a code … as its kind wants it. author: who decides, by name.
    """

    kind: EventKind
    author: str
    reason: str = ""
    unit: str = ""
    project: str = ""  # code or name of what the form is about, where a unit has several
    copy: str = ""
    subject: str = ""
    value: str = ""


def enter(record: CampaignRecord, wanted: Wanted) -> tuple[Event, CampaignProgress]:
    """Enter a decision into a record; gives the event, and how it stands then. Raises UsageError, as `decided` does."""
    time = current_time()
    event = decided(progress_of(record, day("", time)), wanted, time)
    note(record, [event])
    return event, progress_of(record, day("", time))


def decided(progress: CampaignProgress, wanted: Wanted, time: str) -> Event:
    """The event to be entered. Raises UsageError with what is missing or cannot be."""
    author, reason = one_line(wanted.author).strip(), one_line(wanted.reason).strip()
    if not author:
        raise UsageError("没有写由谁决定。请写姓名", "by")
    if not reason and wanted.kind not in WITHOUT_REASON:
        raise UsageError(f"{wanted.kind}要写理由或内容", "reason")
    if len(reason) > MAX_REASON_LENGTH:
        raise UsageError(f"太长（{len(reason)} 个字）。请缩短到 {MAX_REASON_LENGTH} 个字以内", "reason")
    if wanted.kind in ABOUT_ALL:
        return Event(time, author, NO_FORM, wanted.kind, "", entered_day(wanted.value, wanted.kind), reason)
    unit = unit_named(progress, wanted.unit, wanted.project)
    subject, value = _CHECKS[wanted.kind](progress, unit, wanted)
    return Event(time, author, unit.form.key, wanted.kind, subject, value, reason)


def unit_named(progress: CampaignProgress, name: str, project: str = "") -> UnitProgress:
    """The form of a unit by its name or code, and of several by what it is about. Raises UsageError."""
    wanted = normalize_text(name)
    if not wanted:
        raise UsageError("没有写哪个单位。请写单位名称或编码", "unit")
    found = [
        each for each in progress.units if wanted in (normalize_text(each.form.name), normalize_text(each.form.code))
    ]
    if not found:
        near = next((each.form.name for each in progress.units if wanted in normalize_text(each.form.name)), "")
        raise UsageError(f"{name}：记录里没有这个单位{f'，是不是“{near}”' if near else ''}。请核对名称", "unit")
    if project:
        about = normalize_text(project)
        found = [
            each
            for each in found
            if about in (normalize_text(each.form.subject_code), normalize_text(each.form.subject_name))
        ]
    if len(found) != 1:
        every = "、".join(each.who for each in found) or "没有"
        raise UsageError(f"{name}：要指明是哪一份（{every}）", "project")
    return found[0]


def copy_named(unit: UnitProgress, named: str) -> RecordedSubmission:
    """A copy of a unit's form by its number, 1 for the newest, or by its file. Raises UsageError."""
    copies = unit.copies
    if re.fullmatch("[0-9]{1,4}", named) and 1 <= int(named) <= len(copies):
        return copies[int(named) - 1]
    found = [copy for copy in copies if named and one_line(copy.file).endswith(named)]
    if len(found) != 1:
        shown = [f"{number} {one_line(copy.file)}" for number, copy in enumerate(copies[:MAX_COPIES_SHOWN], 1)]
        listed = f"它报送过 {len(copies)} 份：{'；'.join(shown)}" if copies else "它还没有报送过"
        raise UsageError(f"{named or '没有写哪一份'}：{listed}。请写序号", "copy")
    return found[0]


def _of_copy(progress: CampaignProgress, unit: UnitProgress, wanted: Wanted) -> tuple[str, str]:
    return copy_named(unit, wanted.copy).fingerprint, ""


def _of_counted(progress: CampaignProgress, unit: UnitProgress, wanted: Wanted) -> tuple[str, str]:
    copy = unit.counted if not wanted.copy else copy_named(unit, wanted.copy)
    if copy is None:
        raise UsageError(f"{unit.who}：现在没有有效的一份，不用撤销", "copy")
    return copy.fingerprint, ""


def _of_day(progress: CampaignProgress, unit: UnitProgress, wanted: Wanted) -> tuple[str, str]:
    day = entered_day(wanted.value, "延期的日期")
    if not unit.due:
        raise UsageError("这次下发没有写截止日期，不用延期", "value")
    return "", day


def _of_status(progress: CampaignProgress, unit: UnitProgress, wanted: Wanted) -> tuple[str, str]:
    text = normalize_text(wanted.value)
    if text not in (*UnitStatus, NORMAL):
        raise UsageError(f"{wanted.value or '没有写'}：请写 {'、'.join((*UnitStatus, NORMAL))} 中的一个", "value")
    return "", text


def _of_score(progress: CampaignProgress, unit: UnitProgress, wanted: Wanted) -> tuple[str, str]:
    if unit.state is not State.OFFLINE:
        raise UsageError(f"{unit.who}：不是线下报送的单位，分数以它的表为准", "unit")
    score = number_in(wanted.value)
    if score is None or not math.isfinite(score) or abs(score) > 1000 or round(score, 2) != score:
        raise UsageError(f"{wanted.value or '没有写'}：请写分数，至多两位小数", "value")
    return "", f"{score:.2f}"


def _of_document(progress: CampaignProgress, unit: UnitProgress, wanted: Wanted) -> tuple[str, str]:
    names = [name for name, _ in progress.about.documents]
    if wanted.subject not in names:
        raise UsageError(f"{wanted.subject or '没有写哪个要件'}：要件有 {'、'.join(names)}", "subject")
    if not wanted.value:
        raise UsageError("没有写收到的日期（或公开的网址和日期）", "value")
    return wanted.subject, one_line(wanted.value)


def _of_file(progress: CampaignProgress, unit: UnitProgress, wanted: Wanted) -> tuple[str, str]:
    files = [arrival.file for arrival in progress.unclaimed if arrival.file.endswith(wanted.subject or "\0")]
    if len(files) != 1:
        raise UsageError(f"{wanted.subject or '没有写哪个文件'}：请照“不知是谁的文件”所列的写", "subject")
    return files[0], ""


def _of_code(progress: CampaignProgress, unit: UnitProgress, wanted: Wanted) -> tuple[str, str]:
    digits = "".join(re.findall("[0-9]", normalize_text(wanted.value)))
    if len(digits) != DIGITS:
        raise UsageError(f"{wanted.value or '没有写'}：核对码是 {DIGITS} 位数字，印在表的末尾", "value")
    return "", digits


def _of_opinion(progress: CampaignProgress, unit: UnitProgress, wanted: Wanted) -> tuple[str, str]:
    if wanted.value not in (AGREED, SENT_BACK):
        raise UsageError(f"{wanted.value or '没有写'}：请写 {AGREED} 或 {SENT_BACK}", "value")
    if unit.state is State.OFFLINE and not unit.copies:
        return "", wanted.value
    if wanted.copy or unit.counted is None:
        return copy_named(unit, wanted.copy or "1").fingerprint, wanted.value
    return unit.counted.fingerprint, wanted.value


def _of_nothing(progress: CampaignProgress, unit: UnitProgress, wanted: Wanted) -> tuple[str, str]:
    return "", ""


_CHECKS: Mapping[EventKind, Callable[[CampaignProgress, UnitProgress, Wanted], tuple[str, str]]] = {
    EventKind.VALID: _of_copy,
    EventKind.REVOKED: _of_counted,
    EventKind.LATE: _of_copy,
    EventKind.EXTENDED: _of_day,
    EventKind.STATUS: _of_status,
    EventKind.OFFLINE_SCORE: _of_score,
    EventKind.DOCUMENT: _of_document,
    EventKind.FILE: _of_file,
    EventKind.STAMPED_CODE: _of_code,
    EventKind.OPINION: _of_opinion,
    EventKind.CALL: _of_nothing,
}
