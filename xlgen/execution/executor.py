"""The interface of everything that runs many tasks, and what its implementations share."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Protocol, TypeVar, cast

from xlgen.errors import EXIT_UNREADABLE, XlgenError

MAX_BATCH_SIZE = 16
"""Tasks handed to a process at once: handing them over one by one costs more than stamping a workbook."""
BATCHES_AHEAD = 4
"""Batches queued per process: enough that none waits, few enough that results do not pile up."""
MAX_JOBS = 60
"""Processes at once; Windows can wait for no more than 61."""
MAX_KEPT_WORK = 2
"""Work that a process keeps between batches. A cluster's worker may serve two commands at once."""
Task = TypeVar("Task")
Result = TypeVar("Result")


class ExecutorUnreachableError(XlgenError):
    """The cluster that does the work cannot be reached any more; the message says what to do."""

    exit_code = EXIT_UNREADABLE


class Executor(Protocol):
    """Runs a function on many tasks: always the same results in the same order, each as soon as it is available."""

    def __call__(
        self, work: Callable[[Task], Result], tasks: Sequence[Task], on_crash: Callable[[Task], Result]
    ) -> Iterator[Result]:
        """Yield the result of each task. `work`, tasks and results must be picklable.

        A process unpickles `work` once and keeps it, so `work` may cache what it builds; see `run_batch`.
        on_crash: gives the result of a task that killed its process. What `work` raises is raised here.
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
    """The tasks in batches for this number of processes; few tasks are spread evenly."""
    size = max(min(MAX_BATCH_SIZE, len(tasks) // (processes * BATCHES_AHEAD)), 1)
    yield from (tasks[start : start + size] for start in range(0, len(tasks), size))


def run_batch(pickled_work: bytes, tasks: Sequence[Task]) -> list[Result]:
    """Run pickled work on a batch, in whichever process.

    The work is pickled once by the executor and unpickled once by each process. So a scheme costs nothing to hand
    over with every batch, and templates and stamps that the work builds for one batch serve the next.
    """
    work = cast("Callable[[Task], Result]", _unpickled(pickled_work))
    return [work(task) for task in tasks]


@lru_cache(MAX_KEPT_WORK)
def _unpickled(pickled_work: bytes) -> object:
    return pickle.loads(pickled_work)
