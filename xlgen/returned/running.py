"""Checking many files, in several processes if wanted: always the same results in the same order."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from typing import TypeVar

from xlgen.arguments import MOST_JOBS
from xlgen.returned.finding import finding
from xlgen.returned.findings import Code
from xlgen.returned.sources import Source
from xlgen.returned.unreadable import Unreadable
from xlgen.returned.validate import FileReport, check_bytes, unreadable
from xlgen.scheme.load import UnknownScheme
from xlgen.scheme.problems import BrokenScheme

LOST = "进程意外结束"
FEW = 8
"""So few files are checked sooner than another process starts."""
Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Checking:
    """How files are checked: by which scheme (else the one each names), for which year."""

    scheme: str = ""
    year: int | None = None

    def __call__(self, source: Source) -> FileReport:
        """The report of one file, submission included. Whatever is wrong with it, this does not fail."""
        try:
            return check_bytes(source.name, source.read(), self.scheme, self.year, source.material)
        except Unreadable as error:
            return FileReport(source.name, findings=(unreadable(error),))
        except (BrokenScheme, UnknownScheme):
            raise  # not the file's fault
        except Exception as error:  # ours: one file must not end the run
            return failed(source, f"{type(error).__name__}：{error}")


@dataclass(frozen=True)
class _Slim:
    """The same, without what does not leave the process."""

    check: Checking

    def __call__(self, source: Source) -> FileReport:
        return replace(self.check(source), submission=None)


def failed(source: Source, detail: str) -> FileReport:
    """The report of a file that our own program failed on."""
    return FileReport(source.name, findings=(finding(Code.CHECK_FAILED, detail=detail),))


def check_all(sources: Sequence[Source], checking: Checking, jobs: int) -> Iterator[FileReport]:
    """The report of each file, in order, without its submission."""
    return in_order(_Slim(checking), sources, jobs, lambda source: failed(source, LOST))


def usual_jobs() -> int:
    """How many processes are used if nobody says."""
    return min(os.cpu_count() or 1, MOST_JOBS)


def in_order(
    work: Callable[[Task], Result], tasks: Sequence[Task], jobs: int, lost: Callable[[Task], Result]
) -> Iterator[Result]:
    """The result of each task, in order. lost: the result of one whose process was killed."""
    if jobs == 1 or len(tasks) <= FEW:
        yield from map(work, tasks)
        return
    done = 0
    while done < len(tasks):
        rest = tasks[done:]
        context = multiprocessing.get_context("spawn")  # the same on every system
        deaf = (signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that was started, not for each
        pool = ProcessPoolExecutor(min(jobs, len(rest)), context, signal.signal, deaf)
        try:
            futures: list[Future[Result]] = [pool.submit(work, task) for task in rest]
            for future in futures:
                yield future.result()
                done += 1
        except BrokenProcessPool:
            if jobs == 1:  # then it was this one
                yield lost(tasks[done])
                done += 1
            jobs = 1
        finally:
            pool.shutdown(cancel_futures=True)
