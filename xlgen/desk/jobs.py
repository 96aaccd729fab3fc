"""Long work: one job at a time in a thread of its own; its progress is asked for, and it can be stopped and resumed.

A job calls the functions that the command line calls, with processes of this machine. It is stopped by raising in the
executor, as Ctrl+C does on the command line, so that what is done is recorded and a new start goes on from there.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from queue import Queue
from threading import Event, Lock, Thread
from typing import Any, NamedTuple, TypeVar, cast

from xlgen.desk.failures import fault_sentence, sentence_of
from xlgen.errors import XlgenError
from xlgen.execution.executor import Executor, Result, Task
from xlgen.execution.local import LocalExecutor, default_jobs
from xlgen.text import display_text

MAX_RECENT = 200
"""Results that a job's page shows; the newest."""
MAX_JOBS_KEPT = 50
MAX_STOPPING_SECONDS = 10
"""How long the end of the desk waits for a job that was told to stop, which may be in the middle of a report."""
Passed = TypeVar("Passed")


class JobState(StrEnum):
    """How it stands with a job."""

    WAITING = "排队"
    RUNNING = "进行中"
    DONE = "完成"
    STOPPED = "已停止"
    FAILED = "没有完成"


ENDED = (JobState.DONE, JobState.STOPPED, JobState.FAILED)


class StoppedError(XlgenError):
    """Somebody pressed stop."""


class Link(NamedTuple):
    """Something to open afterwards: its words and its address."""

    text: str
    href: str


class Outcome(NamedTuple):
    """What a job has to say at its end, and what can be opened then."""

    lines: Sequence[str] = ()
    links: Sequence[Link] = ()


NOTHING_TO_SAY = Outcome()


class Told(NamedTuple):
    """A result as a line of the job's page: in a word, whose, and what else; href: where more is."""

    word: str
    who: str
    more: str = ""
    href: str = ""


Work = Callable[["Job"], Outcome]
"""What a job does. It uses the job's executor and progress, and says what there is to say."""
Describe = Callable[[Any], Told | None]
"""A result as it is shown while it comes; None where it is not."""


@dataclass
class Job:
    """A job, and how far it is. Read by pages while its thread writes: every field is replaced, never changed in part.

    campaign: the key of the campaign that it works on. done, total, step: how far the present step is.
    """

    number: int
    title: str
    campaign: str
    work: Work
    describe: Describe | None = None
    state: JobState = JobState.WAITING
    step: str = ""
    done: int = 0
    total: int = 0
    error: str = ""
    lines: tuple[str, ...] = ()
    outcome: Outcome = NOTHING_TO_SAY
    recent: deque[Told] = field(default_factory=lambda: deque(maxlen=MAX_RECENT))
    shown: int = 0  # results that were told so far
    begun: float = 0.0
    stop: Event = field(default_factory=Event)

    @property
    def ended(self) -> bool:
        """Whether nothing more happens."""
        return self.state in ENDED

    @property
    def seconds_left(self) -> float | None:
        """How long the present step may still take; None where nobody knows."""
        if not self.done or self.ended:
            return None
        return (time.monotonic() - self.begun) / self.done * (self.total - self.done)

    def say(self, *lines: str) -> None:
        """Say something on the job's page at once."""
        self.lines = (*self.lines, *lines)

    def say_last(self, options: Mapping[str, str]) -> None:
        """Say what is taken from the last run."""
        if options:
            self.say(f"照上次的办：{'、'.join(map(display_text, options.values()))}")

    def executor(
        self, work: Callable[[Task], Result], tasks: Sequence[Task], on_crash: Callable[[Task], Result]
    ) -> Iterator[Result]:
        """The processes of this machine, until stop is pressed. Raises StoppedError."""
        executor: Executor = LocalExecutor(default_jobs())
        results = executor(work, tasks, on_crash)
        with closing(cast("Any", results)):
            for result in results:
                self.check_stop()
                yield result

    def check_stop(self) -> None:
        """Raise StoppedError once stop was pressed."""
        if self.stop.is_set():
            raise StoppedError

    def progress(self, results: Iterator[Passed], total: int, description: str) -> Iterator[Passed]:
        """The same results, counted; each is told as it comes."""
        self.step, self.done, self.total, self.begun = description, 0, total, time.monotonic()
        for result in results:
            self.check_stop()
            told = self.describe(result) if self.describe else None
            if told is not None:
                self.recent.append(told)
                self.shown += 1
            self.done += 1
            yield result

    def told_since(self, seen: int) -> list[Told]:
        """The results that were told after so many; the newest ones where they are too many."""
        new = max(self.shown - seen, 0)
        return list(self.recent)[-new:] if new else []


class Jobs:
    """The jobs since the desk was started, the newest first, and the thread that does them one by one."""

    def __init__(self) -> None:
        self._jobs: list[Job] = []
        self._queue: Queue[Job] = Queue()
        self._lock = Lock()
        self._thread: Thread | None = None

    def start(self, title: str, campaign: str, work: Work, describe: Describe | None = None) -> Job:
        """Queue a job; it begins when those before it have ended."""
        with self._lock:
            number = self._jobs[0].number + 1 if self._jobs else 1
            job = Job(number, title, campaign, work, describe)
            running = [each for each in self._jobs if not each.ended]
            self._jobs = [job, *running, *(each for each in self._jobs if each.ended)][:MAX_JOBS_KEPT]
            if self._thread is None:
                self._thread = Thread(target=self._run, name="xlgen-desk-jobs", daemon=True)
                self._thread.start()
        self._queue.put(job)
        return job

    def again(self, job: Job) -> Job:
        """The same work once more: what is recorded is not done twice."""
        return self.start(job.title, job.campaign, job.work, job.describe)

    def every(self) -> list[Job]:
        """All of them."""
        with self._lock:
            return sorted(self._jobs, key=lambda job: -job.number)

    def job(self, number: int) -> Job | None:
        """The job of a number; None where there is none."""
        return next((job for job in self.every() if job.number == number), None)

    def on(self, campaign: str) -> Job | None:
        """The job that works on a campaign, or waits to; None where none does."""
        return next((job for job in reversed(self.every()) if job.campaign == campaign and not job.ended), None)

    def stop_all(self) -> None:
        """Stop what is running and what waits, as at the end of the desk.

        Waits until it is recorded, but not long: what is being written then is whole or not there, as ever.
        """
        for job in self.every():
            job.stop.set()
        end = time.monotonic() + MAX_STOPPING_SECONDS
        while time.monotonic() < end and any(not job.ended for job in self.every()):
            time.sleep(0.05)

    def _run(self) -> None:
        while True:
            job = self._queue.get()
            try:
                _do(job)
            finally:
                self._queue.task_done()

    def wait(self) -> None:
        """Wait until every job has ended."""
        self._queue.join()


def _do(job: Job) -> None:
    if job.stop.is_set():
        job.state = JobState.STOPPED
        return
    job.state, job.begun = JobState.RUNNING, time.monotonic()
    try:
        job.outcome = job.work(job)
        job.state = JobState.DONE
    except StoppedError:
        job.state = JobState.STOPPED
    except (XlgenError, OSError) as error:
        job.error, job.state = sentence_of(error), JobState.FAILED
    except Exception as error:  # a fault of ours must not end the thread
        sys.stderr.write(f"{job.title}：{fault_sentence(error)}\n")
        job.error, job.state = fault_sentence(error), JobState.FAILED
