"""What the doctors of the add-ins print."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from xlgen.errors import EXIT_FINDINGS, EXIT_OK

if TYPE_CHECKING:
    from xlgen.hosts.check import Check


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
