"""What a summary of many units costs: live formulas in 汇总表, or values and a list beside the workbook.

Each in a process of its own, from rows of units as the checks give them to the files that are written; CPU time, and
the most memory that the process held. Opening the workbook with the formulas is LibreOffice computing all of them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
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
from xlgen.summary.database import summed_up

SCHEMES = ("guangdong-2019", "jiangsu-2020")
"""27 indicators and 6."""
COUNTS, MANY = (1_000, 5_000, 10_000), 100_000
LIVE, LISTED = "live", "listed"
MAX_ROWS = {LIVE: sys.maxsize, LISTED: 0}
"""How many units a sheet is made to take."""
DISTINCT = 100
"""Different units; the others are the same under other names."""


def main(words: list[str]) -> None:
    if words:  # in a process of its own, which says what it took
        _sum_up(words[0], words[1], int(words[2]), Path(words[3]))
        return
    console = Console(width=130)
    for name in SCHEMES:
        console.print(_both(name))


def _both(name: str) -> Table:
    heads = ("units", "live, s", "MB", "opening, s", "listed, s", "MB", "live ÷ listed, s", "MB")
    table = Table(*heads, title=f"A summary of {name}")
    with tempfile.TemporaryDirectory() as folder:
        for count in COUNTS:
            file = Path(folder, f"{count}.xlsx")
            (live, most), (listed, least) = (_measured(way, name, count, file) for way in (LIVE, LISTED))
            _measured(LIVE, name, count, file)
            start = time.perf_counter()
            recalculated([file], Path(folder, "office"))
            opening = time.perf_counter() - start
            ratios = f"{live / listed:.1f}×", f"{most / least:.1f}×"
            table.add_row(
                f"{count:,}", f"{live:.1f}", f"{most:.0f}", f"{opening:.1f}", f"{listed:.1f}", f"{least:.0f}", *ratios
            )
        listed, least = _measured(LISTED, name, MANY, Path(folder, "many.xlsx"))
        table.add_row(f"{MANY:,}", "", "", "", f"{listed:.1f}", f"{least:.0f}", "", "")
    return table


def _measured(way: str, name: str, count: int, file: Path) -> tuple[float, float]:
    """CPU seconds, and megabytes."""
    command = [sys.executable, "-m", "bench.summing_up", way, name, str(count), str(file)]
    seconds, memory = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), int(memory) / 1024


def _sum_up(way: str, name: str, count: int, file: Path) -> None:
    summary_book.MAX_ROWS = MAX_ROWS[way]
    scheme = load_scheme(name)
    rows = _rows(scheme, count)
    first = next(rows)
    start = time.process_time()
    with summed_up(each for some in ([first], rows) for each in some) as summary:
        write_summary(file, scheme, summary)
    print(time.process_time() - start, own_peak())


def _rows(scheme: Scheme, count: int) -> Iterator[UnitRow]:
    """So many units, not in the order of their names."""
    distinct = unit_rows(scheme, DISTINCT)
    for number in range(count):
        unit = f"某某省某某市第{number * 7919 % count:07}单位"
        row = distinct[number % DISTINCT]
        yield replace(row, name=f"交回/{unit}/自评表.xlsx", unit=unit, fingerprint=f"{number:064x}")


if __name__ == "__main__":
    main(sys.argv[1:])
