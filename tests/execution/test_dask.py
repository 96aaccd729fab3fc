"""Work done on a Dask cluster: the same as in one process, whatever becomes of its workers."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.factories.tasks import halved, refused
from xlgen.errors import UsageError
from xlgen.execution import dask as cluster
from xlgen.execution.dask import DaskExecutor
from xlgen.execution.executor import ExecutorUnreachableError
from xlgen.execution.local import LocalExecutor
from xlgen.files.resources import build_id

if TYPE_CHECKING:
    from distributed import LocalCluster

pytestmark = pytest.mark.oracle  # clusters


def local_cluster(workers: int, threads: int = 1) -> LocalCluster:
    from distributed import LocalCluster  # takes half a second, also of runs without these tests

    return LocalCluster(n_workers=workers, threads_per_worker=threads, dashboard_address=None, silence_logs=100)


@pytest.fixture
def scheduler() -> Iterator[LocalCluster]:
    with local_cluster(2, threads=2) as running:
        yield running


def squared(number: int) -> int:
    time.sleep(0.005)
    return number * number


def where(number: int) -> int:
    time.sleep(0.005)
    return os.getpid() + number * 0


def with_minus(number: int) -> int:
    return -number


def test_results__as_in_one_process_in_order(scheduler: LocalCluster) -> None:
    tasks = list(range(300))
    engine = DaskExecutor(scheduler.scheduler_address, 1)
    assert list(engine(squared, tasks, with_minus)) == list(LocalExecutor(1)(squared, tasks, with_minus))
    assert len(set(engine(where, tasks, with_minus))) == 2
    assert list(engine(squared, [], with_minus)) == []


def test_killed_worker__loses_nothing(scheduler: LocalCluster) -> None:
    tasks = list(range(600))
    results = DaskExecutor(scheduler.scheduler_address, 1)(squared, tasks, with_minus)
    found = [next(results) for _ in range(10)]
    process = next(iter(scheduler.workers.values())).process
    os.kill(process.pid, signal.SIGKILL)
    found += results
    assert found == [number * number for number in tasks]


def test_task_that_kills_its_worker__is_lost_alone(scheduler: LocalCluster) -> None:
    tasks = [0, 2, 5, *range(20, 24)]
    engine = DaskExecutor(scheduler.scheduler_address, 1)
    assert list(engine(halved, tasks, with_minus)) == [0, 1, -5, 10, 10, 11, 11]


def test_what_the_work_raises__is_raised(scheduler: LocalCluster) -> None:
    with pytest.raises(ValueError, match="seven"):
        list(DaskExecutor(scheduler.scheduler_address, 1)(refused, list(range(20)), with_minus))


def test_scheduler_that_goes__is_told() -> None:
    running = local_cluster(1)
    results = DaskExecutor(running.scheduler_address, 1)(squared, list(range(5000)), with_minus)
    assert next(results) == 0
    running.close()
    with pytest.raises(ExecutorUnreachableError, match="失去联系"):
        list(results)


def test_scheduler_that_went_long_ago__is_told() -> None:
    """The client has given up by itself when the next work is handed out."""
    running = local_cluster(1)
    results = DaskExecutor(running.scheduler_address, 1)(squared, list(range(5000)), with_minus)
    assert next(results) == 0
    from distributed.client import _global_clients

    for client in list(_global_clients.values()):
        client.close()
    with pytest.raises(ExecutorUnreachableError, match="失去联系"):
        list(results)
    running.close()


def test_ctrl_c__is_not_for_the_workers_of_a_cluster_of_ones_own() -> None:
    assert list(DaskExecutor("", 1)(deaf, [1], with_minus)) == [1]


def deaf(number: int) -> int:
    return int(signal.getsignal(signal.SIGINT) is signal.SIG_IGN)


def test_no_scheduler_there__is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT_TIMEOUT_SECONDS", 1)
    with pytest.raises(UsageError, match="连不上 Dask 调度器"):
        list(DaskExecutor("tcp://127.0.0.1:1", 1)(squared, [1], with_minus))
    with pytest.raises(UsageError, match="连不上 Dask 调度器"):
        list(DaskExecutor("没有这样的地址", 1)(squared, [1], with_minus))


def test_no_workers__is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT_TIMEOUT_SECONDS", 1)
    with (
        local_cluster(0) as running,
        pytest.raises(UsageError, match="没有工作进程"),
    ):
        list(DaskExecutor(running.scheduler_address, 1)(squared, [1], with_minus))


def test_workers_of_another_version__are_refused(scheduler: LocalCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "build_id", lambda: "99.0")
    with pytest.raises(UsageError, match=f"{re.escape(build_id())}.*这里是 99.0"):
        list(DaskExecutor(scheduler.scheduler_address, 1)(squared, [1], with_minus))


def test_without_an_address__a_cluster_of_this_machine() -> None:
    assert list(DaskExecutor("", 2)(squared, list(range(40)), with_minus)) == [number * number for number in range(40)]
