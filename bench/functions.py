"""Custom functions: calls per second through each host that runs here, and a sheet of 2,000 calls.

Wall time, the least of three, because the work is done by several processes. Every host is asked for the same
score; of calls one after another, what it takes to start is measured with a single call and subtracted. Excel is not
here: the classic row is xlwings' own Windows module with stand-ins for pywin32, without COM; the Office.js row is
HTTP to the server, one call after another.
"""

from __future__ import annotations

import http.client
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

from tests.hosts.javascript.serving import served
from tests.oracles.formualizer_functions import register_functions
from tests.oracles.libreoffice import recalculated_cells
from udf.catalogue import FUNCTIONS
from xlgen import __version__
from xlgen.rules.calls import rule_call
from xlgen.rules.expression import Formula
from xlgen.rules.registry import RULES

CALLS = 2000
RULE, NAME = "quarter_exec_score", "QUARTER_EXEC_SCORE"
PROGRESS = (0.3760, 0.5647, 0.7228, 0.9299)
SHEET = "调用"


def directly(calls: int) -> None:
    for _ in range(calls):
        FUNCTIONS[NAME].call([list(PROGRESS)])


def through_xlwings(calls: int) -> None:
    missing = -2147352572
    given = json.dumps([[NAME, [[list(PROGRESS)], *[missing] * 4]]] * calls)
    command = [sys.executable, "-m", "tests.udf.classic"]
    subprocess.run(command, input=given.encode(), capture_output=True, check=True)


def through_server(port: str) -> Callable[[int], None]:
    body = {"func_name": NAME, "args": [[list(PROGRESS)], *[None] * 4], "version": __version__, "runtime": "1.4"}

    def call(calls: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", int(port))
        for _ in range(calls):
            connection.request("POST", "/call", json.dumps(body), {"content-type": "application/json"})
            answer = json.loads(connection.getresponse().read())
            assert answer == {"result": [[5.89]]}, answer

    return call


def sheet_of(formula: Callable[[int], str], rows: int, file: Path) -> Path:
    """A workbook with as many rows of progress and a score in each."""
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


def called(row: int) -> str:
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
    """The least of three: what else runs on the machine only ever adds."""
    found = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def hosts(folder: Path) -> Table:
    table = Table("host", "calls per second", "against Python", title=f"{CALLS:,} calls of {NAME}, one after another")
    with served(folder, "--behind-proxy", "https://bench.example") as (_, port):
        ways = {"Python": directly, "xlwings, classic": through_xlwings, "server, Office.js": through_server(port)}
        rates = {}
        for name, way in ways.items():
            took = seconds(partial(way, CALLS + 1)) - seconds(partial(way, 1))
            rates[name] = CALLS / took
    for name, rate in rates.items():
        table.add_row(name, f"{rate:,.0f}", f"1/{rates['Python'] / rate:.0f}")
    return table


def sheets(folder: Path) -> Table:
    columns = ("host", "rules written out, s", "functions, s", "ratio", "a call, microseconds")
    table = Table(*columns, title=f"A sheet of {CALLS:,} scores, opened and computed")
    for name, way in {"formualizer": in_formualizer, "LibreOffice": in_libreoffice}.items():
        files = [sheet_of(formula, CALLS, folder / f"{formula.__name__}.xlsx") for formula in (native, called)]
        written_out, functions = (seconds(partial(way, file)) for file in files)
        call = (functions - written_out) / CALLS * 1e6
        table.add_row(name, f"{written_out:.2f}", f"{functions:.2f}", f"{functions / written_out:.1f}", f"{call:.0f}")
    return table


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        console = Console()
        console.print(hosts(Path(folder)))
        console.print(sheets(Path(folder)))


if __name__ == "__main__":
    main()
