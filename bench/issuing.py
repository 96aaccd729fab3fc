"""A workbook for every unit: stamping against building, writing the same cells with others, and the bare cost.

First the cost of one workbook in CPU time, median of interleaved rounds: made from scratch by xlgen; the same cells
written by openpyxl and XlsxWriter (one style, no validations, no computed values: a floor, not the same product);
stamped; and the least that stamping could cost: deflating the parts that differ and writing the file's bytes.
Then a roster of 10,000 units by the command, with one job and with two, each in processes of its own; one that fills
in each number for half of its units, whose names are of many lengths; and one of 50,000.
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
from xlgen.workbook.build import build
from xlgen.workbook.layout import layout_of
from xlgen.workbook.stamp import Stamp, locked_prefill
from xlgen.xlsx.values import CellValue

UNITS = 10_000
NAMES = ["某某市第一中学", "某某市第二中学"]


def given_of(scheme: Scheme, number: int) -> dict[str, CellValue]:
    """What a roster says of a unit: its name, the money unit, and a number of up to five indicators."""
    numeric = [_first_number(indicator) for indicator in scheme.indicators if len(indicator.inputs) > 2]
    money = {"money_unit": "万元"} if "money_unit" in scheme.all_inputs else {}
    return {UNIT_NAME: NAMES[number % 2], **money, **{name: float(number % 2) for name in [*filter(None, numeric)][:5]}}


def _first_number(indicator: Indicator) -> str:
    """An amount or a count that the roster may know; the unit fills in the rest of the indicator."""
    free = (name for name, spec in indicator.inputs.items() if spec.numeric and spec.required and spec.maximum is None)
    return next(free, "")


def one(scheme: Scheme) -> dict[str, float]:
    """Milliseconds for one workbook, by way."""
    layout, numbers = layout_of(scheme), iter(range(1_000_000))
    first, second = (given_of(scheme, number) for number in range(2))
    stamp = Stamp(layout, first)
    files = [stamp.stamped(given) for given in (second, first)]
    cells, changed = cells_of(files[0]), list(_changed(*files))

    def stamped() -> bytes:
        return stamp.stamped((first, second)[next(numbers) % 2])

    ways: dict[str, Callable[[], object]] = {
        "xlgen, from scratch": lambda: build(scheme, FormData(second), approved=locked_prefill(scheme, second)),
        "openpyxl, same cells": lambda: with_openpyxl(cells),
        "XlsxWriter, same cells": lambda: with_xlsxwriter(cells),
        "stamped": stamped,
        "bare: deflate what differs": lambda: [zlib.compress(part, 6) for part in changed] and bytearray(files[0]),
    }
    return medians(ways)


def _changed(one_file: bytes, other: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(one_file)) as first, zipfile.ZipFile(io.BytesIO(other)) as second:
        yield from (first.read(name) for name in first.namelist() if first.read(name) != second.read(name))


def costs() -> Table:
    found = {name: one(load_scheme(name)) for name in scheme_files()}
    table = Table("CPU ms (how much dearer than stamped)", *found, title="One workbook")
    for way in next(iter(found.values())):
        cells = [f"{times[way]:.2f} ({times[way] / times['stamped']:.1f}×)" for times in found.values()]
        table.add_row(way, *cells)
    return table


def roster(file: Path, scheme: Scheme, units: int, of_many_kinds: bool) -> None:
    chance = random.Random(scheme.id)
    given = list(given_of(scheme, 0).items())[1:]
    with file.open("w", encoding="utf-8-sig", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["单位编码", "单位名称", *(name for name, _ in given)])
        for number in range(units):
            name = f"某某市第{number}"
            values = [value if isinstance(value, str) else number % 997 for _, value in given]
            if of_many_kinds:
                name += "实验学校" * chance.randrange(5)
                values = [value if isinstance(value, str) or chance.random() < 0.5 else "" for value in values]
            writer.writerow([f"{number:06}", f"{name}中学", *values])


def many(name: str) -> Table:
    table = Table("units", "jobs", "seconds", "per second", "MB, largest process", title=f"Workbooks of {name}")
    for units, jobs, of_many_kinds in (
        (UNITS, 1, False),
        (UNITS, 2, False),
        (UNITS, 1, True),
        (UNITS, 2, True),
        (5 * UNITS, 1, False),
    ):
        with tempfile.TemporaryDirectory() as folder:
            roster(Path(folder, "名单.csv"), load_scheme(name), units, of_many_kinds)
            target = Path(folder, "下发")
            took = run("new", name, "--units", f"{folder}/名单.csv", "-o", target, "--jobs", jobs)
            assert len(list(target.glob("*.xlsx"))) == units
        counts = f"{units:,}{' of many kinds' if of_many_kinds else ''}", str(jobs)
        table.add_row(*counts, f"{took.seconds:.1f}", f"{units / took.seconds:,.0f}", f"{took.megabytes:.0f}")
    return table


def main() -> None:
    console = Console(width=160)
    console.print(f"{os.cpu_count()} cores")
    console.print(costs())
    for name in ("shenzhen-2021", "jiangning"):
        console.print(many(name))


if __name__ == "__main__":
    main()
