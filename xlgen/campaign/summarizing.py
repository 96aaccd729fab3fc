"""Summing up everything that was returned; with the record of a campaign, one form of each unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from xlgen.campaign.campaigns import Campaigns, is_record, open_if_records
from xlgen.campaign.record import COMMIT_EVERY
from xlgen.campaign.returns import (
    check_files,
    current_time,
    record_submissions,
    recorded_checks,
    superseding_file,
)
from xlgen.errors import UsageError
from xlgen.execution.executor import Executor, Progress, no_progress
from xlgen.execution.local import LocalExecutor, default_jobs
from xlgen.files.storage import Location
from xlgen.scheme.known_schemes import KnownSchemes, all_schemes
from xlgen.submissions.batch import NOT_DUE, is_due, not_in
from xlgen.submissions.file_check import CheckedFile, FileChecker
from xlgen.submissions.sources import Source, find_sources
from xlgen.submissions.validate import FileReport
from xlgen.summary.database import LeftOut, Summary, SummaryEntry, SummaryPart, open_summary, summary_entry
from xlgen.text import one_line

UNSCORED = "这种表不计分，没有可以汇总的分数"


@dataclass(frozen=True)
class SummaryResult:
    """The outcome of summing up.

    parts: one for each form, that is, each scheme and year; none where nothing is summed up. known: files that were
    checked before and have not changed.
    """

    summary: Summary
    parts: tuple[SummaryPart, ...]
    known: int


@contextmanager
def summarize_returns(
    paths: Sequence[Location],
    *,
    campaign: Path | Sequence[Path] | None = None,
    schemes: KnownSchemes | None = None,
    include_failed: bool = False,
    executor: Executor | None = None,
    progress: Progress = no_progress,
) -> Iterator[SummaryResult]:
    """Check and sum up all forms below paths. The units are in a temporary database, for the time of the context.

    campaign: a campaign's folder or record; of each unit then only the form that counts is summed up, and results
    are remembered; several campaigns have the forms of a scheme each. schemes: those that the forms may be of, else
    every known one.
    include_failed: sum up forms with errors too.

    Raises UsageError for arguments that cannot be used, NothingToCheckError, and OSError.
    """
    records = [campaign] if isinstance(campaign, Path) else list(campaign or ())
    for path in records:
        if not is_record(path):
            raise UsageError(f"{path}：请写下发评分表的文件夹，或其中的下发记录", parameter="campaign")
    executor = executor or LocalExecutor(default_jobs())
    sources = find_sources(paths).workbooks
    with open_if_records(records, "campaign") as campaigns:
        known = schemes or all_schemes()
        checker = FileChecker(known, campaigns.year if campaigns else None)
        checks = check_files(campaigns, checker, sources, executor, progress)
        entries: Iterator[SummaryEntry]
        if campaigns is None:
            entries = (summary_entry(checked, include_failed) for checked in checks.results)
        else:
            # Which form of a unit counts is known only when all are recorded; the second pass reads the cache.
            time = current_time()
            _record_submissions(campaigns, sources, checks.results, time)
            results = recorded_checks(campaigns, checker, sources, executor)
            entries = _entries(campaigns, results, time, include_failed)
        with open_summary(_scored(entries)) as summary:
            parts = [SummaryPart(known.scheme(each.scheme, int(each.year)), summary.of(each)) for each in summary.forms]
            yield SummaryResult(summary, tuple(parts), checks.known)


def _record_submissions(
    campaigns: Campaigns, sources: Sequence[Source], results: Iterator[CheckedFile], time: str
) -> None:
    """Record all forms of units that are due, a few at a time, so that memory does not grow with them."""
    pairs = ((checked.report, source) for source, checked in zip(sources, results, strict=True))
    while batch := list(islice(pairs, COMMIT_EVERY)):
        record_submissions(campaigns, batch, time)


def _entries(
    campaigns: Campaigns, results: Iterator[CheckedFile], time: str, include_failed: bool
) -> Iterator[SummaryEntry]:
    """What each file adds to the summary: its row, or why it is left out."""
    for checked in results:
        entry, why = summary_entry(checked, include_failed), _not_counted(campaigns, checked.report, time)
        yield LeftOut(entry.name, entry.fingerprint, entry.unit, why, entry.form) if why else entry


def _scored(entries: Iterable[SummaryEntry]) -> Iterator[SummaryEntry]:
    """The entries; forms without scores, which have nothing to sum up, are left out."""
    for entry in entries:
        if isinstance(entry, LeftOut) or entry.scores:
            yield entry
        else:
            yield LeftOut(entry.name, entry.fingerprint, entry.unit, UNSCORED, entry.form)


def _not_counted(campaigns: Campaigns, report: FileReport, time: str) -> str:
    """Why a form does not count beside the unit's other forms of this run; empty if it does."""
    if not report.unit:
        return ""
    campaign = campaigns.of(report.scheme)
    roster = campaign.roster if campaign else campaigns.roster
    if roster.find(report.unit, report.subject) is None:
        return not_in(roster, report).message
    if not is_due(report):
        return next(finding.message for finding in report.findings if finding.code in NOT_DUE)
    other = superseding_file(campaigns, report, time)
    return f"这个{report.subject.called or '单位'}报送过几次，以 {one_line(other)} 为准" if other else ""
