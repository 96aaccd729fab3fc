"""A Dask cluster against processes of this machine: what it costs, and that a killed worker loses nothing.

`python -m bench.cluster [files]`: a scheduler and two workers of one thread each, as programs of their own on this
machine; the same files are issued and checked with `--engine local --jobs 2` and on the cluster, and on the cluster
once more while a worker is killed again and again. The results must be the same, byte for byte.
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

from bench.processes import family, run
from bench.returns import write_returns
from bench.yearly_round import write_roster
from xlgen.scheme.load import load_scheme

SCHEME = "jiangsu-2020"
FILES = 5_000
WORKERS = 2
KILLED_EVERY = 2
"""Seconds."""


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, int]]:
    """A scheduler with workers: its address, and the process that starts workers."""
    with ExitStack() as stack:
        scheduler = ["scheduler", "--port", "0", "--no-dashboard"]
        address, _ = _started(stack, scheduler, folder / "scheduler.log", r"Scheduler at:\s+(tcp://\S+)")
        worker = ["worker", address, "--nworkers", str(WORKERS), "--nthreads", "1", "--no-dashboard"]
        place = ["--local-directory", str(folder)]
        _, nurse = _started(stack, [*worker, *place], folder / "workers.log", "(Registered to)")
        yield address, nurse


def _started(stack: ExitStack, words: Sequence[str], log: Path, sign: str) -> tuple[str, int]:
    """Start a program of Dask that ends with the bench; what it says, and its process."""
    output = stack.enter_context(log.open("wb"))
    command = [sys.executable, "-m", "dask", *words]
    process = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True)
    stack.callback(process.wait)
    stack.callback(os.killpg, process.pid, signal.SIGKILL)
    while not (found := re.search(sign, log.read_text(encoding="utf-8"))):
        assert process.poll() is None, log.read_text(encoding="utf-8")
        time.sleep(0.1)
    return found[1], process.pid


class Killer:
    """Kills a worker every few seconds; another is started in its place."""

    def __init__(self, nurse: int) -> None:
        self.nurse, self.killed, self._last = nurse, 0, time.perf_counter()

    def __call__(self) -> bool:
        """Asked again and again; never ends the command itself."""
        if time.perf_counter() - self._last > KILLED_EVERY:
            self._last = time.perf_counter()
            workers = [pid for pid in family(self.nurse)[1:] if _is_worker(pid)]
            if workers:
                os.kill(workers[0], signal.SIGKILL)
                self.killed += 1
        return False


def _is_worker(pid: int) -> bool:
    file = Path(f"/proc/{pid}/cmdline")
    return file.exists() and b"spawn_main" in file.read_bytes()


def compared(folder: Path, count: int) -> Table:
    write_roster(folder / "名单.csv", count)
    write_returns(folder / "交回", load_scheme(SCHEME), count)
    title = f"{count:,} files of {SCHEME}, {WORKERS} processes"
    table = Table("step", "engine", "seconds", "against local", "workers killed", title=title)
    with cluster(folder) as (address, nurse):
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
                more = [folder / "交回", "--json", target] if step == "check" else ["-o", target]
                killer = Killer(nurse)
                took = run(*words, *more, *options, killed_when=killer if "killed" in engine else None).seconds
                first, content = first or took, content or _content(target)
                assert _content(target) == content
                assert killer.killed or "killed" not in engine
                table.add_row(step, engine, f"{took:.1f}", f"{took / first:.2f}×", str(killer.killed or ""))
    return table


def _content(target: Path) -> bytes:
    """Of what was written, so much that no difference goes unseen."""
    digest = hashlib.sha256()
    for file in sorted(target.glob("*.xlsx")) if target.is_dir() else [target]:
        digest.update(file.read_bytes())
    return digest.digest()


def main(words: list[str]) -> None:
    console = Console(width=120)
    console.print(f"{os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        console.print(compared(Path(folder), int(words[0]) if words else FILES))


if __name__ == "__main__":
    main(sys.argv[1:])
