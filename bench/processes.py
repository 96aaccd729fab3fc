"""Run a command in separate processes and measure its time and the peak memory of the largest of them."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

XLGEN = [sys.executable, "-c", "from xlgen.cli.main import main; main()"]

KILL_POLL_SECONDS = 0.5
"""Interval of asking whether to kill the command; asking costs something, too."""


class RunResult(NamedTuple):
    """Wall time in seconds, and peak memory of the largest process in megabytes."""

    seconds: float
    megabytes: float


def run(*arguments: object, kill_when: Callable[[], bool] | None = None) -> RunResult:
    """Run xlgen with these arguments to its end, or kill it with SIGKILL as soon as `kill_when()` is true."""
    command = [*XLGEN, *map(str, arguments)]
    start, peak, last = time.perf_counter(), 0, 0.0
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        while process.poll() is None:
            peak = max(peak, *map(_memory, process_and_children(process.pid)))
            if kill_when is not None and time.perf_counter() - last > KILL_POLL_SECONDS:
                last = time.perf_counter()
                if kill_when():
                    process.send_signal(signal.SIGKILL)
                    break
            time.sleep(0.05)
        _, stderr = process.communicate()
    assert kill_when is not None or process.returncode in (0, 1, 2), stderr.decode("utf-8")
    return RunResult(time.perf_counter() - start, peak / 1024)


def process_and_children(pid: int) -> Sequence[int]:
    """The pids of a process and of its direct children."""
    files = Path(f"/proc/{pid}/task").glob("*/children")  # any thread may start a process
    return [pid, *(int(child) for file in files for child in _text(file).split())]


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii")
    except OSError:
        return ""


def _memory(pid: int) -> int:
    """Peak memory of a process in KB."""
    lines = _text(Path(f"/proc/{pid}/status")).splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)
