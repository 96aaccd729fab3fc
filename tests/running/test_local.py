"""Work done in several processes of this machine."""

from __future__ import annotations

import os

import pytest

from xlgen.running.engine import AHEAD, TOGETHER, batches
from xlgen.running.local import Local


def halved(number: int) -> int:
    """Work that kills its process."""
    if number % 10 == 5:
        os._exit(1)
    return number // 2


def refused(number: int) -> int:
    if number == 7:
        raise ValueError("seven")
    return number


def test_killed_process__costs_one_task() -> None:
    found = list(Local(2)(halved, list(range(12)), lambda number: -number))
    assert found == [0, 0, 1, 1, 2, -5, 3, 3, 4, 4, 5, 5]


def test_killed_process__far_on_among_many() -> None:
    tasks = [number * 10 for number in range(2 * AHEAD * TOGETHER + 40)]
    tasks[150] = 5
    found = list(Local(2)(halved, tasks, lambda number: -number))
    assert found == [-5 if number == 5 else number // 2 for number in tasks]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_the_work_raises__is_raised_after_the_results_before(jobs: int) -> None:
    results = Local(jobs)(refused, list(range(20)), lambda number: -number)
    assert [next(results) for _ in range(6)] == list(range(6))
    with pytest.raises(ValueError, match="seven"):
        list(results)


def test_batches__few_tasks_are_shared_out() -> None:
    assert [len(each) for each in batches(range(20), 2)] == [2] * 10
    assert {len(each) for each in batches(range(1000), 2)} == {TOGETHER, 1000 % TOGETHER}
    assert list(batches([], 2)) == []
