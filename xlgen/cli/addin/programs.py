"""What the commands for several programs do alike: doctors, self-tests, a program that has files open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from xlgen.cli.options import refuse_other_than
from xlgen.cli.output import say
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, UsageError
from xlgen.files.atomic import save

if TYPE_CHECKING:
    from xlgen.hosts.check import Check
    from xlgen.hosts.selftest import Program


@contextmanager
def closed(program: str) -> Iterator[None]:
    """Say that a program must be closed where it keeps a file from being replaced."""
    try:
        yield
    except PermissionError as error:
        sentence = f"{program} 正在使用加载项的文件。请关闭全部 {program} 窗口（包括任务栏里的），再试一次"
        raise UsageError(sentence) from error


def write_selftest(program: Program, output: Path, then: str) -> int:
    """Write the self-test and say what to do with it."""
    from xlgen.hosts.selftest import selftest

    refuse_other_than(".xlsx", output)
    save(output, selftest(program))
    say(f"已生成 {output}，{then}")
    return EXIT_OK


def print_checks(checks: Iterable[Check]) -> int:
    """Print what is there and what is missing; the exit code says whether all is."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(show_lines=True)
    for heading in ("", "检查什么", "结果", "怎么办"):
        table.add_column(heading, overflow="fold")
    found = list(checks)
    for check in found:
        cells = (check.subject, check.state, check.remedy)
        table.add_row("✓" if check.passed else "✗", *map(escape, cells))  # rich would take ".[excel]" for a style
    Console().print(table)
    return EXIT_OK if all(check.passed for check in found) else EXIT_FINDINGS
