"""Whole forms, filled in at random: Python, LibreOffice and formualizer say the same everywhere.

So do the forms whose cells call the custom functions, which both programs compute with the very Python functions.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import formualizer
import pytest
from openpyxl.utils import column_index_from_string

from tests.conftest import ALL_FORMS, shipped_scheme
from tests.factories.random_fillings import random_filling
from tests.factories.typist import Typist, entries
from tests.oracles.formualizer_functions import register_functions, value_of
from tests.oracles.libreoffice import Rows, recalculated_cells
from tests.workbook.expected import expected_cells, same
from xlgen.rules.expression import Formula
from xlgen.scheme.model import Scheme
from xlgen.scheme.sheet_names import CHECK, FORM, LIST
from xlgen.scoring.form_data import FormData
from xlgen.workbook.build import build
from xlgen.workbook.formula_style import FormulaStyle
from xlgen.workbook.function_call_parts import with_function_calls
from xlgen.workbook.function_calls import function_calls
from xlgen.workbook.layout import Layout
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.write.finishing import sheet_parts

Shown = tuple[CellRef, float | str]
COUNT = 204 if ALL_FORMS else 24
"""Fillings of each form: a multiple of the six habits of units."""
BESIDE = "AZ"
"""A column that no sheet uses."""


def test_random_fillings__every_score_status_and_verdict_as_in_python(scheme: Scheme, tmp_path: Path) -> None:
    typist = Typist(scheme)
    called = function_calls(typist.layout)
    fillings = {tmp_path / f"{seed:03}.xlsx": random_filling(scheme, seed) for seed in range(COUNT)}
    for file, filling in fillings.items():
        file.write_bytes(with_both(typist.filled(filling), called))
    sheets = [FORM, LIST, CHECK, *(scheme.tables[name].label for name in typist.layout.sheet_tables)]
    found = recalculated_cells(list(fillings), sheets, tmp_path / "office", functions=True)
    differing = [
        f"{file.stem} {place.sheet}!{place.address}: {value!r} in Python, {shown!r} in LibreOffice"
        for file, filling in fillings.items()
        for place, value in both(called, expected_cells(typist.layout, filling))
        if not same(value, shown := _cell(found[file], place))
    ]
    assert not differing, "\n".join(differing[:40])


def with_both(native: bytes, called: Mapping[CellRef, Formula]) -> bytes:
    """The workbook with calls, and in the same row, far to the right, each rule written out as it was."""
    with zipfile.ZipFile(io.BytesIO(native)) as archive:
        parts = sheet_parts(archive)
        formulas = {
            place: re.search(rb'<c r="%b"[^>]*>(<f>.*?</f>)' % place.address.encode(), archive.read(parts[place.sheet]))
            for place in called
        }
    calling, result = io.BytesIO(with_function_calls(native, called)), io.BytesIO()
    with zipfile.ZipFile(calling) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            text = source.read(name)
            for place, formula in formulas.items():
                if parts[place.sheet] == name and formula is not None:
                    start = text.index(b"</row>", text.index(b'<row r="%d"' % place.row))
                    beside = b'<c r="%b%d">%b</c>' % (BESIDE.encode(), place.row, formula[1])
                    text = text[:start] + beside + text[start:]
            target.writestr(name, text)
    return result.getvalue()


def both(called: Mapping[CellRef, Formula], expected: Iterable[Shown]) -> Iterator[Shown]:
    """What each cell must show, and the one with the rule written out."""
    for place, value in expected:
        yield place, value
        if place in called:
            yield replace(place, column=BESIDE), value


@pytest.mark.parametrize("formulas", [FormulaStyle.NATIVE, FormulaStyle.UDF])
def test_random_fillings__the_same_in_formualizer(scheme: Scheme, formulas: FormulaStyle) -> None:
    book = formualizer.Workbook.from_bytes(build(scheme, formulas=formulas))
    failures = register_functions(book)
    layout = Typist(scheme).layout
    differing = []
    for seed in range(COUNT):
        filling = random_filling(scheme, seed)
        for place, value in entries(layout, filling):
            book.set_value(place.sheet, place.row, column_index_from_string(place.column), value)
        book.evaluate_all()
        differing += [f"{seed:03} {difference}" for difference in _differences(book, layout, filling)]
    assert failures == []
    assert not differing, "\n".join(differing[:40])


def _differences(book: formualizer.Workbook, layout: Layout, filling: FormData) -> Iterator[str]:
    for place, value in expected_cells(layout, filling):
        found = book.get_value(place.sheet, place.row, column_index_from_string(place.column))
        shown = "" if found is None else str(value_of(found))
        if not same(value, shown):
            yield f"{place.sheet}!{place.address}: {value!r} in Python, {shown!r} in formualizer"


def test_formualizer__functions_are_called() -> None:
    """The functions that are registered are those that compute."""
    scheme = shipped_scheme("shenzhen-2021")
    book = formualizer.Workbook.from_bytes(build(scheme, formulas=FormulaStyle.UDF))
    register_functions(book)
    asked: list[object] = []

    def spy(*given: object) -> float:
        asked.append(given)
        return 0.0

    book.unregister_function("CRITERIA_SCORE")
    book.register_function("CRITERIA_SCORE", spy)
    typist = Typist(scheme)
    for place, value in entries(typist.layout, random_filling(scheme, 0)):
        book.set_value(place.sheet, place.row, column_index_from_string(place.column), value)
    book.evaluate_all()
    assert asked


def _cell(sheets: dict[str, Rows], place: CellRef) -> str:
    rows, column = sheets[place.sheet], column_index_from_string(place.column) - 1
    return rows[place.row - 1][column] if place.row <= len(rows) and column < len(rows[place.row - 1]) else ""
