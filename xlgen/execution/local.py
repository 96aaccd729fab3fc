"""This machine: one process or several."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from threading import Thread

from xlgen.execution.executor import BATCHES_AHEAD, MAX_BATCH_SIZE, MAX_JOBS, Result, Task, batches, run_batch

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
        """See Executor. A killed process costs only the task that killed it; those around it are done again."""
        if self.jobs == 1 or len(tasks) <= MIN_TASKS_FOR_POOL:
            yield from map(work, tasks)
            return
        pickled_work = pickle.dumps(work)
        done, careful = 0, False
        while done < len(tasks):
            single = [tasks[number : number + 1] for number in range(done, min(done + self._window, len(tasks)))]
            queue = iter(single) if careful else batches(tasks[done:], self.jobs)
            # One at a time: otherwise the task before, whose result was not fetched yet, might take the blame.
            jobs, ahead = (1, 1) if careful else (self.jobs, self.jobs * BATCHES_AHEAD)
            try:
                finished: Iterator[list[Result]] = _pooled(pickled_work, queue, jobs, ahead)
                for results in finished:
                    yield from results
                    done += len(results)
                careful = False
            except BrokenProcessPool:
                if careful:  # then it was this task
                    yield on_crash(tasks[done])
                    done += 1
                careful = True

    @property
    def _window(self) -> int:
        """The number of tasks among which the one is that killed its process."""
        return self.jobs * BATCHES_AHEAD * MAX_BATCH_SIZE


def _pooled(pickled_work: bytes, queue: Iterator[Sequence[Task]], jobs: int, ahead: int) -> Iterator[list[Result]]:
    """The results of each batch, in order. Raises BrokenProcessPool."""
    context = multiprocessing.get_context("spawn")  # the same on every system
    pool = ProcessPoolExecutor(jobs, context, _start_worker)
    try:
        waiting: deque[Future[list[Result]]] = deque()
        for batch in queue:
            waiting.append(pool.submit(run_batch, pickled_work, batch))
            if len(waiting) >= ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BaseException:  # Ctrl-C, or the caller wants no more results: do not wait for running tasks
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _start_worker() -> None:
    """Run first in every worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent process, not for each worker
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when its parent is killed: nothing else would."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
