"""Validating everything that was returned, against a roster or the record of a campaign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xlgen.campaign.record import CampaignRecord
from xlgen.campaign.returns import (
    campaign_roster,
    campaign_scheme,
    campaign_year,
    check_files,
    current_time,
    open_if_record,
    submission_of,
    superseding_file,
)
from xlgen.errors import UsageError
from xlgen.execution.executor import Executor, Progress, no_progress
from xlgen.execution.local import LocalExecutor, default_jobs
from xlgen.files.storage import Location
from xlgen.roster.roster import Roster, read_roster
from xlgen.roster.roster_file import RosterError, subject_heads
from xlgen.scheme.known_schemes import KnownSchemes, all_schemes
from xlgen.scheme.load import check_year
from xlgen.submissions.batch import DueForm, MissingForm, ValidationReport, combine_reports
from xlgen.submissions.file_check import FileChecker
from xlgen.submissions.sources import Source, find_sources
from xlgen.submissions.validate import FileReport
from xlgen.text import display_text
from xlgen.xlsx.read.unreadable import UnreadableError

CheckedSource = tuple[FileReport, Source]


@dataclass(frozen=True)
class ValidationResult:
    """The outcome of validating returned forms.

    record: the record that the results were written to, if there is one; recorded: how many files were.
    known: files that were checked before and have not changed. answerable: the files that a unit may get feedback
    on, which are not superseded by another of its files; checker: how they were checked.
    """

    report: ValidationReport
    record: Path | None
    recorded: int
    known: int
    answerable: tuple[CheckedSource, ...]
    checker: FileChecker

    @property
    def clean(self) -> bool:
        """Every file passed, and none is missing."""
        return self.report.clean


def validate_returns(
    paths: Sequence[Location],
    *,
    roster: Path | None = None,
    schemes: KnownSchemes | None = None,
    year: int | None = None,
    executor: Executor | None = None,
    progress: Progress = no_progress,
) -> ValidationResult:
    """Check all forms below paths: files, folders or zip archives.

    roster: the units that are due, as a list, or as a campaign's folder or record, in which the results are then
    recorded and remembered. schemes: those that the forms may be of, else every known one.
    year: the one that is due, else the campaign's, else any.

    Raises UsageError for arguments that cannot be used, NothingToCheckError, and OSError for the record.
    """
    check_year(year)
    executor = executor or LocalExecutor(default_jobs())
    sources = find_sources(paths)
    with open_if_record(roster, "roster") as record:
        known = schemes or all_schemes()
        due_units = _read_roster(roster, known) if record is None else campaign_roster(record)
        checker = FileChecker(known, year or (campaign_year(record) if record else None))
        checks = check_files(record, checker, sources.workbooks, executor, progress)
        reports = [checked.report for checked in checks.results]
        report = combine_reports(
            reports, sources.skipped, due_units, recorded=record is not None, due=_due(record, known)
        )
        checked = tuple(zip(report.reports, sources.workbooks, strict=True))
        if record is None:
            return ValidationResult(report, None, 0, checks.known, checked, checker)
        recorded = _record_submissions(record, checked)
        report = replace(report, missing=_never_returned(record, report))
        units = campaign_roster(record)
        answerable = tuple(pair for pair in checked if not superseding_file(record, units, pair[0]))
        return ValidationResult(report, record.path, recorded, checks.known, answerable, checker)


def _due(record: CampaignRecord | None, known: KnownSchemes) -> list[DueForm]:
    """The forms that are due: the campaign's, or those that somebody named; none where every known one may come."""
    due = [campaign_scheme(record)] if record is not None else [] if known.shipped else known.ids
    schemes = [known.scheme(name) if name in known.ids else None for name in due]
    return [
        DueForm(name, scheme.name if scheme else display_text(name), scheme is not None and scheme.subject is not None)
        for name, scheme in zip(due, schemes, strict=True)
    ]


def _read_roster(path: Path | None, known: KnownSchemes) -> Roster | None:
    if path is None:
        return None
    subjects = [subject_heads(each.subject, each.inputs) for each in known.with_subject() if each.subject]
    try:
        return read_roster(path, subjects)
    except (RosterError, UnreadableError) as error:
        raise UsageError(f"单位名单不能使用：\n{error}") from error


def _record_submissions(record: CampaignRecord, checked: Sequence[CheckedSource]) -> int:
    """Record the forms of units that are due; returns how many they are."""
    roster, scheme, time = campaign_roster(record), campaign_scheme(record), current_time()
    submissions = [submission_of(report, source, roster, scheme, time) for report, source in checked]
    recorded = [submission for submission in submissions if submission]
    record.submitted(recorded)
    return len(recorded)


def _never_returned(record: CampaignRecord, report: ValidationReport) -> tuple[MissingForm, ...]:
    """The missing forms that did not come on earlier days either; those files need not be at hand."""
    return tuple(missing for missing in report.missing if not record.submissions_of(missing.unit.form))
