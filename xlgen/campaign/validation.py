"""Validating everything that was returned, against a roster or the record of a campaign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xlgen.campaign.campaigns import campaigns_of_list, open_if_records
from xlgen.campaign.clock import current_time, day
from xlgen.campaign.copy_contents import CopyHistory, copy_history
from xlgen.campaign.last_lists import Announce, announce_nothing
from xlgen.campaign.looking_across import named_units, suspicions_of, traced
from xlgen.campaign.progress import RECEIVED, CampaignProgress, progress_of
from xlgen.campaign.referring import comparing
from xlgen.campaign.returns import CheckedPair, Recorder, check_files, folder_of, shared_folders
from xlgen.campaign.stored_reports import StoredReports
from xlgen.campaign.validation_report import ValidationReport
from xlgen.errors import UsageError
from xlgen.execution.executor import Executor, Progress, no_progress
from xlgen.execution.local import LocalExecutor, default_jobs
from xlgen.files.storage import Location
from xlgen.roster.roster import Roster, read_roster
from xlgen.roster.roster_file import RosterError, subject_heads
from xlgen.scheme.known_schemes import KnownSchemes, all_schemes
from xlgen.scheme.load import check_year
from xlgen.submissions.batch import DueForm, OutsideRoster, combined, forms_seen, with_older_years, with_outside
from xlgen.submissions.file_check import FileChecker
from xlgen.submissions.sources import Skipped, Source, find_sources
from xlgen.submissions.template import Templates
from xlgen.submissions.validate import FileReport
from xlgen.suspicions.index import open_index
from xlgen.text import display_text
from xlgen.xlsx.read.unreadable import UnreadableError

CheckedSource = tuple[FileReport, Source]
MAX_HISTORIES = 2_000
"""Forms whose copies are compared in one run; nobody reads more of them at once."""


@dataclass(frozen=True)
class ValidationResult:
    """The outcome of validating returned forms.

    records: those that the results were written to, if there are any; recorded: how many files were.
    known: files that were checked before and have not changed. sources: the files; checker: how they were checked.
    notes: what is said of lines of the lists that were given, by what these are.
    """

    report: ValidationReport
    records: tuple[Path, ...]
    recorded: int
    known: int
    sources: Sequence[Source]
    checker: FileChecker
    notes: Mapping[str, Sequence[str]]

    @property
    def answerable(self) -> Iterator[CheckedSource]:
        """The files that a unit may get feedback on, with their reports: the copies that count."""
        return (
            pair for pair in zip(self.report.reports, self.sources, strict=True) if self.report.gets_answer(pair[0])
        )

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
    received: str = "",
    reference: Path | None = None,
    executor: Executor | None = None,
    progress: Progress = no_progress,
    announce: Announce = announce_nothing,
) -> ValidationResult:
    """Check all forms below paths: files, folders or zip archives.

    roster: the units that are due, as a list, or as a campaign's folder or record, in which the results are then
    recorded and remembered; of several campaigns each has the forms of its scheme.
    schemes: those that the forms may be of, else every known one.
    year: the one that is due, else the campaign's, else any.
    received: the day on which the files came, else today.
    reference: figures that the bureau has from elsewhere, a line for each unit, with which forms are compared; with a
    record, else those of the last time. announce: is told those of the last time before anything is checked.

    Raises UsageError for arguments that cannot be used, NothingToCheckError, and OSError for the record.
    """
    check_year(year)
    executor = executor or LocalExecutor(default_jobs())
    sources = find_sources(paths)
    rosters = [roster] if isinstance(roster, Path) else list(roster or ())
    known, time = schemes or all_schemes(), current_time()
    with open_if_records(rosters, "roster") as campaigns:
        listed = _read_roster(rosters, known) if campaigns is None else None
        checker = FileChecker(known, year or (campaigns.year if campaigns else None))
        comparison = comparing(reference, checker, campaigns, listed, announce)
        checks = check_files(campaigns, checker, sources.workbooks, executor, progress, comparison)
        with open_index(named_units(campaigns.roster if campaigns else listed)) as index:
            pairs = traced(zip(checks.results, sources.workbooks, strict=True), index)
            came, shared = day(received, time), shared_folders(sources.workbooks)
            recorder = Recorder(campaigns, known, time, came, shared) if campaigns else None
            if recorder is not None:
                report = recorded_report(recorder, pairs, sources.skipped, checker.templates)
            elif listed is not None:
                report = listed_report(list(pairs), sources.skipped, listed, _due(known), checker, time, came)
            else:
                batch = combined([checked.report for checked, _ in pairs])
                report = ValidationReport(batch.reports, sources.skipped, twice=batch.twice, time=time)
            report = replace(report, suspicions=suspicions_of(index, report))
        records = tuple(campaign.record.path for campaign in campaigns.every) if campaigns else ()
        notes = {"名单": listed.notes if listed else (), "决算清单": comparison.notes if comparison else ()}
        recorded = recorder.recorded if recorder else 0
        return ValidationResult(report, records, recorded, checks.known, sources.workbooks, checker, notes)


def recorded_report(
    recorder: Recorder, pairs: Iterable[CheckedPair], skipped: tuple[Skipped, ...], templates: Templates
) -> ValidationReport:
    """The report on checked files, which are entered into the records of their campaigns."""
    reports, outside = StoredReports(), list[OutsideRoster]()
    roster, rosters = recorder.campaigns.roster, {each.scheme: each.roster for each in recorder.campaigns.every}
    sources: dict[str, Source] = {}  # one of each folder: all of them have the same files beside them
    for checked, source in recorder.of_forms(pairs):
        sources.setdefault(folder_of(source.name), source)
        report, other = with_outside(checked.report, rosters.get(checked.report.scheme, roster))
        reports.add(report)
        outside += [other] if other else []
    recorder.of_others(skipped, sources.values())
    rounds = tuple(progress_of(each.record, day("", recorder.time)) for each in recorder.campaigns.every)
    histories = _histories(recorder, rounds, templates)
    return ValidationReport(reports, skipped, roster, rounds, (), tuple(outside), recorder.time, histories)


def listed_report(
    pairs: Sequence[CheckedPair],
    skipped: tuple[Skipped, ...],
    roster: Roster,
    forms: Sequence[DueForm],
    checker: FileChecker,
    time: str,
    received: str,
) -> ValidationReport:
    """The report on checked files with a list of the units that are due, and no record.

    forms: those that every unit returns; where it is empty, those that some unit returned.
    """
    due = forms or forms_seen([checked.report for checked, _ in pairs])
    reports = with_older_years([checked.report for checked, _ in pairs])
    told = [(pair[0]._replace(report=report), pair[1]) for pair, report in zip(pairs, reports, strict=True)]
    with campaigns_of_list(roster, due, checker.year) as campaigns:
        recorder = Recorder(campaigns, checker.known, time, received, shared_folders(source for _, source in told))
        return recorded_report(recorder, told, skipped, checker.templates)


def _histories(
    recorder: Recorder, rounds: Sequence[CampaignProgress], templates: Templates
) -> dict[tuple[str, str], CopyHistory]:
    """What became of the forms of which another copy came in this run; first of those that wait for somebody."""
    pairs = zip(recorder.campaigns.every, rounds, strict=True)
    several = [
        (campaign, unit)
        for campaign, progress in pairs
        for unit in progress.units
        if len(unit.copies) > 1 and any(copy.checked == recorder.time for copy in unit.copies)
    ]
    several.sort(key=lambda pair: pair[1].state in RECEIVED)
    return {
        (campaign.scheme, unit.form.key): copy_history(campaign.record, unit, templates)
        for campaign, unit in several[:MAX_HISTORIES]
    }


def _due(known: KnownSchemes) -> list[DueForm]:
    """The forms of the schemes that somebody named; none where every known one may come."""
    return [] if known.shipped else [_due_form(name, known) for name in known.ids]


def _due_form(name: str, known: KnownSchemes) -> DueForm:
    if name not in known.ids:
        return DueForm(name, display_text(name))
    scheme = known.scheme(name)
    return DueForm(name, scheme.name, scheme.subject is not None)


def _read_roster(paths: Sequence[Path], known: KnownSchemes) -> Roster | None:
    if not paths:
        return None
    subjects = [subject_heads(each.subject, each.inputs) for each in known.with_subject() if each.subject]
    try:
        return read_roster(paths[0], subjects)
    except (RosterError, UnreadableError) as error:
        raise UsageError(f"单位名单不能使用：\n{error}") from error
