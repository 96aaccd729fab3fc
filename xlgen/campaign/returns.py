"""Returned forms and the record of a campaign: what is recorded of them, and which form of a unit counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from xlgen.campaign.cached_checks import cached_checks
from xlgen.campaign.campaigns import Campaign, Campaigns
from xlgen.campaign.progress import counted
from xlgen.campaign.record import RecordedSubmission
from xlgen.execution.executor import Executor, Progress
from xlgen.submissions.as_issued import with_findings, with_issued
from xlgen.submissions.batch import is_due
from xlgen.submissions.file_check import CheckedFile, FileChecker, failed_check
from xlgen.submissions.finding import finding
from xlgen.submissions.findings.identity import IdentityCode
from xlgen.submissions.sources import Source
from xlgen.submissions.validate import FileReport
from xlgen.submissions.verdict import verdict_of


class Checks(NamedTuple):
    """The results of checking files, in order, and how many of them were known before."""

    results: Iterator[CheckedFile]
    known: int


def check_files(
    campaigns: Campaigns | None,
    checker: FileChecker,
    sources: Sequence[Source],
    executor: Executor,
    progress: Progress,
) -> Checks:
    """Check files; with a record, those whose results it holds are not checked again."""
    if campaigns is None:
        results, known = executor(checker, sources, failed_check), 0
    else:
        known = sum(cached_checks(campaigns.record, checker, executor).known(sources))
        results = recorded_checks(campaigns, checker, sources, executor)
    return Checks(progress(results, len(sources), "核对"), known)


def recorded_checks(
    campaigns: Campaigns, checker: FileChecker, sources: Sequence[Source], executor: Executor
) -> Iterator[CheckedFile]:
    """The results of checking files, each compared with what the record says was due and issued to its unit.

    What is remembered of a file does not depend on this, so that it stays true when the record changes; and no task
    is sent what was laid down in anybody's form.
    """
    for checked in cached_checks(campaigns.record, checker, executor)(sources):
        report = checked.report
        campaign, codes = campaigns.of(report.scheme), {each.code for each in report.findings}
        unit = campaign and campaign.roster.find(report.unit, report.subject)
        if (
            report.year and campaign is None and IdentityCode.WRONG_SCHEME not in codes
        ):  # no year: nobody knows what it is
            wrong = finding(IdentityCode.WRONG_SCHEME, found=report.scheme, expected=campaigns.schemes)
            yield with_findings(checked, [wrong, *report.findings])
        elif campaign and unit and is_due(report):
            yield with_issued(checked, campaign.record.laid_down(unit.form), checker.templates)
        else:
            yield checked


def record_submissions(campaigns: Campaigns, checked: Iterable[tuple[FileReport, Source]], time: str) -> int:
    """Record the forms that are due, each in the record of its campaign; returns how many they are.

    time: of this run; everything that was at hand in a run has the same.
    """
    submissions: dict[str, list[RecordedSubmission]] = {}
    for report, source in checked:
        campaign = campaigns.of(report.scheme)
        submission = campaign and _submission(report, source, campaign, time)
        if submission:
            submissions.setdefault(report.scheme, []).append(submission)
    for campaign in campaigns.every:
        campaign.record.submitted(submissions.get(campaign.scheme, ()))
    return sum(map(len, submissions.values()))


def _submission(report: FileReport, source: Source, campaign: Campaign, time: str) -> RecordedSubmission | None:
    """What the record keeps of a form; None where its unit is not due, or it is of another year."""
    unit = campaign.roster.find(report.unit, report.subject)
    if unit is None or not is_due(report):
        return None
    facts = report.fingerprint, source.modified, time, verdict_of(report), report.total, report.by_rule
    return RecordedSubmission(unit.form, report.name, *facts)


def current_time() -> str:
    """The time of a run, as the record keeps it."""
    return datetime.now().isoformat(sep=" ", timespec="milliseconds")


def superseding_file(campaigns: Campaigns, report: FileReport, time: str = "") -> str:
    """The file that counts instead of this one, of the same form; empty if this one counts. time: only of that run."""
    campaign = campaigns.of(report.scheme)
    unit = campaign and campaign.roster.find(report.unit, report.subject)
    submissions = campaign.record.submissions_of(unit.form) if campaign and unit else []
    counts = counted([submission for submission in submissions if not time or submission.checked == time])
    return counts.file if counts and counts.fingerprint != report.fingerprint else ""
