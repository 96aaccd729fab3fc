"""Custom functions: calls per second through each host that runs here, and a sheet of 2,000 calls.

Wall time, minimum of three, because several processes do the work. Every host computes the same score. For sequential
calls, the start-up time is measured with a single call and subtracted. Excel is not available: the classic row is
xlwings' own Windows module with stand-ins for pywin32, without COM.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import formualizer
from openpyxl import Workbook
from rich.console import Console
from rich.table import Table

from tests.oracles.formualizer_functions import register_functions
from tests.oracles.libreoffice import recalculated_cells
from udf.catalogue import FUNCTIONS
from xlgen.hosts.javascript.shipped import FUNCTIONS_JS
from xlgen.rules.calls import rule_call
from xlgen.rules.expression import Formula
from xlgen.rules.registry import RULES

CALLS = 2000
RULE, NAME = "quarter_exec_score", "QUARTER_EXEC_SCORE"
PROGRESS = (0.3760, 0.5647, 0.7228, 0.9299)
SHEET = "调用"


def in_python(calls: int) -> None:
    for _ in range(calls):
        FUNCTIONS[NAME].call([list(PROGRESS)])


def through_xlwings(calls: int) -> None:
    omitted = -2147352572
    calls_json = json.dumps([[NAME, [[list(PROGRESS)], *[omitted] * 4]]] * calls)
    command = [sys.executable, "-m", "tests.udf.classic"]
    subprocess.run(command, input=calls_json.encode(), capture_output=True, check=True)


def in_node(calls: int) -> None:
    """functions.js as WPS, Microsoft 365 and ONLYOFFICE run it, without the program around it."""
    work = f"let last; for (let i = 0; i < {calls}; i += 1) last = XLGEN.answer('{NAME}', [[{list(PROGRESS)}]]).value;"
    script = f"{FUNCTIONS_JS.read_text(encoding='utf-8')}\n{work}\nif (last !== 5.89) throw new Error(last);"
    subprocess.run(["node", "-"], input=script.encode(), check=True)


def sheet_of(formula: Callable[[int], str], rows: int, file: Path) -> Path:
    """A workbook with this many rows of progress and a score in each."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    for row in range(1, rows + 1):
        sheet.append([*PROGRESS, formula(row)])
    book.save(file)
    return file


def native(row: int) -> str:
    cells = [Formula(f"{column}{row}") for column in "ABCD"]
    return f"=ROUND({RULES[RULE].score({'progress': cells}, {}).text},2)"  # type: ignore[union-attr]


def function_call(row: int) -> str:
    return f"=ROUND({rule_call(RULE, {'progress': Formula(f'A{row}:D{row}')}, {}).text},2)"


def in_formualizer(file: Path) -> None:
    book = formualizer.Workbook.from_bytes(file.read_bytes())
    register_functions(book)
    book.evaluate_all()
    assert book.get_value(SHEET, 1, 5) == 5.89


def in_libreoffice(file: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = recalculated_cells([file], [SHEET], Path(folder), functions=True)[file][SHEET]
    assert rows[0][4] == "5.89"


def seconds(work: Callable[[], object]) -> float:
    """Minimum of three runs: other load on the machine can only add time."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def hosts() -> Table:
    table = Table("host", "calls per second", "against Python", title=f"{CALLS:,} calls of {NAME}, one after another")
    rates = {}
    for name, call in {
        "Python": in_python,
        "functions.js in Node": in_node,
        "xlwings, classic": through_xlwings,
    }.items():
        rates[name] = CALLS / (seconds(partial(call, CALLS + 1)) - seconds(partial(call, 1)))
    for name, rate in rates.items():
        table.add_row(name, f"{rate:,.0f}", f"1/{rates['Python'] / rate:.0f}")
    return table


def sheets(folder: Path) -> Table:
    columns = ("host", "native formulas, s", "functions, s", "ratio", "per call, microseconds")
    table = Table(*columns, title=f"A sheet of {CALLS:,} scores, opened and computed")
    for name, compute in {"formualizer": in_formualizer, "LibreOffice": in_libreoffice}.items():
        files = [sheet_of(formula, CALLS, folder / f"{formula.__name__}.xlsx") for formula in (native, function_call)]
        native_time, function_time = (seconds(partial(compute, file)) for file in files)
        per_call = (function_time - native_time) / CALLS * 1e6
        table.add_row(
            name, f"{native_time:.2f}", f"{function_time:.2f}", f"{function_time / native_time:.1f}", f"{per_call:.0f}"
        )
    return table


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        console = Console()
        console.print(hosts())
        console.print(sheets(Path(folder)))


if __name__ == "__main__":
    main()
