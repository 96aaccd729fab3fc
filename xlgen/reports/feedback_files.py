"""Writes the letters to all units that are to do something: to change their form, or to say which copy is valid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from xlgen.campaign.progress import CampaignProgress, UnitProgress
from xlgen.campaign.validation import ValidationResult
from xlgen.campaign.validation_report import ValidationReport
from xlgen.execution.executor import Executor, Progress, no_progress
from xlgen.execution.local import LocalExecutor, default_jobs
from xlgen.files.atomic import unique_file_names
from xlgen.files.storage import Location
from xlgen.reports.feedback import FeedbackTask, FeedbackWriter, feedback_path, feedback_task, is_answered
from xlgen.reports.letters import (
    REVOKED,
    WHICH_COPY,
    Letterhead,
    base_name,
    choice_text,
    revocation_text,
    save_letter,
)
from xlgen.reports.unit_lines import NO_HISTORY
from xlgen.submissions.validate import FileReport
from xlgen.text import display_text


@dataclass(frozen=True)
class FeedbackResult:
    """The number of files with complete feedback, and a message about each other file.

    notices: letters to units of which no copy counts, although one could be accepted.
    """

    written: int
    failures: tuple[str, ...]
    notices: int = 0


class Notice(NamedTuple):
    """A letter that comes without a marked copy: the beginning of its file's name, the end, and its text."""

    start: str
    kind: str
    text: str


def write_feedback(
    result: ValidationResult, folder: Location, *, executor: Executor | None = None, progress: Progress = no_progress
) -> FeedbackResult:
    """Write what goes back to the units into a folder: a marked copy and a letter for each form that counts.

    Units of which no copy counts, because it is open which one is valid or an acceptance was revoked, get a letter.
    Raises OSError.
    """
    executor = executor or LocalExecutor(default_jobs())
    answered = [pair for pair in result.answerable if is_answered(pair[0])]
    notices = list(notices_of(result.report))
    starts = file_starts([report for report, _ in answered], notices, folder.absolute())  # for other processes, too
    tasks = [feedback_task(source, report, next(starts), letterhead(result, report)) for report, source in answered]
    for notice in notices:
        save_letter(feedback_path(next(starts), f"{notice.kind}.txt"), notice.text)
    messages = progress(executor(FeedbackWriter(result.checker), tasks, _crashed), len(tasks), "写退回意见")
    failures = tuple(message for message in messages if message)
    return FeedbackResult(len(tasks) - len(failures), failures, len(notices))


def file_starts(reports: Sequence[FileReport], notices: Sequence[Notice], folder: Location) -> Iterator[Location]:
    """The beginnings of the files' names for each report, then for each notice: unique on Windows, too."""
    names = unique_file_names([*map(_file_name, reports), *(each.start for each in notices)])
    return (folder / name for name in names)


def notices_of(report: ValidationReport) -> Iterator[Notice]:
    """The letters to units of whose form a copy came in this run, while none counts."""
    came = {each.fingerprint for each in report.reports}
    for progress in report.rounds:
        head = _head(report, progress)
        for unit in progress.units:
            if not any(copy.fingerprint in came for copy in unit.copies):
                continue
            start = _start(unit.form.name, unit.form.subject_code, unit.form.subject_name)
            if is_for_unit_to_say(unit):
                history = report.histories.get((progress.scheme, unit.form.key), NO_HISTORY)
                yield Notice(start, WHICH_COPY, choice_text(head, unit, history))
            elif unit.judgement.revoked and unit.status is None:
                yield Notice(start, REVOKED, revocation_text(head, unit))


def is_for_unit_to_say(unit: UnitProgress) -> bool:
    """Whether its unit knows which copy is valid; whether a late one is accepted, only the bureau does."""
    return unit.judgement.open and unit.status is None and len({copy.content for copy in unit.copies}) > 1


def letterhead(result: ValidationResult, file: FileReport) -> Letterhead:
    """What a letter about a file carries; from whom, where no record says it, as its scheme says."""
    report, known = result.report, result.checker.known
    own = next((each for each in report.rounds if each.scheme == file.scheme), None)
    head = _head(report, own or next(iter(report.rounds), None))
    bureau = head.bureau or (known.scheme(file.scheme).issuer if file.scheme in known.ids and file.form else "")
    return Letterhead(file.form or head.form, file.year or head.year, display_text(bureau), head.day)


def _head(report: ValidationReport, progress: CampaignProgress | None) -> Letterhead:
    day = report.time.partition(" ")[0]
    if progress is None:
        return Letterhead("", "", "", day)
    return Letterhead(progress.form, progress.campaign.get("年度", ""), progress.about.bureau, day)


def _start(*names: str) -> str:
    return "_".join(filter(None, names))


def _file_name(report: FileReport) -> str:
    """The beginning of the names of a report's files: the unit, and what its form is about."""
    named = _start(report.unit, report.subject.code, report.subject.name)
    return named if report.unit else base_name(report.name).rpartition(".")[0] or base_name(report.name)


def _crashed(task: FeedbackTask) -> str:
    return f"{task.report.name}：没有写成退回意见（进程意外结束）"
