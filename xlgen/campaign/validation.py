"""Validating everything that was returned, against a roster or the record of a campaign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xlgen.campaign.campaigns import Campaigns, open_if_records
from xlgen.campaign.returns import check_files, current_time, record_submissions, superseding_file
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
from xlgen.submissions.sources import Skipped, Source, find_sources
from xlgen.submissions.validate import FileReport
from xlgen.text import display_text
from xlgen.xlsx.read.unreadable import UnreadableError

CheckedSource = tuple[FileReport, Source]


@dataclass(frozen=True)
class ValidationResult:
    """The outcome of validating returned forms.

    records: those that the results were written to, if there are any; recorded: how many files were.
    known: files that were checked before and have not changed. answerable: the files that a unit may get feedback
    on, which are not superseded by another of its files; checker: how they were checked.
    """

    report: ValidationReport
    records: tuple[Path, ...]
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
    roster: Path | Sequence[Path] | None = None,
    schemes: KnownSchemes | None = None,
    year: int | None = None,
    executor: Executor | None = None,
    progress: Progress = no_progress,
) -> ValidationResult:
    """Check all forms below paths: files, folders or zip archives.

    roster: the units that are due, as a list, or as a campaign's folder or record, in which the results are then
    recorded and remembered; of several campaigns each has the forms of its scheme.
    schemes: those that the forms may be of, else every known one.
    year: the one that is due, else the campaign's, else any.

    Raises UsageError for arguments that cannot be used, NothingToCheckError, and OSError for the record.
    """
    check_year(year)
    executor = executor or LocalExecutor(default_jobs())
    sources = find_sources(paths)
    rosters = [roster] if isinstance(roster, Path) else list(roster or ())
    known = schemes or all_schemes()
    with open_if_records(rosters, "roster") as campaigns:
        due_units = _read_roster(rosters, known) if campaigns is None else campaigns.roster
        checker = FileChecker(known, year or (campaigns.year if campaigns else None))
        checks = check_files(campaigns, checker, sources.workbooks, executor, progress)
        reports = [checked.report for checked in checks.results]
        if campaigns is None:
            report = combine_reports(reports, sources.skipped, due_units, due=_due(known))
        else:
            report = _combined(reports, sources.skipped, campaigns, known)
        checked = tuple(zip(report.reports, sources.workbooks, strict=True))
        if campaigns is None:
            return ValidationResult(report, (), 0, checks.known, checked, checker)
        recorded = record_submissions(campaigns, checked, current_time())
        report = replace(report, missing=_never_returned(campaigns, report))
        answerable = tuple(pair for pair in checked if not superseding_file(campaigns, pair[0]))
        records = tuple(campaign.record.path for campaign in campaigns.every)
        return ValidationResult(report, records, recorded, checks.known, answerable, checker)


def _due(known: KnownSchemes) -> list[DueForm]:
    """The forms of the schemes that somebody named; none where every known one may come."""
    return [] if known.shipped else [_due_form(name, known) for name in known.ids]


def _due_form(name: str, known: KnownSchemes) -> DueForm:
    if name not in known.ids:
        return DueForm(name, display_text(name))
    scheme = known.scheme(name)
    return DueForm(name, scheme.name, scheme.subject is not None)


def _combined(
    reports: Sequence[FileReport], skipped: tuple[Skipped, ...], campaigns: Campaigns, known: KnownSchemes
) -> ValidationReport:
    """All reports together: those of a campaign with its roster, others with that of all campaigns."""
    due = [_due_form(campaign.scheme, known) for campaign in campaigns.every]
    if len(due) == 1:
        return combine_reports(reports, skipped, campaigns.roster, recorded=True, due=due)
    groups: list[tuple[Roster, list[DueForm]]] = [
        *((campaign.roster, [form]) for campaign, form in zip(campaigns.every, due, strict=True)),
        (campaigns.roster, []),  # what is of none of them
    ]
    group_of = {form.scheme: number for number, form in enumerate(due)}
    completed, parts = list(reports), []
    for number, (roster, forms) in enumerate(groups):
        own = [at for at, report in enumerate(reports) if group_of.get(report.scheme, len(due)) == number]
        part = combine_reports([reports[at] for at in own], (), roster, recorded=True, due=forms)
        parts.append(part if forms else replace(part, missing=()))
        for at, report in zip(own, part.reports, strict=True):
            completed[at] = report
    return ValidationReport(
        tuple(completed),
        skipped,
        campaigns.roster,
        tuple(each for part in parts for each in part.missing),
        tuple(each for part in parts for each in part.twice),
        tuple(each for part in parts for each in part.outside),
    )


def _read_roster(paths: Sequence[Path], known: KnownSchemes) -> Roster | None:
    if not paths:
        return None
    subjects = [subject_heads(each.subject, each.inputs) for each in known.with_subject() if each.subject]
    try:
        return read_roster(paths[0], subjects)
    except (RosterError, UnreadableError) as error:
        raise UsageError(f"单位名单不能使用：\n{error}") from error


def _never_returned(campaigns: Campaigns, report: ValidationReport) -> tuple[MissingForm, ...]:
    """The missing forms that did not come on earlier days either; those files need not be at hand."""
    records = {campaign.scheme: campaign.record for campaign in campaigns.every}
    return tuple(each for each in report.missing if not records[each.scheme].submissions_of(each.unit.form))
