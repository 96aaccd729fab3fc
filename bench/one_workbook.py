"""The cost of one blank workbook: xlgen against openpyxl and XlsxWriter writing the same cells.

The other two write the same values and formulas into the same cells of the same sheets, with one style and without
validations, protection or computed values: a lower bound, not the same product. Rounds are interleaved and the median
is taken, so that noise affects all of them equally.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import xlsxwriter
from rich.console import Console
from rich.table import Table

from bench.timing import medians
from xlgen.files.resources import scheme_files
from xlgen.scheme.load import load_scheme
from xlgen.workbook.build import build

Cells = dict[str, list[tuple[int, int, object]]]


def cells_of(data: bytes) -> Cells:
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    return {
        sheet.title: [
            (cell.row, cell.column, cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None
        ]
        for sheet in workbook.worksheets
    }


def with_openpyxl(cells: Cells) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, content in cells.items():
        sheet = workbook.create_sheet(title)
        for row, column, value in content:
            sheet.cell(row, column).value = value
    result = io.BytesIO()
    workbook.save(result)
    return result.getvalue()


def with_xlsxwriter(cells: Cells) -> bytes:
    result = io.BytesIO()
    with xlsxwriter.Workbook(result, {"in_memory": True}) as workbook:
        for title, content in cells.items():
            sheet = workbook.add_worksheet(title)
            for row, column, value in content:
                sheet.write(row - 1, column - 1, value)
    return result.getvalue()


def main() -> None:
    table = Table("scheme", "what", "CPU ms", "against openpyxl", "bytes", "cells", title="One blank workbook")
    for name in scheme_files():
        scheme = load_scheme(name)
        cells = cells_of(build(scheme))
        methods: dict[str, Callable[[], bytes]] = {
            "xlgen, all of it": lambda scheme=scheme: build(scheme),  # type: ignore[misc]  # binds the loop variable
            "openpyxl, same cells": lambda cells=cells: with_openpyxl(cells),  # type: ignore[misc]
            "XlsxWriter, same cells": lambda cells=cells: with_xlsxwriter(cells),  # type: ignore[misc]
        }
        times = medians(methods)
        floor = times["openpyxl, same cells"]
        count = f"{sum(map(len, cells.values()))}"
        for method, work in methods.items():
            median = times[method]
            table.add_row(name, method, f"{median:.1f}", f"{median / floor:.2f}×", f"{len(work())}", count)
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
