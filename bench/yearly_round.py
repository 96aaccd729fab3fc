"""The yearly round: forms are issued with last year's values, submitted, checked and summarised; killed twice.

`python -m bench.yearly_round [units]`: makes the units' forms of last year; issues this year's with values carried
over, killed half-way and restarted; makes their submissions, one in twenty with a defect; checks them with the
campaign's record, killed half-way and restarted; and summarises them. Then measures how checking scales with files
and jobs. Every step is a command in separate processes.
"""

from __future__ import annotations

import csv
import os
import sqlite3
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.processes import RunResult, run
from bench.returns import unit_name, write_returns
from xlgen.campaign.record_file import RECORD_NAME
from xlgen.scheme.load import load_scheme

SCHEME = "guangdong-2019"
UNITS = 10_000
JOBS = 2


def write_roster(file: Path, count: int) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["单位编码", "单位名称", "money_unit"])
        writer.writerows([f"{number:06}", unit_name(number), "万元"] for number in range(count))


def recorded(record: Path, query: str) -> int:
    """The result of a counting query on a record that another process writes; 0 while there is no record."""
    if not record.exists():
        return 0
    database = sqlite3.connect(f"file:{record}?mode=ro", uri=True, timeout=5)
    try:
        return int(database.execute(query).fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        database.close()


def campaign(folder: Path, count: int) -> Table:
    scheme = load_scheme(SCHEME)
    last, issued, returned, record = (folder / name for name in ("上年", "下发", "交回", f"下发/{RECORD_NAME}"))
    write_roster(folder / "名单.csv", count)
    write_returns(last, load_scheme(SCHEME, scheme.year - 1), count)
    write_returns(returned, scheme, count)
    table = Table("step", "seconds", "per second", "MB, largest process", title=f"{count:,} units of {SCHEME}")

    def add(step: str, result: RunResult, files: int) -> None:
        table.add_row(step, f"{result.seconds:.1f}", f"{files / result.seconds:,.0f}", f"{result.megabytes:.0f}")

    new = ["new", SCHEME, "--units", folder / "名单.csv", "-o", issued, "--carry", last, "--jobs", JOBS]
    # the issuing run locks the record, so its progress is counted in the folder
    add("issue, killed", run(*new, kill_when=lambda: len(list(issued.glob("*.xlsx"))) >= count // 2), count)
    half = len(list(issued.glob("*.xlsx")))
    assert count // 2 <= half < count
    add("issue, again", run(*new), count - half)
    assert len(list(issued.glob("*.xlsx"))) == recorded(record, "SELECT COUNT(issued) FROM unit") == count
    assert not list(issued.glob(".xlgen-*"))
    check = ["validate", returned, "--units", issued, "--json", folder / "结果.json", "--jobs", JOBS]
    checked = "SELECT COUNT(*) FROM remembered WHERE file LIKE '核对%'"
    add("check, killed", run(*check, kill_when=lambda: recorded(record, checked) >= count // 2), count // 2)
    half = recorded(record, checked)
    assert count // 2 <= half < count
    add("check, again", run(*check), count - half)
    assert recorded(record, checked) == count
    add("check once more, all known", run(*check), count)
    add("summarise, all known", run("summary", returned, "--units", issued, "-o", folder / "汇总.xlsx"), count)
    return table


def scaling(folder: Path) -> Table:
    table = Table(
        "files", "jobs", "s", "files per s", "MB, largest process", title=f"Checking returns of {SMALL_SCHEME}"
    )
    for count in COUNTS:
        returned = folder / f"{count}"
        write_returns(returned, load_scheme(SMALL_SCHEME), count)
        for jobs in (1, 2) if count <= MAX_FILES_WITH_ONE_JOB else (2,):
            result = run("validate", returned, "--json", folder / "结果.json", "--jobs", jobs)
            speed = f"{count / result.seconds:.0f}"
            table.add_row(f"{count:,}", f"{jobs}", f"{result.seconds:.1f}", speed, f"{result.megabytes:.0f}")
    return table


SMALL_SCHEME = "jiangsu-2020"
COUNTS = (100, 1_000, 10_000, 50_000)
MAX_FILES_WITH_ONE_JOB = 10_000


def main(words: list[str]) -> None:
    console = Console(width=120)
    console.print(f"{os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        console.print(campaign(Path(folder), int(words[0]) if words else UNITS))
    with tempfile.TemporaryDirectory() as folder:
        console.print(scaling(Path(folder)))


if __name__ == "__main__":
    main(sys.argv[1:])
