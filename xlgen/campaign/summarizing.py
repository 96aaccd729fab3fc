"""Summing up everything that was returned; with the record of a campaign, one form of each unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from xlgen.campaign.campaigns import is_record, open_if_records
from xlgen.campaign.clock import current_time, day
from xlgen.campaign.last_lists import announce_nothing
from xlgen.campaign.looking_across import named_units, noted
from xlgen.campaign.progress import RECEIVED, CampaignProgress, State, UnitProgress, progress_of
from xlgen.campaign.record_file import RecordError
from xlgen.campaign.referring import comparing
from xlgen.campaign.returns import Recorder, check_files, recorded_checks, shared_folders
from xlgen.campaign.standings import LastTotal, last_scores, last_totals, not_accepted, standing_of, whose, with_facts
from xlgen.errors import UsageError
from xlgen.execution.executor import Executor, Progress, no_progress
from xlgen.execution.local import LocalExecutor, default_jobs
from xlgen.files.storage import Location
from xlgen.roster.roster import Roster
from xlgen.scheme.known_schemes import KnownSchemes, all_schemes
from xlgen.submissions.batch import NOT_DUE, is_due, not_in
from xlgen.submissions.file_check import CheckedFile, FileChecker
from xlgen.submissions.sources import find_sources
from xlgen.submissions.unit_row import FormOf, UnitRow
from xlgen.submissions.validate import FileReport
from xlgen.summary.database import LeftOut, Summary, SummaryEntry, SummaryPart, open_summary, summary_entry
from xlgen.suspicions.index import SuspicionIndex, open_index
from xlgen.text import one_line

NOT_AT_HAND = "有效的一份不在所给的文件里。请把它一并给出，再汇总一次"
UNSCORED = "这种表不计分，没有可以汇总的分数"


@dataclass(frozen=True)
class SummaryResult:
    """The outcome of summing up.

    parts: one for each form, that is, each scheme and year; none where nothing is summed up. known: files that were
    checked before and have not changed. rounds: how it stands with the forms of each campaign, where there is one.
    """

    summary: Summary
    parts: tuple[SummaryPart, ...]
    known: int
    rounds: tuple[CampaignProgress, ...] = ()


@contextmanager
def summarize_returns(
    paths: Sequence[Location],
    *,
    campaign: Path | Sequence[Path] | None = None,
    schemes: KnownSchemes | None = None,
    include_failed: bool = False,
    last_year: Path | Sequence[Path] | None = None,
    executor: Executor | None = None,
    progress: Progress = no_progress,
) -> Iterator[SummaryResult]:
    """Check and sum up all forms below paths. The units are in a temporary database, for the time of the context.

    campaign: a campaign's folder or record; of each unit then only the form that counts is summed up, and results
    are remembered; several campaigns have the forms of a scheme each. schemes: those that the forms may be of, else
    every known one.
    include_failed: sum up forms with errors too. last_year: the folders or records of the campaigns of the year
    before, whose totals stand beside this year's.

    Raises UsageError for arguments that cannot be used, NothingToCheckError, and OSError.
    """
    records = [campaign] if isinstance(campaign, Path) else list(campaign or ())
    before = [last_year] if isinstance(last_year, Path) else list(last_year or ())
    for parameter, given in (("campaign", records), ("last_year", before)):
        for path in given:
            if not is_record(path):
                raise UsageError(f"{path}：请写下发评分表的文件夹，或其中的下发记录", parameter=parameter)
    try:
        last_total = last_totals(before)
    except RecordError as error:
        raise UsageError(str(error), parameter="last_year") from error
    executor = executor or LocalExecutor(default_jobs())
    sources = find_sources(paths).workbooks
    with open_if_records(records, "campaign") as campaigns:
        known = schemes or all_schemes()
        checker = FileChecker(known, campaigns.year if campaigns else None)
        comparison = comparing(None, checker, campaigns, None, announce_nothing)
        checks = check_files(campaigns, checker, sources, executor, progress, comparison)
        entries: Iterator[SummaryEntry]
        rounds: tuple[CampaignProgress, ...] = ()
        scores = last_scores(last_total, known) if before else None
        with open_index(named_units(campaigns.roster if campaigns else None), scores) as index:
            if campaigns is None:
                plain = (summary_entry(noted(each, index), include_failed) for each in checks.results)
                entries = (with_facts(each, None, last_total) if isinstance(each, UnitRow) else each for each in plain)
            else:
                # Which form of a unit counts is known only when all are recorded; the second pass reads the cache.
                time = current_time()
                recorder = Recorder(campaigns, known, time, day("", time), shared_folders(sources))
                for _ in recorder.of_forms(zip(checks.results, sources, strict=True)):
                    pass
                rounds = tuple(progress_of(each.record, day("", time)) for each in campaigns.every)
                results = recorded_checks(campaigns, checker, sources, executor, comparison)
                entries = _entries(rounds, campaigns.roster, results, include_failed, index, last_total)
            with open_summary(_scored(entries)) as summary:
                found = index.suspicions()
                parts = [
                    SummaryPart(
                        known.scheme(form.scheme, int(form.year)),
                        summary.of(form),
                        found.of(*form),
                        next((standing_of(each) for each in rounds if each.scheme == form.scheme), None),
                    )
                    for form in summary.forms
                ]
                yield SummaryResult(summary, tuple(parts), checks.known, rounds)


def _entries(
    rounds: Sequence[CampaignProgress],
    roster: Roster,
    results: Iterable[CheckedFile],
    include_failed: bool,
    index: SuspicionIndex,
    last_total: LastTotal,
) -> Iterator[SummaryEntry]:
    """What each file adds to the summary: its row, or why it is left out; then the forms of which none was at hand."""
    summed: set[tuple[str, str]] = set()
    named: dict[str, set[str]] = {progress.scheme: set() for progress in rounds}
    by_scheme = {progress.scheme: progress for progress in rounds}
    for checked in results:
        report, entry = checked.report, summary_entry(checked, include_failed)
        progress = by_scheme.get(report.scheme)
        unit = (progress and is_due(report) and progress.find(report.unit, report.subject)) or None
        why = _why_left_out(report, unit, roster)
        if not why:
            noted(checked, index)
        if unit is not None and not why:
            summed.add((report.scheme, unit.form.key))
        if unit is not None:
            named[report.scheme].add(unit.form.key)
        if why or isinstance(entry, LeftOut):
            why, readable = why or _why_of(entry), not isinstance(entry, LeftOut) or entry.readable
            yield LeftOut(entry.name, entry.fingerprint, entry.unit, why, entry.form, readable, whose(unit))
        else:
            yield with_facts(entry, unit, last_total)
    for progress in rounds:
        form = FormOf(progress.scheme, progress.campaign.get("年度", ""))
        for unit in progress.in_state(*RECEIVED):
            if (progress.scheme, unit.form.key) not in summed and unit.counted is not None:
                name = one_line(unit.counted.file)
                yield LeftOut(name, "", one_line(unit.form.unit.name), NOT_AT_HAND, form, whose=whose(unit))
        yield from not_accepted(progress, named[progress.scheme])


def _why_of(entry: SummaryEntry) -> str:
    return entry.why if isinstance(entry, LeftOut) else ""


def _why_left_out(report: FileReport, unit: UnitProgress | None, roster: Roster) -> str:
    """Why a file is not its unit's form that counts; empty where it is."""
    if not report.unit:
        return ""
    if unit is None:
        if not is_due(report):
            return next(finding.message for finding in report.findings if finding.code in NOT_DUE)
        return not_in(roster, report).message
    if unit.state is State.OPEN:
        return f"{State.OPEN}：{unit.why}"
    if unit.status is not None:
        return f"这个单位{unit.state}，不计入"
    if unit.counted is None:
        return unit.why
    other = unit.counted.fingerprint != report.fingerprint
    return f"不是有效版本，以 {one_line(unit.counted.file)} 为准" if other else ""


def _scored(entries: Iterable[SummaryEntry]) -> Iterator[SummaryEntry]:
    """The entries; forms without scores, which have nothing to sum up, are left out."""
    for entry in entries:
        if isinstance(entry, LeftOut) or entry.scores:
            yield entry
        else:
            yield LeftOut(entry.name, entry.fingerprint, entry.unit, UNSCORED, entry.form)
