"""A workbook for every unit: stamping against building, against other libraries, and against the bare minimum.

First the CPU time of one workbook, median of interleaved rounds: built from scratch by xlgen; the same cells written
by openpyxl and XlsxWriter (one style, no validations, no computed values: a lower bound, not the same product);
stamped; and the minimum cost of stamping: deflating the parts that differ and writing the file's bytes. Then rosters
through the command, in separate processes with one and two jobs: 10,000 units; 10,000 units whose names differ in
length, with each number prefilled for half of them; and 50,000 units.
"""

from __future__ import annotations

import csv
import io
import os
import random
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.one_workbook import cells_of, with_openpyxl, with_xlsxwriter
from bench.processes import run
from bench.timing import medians
from xlgen.files.resources import scheme_files
from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.load import load_scheme
from xlgen.scheme.model import Indicator, Scheme
from xlgen.scoring.form_data import FormData
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.workbook.stamp import Stamp, locked_prefill
from xlgen.xlsx.values import CellValue

UNITS = 10_000
NAMES = ["某某市第一中学", "某某市第二中学"]


def prefill_of(scheme: Scheme, number: int) -> dict[str, CellValue]:
    """Prefilled values of a unit: its name, the money unit, and a number for up to five indicators."""
    numeric = [_first_number(indicator) for indicator in scheme.indicators if len(indicator.inputs) > 2]
    money = {"money_unit": "万元"} if "money_unit" in scheme.all_inputs else {}
    return {UNIT_NAME: NAMES[number % 2], **money, **{name: float(number % 2) for name in [*filter(None, numeric)][:5]}}


def _first_number(indicator: Indicator) -> str:
    """An amount or count that a roster may contain; the unit fills in the rest of the indicator."""
    free = (name for name, spec in indicator.inputs.items() if spec.numeric and spec.required and spec.maximum is None)
    return next(free, "")


def workbook_times(scheme: Scheme) -> dict[str, float]:
    """Milliseconds for one workbook, by method."""
    layout, numbers = layout_of(scheme), iter(range(1_000_000))
    first, second = (prefill_of(scheme, number) for number in range(2))
    stamp = Stamp(layout, first)
    files = [stamp.stamped(prefill) for prefill in (second, first)]
    cells, changed = cells_of(files[0]), list(_changed(*files))

    def stamped() -> bytes:
        return stamp.stamped((first, second)[next(numbers) % 2])

    methods: dict[str, Callable[[], object]] = {
        "xlgen, from scratch": lambda: build(scheme, FormData(second), approved=locked_prefill(scheme, second)),
        "openpyxl, same cells": lambda: with_openpyxl(cells),
        "XlsxWriter, same cells": lambda: with_xlsxwriter(cells),
        "stamped": stamped,
        "bare: deflate what differs": lambda: [zlib.compress(part, 6) for part in changed] and bytearray(files[0]),
    }
    return medians(methods)


def _changed(one_file: bytes, other: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(one_file)) as first, zipfile.ZipFile(io.BytesIO(other)) as second:
        yield from (first.read(name) for name in first.namelist() if first.read(name) != second.read(name))


def workbook_table() -> Table:
    times_by_scheme = {name: workbook_times(load_scheme(name)) for name in scheme_files()}
    table = Table("CPU ms (ratio to stamped)", *times_by_scheme, title="One workbook")
    for method in next(iter(times_by_scheme.values())):
        cells = [f"{times[method]:.2f} ({times[method] / times['stamped']:.1f}×)" for times in times_by_scheme.values()]
        table.add_row(method, *cells)
    return table


def write_roster(file: Path, scheme: Scheme, units: int, is_varied: bool) -> None:
    rng = random.Random(scheme.id)
    prefill = list(prefill_of(scheme, 0).items())[1:]
    with file.open("w", encoding="utf-8-sig", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["单位编码", "单位名称", *(name for name, _ in prefill)])
        for number in range(units):
            name = f"某某市第{number}"
            values = [value if isinstance(value, str) else number % 997 for _, value in prefill]
            if is_varied:
                name += "实验学校" * rng.randrange(5)
                values = [value if isinstance(value, str) or rng.random() < 0.5 else "" for value in values]
            writer.writerow([f"{number:06}", f"{name}中学", *values])


def roster_table(name: str) -> Table:
    table = Table("units", "jobs", "seconds", "per second", "MB, largest process", title=f"Workbooks of {name}")
    for units, jobs, is_varied in (
        (UNITS, 1, False),
        (UNITS, 2, False),
        (UNITS, 1, True),
        (UNITS, 2, True),
        (5 * UNITS, 1, False),
    ):
        with tempfile.TemporaryDirectory() as folder:
            write_roster(Path(folder, "名单.csv"), load_scheme(name), units, is_varied)
            target = Path(folder, "下发")
            result = run("new", name, "--units", f"{folder}/名单.csv", "-o", target, "--jobs", jobs)
            assert len(list(target.glob("*.xlsx"))) == units
        counts = f"{units:,}{' varied' if is_varied else ''}", str(jobs)
        table.add_row(*counts, f"{result.seconds:.1f}", f"{units / result.seconds:,.0f}", f"{result.megabytes:.0f}")
    return table


def main() -> None:
    console = Console(width=160)
    console.print(f"{os.cpu_count()} cores")
    console.print(workbook_table())
    for name in ("shenzhen-2021", "jiangning"):
        console.print(roster_table(name))


if __name__ == "__main__":
    main()
