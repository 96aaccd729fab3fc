"""The cost of a summary of many units: live formulas in 汇总表, or values and a list next to the workbook.

Measured in separate processes from the units' rows, as the checks produce them, to the written files: CPU time and
peak memory. "Opening" is the time LibreOffice takes to compute all formulas of the workbook.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.timing import own_peak
from tests.factories.many_units import unit_rows
from tests.oracles.libreoffice import recalculated
from xlgen.scheme.load import load_scheme
from xlgen.scheme.model import Scheme
from xlgen.submissions.unit_row import UnitRow
from xlgen.summary import book as summary_book
from xlgen.summary.book import write_summary
from xlgen.summary.database import open_summary

SCHEMES = ("guangdong-2019", "jiangsu-2020")
"""They have 27 and 6 indicators."""
COUNTS, MAX_COUNT = (1_000, 5_000, 10_000), 100_000
LIVE, LISTED = "live", "listed"
MAX_ROWS = {LIVE: sys.maxsize, LISTED: 0}
"""Maximum number of units in a sheet, by method."""
DISTINCT = 100
"""Number of different units; the others are copies under other names."""


def main(words: list[str]) -> None:
    if words:  # the measured process, which prints its results
        _sum_up(words[0], words[1], int(words[2]), Path(words[3]))
        return
    console = Console(width=130)
    for name in SCHEMES:
        console.print(_comparison_table(name))


def _comparison_table(name: str) -> Table:
    heads = ("units", "live, s", "MB", "opening, s", "listed, s", "MB", "live ÷ listed, s", "MB")
    table = Table(*heads, title=f"A summary of {name}")
    with tempfile.TemporaryDirectory() as folder:
        for count in COUNTS:
            file = Path(folder, f"{count}.xlsx")
            (live, live_peak), (listed, listed_peak) = (
                _measured(method, name, count, file) for method in (LIVE, LISTED)
            )
            _measured(LIVE, name, count, file)
            start = time.perf_counter()
            recalculated([file], Path(folder, "office"))
            opening = time.perf_counter() - start
            ratios = f"{live / listed:.1f}×", f"{live_peak / listed_peak:.1f}×"
            table.add_row(
                f"{count:,}",
                f"{live:.1f}",
                f"{live_peak:.0f}",
                f"{opening:.1f}",
                f"{listed:.1f}",
                f"{listed_peak:.0f}",
                *ratios,
            )
        listed, listed_peak = _measured(LISTED, name, MAX_COUNT, Path(folder, "many.xlsx"))
        table.add_row(f"{MAX_COUNT:,}", "", "", "", f"{listed:.1f}", f"{listed_peak:.0f}", "", "")
    return table


def _measured(method: str, name: str, count: int, file: Path) -> tuple[float, float]:
    """CPU seconds and peak megabytes."""
    command = [sys.executable, "-m", "bench.summing_up", method, name, str(count), str(file)]
    seconds, memory = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), int(memory) / 1024


def _sum_up(method: str, name: str, count: int, file: Path) -> None:
    summary_book.MAX_ROWS = MAX_ROWS[method]
    scheme = load_scheme(name)
    rows = _rows(scheme, count)
    first = next(rows)
    start = time.process_time()
    with open_summary(chain([first], rows)) as summary:
        write_summary(file, scheme, summary)
    print(time.process_time() - start, own_peak())


def _rows(scheme: Scheme, count: int) -> Iterator[UnitRow]:
    """Rows of `count` units, not in the order of their names."""
    distinct = unit_rows(scheme, DISTINCT)
    for number in range(count):
        unit = f"某某省某某市第{number * 7919 % count:07}单位"
        row = distinct[number % DISTINCT]
        yield replace(row, name=f"交回/{unit}/自评表.xlsx", unit=unit, fingerprint=f"{number:064x}")


if __name__ == "__main__":
    main(sys.argv[1:])
