"""A command in processes of its own: how long it took, and the most memory that any of them held."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

XLGEN = [sys.executable, "-c", "from xlgen.cli.main import main; main()"]


LOOKS_EVERY = 0.5
"""Seconds between two looks whether it is time to kill: looking costs something too."""


class Took(NamedTuple):
    """Seconds of the wall, and megabytes of the largest process."""

    seconds: float
    megabytes: float


def run(*words: object, killed_when: Callable[[], bool] | None = None) -> Took:
    """Run xlgen with these words to its end, or until it is killed, without any warning."""
    command = [*XLGEN, *map(str, words)]
    start, most, last = time.perf_counter(), 0, 0.0
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        while process.poll() is None:
            most = max(most, *map(_memory, family(process.pid)))
            if killed_when is not None and time.perf_counter() - last > LOOKS_EVERY:
                last = time.perf_counter()
                if killed_when():
                    process.send_signal(signal.SIGKILL)
                    break
            time.sleep(0.05)
        _, complaints = process.communicate()
    assert killed_when is not None or process.returncode in (0, 1, 2), complaints.decode("utf-8")
    return Took(time.perf_counter() - start, most / 1024)


def family(pid: int) -> Sequence[int]:
    """A process and those that it started."""
    files = Path(f"/proc/{pid}/task").glob("*/children")  # any thread may start a process
    return [pid, *(int(child) for file in files for child in _text(file).split())]


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii")
    except OSError:
        return ""


def _memory(pid: int) -> int:
    """The most memory that a process has held, in KB."""
    lines = _text(Path(f"/proc/{pid}/status")).splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)
