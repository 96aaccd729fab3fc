"""The record of a campaign, for the commands on what came back (`--units 下发/`)."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from xlgen.errors import UsageError

if TYPE_CHECKING:
    from xlgen.campaign.record import CampaignRecord, Submission
    from xlgen.execution.executor import Executor, Progress
    from xlgen.roster.roster import Roster
    from xlgen.submissions.file_check import CheckedFile, FileChecker
    from xlgen.submissions.sources import Source
    from xlgen.submissions.validate import FileReport
    from xlgen.summary.database import SummaryEntry

RECORD = ".sqlite"


@contextmanager
def record_of(path: Path | None) -> Iterator[CampaignRecord | None]:
    """The record where a path names one, or a folder that has it. Raises UsageError where it should but does not."""
    from xlgen.campaign.record import RecordError, find_record, open_record

    if path is None or not is_record(path):
        yield None
        return
    try:
        with open_record(find_record(path)) as record:
            yield record
    except RecordError as error:  # what is wrong with it may be seen only where it is read
        raise UsageError(f"--units {error}") from error


def is_record(path: Path) -> bool:
    """A record is meant, and not a list of units."""
    return path.is_dir() or path.suffix.lower() == RECORD


def year_of(record: CampaignRecord | None, year: int | None = None) -> int | None:
    """The year that is due: the one that is said, else that of the campaign."""
    known = record.campaign().get("年度", "") if record is not None else ""
    return year or (int(known) if known.isdecimal() else None)


def scheme_of(record: CampaignRecord) -> str:
    """The id of the scheme whose forms were issued."""
    return record.campaign().get("方案", "")


def roster_of(record: CampaignRecord) -> Roster:
    """Who is due in a campaign."""
    from xlgen.roster.roster import Roster
    from xlgen.roster.unit import Unit

    return Roster(tuple(Unit(each.name, each.code) for each in record.units()))


def checked_by(
    record: CampaignRecord | None,
    checking: FileChecker,
    engine: Executor,
    sources: Sequence[Source],
    progress: Progress,
) -> Iterator[CheckedFile]:
    """The result of each file, in order, with a bar; with a record, what it knows is not checked again."""
    from xlgen.campaign.cached_checks import cached_checks
    from xlgen.submissions.file_check import failed_check

    if record is None:
        return progress(engine(checking, sources, failed_check), len(sources), "核对")
    remembering = cached_checks(record, checking, engine)
    known = sum(remembering.known(sources))
    if known:
        sys.stdout.write(f"{known} 个文件此前已核对，没有变化，不再核对\n")
    return progress(remembering(sources), len(sources), "核对")


def submitted(report: FileReport, source: Source, roster: Roster, scheme: str, time: str) -> Submission | None:
    """What the record says of a form; None where it is not that of a unit that is due, or another scheme's.

    time: of this run; what was at hand in it has the same.
    """
    from xlgen.campaign.record import Submission
    from xlgen.submissions.verdict import verdict_of

    unit = roster.find(report.unit)
    if unit is None or report.scheme != scheme:
        return None
    facts = report.fingerprint, source.modified, time, verdict_of(report), report.total, report.by_rule
    return Submission(unit.name, report.name, *facts)


def now() -> str:
    """The time of a run, as the record keeps it."""
    return datetime.now().isoformat(sep=" ", timespec="milliseconds")


def entries_of(
    record: CampaignRecord | None,
    checking: FileChecker,
    engine: Executor,
    sources: Sequence[Source],
    failed_check: bool,
    progress: Progress,
) -> Iterator[SummaryEntry]:
    """What each file adds to a summary; with a record, only the one form of each unit that counts.

    failed: whether forms with errors are wanted.
    """
    from xlgen.campaign.cached_checks import cached_checks
    from xlgen.campaign.record import COMMIT_EVERY
    from xlgen.summary.database import LeftOut, summary_entry

    checked = checked_by(record, checking, engine, sources, progress)
    if record is None:
        yield from (summary_entry(each, failed_check) for each in checked)
        return
    roster, scheme, time = roster_of(record), scheme_of(record), now()
    both = zip(sources, checked, strict=True)
    found = (submitted(each.report, source, roster, scheme, time) for source, each in both)
    while batch := list(islice(found, COMMIT_EVERY)):  # which of them count is known when all have been seen
        record.submitted(filter(None, batch))
    for each in cached_checks(record, checking, engine)(sources):
        entry, why = summary_entry(each, failed_check), _not_counted(record, roster, each.report, time)
        yield LeftOut(entry.name, entry.fingerprint, entry.unit, why) if why else entry


def _not_counted(record: CampaignRecord, roster: Roster, report: FileReport, time: str) -> str:
    """Why a form does not count beside what else its unit handed in and is at hand; empty if it does."""
    from xlgen.submissions.batch import not_in

    if not report.unit:
        return ""
    unit = roster.find(report.unit)
    if unit is None:
        return not_in(roster, report.unit).message
    if report.scheme != scheme_of(record):
        return f"是方案 {report.scheme} 的表，这次下发的是 {scheme_of(record)}"
    other = superseded(record, roster, report, time)
    return f"这个单位报送过几次，以 {other} 为准" if other else ""


def superseded(record: CampaignRecord, roster: Roster, report: FileReport, time: str = "") -> str:
    """The file of the unit that counts instead of this one; empty if this one does. time: only what that run saw."""
    from xlgen.campaign.progress import counted

    unit = roster.find(report.unit)
    found = record.submissions_of(unit.name) if unit else []
    counts = counted([each for each in found if not time or each.checked == time])
    return counts.file if counts and counts.fingerprint != report.fingerprint else ""
