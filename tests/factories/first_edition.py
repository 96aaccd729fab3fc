"""Workbooks of the first edition as units return them, and as people changed them since."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from samples.defects.making import BAD
from xlgen.scheme.inputs import MONEY_UNIT
from xlgen.scheme.model import Scheme
from xlgen.submissions.first_edition.input_sheet import INPUT_SHEET
from xlgen.submissions.first_edition.reading import FirstEdition
from xlgen.xlsx.read.package import package_of
from xlgen.xlsx.read.sheet import CellRead, place_of
from xlgen.xlsx.read.workbook import WorkbookRead, workbook_of
from xlgen.xlsx.values import CellValue

FOLDER = BAD.parent / "first-edition"
Rows = Callable[[int], int | None]


def first_edition(scheme: Scheme) -> FirstEdition:
    """The published form of a scheme, filled into the first edition."""
    file = FOLDER / f"{scheme.id}.xlsx"
    return FirstEdition(workbook_of(package_of(file, file.read_bytes())), scheme)


def row_of(first: FirstEdition, label: str, sheet: str = INPUT_SHEET, column: str = "B") -> int:
    """The row of a label on 基础数据, or of a text on another sheet."""
    cells = _cells(first.book, sheet)
    (row,) = {
        int(address[len(column) :]) for address, cell in cells.items() if cell.value == label and address[0] == column
    }
    return row


def moved(first: FirstEdition, to: Rows, sheet: str = INPUT_SHEET) -> FirstEdition:
    """The same with the rows of a sheet in other places; those that go nowhere are deleted."""
    cells = {}
    for address, cell in _cells(first.book, sheet).items():
        place = place_of(sheet, address)
        row = to(place.row)
        if row is not None:
            cells[replace(place, row=row).address] = cell
    return _with_cells(first, sheet, cells)


def typed(first: FirstEdition, values: Mapping[str, CellValue], sheet: str = INPUT_SHEET) -> FirstEdition:
    """The same with some cells of a sheet typed over, by address."""
    new = {address: CellRead(value, None, False) for address, value in values.items()}
    return _with_cells(first, sheet, {**_cells(first.book, sheet), **new})


def uncomputed(first: FirstEdition) -> FirstEdition:
    """The same as saved by a program that keeps formulas without their results."""
    for title in first.book.titles:
        kept = {
            key: cell if cell.stored is None else cell._replace(value=None)
            for key, cell in _cells(first.book, title).items()
        }
        first = _with_cells(first, title, kept)
    return first


def without_money_unit(scheme: Scheme) -> Scheme:
    """The same scheme with its amounts in 万元, without asking for their unit."""
    inputs = {name: spec for name, spec in scheme.inputs.items() if name != MONEY_UNIT}
    changed = scheme.model_copy(update={"inputs": inputs})
    vars(changed).pop("all_inputs", None)  # kept by the other scheme
    return changed


def _cells(book: WorkbookRead, title: str) -> dict[str, CellRead]:
    sheet = book.sheet(title)
    assert sheet is not None
    return dict(sheet.cells)


def _with_cells(first: FirstEdition, title: str, cells: dict[str, CellRead]) -> FirstEdition:
    sheet = first.book.sheet(title)
    assert sheet is not None
    book = replace(first.book, loaded={**first.book.loaded, title: replace(sheet, cells=cells)})
    return FirstEdition(book, first.scheme)
