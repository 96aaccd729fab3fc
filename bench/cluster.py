"""A Dask cluster against local processes: its overhead, and that a killed worker loses nothing.

`python -m bench.cluster [files]`: a scheduler and two single-threaded workers as separate programs on this machine.
The same files are issued and checked with `--engine local --jobs 2`, on the cluster, and on the cluster again while
workers are killed repeatedly. The results must be the same, byte for byte.
"""

from __future__ import annotations

import hashlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.processes import process_and_children, run
from bench.returns import write_returns
from bench.yearly_round import write_roster
from xlgen.scheme.load import load_scheme

SCHEME = "jiangsu-2020"
FILES = 5_000
WORKERS = 2
KILL_INTERVAL_SECONDS = 2


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, int]]:
    """Start a scheduler with workers; yield its address and the pid of the nanny that starts workers."""
    with ExitStack() as stack:
        scheduler = ["scheduler", "--port", "0", "--no-dashboard"]
        address, _ = _started(stack, scheduler, folder / "scheduler.log", r"Scheduler at:\s+(tcp://\S+)")
        worker = ["worker", address, "--nworkers", str(WORKERS), "--nthreads", "1", "--no-dashboard"]
        directory = ["--local-directory", str(folder)]
        _, nanny = _started(stack, [*worker, *directory], folder / "workers.log", "(Registered to)")
        yield address, nanny


def _started(stack: ExitStack, words: Sequence[str], log: Path, pattern: str) -> tuple[str, int]:
    """Start a Dask program that ends with the benchmark; return what `pattern` captures in its log, and its pid."""
    output = stack.enter_context(log.open("wb"))
    command = [sys.executable, "-m", "dask", *words]
    process = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True)
    stack.callback(process.wait)
    stack.callback(os.killpg, process.pid, signal.SIGKILL)
    while not (match := re.search(pattern, log.read_text(encoding="utf-8"))):
        assert process.poll() is None, log.read_text(encoding="utf-8")
        time.sleep(0.1)
    return match[1], process.pid


class Killer:
    """Kills a worker every few seconds; the nanny starts another one."""

    def __init__(self, nanny: int) -> None:
        self.nanny, self.killed, self._last = nanny, 0, time.perf_counter()

    def __call__(self) -> bool:
        """Called repeatedly; never ends the command itself."""
        if time.perf_counter() - self._last > KILL_INTERVAL_SECONDS:
            self._last = time.perf_counter()
            workers = [pid for pid in process_and_children(self.nanny)[1:] if _is_worker(pid)]
            if workers:
                os.kill(workers[0], signal.SIGKILL)
                self.killed += 1
        return False


def _is_worker(pid: int) -> bool:
    file = Path(f"/proc/{pid}/cmdline")
    return file.exists() and b"spawn_main" in file.read_bytes()


def comparison_table(folder: Path, count: int) -> Table:
    write_roster(folder / "名单.csv", count)
    write_returns(folder / "交回", load_scheme(SCHEME), count)
    title = f"{count:,} files of {SCHEME}, {WORKERS} processes"
    table = Table("step", "engine", "seconds", "ratio to local", "workers killed", title=title)
    with cluster(folder) as (address, nanny):
        engines: dict[str, list[object]] = {
            "local": ["--jobs", WORKERS],
            "dask": ["--engine", "dask", "--scheduler", address],
            "dask, killed": ["--engine", "dask", "--scheduler", address],
        }
        steps: dict[str, list[object]] = {
            "issue": ["new", SCHEME, "--units", folder / "名单.csv"],
            "check": ["validate"],
        }
        for step, words in steps.items():
            first, content = 0.0, b""
            for engine, options in engines.items():
                target = folder / f"{step}-{engine}"
                arguments = [folder / "交回", "--json", target] if step == "check" else ["-o", target]
                killer = Killer(nanny)
                seconds = run(*words, *arguments, *options, kill_when=killer if "killed" in engine else None).seconds
                first, content = first or seconds, content or _content(target)
                assert _content(target) == content
                assert killer.killed or "killed" not in engine
                table.add_row(step, engine, f"{seconds:.1f}", f"{seconds / first:.2f}×", str(killer.killed or ""))
    return table


def _content(target: Path) -> bytes:
    """Digest of everything that was written."""
    digest = hashlib.sha256()
    for file in sorted(target.glob("*.xlsx")) if target.is_dir() else [target]:
        digest.update(file.read_bytes())
    return digest.digest()


def main(words: list[str]) -> None:
    console = Console(width=120)
    console.print(f"{os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        console.print(comparison_table(Path(folder), int(words[0]) if words else FILES))


if __name__ == "__main__":
    main(sys.argv[1:])
