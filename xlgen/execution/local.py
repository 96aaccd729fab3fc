"""This machine: one process or several."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from threading import Thread
from typing import Any

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from xlgen.execution.executor import BATCHES_AHEAD, MAX_JOBS, Result, Task, batches

MIN_TASKS_FOR_POOL = 8
"""This many tasks are done sooner than another process starts."""


def default_jobs() -> int:
    """The number of processes used by default."""
    return min(os.cpu_count() or 1, MAX_JOBS)


@dataclass(frozen=True)
class LocalExecutor:
    """Runs tasks in `jobs` processes of this machine; one job runs in this process."""

    jobs: int

    def __call__(
        self, work: Callable[[Task], Result], tasks: Sequence[Task], on_crash: Callable[[Task], Result]
    ) -> Iterator[Result]:
        """See Executor. A killed process costs only the task that killed it."""
        if self.jobs == 1 or len(tasks) <= MIN_TASKS_FOR_POOL:
            yield from map(work, tasks)
            return
        spawn = multiprocessing.get_context("spawn")  # the same on every system
        pool = ProcessPool(self.jobs, initializer=_start_worker, initargs=[pickle.dumps(work)], context=spawn)
        waiting: deque[tuple[Sequence[Task], ProcessFuture[list[Result]]]] = deque()
        try:
            for batch in batches(tasks, self.jobs):
                waiting.append((batch, pool.schedule(_run, args=[batch])))
                if len(waiting) >= self.jobs * BATCHES_AHEAD:
                    yield from _results(pool, *waiting.popleft(), on_crash)
            while waiting:
                yield from _results(pool, *waiting.popleft(), on_crash)
        finally:  # after Ctrl-C, or when the caller wants no more results, running tasks are not waited for
            pool.stop()
            pool.join()


def _results(
    pool: ProcessPool,
    batch: Sequence[Task],
    future: ProcessFuture[list[Result]],
    on_crash: Callable[[Task], Result],
) -> Iterator[Result]:
    """The results of a batch; if a process died of it, its tasks are done one by one to find which it was."""
    try:
        yield from future.result()
    except ProcessExpired:
        for task in batch:
            try:
                yield from pool.schedule(_run, args=[[task]]).result()
            except ProcessExpired:
                yield on_crash(task)


_WORK: list[Callable[[Any], Any]] = []
"""In a worker process: what it was started for, with all that it builds on the way."""


def _start_worker(pickled_work: bytes) -> None:
    """Run first in every worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent process, not for each worker
    Thread(target=_end_with_parent, daemon=True).start()
    _WORK.append(pickle.loads(pickled_work))


def _run(tasks: Sequence[Any]) -> list[Any]:
    return [_WORK[0](task) for task in tasks]


def _end_with_parent() -> None:
    """End this process when its parent is killed: nothing else would."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
