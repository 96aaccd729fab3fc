"""This machine: one process or several."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from threading import Thread

from xlgen.execution.executor import BATCHES_AHEAD, MAX_BATCH_SIZE, MAX_JOBS, Result, Task, batches, run_batch

MIN_TASKS_FOR_POOL = 8
"""So few tasks are done sooner than another process starts."""


def default_jobs() -> int:
    """How many processes are used if nobody says."""
    return min(os.cpu_count() or 1, MAX_JOBS)


@dataclass(frozen=True)
class LocalExecutor:
    """So many processes on this machine; with one, everything is done in this one."""

    jobs: int

    def __call__(
        self, work: Callable[[Task], Result], tasks: Sequence[Task], lost: Callable[[Task], Result]
    ) -> Iterator[Result]:
        """See Engine. A killed process costs the task it died of; those around it are done again."""
        if self.jobs == 1 or len(tasks) <= MIN_TASKS_FOR_POOL:
            yield from map(work, tasks)
            return
        done, careful = 0, False
        while done < len(tasks):
            one_by_one = [tasks[number : number + 1] for number in range(done, min(done + self._window, len(tasks)))]
            due = iter(one_by_one) if careful else batches(tasks[done:], self.jobs)
            # One at a time, or the one before might be taken for it, its result not having been fetched yet.
            jobs, ahead = (1, 1) if careful else (self.jobs, self.jobs * BATCHES_AHEAD)
            try:
                for results in _pooled(work, due, jobs, ahead):
                    yield from results
                    done += len(results)
                careful = False
            except BrokenProcessPool:
                if careful:  # then it was this one
                    yield lost(tasks[done])
                    done += 1
                careful = True

    @property
    def _window(self) -> int:
        """The tasks among which the one is that a process died of."""
        return self.jobs * BATCHES_AHEAD * MAX_BATCH_SIZE


def _pooled(
    work: Callable[[Task], Result], due: Iterator[Sequence[Task]], jobs: int, ahead: int
) -> Iterator[list[Result]]:
    """The results of each batch, in order. Raises BrokenProcessPool."""
    context = multiprocessing.get_context("spawn")  # the same on every system
    pool = ProcessPoolExecutor(jobs, context, _begin)
    try:
        waiting: deque[Future[list[Result]]] = deque()
        for batch in due:
            waiting.append(pool.submit(run_batch, work, batch))
            if len(waiting) >= ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BaseException:  # Ctrl-C, or nobody wants the rest: what is being done is not waited for
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """What a process does first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that was started, not for each
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """When the process that was started is killed, nobody else tells those it had started."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
