"""Returned forms and the record of a campaign: what is recorded of them, and which form of a unit counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from xlgen.campaign.cached_checks import cached_checks
from xlgen.campaign.progress import counted
from xlgen.campaign.record import CampaignRecord, RecordedSubmission, find_record, open_record
from xlgen.campaign.record_file import RECORD_SUFFIX, RecordError
from xlgen.errors import UsageError
from xlgen.execution.executor import Executor, Progress
from xlgen.roster.roster import Roster
from xlgen.submissions.as_issued import with_findings, with_issued
from xlgen.submissions.batch import is_due
from xlgen.submissions.file_check import CheckedFile, FileChecker, failed_check
from xlgen.submissions.finding import finding
from xlgen.submissions.findings.identity import IdentityCode
from xlgen.submissions.sources import Source
from xlgen.submissions.validate import FileReport
from xlgen.submissions.verdict import verdict_of


def is_record(path: Path) -> bool:
    """Whether a path means a record, and not a list of units."""
    return path.is_dir() or path.suffix.lower() == RECORD_SUFFIX


@contextmanager
def open_if_record(path: Path | None, parameter: str) -> Iterator[CampaignRecord | None]:
    """Open the record that a path means; None where it means a list of units.

    Raises UsageError about this parameter where there is no record, or one that cannot be read.
    """
    if path is None or not is_record(path):
        yield None
        return
    try:
        with open_record(find_record(path)) as record:
            yield record
    except RecordError as error:  # some damage is seen only when it is read
        raise UsageError(str(error), parameter=parameter) from error


def campaign_year(record: CampaignRecord) -> int | None:
    """The year of a campaign."""
    year = record.campaign().get("年度", "")
    return int(year) if re.fullmatch("[0-9]{4}", year) else None


def campaign_scheme(record: CampaignRecord) -> str:
    """The id of the scheme whose forms were issued."""
    return record.campaign().get("方案", "")


def campaign_roster(record: CampaignRecord) -> Roster:
    """The units that are due in a campaign."""
    return Roster(tuple(each.unit for each in record.units()))


class Checks(NamedTuple):
    """The results of checking files, in order, and how many of them were known before."""

    results: Iterator[CheckedFile]
    known: int


def check_files(
    record: CampaignRecord | None,
    checker: FileChecker,
    sources: Sequence[Source],
    executor: Executor,
    progress: Progress,
) -> Checks:
    """Check files; with a record, those whose results it holds are not checked again."""
    if record is None:
        results, known = executor(checker, sources, failed_check), 0
    else:
        known = sum(cached_checks(record, checker, executor).known(sources))
        results = recorded_checks(record, checker, sources, executor)
    return Checks(progress(results, len(sources), "核对"), known)


def recorded_checks(
    record: CampaignRecord, checker: FileChecker, sources: Sequence[Source], executor: Executor
) -> Iterator[CheckedFile]:
    """The results of checking files, each compared with what the record says was due and issued to its unit.

    What is remembered of a file does not depend on this, so that it stays true when the record changes; and no task
    is sent what was laid down in anybody's form.
    """
    roster, due = campaign_roster(record), campaign_scheme(record)
    for checked in cached_checks(record, checker, executor)(sources):
        report = checked.report
        unit, codes = roster.find(report.unit, report.subject), {each.code for each in report.findings}
        if (
            report.year and report.scheme != due and IdentityCode.WRONG_SCHEME not in codes
        ):  # no year: nobody knows what it is
            wrong = finding(IdentityCode.WRONG_SCHEME, found=report.scheme, expected=due)
            yield with_findings(checked, [wrong, *report.findings])
        elif unit is not None and is_due(report):
            yield with_issued(checked, record.laid_down(unit.form), checker.templates)
        else:
            yield checked


def submission_of(
    report: FileReport, source: Source, roster: Roster, scheme: str, time: str
) -> RecordedSubmission | None:
    """What the record keeps of a form; None where its unit is not due, or it is a form of another scheme or year.

    time: of this run; everything that was at hand in a run has the same.
    """
    unit = roster.find(report.unit, report.subject)
    if unit is None or report.scheme != scheme or not is_due(report):
        return None
    facts = report.fingerprint, source.modified, time, verdict_of(report), report.total, report.by_rule
    return RecordedSubmission(unit.form, report.name, *facts)


def current_time() -> str:
    """The time of a run, as the record keeps it."""
    return datetime.now().isoformat(sep=" ", timespec="milliseconds")


def superseding_file(record: CampaignRecord, roster: Roster, report: FileReport, time: str = "") -> str:
    """The file that counts instead of this one, of the same form; empty if this one counts. time: only of that run."""
    unit = roster.find(report.unit, report.subject)
    submissions = record.submissions_of(unit.form) if unit else []
    counts = counted([submission for submission in submissions if not time or submission.checked == time])
    return counts.file if counts and counts.fingerprint != report.fingerprint else ""
