"""The cost of checking a submitted form, and whether thousands of them take more memory than hundreds.

One form: every check, against unpacking and parsing the same XML, and against openpyxl loading it twice. Many forms: a
folder of copies under different names, checked by separate processes as in `xlgen validate`; wall time, and the peak
memory of the largest process.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.reading import parse, with_openpyxl, with_xlgen
from bench.timing import medians, own_peak
from tests.factories.random_fillings import COMPLETE, HABITS, random_filling
from xlgen.execution.local import LocalExecutor
from xlgen.files.resources import SAMPLES, scheme_files
from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.load import load_scheme
from xlgen.scoring.data_file import load_form_data
from xlgen.submissions.file_check import FileChecker, failed_check
from xlgen.submissions.sources import find_sources
from xlgen.submissions.validate import check_bytes
from xlgen.workbook.build import build

DISTINCT = 8
"""Number of different forms of each scheme."""
COUNTS = 200, 2000


def main(words: list[str]) -> None:
    if words:  # the measured process, which prints its results
        _check(Path(words[0]), int(words[1]))
        return
    console = Console(width=130)
    console.print(_one_form())
    console.print(_many())


def _one_form() -> Table:
    table = Table("scheme", "what", "CPU ms", "against parsing", "openpyxl takes", title="Checking one filled form")
    for name in scheme_files():
        scheme = load_scheme(name)
        data = build(scheme, load_form_data(SAMPLES / name / "inputs.yaml", scheme))
        check_bytes("form.xlsx", data)  # the template is built once
        times = medians(
            {
                "unpack and parse only": partial(parse, data),
                "read all sheets": partial(with_xlgen, data),
                "every check": partial(check_bytes, "form.xlsx", data),
                "openpyxl, twice": partial(with_openpyxl, data),
            }
        )
        floor, slowest = times["unpack and parse only"], times["openpyxl, twice"]
        for method, time_taken in times.items():
            table.add_row(
                name, method, f"{time_taken:.1f}", f"{time_taken / floor:.1f}×", f"{slowest / time_taken:.1f}×"
            )
    return table


def _many() -> Table:
    table = Table("files", "jobs", "s", "files per s", "per s and job", "MB, largest process", title="Many forms")
    forms = _forms()
    for count in COUNTS:
        with tempfile.TemporaryDirectory() as folder:
            for number in range(count):
                (Path(folder) / f"单位{number:04}.xlsx").write_bytes(forms[number % len(forms)])
            for jobs in (1, 2):
                seconds, memory = _measured(Path(folder), jobs)
                speed = count / seconds
                table.add_row(
                    f"{count}", f"{jobs}", f"{seconds:.1f}", f"{speed:.0f}", f"{speed / jobs:.0f}", f"{memory:.0f}"
                )
    return table


def _forms() -> list[bytes]:
    """Complete forms of all schemes, each of a different unit."""
    forms = []
    for name in scheme_files():
        scheme = load_scheme(name)
        seeds = [seed for seed in range(DISTINCT * len(HABITS)) if HABITS[seed % len(HABITS)] is COMPLETE][:DISTINCT]
        for seed in seeds:
            filling = random_filling(scheme, seed)
            unit = {UNIT_NAME: f"{name}单位{seed}"}
            forms.append(build(scheme, replace(filling, inputs={**filling.inputs, **unit})))
    return forms


def _measured(folder: Path, jobs: int) -> tuple[float, float]:
    """Wall seconds and peak megabytes, including starting Python and building the templates."""
    command = [sys.executable, "-m", "bench.validating", str(folder), str(jobs)]
    start = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return time.perf_counter() - start, max(map(int, done.stdout.split())) / 1024


def _check(folder: Path, jobs: int) -> None:
    sources = find_sources([folder]).workbooks
    reports = [checked.report for checked in LocalExecutor(jobs)(FileChecker(), sources, failed_check)]
    assert all(report.readable for report in reports)
    print(own_peak(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)


if __name__ == "__main__":
    main(sys.argv[1:])
