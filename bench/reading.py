"""The cost of reading one filled form, every value and formula of every sheet, against other libraries.

The lower bound is unpacking and parsing the same parts with lxml without evaluating anything. openpyxl must load a
file twice for values and formulas; python-calamine reads values only.
"""

from __future__ import annotations

import io
import zipfile
from functools import partial
from pathlib import Path

import openpyxl
from lxml import etree
from python_calamine import CalamineWorkbook
from rich.console import Console
from rich.table import Table

from bench.timing import medians
from xlgen.files.resources import SAMPLES, scheme_files
from xlgen.scheme.load import load_scheme
from xlgen.scheme.model import Scheme
from xlgen.scoring.data_file import load_form_data
from xlgen.submissions.read import read_returned
from xlgen.workbook.build import build
from xlgen.xlsx.read.package import package_of
from xlgen.xlsx.read.workbook import WorkbookRead, workbook_of

PATH = Path("returned.xlsx")
SKIPPED_PART = "theme"


def with_xlgen(data: bytes) -> WorkbookRead:
    book = workbook_of(package_of(PATH, data))
    for title in book.titles:
        book.sheet(title)
    return book


def formulas(data: bytes) -> None:
    for sheet in with_xlgen(data).loaded.values():
        for cell in sheet.cells.values():
            assert cell.formula is None or cell.formula


def for_scoring(data: bytes, scheme: Scheme) -> None:
    read_returned(workbook_of(package_of(PATH, data)), scheme, PATH)


def parse(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if SKIPPED_PART not in name:
                etree.fromstring(archive.read(name))


def with_openpyxl(data: bytes) -> None:
    for values in (True, False):
        openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def with_calamine(data: bytes) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for title in book.sheet_names:
        book.get_sheet_by_name(title).to_python()


def main() -> None:
    table = Table("scheme", "what", "CPU ms", "beyond parsing", "openpyxl takes", title="Reading one filled form")
    for name in scheme_files():
        scheme = load_scheme(name)
        data = build(scheme, load_form_data(SAMPLES / name / "inputs.yaml", scheme))
        times = medians(
            {
                "unpack and parse only": partial(parse, data),
                "xlgen, all sheets": partial(with_xlgen, data),
                "xlgen, all sheets, formulas canonical": partial(formulas, data),
                "xlgen, what scoring needs": partial(for_scoring, data, scheme),
                "python-calamine, values": partial(with_calamine, data),
                "openpyxl, twice": partial(with_openpyxl, data),
            }
        )
        floor, slowest = times["unpack and parse only"], times["openpyxl, twice"]
        book = with_xlgen(data)
        size = f"{name}: {len(book.titles)} sheets, {sum(len(sheet.cells) for sheet in book.loaded.values())} cells"
        for method, time in times.items():
            table.add_row(size, method, f"{time:.1f}", f"{time - floor:+.1f}", f"{slowest / time:.1f}×")
            size = ""
    Console(width=130).print(table)


if __name__ == "__main__":
    main()
