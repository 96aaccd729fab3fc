"""What checking a returned form costs, and whether thousands of them take more memory than hundreds.

One form: every check, against unpacking and parsing the same XML, and against openpyxl loading it twice. Many: a
folder of copies under their own names, checked by processes of their own as `xlgen validate` does it; the time is
that of the wall, memory the most that any process held.
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
"""Different forms of each scheme."""
FEW, MANY = 200, 2000


def main(words: list[str]) -> None:
    if words:  # in a process of its own, which says what it took
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
        found = medians(
            {
                "unpack and parse only": partial(parse, data),
                "read all sheets": partial(with_xlgen, data),
                "every check": partial(check_bytes, "form.xlsx", data),
                "openpyxl, twice": partial(with_openpyxl, data),
            }
        )
        floor, slowest = found["unpack and parse only"], found["openpyxl, twice"]
        for what, took in found.items():
            table.add_row(name, what, f"{took:.1f}", f"{took / floor:.1f}×", f"{slowest / took:.1f}×")
    return table


def _many() -> Table:
    table = Table("files", "jobs", "s", "files per s", "per s and job", "MB, largest process", title="Many forms")
    forms = _forms()
    for count in (FEW, MANY):
        with tempfile.TemporaryDirectory() as folder:
            for number in range(count):
                (Path(folder) / f"单位{number:04}.xlsx").write_bytes(forms[number % len(forms)])
            for jobs in (1, 2):
                took, memory = _measured(Path(folder), jobs)
                speed = count / took
                table.add_row(
                    f"{count}", f"{jobs}", f"{took:.1f}", f"{speed:.0f}", f"{speed / jobs:.0f}", f"{memory:.0f}"
                )
    return table


def _forms() -> list[bytes]:
    """Forms of all schemes, complete ones, each of a unit of its own."""
    found = []
    for name in scheme_files():
        scheme = load_scheme(name)
        seeds = [seed for seed in range(DISTINCT * len(HABITS)) if HABITS[seed % len(HABITS)] is COMPLETE][:DISTINCT]
        for seed in seeds:
            filling = random_filling(scheme, seed)
            unit = {UNIT_NAME: f"{name}单位{seed}"}
            found.append(build(scheme, replace(filling, inputs={**filling.inputs, **unit})))
    return found


def _measured(folder: Path, jobs: int) -> tuple[float, float]:
    """Seconds and megabytes; starting Python and building the templates is in them."""
    command = [sys.executable, "-m", "bench.validating", str(folder), str(jobs)]
    start = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return time.perf_counter() - start, max(map(int, done.stdout.split())) / 1024


def _check(folder: Path, jobs: int) -> None:
    sources = find_sources([folder]).workbooks
    reports = [each.report for each in LocalExecutor(jobs)(FileChecker(), sources, failed_check)]
    assert all(report.readable for report in reports)
    print(own_peak(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)


if __name__ == "__main__":
    main(sys.argv[1:])
