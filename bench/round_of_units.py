"""A round of many units, each with four copies: what comes after the checks, in time and memory.

`python -m bench.round_of_units`: the checks themselves are measured in `bench.yearly_round`; here one real result is
given to every unit and copy, and everything after it is real: what is recorded of each file, which copy counts, and
the counts that every screen shows. Each size runs in a process of its own.
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

from bench.returns import unit_name, write_returns
from bench.timing import own_peak
from xlgen.campaign.campaigns import Campaign, Campaigns
from xlgen.campaign.progress import counts
from xlgen.campaign.record import open_record
from xlgen.campaign.record_rows import PlannedForm
from xlgen.campaign.returns import CheckedPair, Recorder
from xlgen.campaign.validation import recorded_report
from xlgen.reports.totals import labelled_counts
from xlgen.roster.unit import Unit
from xlgen.scheme.load import load_scheme
from xlgen.submissions.file_check import CheckedFile, FileChecker
from xlgen.submissions.finding import finding
from xlgen.submissions.findings.arithmetic import ArithmeticCode
from xlgen.submissions.sources import Source, find_sources

SCHEME = "guangdong-2019"
UNITS = (1_000, 10_000, 50_000)
COPIES = 4
"""Of each unit: three that are sent back, and one that is accepted."""
TIME, DAY = "2026-03-01 09:30:00.125", "2026-03-01"


def main(words: list[str]) -> None:
    if words:  # the measured process, which prints its results
        _round(int(words[0]))
        return
    title = f"A round of {SCHEME}: {COPIES} copies of each unit, after their checks"
    table = Table("units", "files", "recording, s", "per file, ms", "counts, s", "MB", "record, MB", title=title)
    for units in UNITS:
        command = [sys.executable, "-m", "bench.round_of_units", str(units)]
        numbers = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        recording, counting, memory, size = map(float, numbers)
        files = units * COPIES
        per_file = f"{recording / files * 1000:.2f}"
        table.add_row(
            f"{units:,}",
            f"{files:,}",
            f"{recording:.1f}",
            per_file,
            f"{counting:.1f}",
            f"{memory / 1024:.0f}",
            f"{size:.0f}",
        )
    Console(width=120).print(table)


def _round(units: int) -> None:
    checked = _checked()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "下发记录.sqlite"
        with open_record(path) as record:
            names = [unit_name(number) for number in range(units)]
            record.plan(
                {"方案": SCHEME, "版本": "1.0.0", "年度": str(load_scheme(SCHEME).year)},
                [
                    PlannedForm(Unit(name, f"{at:06}"), f"{at}.xlsx", "", details={"parent": f"{at // 20}局"})
                    for at, name in enumerate(names)
                ],
                lambda _: False,
            )
            record.issued(names, TIME)
            checker = FileChecker()
            recorder = Recorder(Campaigns((Campaign(record),)), checker.known, TIME, DAY)
            start = time.process_time()
            report = recorded_report(recorder, _pairs(checked, names), (), checker.templates)
            recorded = time.process_time()
            shown = labelled_counts(report)
            assert shown["通过"] + shown["需核实"] == units, shown
            assert sum(counts(report.units).values()) >= 2 * units
        print(recorded - start, time.process_time() - recorded, own_peak(), path.stat().st_size / 2**20)


def _checked() -> CheckedFile:
    """The result of checking a form in which nothing is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        write_returns(Path(folder), load_scheme(SCHEME), 2)
        source = find_sources([Path(folder)]).workbooks[1]
        return FileChecker()(source)


def _pairs(checked: CheckedFile, names: list[str]) -> Iterator[CheckedPair]:
    wrong = [
        finding(ArithmeticCode.SCORE_DIFFERS, found=f"0.{each}", expected="1.00", rule="≥90%得1分") for each in range(5)
    ]
    for copy in range(COPIES):
        for number, name in enumerate(names):
            file = f"交回/第{copy}批/{name}.xlsx"
            found = checked.report.findings if copy == COPIES - 1 else (*wrong, *checked.report.findings)
            report = replace(
                checked.report, name=file, unit=name, fingerprint=f"{copy}{number:063}", findings=tuple(found),
                saved=f"2026-03-0{copy + 1} 08:00:00",
            )  # fmt: skip
            yield checked._replace(report=report), Source(file, Path(file), modified=float(copy))


if __name__ == "__main__":
    main(sys.argv[1:])
