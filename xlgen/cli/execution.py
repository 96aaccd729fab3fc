"""Where the larger commands do their work, with how many processes, and their progress bar."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

from xlgen.cli.parser import ChineseParser
from xlgen.errors import UsageError

if TYPE_CHECKING:
    from xlgen.execution.executor import Executor

LOCAL, DASK = "local", "dask"
Result = TypeVar("Result")


def add_engine(parser: ChineseParser, condition: str = "") -> None:
    """Declare where the work is done. condition: added to the help of each option."""
    add = parser.options.add_argument
    add("--jobs", type=int, metavar="个数", help=f"同时用几个进程；不写则与处理器核数相同{condition}")
    what = f"在哪里运行：local 本机（默认）、dask 一个 Dask 集群（须安装 xlgen[cluster]）{condition}"
    add("--engine", choices=[LOCAL, DASK], metavar="方式", help=what)
    what = f"已有 Dask 集群的调度器，如 tcp://10.0.0.1:8786；不写则在本机临时启动一个{condition}"
    add("--scheduler", metavar="地址", help=what)


def executor_of(args: argparse.Namespace) -> Executor:
    """The executor of the command's options. Raises UsageError for options that do not fit."""
    from xlgen.execution.executor import MAX_JOBS
    from xlgen.execution.local import LocalExecutor, default_jobs

    if args.jobs is not None and not 1 <= args.jobs <= MAX_JOBS:
        raise UsageError(f"--jobs 应当是 1 至 {MAX_JOBS} 的整数，写的却是 {args.jobs}")
    jobs = args.jobs or default_jobs()
    if args.engine != DASK:
        if args.scheduler is not None:
            raise UsageError(f"--scheduler 要与 --engine {DASK} 同用。请补上 --engine {DASK}，或删去 --scheduler")
        return LocalExecutor(jobs)
    try:
        from xlgen.execution.dask import DaskExecutor
    except ImportError as error:
        raise UsageError(
            f'没有安装 Dask（{error.name}）。请先在 xlgen 的文件夹里运行 pip install ".[cluster]"'
        ) from error
    return DaskExecutor(args.scheduler or "", jobs)


def watched(results: Iterator[Result], total: int, description: str) -> Iterator[Result]:
    """The same results, with a progress bar on a terminal: how many, how fast, how long it still takes."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )

    class Rate(ProgressColumn):
        def render(self, task: Task) -> str:
            return f"{task.speed or 0:.1f} 份/秒"

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield from progress.track(results, total=total, description=description)
