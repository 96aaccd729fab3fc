"""Writes the feedback on all validated forms that go back to their units."""

from __future__ import annotations

from dataclasses import dataclass

from xlgen.campaign.validation import ValidationResult
from xlgen.execution.executor import Executor, Progress, no_progress
from xlgen.execution.local import LocalExecutor, default_jobs
from xlgen.files.storage import Location
from xlgen.reports.feedback import FeedbackTask, FeedbackWriter, feedback_tasks


@dataclass(frozen=True)
class FeedbackResult:
    """The number of files with complete feedback, and a message about each other file."""

    written: int
    failures: tuple[str, ...]


def write_feedback(
    result: ValidationResult, folder: Location, *, executor: Executor | None = None, progress: Progress = no_progress
) -> FeedbackResult:
    """Write what goes back to the units into a folder: an annotated copy and a text for each form. Raises OSError."""
    executor = executor or LocalExecutor(default_jobs())
    tasks = feedback_tasks(result.answerable, folder.absolute())  # another process may work in another folder
    messages = progress(executor(FeedbackWriter(result.checker), tasks, _crashed), len(tasks), "写退回意见")
    failures = tuple(message for message in messages if message)
    return FeedbackResult(len(tasks) - len(failures), failures)


def _crashed(task: FeedbackTask) -> str:
    return f"{task.report.name}：没有写成退回意见（进程意外结束）"
