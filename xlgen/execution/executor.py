"""What every way of running many pieces of work promises."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

from xlgen.errors import EXIT_UNREADABLE, XlgenError

MAX_BATCH_SIZE = 16
"""So many tasks travel together at most: handing over one by one costs more than a workbook takes to stamp."""
BATCHES_AHEAD = 4
"""Batches handed out for each process: enough that none waits, few enough that results do not pile up."""
MAX_JOBS = 60
"""Processes at once; Windows can wait for no more than 61."""
Task = TypeVar("Task")
Result = TypeVar("Result")


class ExecutorUnreachableError(XlgenError):
    """What the work is done on cannot be reached any more; the message says what to do."""

    exit_code = EXIT_UNREADABLE


class Executor(Protocol):
    """Does work somewhere: always the same results in the same order, each as soon as those before it are there."""

    def __call__(
        self, work: Callable[[Task], Result], tasks: Sequence[Task], lost: Callable[[Task], Result]
    ) -> Iterator[Result]:
        """The result of each task. work, tasks and results are plain data and functions that any process knows.

        lost: the result of a task whose process was killed by it. What `work` raises is raised here.
        """
        ...


class Progress(Protocol):
    """Shows how far a long run is, for instance as a progress bar, and passes the results through."""

    def __call__(self, results: Iterator[Result], total: int, description: str) -> Iterator[Result]:
        """The same results in the same order."""
        ...


def no_progress(results: Iterator[Result], total: int, description: str) -> Iterator[Result]:
    """The same results; nothing is shown."""
    return results


def batches(tasks: Sequence[Task], processes: int) -> Iterator[Sequence[Task]]:
    """The tasks as they travel to so many processes; few tasks are shared out evenly."""
    size = max(min(MAX_BATCH_SIZE, len(tasks) // (processes * BATCHES_AHEAD)), 1)
    yield from (tasks[start : start + size] for start in range(0, len(tasks), size))


def run_batch(work: Callable[[Task], Result], tasks: Sequence[Task]) -> list[Result]:
    """The work on a batch, in whichever process."""
    return [work(task) for task in tasks]
