"""Every value and every formula of every shipped form is what openpyxl reads too, also after LibreOffice saved it."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from tests.conftest import published_filling, shipped_scheme
from tests.factories.form_workbooks import BOOKS, FILLED, built, read_back
from tests.oracles.libreoffice import recalculated
from xlgen.submissions.compare import compare
from xlgen.submissions.read import identity_in, read_returned
from xlgen.workbook.identity import identity_of
from xlgen.xlsx.read.formula_text import canonical
from xlgen.xlsx.read.workbook import WorkbookRead

pytestmark = pytest.mark.slow


Cells = Mapping[tuple[str, str], object]


def by_openpyxl(data: bytes, values: bool) -> tuple[dict[tuple[str, str], object], set[tuple[str, str]]]:
    """What openpyxl reads, and the cells it does not read: those that others are merged over."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=values)
    cells = {
        (sheet.title, cell.coordinate): cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
    }
    covered = {place for place, cell in cells.items() if isinstance(cell, MergedCell)}
    return {place: plain(cell.value) for place, cell in cells.items() if plain(cell.value) is not None}, covered


def plain(value: object) -> object:
    """A value as a file holds it. openpyxl makes dates of numbers and objects of array formulas."""
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time, datetime.timedelta)):
        return to_excel(value)  # type: ignore[no-untyped-call]
    if isinstance(value, ArrayFormula):
        return f"={str(value.text).removeprefix('=')}"
    assert not isinstance(value, DataTableFormula)
    return None if value == "" else value


def values_of(book: WorkbookRead) -> Cells:
    """The values; the empty text of a formula is nothing, as openpyxl has it."""
    return {
        (title, address): cell.value
        for title, sheet in book.loaded.items()
        for address, cell in sheet.cells.items()
        if cell.value not in (None, "")
    }


def contents_of(book: WorkbookRead) -> Cells:
    """Formulas, and values where there are none."""
    return {
        (title, address): cell.value if cell.stored is None else f"={cell.stored}"
        for title, sheet in book.loaded.items()
        for address, cell in sheet.cells.items()
        if cell.stored is not None or cell.value not in (None, "")
    }


def assert_same(data: bytes) -> WorkbookRead:
    book = read_back(data)
    for title in book.titles:
        assert book.sheet(title) is not None
    for found, values in ((values_of(book), True), (contents_of(book), False)):
        expected, covered = by_openpyxl(data, values)
        assert {place: value for place, value in found.items() if place not in covered} == expected
    return book


@pytest.mark.parametrize("book", BOOKS, ids="-".join)
def test_shipped_form__same(book: tuple[str, str]) -> None:
    assert_same(built(*book))


@pytest.fixture(scope="module")
def resaved(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], bytes]:
    """Every shipped form, opened and saved by LibreOffice."""
    folder = tmp_path_factory.mktemp("saved")
    files = {}
    for name, state in BOOKS:
        files[name, state] = folder / f"{name}-{state}.xlsx"
        files[name, state].write_bytes(built(name, state))
    saved = recalculated(list(files.values()), folder / "by LibreOffice")
    return {book: saved[file].read_bytes() for book, file in files.items()}


@pytest.mark.parametrize("book", BOOKS, ids="-".join)
def test_form_saved_by_libreoffice__same(book: tuple[str, str], resaved: dict[tuple[str, str], bytes]) -> None:
    found = assert_same(resaved[book])
    assert "LibreOffice" in found.application
    assert found.titles == read_back(built(*book)).titles


@pytest.mark.parametrize("book", BOOKS, ids="-".join)
def test_form_saved_by_libreoffice__same_formulas(book: tuple[str, str], resaved: dict[tuple[str, str], bytes]) -> None:
    ours, theirs = read_back(built(*book)), read_back(resaved[book])
    for title in ours.titles:
        one, other = ours.sheet(title), theirs.sheet(title)
        assert one is not None
        assert other is not None
        formulas = {address: cell.formula for address, cell in one.cells.items() if cell.stored}
        assert {address: cell.formula for address, cell in other.cells.items() if cell.stored} == formulas
        assert all(canonical(formula or "") == formula for formula in formulas.values())


@pytest.mark.parametrize("name", [name for name, state in BOOKS if state == FILLED])
def test_form_saved_by_libreoffice__same_scores(name: str, resaved: dict[tuple[str, str], bytes]) -> None:
    scheme, book = shipped_scheme(name), read_back(resaved[name, FILLED])
    identity = identity_in(book)
    assert identity is not None
    assert identity.template == identity_of(scheme).template
    comparison = compare(scheme, read_returned(book, scheme, Path("returned.xlsx")), identity.unit)
    wrong = {score.indicator.id: comparison.reported(score) for score in comparison.disagreements}
    assert wrong == published_filling(name).reported
