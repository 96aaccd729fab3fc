"""A Dask cluster, of this machine or of many (xlgen[cluster])."""

from __future__ import annotations

import logging
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import Lock

from distributed import Client, Future, KilledWorker, LocalCluster
from distributed.client import ClosedClientError
from distributed.comm.core import CommClosedError

from xlgen.errors import UsageError
from xlgen.execution.executor import BATCHES_AHEAD, ExecutorUnreachableError, Result, Task, batches, run_batch
from xlgen.files.resources import build_id

NO_DASHBOARD = "127.0.0.1:0"
"""Any free port. Dask's scheduler starts a small web server even without its dashboard; two must not collide."""
CONNECT_TIMEOUT_SECONDS = 10
"""How long to wait for a scheduler and its first worker."""
_ONE_BATCH_AT_A_TIME = Lock()
"""A worker may have several threads; the work that its process keeps between batches is made for one."""


@dataclass(frozen=True)
class DaskExecutor:
    """Runs tasks on the cluster of a scheduler (tcp://…:8786); without an address, on a cluster on this machine.

    Dask hands the batch of a killed worker to another one; a task that kills several workers gets `on_crash`.
    """

    scheduler: str
    jobs: int

    def __call__(
        self, work: Callable[[Task], Result], tasks: Sequence[Task], on_crash: Callable[[Task], Result]
    ) -> Iterator[Result]:
        """See Executor. Raises UsageError where there is no such cluster, and ExecutorUnreachableError."""
        if not tasks:
            return
        for name in ("distributed", "distributed.client"):  # they log every worker that goes
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        pickled_work = pickle.dumps(work)
        with self._client() as client:
            threads = max(sum(client.nthreads().values()), 1)
            waiting: deque[tuple[Sequence[Task], Future[list[Result]]]] = deque()
            try:
                for batch in batches(tasks, threads):
                    waiting.append((batch, client.submit(_run_batch, pickled_work, batch, pure=False)))
                    if len(waiting) >= threads * BATCHES_AHEAD:
                        yield from _results(client, pickled_work, *waiting.popleft(), on_crash)
                while waiting:
                    yield from _results(client, pickled_work, *waiting.popleft(), on_crash)
            except (CancelledError, CommClosedError, ClosedClientError) as error:
                raise ExecutorUnreachableError(
                    f"与 Dask 集群 {self.scheduler} 失去联系。已写好的都在；请检查调度器，再运行同一条命令"
                ) from error

    @contextmanager
    def _client(self) -> Iterator[Client]:
        with ExitStack() as stack:
            address: str | LocalCluster = self.scheduler
            if not self.scheduler:
                address = stack.enter_context(
                    LocalCluster(
                        n_workers=self.jobs,
                        threads_per_worker=1,
                        dashboard_address=NO_DASHBOARD,
                        scheduler_kwargs={"dashboard": False},
                        silence_logs=logging.CRITICAL,
                    )
                )
            try:
                client = stack.enter_context(Client(address, timeout=CONNECT_TIMEOUT_SECONDS))
                client.wait_for_workers(1, timeout=CONNECT_TIMEOUT_SECONDS)
            except (OSError, TimeoutError, ValueError) as error:
                why = "连不上 Dask 调度器，或没有工作进程。请检查地址，并先启动 dask scheduler 和 dask worker"
                raise self._usage_error(why) from error
            self._check_versions(client)
            if not self.scheduler:
                client.run(_ignore_ctrl_c)
            yield client

    def _check_versions(self, client: Client) -> None:
        """Raise UsageError where a worker has other code or other shipped schemes."""
        try:
            builds = set(client.run(_build_of_worker).values())
        except Exception as error:  # whatever keeps a worker from importing this module
            raise self._usage_error(
                f"工作进程用不了 xlgen（{error}）。请在每台机器上安装 xlgen {build_id()}"
            ) from error
        if builds != {build_id()}:
            others = "、".join(sorted(builds - {build_id()}))
            raise self._usage_error(f"工作进程的 xlgen 是 {others}，这里是 {build_id()}。请安装同一版本")

    def _usage_error(self, why: str) -> UsageError:
        if not self.scheduler:
            return UsageError(f"本机临时启动的集群：{why}")
        return UsageError(f"{self.scheduler}：{why}", parameter="scheduler")


def _build_of_worker() -> str:
    return build_id()


def _ignore_ctrl_c() -> None:
    """Ctrl-C is for the parent process: its workers would print tracebacks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _run_batch(pickled_work: bytes, tasks: Sequence[Task]) -> list[Result]:
    with _ONE_BATCH_AT_A_TIME:
        return run_batch(pickled_work, tasks)


def _results(
    client: Client,
    pickled_work: bytes,
    batch: Sequence[Task],
    future: Future[list[Result]],
    on_crash: Callable[[Task], Result],
) -> Iterator[Result]:
    """The results of a batch; where one task kills every worker that runs it, those of the others."""
    try:
        yield from future.result()
    except KilledWorker:
        for task in batch:
            try:
                yield from client.submit(_run_batch, pickled_work, [task], pure=False).result()
            except KilledWorker:
                yield on_crash(task)
