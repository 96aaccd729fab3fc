"""Work done in several processes of this machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.factories.tasks import halved, refused
from xlgen.execution.executor import BATCHES_AHEAD, MAX_BATCH_SIZE, batches
from xlgen.execution.local import LocalExecutor

HANG_SECONDS = 300
"""A guard against hanging: far more than a busy machine needs, far less than the work that is interrupted takes."""


def test_killed_process__costs_one_task() -> None:
    found = list(LocalExecutor(2)(halved, list(range(12)), lambda number: -number))
    assert found == [0, 0, 1, 1, 2, -5, 3, 3, 4, 4, 5, 5]


def test_killed_process__far_on_among_many() -> None:
    tasks = [number * 10 for number in range(2 * BATCHES_AHEAD * MAX_BATCH_SIZE + 40)]
    tasks[150] = 5
    found = list(LocalExecutor(2)(halved, tasks, lambda number: -number))
    assert found == [-5 if number == 5 else number // 2 for number in tasks]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_the_work_raises__is_raised_after_the_results_before(jobs: int) -> None:
    results = LocalExecutor(jobs)(refused, list(range(20)), lambda number: -number)
    assert [next(results) for _ in range(6)] == list(range(6))
    with pytest.raises(ValueError, match="seven"):
        list(results)


PROGRAM = """
import os, time
from tests.factories.tasks import process_id
from xlgen.execution.local import LocalExecutor as Local

if __name__ == "__main__":
    for pid in Local(2)(process_id, list(range(1000)), process_id):
        print(pid, flush=True)
"""


def test_program_that_is_killed__takes_its_processes_along(tmp_path: Path) -> None:
    file = tmp_path / "program.py"
    file.write_text(PROGRAM, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen([sys.executable, file], stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        workers = {int(process.stdout.readline()) for _ in range(40)}
        process.kill()
    deadline = time.monotonic() + HANG_SECONDS
    while (left := {pid for pid in workers if _runs(pid)}) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert process.pid not in workers
    assert not left


SLOW = """
import signal
from tests.factories.tasks import slow
from xlgen.execution.local import LocalExecutor as Local

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # shells ignore it for what they start in the background
    for each in Local(2)(slow, list(range(1000)), slow):
        print(each, flush=True)
"""


@pytest.mark.parametrize("pressed", [1, 2])
def test_ctrl_c__is_obeyed_at_once_however_often(tmp_path: Path, pressed: int) -> None:
    file = tmp_path / "program.py"
    file.write_text(SLOW, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(
        [sys.executable, file], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        try:
            while process.poll() is None and len(_children(process.pid)) < 3:
                time.sleep(0.05)
            time.sleep(1)
            for _ in range(pressed):
                process.send_signal(signal.SIGINT)
                time.sleep(0.05)
            process.wait(timeout=HANG_SECONDS)
        finally:
            process.kill()
    assert process.returncode != 0


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()


def _runs(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return False


def test_batches__few_tasks_are_shared_out() -> None:
    assert [len(each) for each in batches(range(20), 2)] == [2] * 10
    assert {len(each) for each in batches(range(1000), 2)} == {MAX_BATCH_SIZE, 1000 % MAX_BATCH_SIZE}
    assert list(batches([], 2)) == []
