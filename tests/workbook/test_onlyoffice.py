"""Forms filled in at random and then edited: every formula shows the same in ONLYOFFICE and in formualizer.

What formualizer shows is compared with Python and LibreOffice elsewhere.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import formualizer
import openpyxl
from openpyxl import Workbook
from openpyxl.utils import column_index_from_string
from openpyxl.utils.cell import coordinate_from_string

from tests.conftest import ALL_FORMS, SCHEMES, shipped_scheme
from tests.factories.random_fillings import random_filling
from tests.factories.typist import Typist, entries
from tests.oracles.cells import Cells, Value
from tests.oracles.formualizer_functions import value_of
from tests.oracles.onlyoffice import Edited, before_and_after
from xlgen.workbook.layout import Layout
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue

SEEDS = range(6) if ALL_FORMS else (0, 4)
"""Fillings of each form: one of each of the units' habits; the two forms of `make test` get one each."""
SHARE = 1 if ALL_FORMS else len(SCHEMES)
EDITS = 8
"""Entries that are corrected afterwards."""


def test_filled_and_edited__every_formula_as_in_formualizer(tmp_path: Path) -> None:
    books = {}
    for place, name in enumerate(SCHEMES):
        typist = Typist(shipped_scheme(name))
        for seed in SEEDS[place % SHARE :: SHARE]:
            file = tmp_path / f"{name}-{seed:02}.xlsx"
            typed = typist.filled(random_filling(typist.layout.scheme, seed))
            file.write_bytes(bytes(formualizer.recalculate_xlsx_bytes(typed)["bytes"]))
            opened = openpyxl.load_workbook(io.BytesIO(typed))
            books[file.stem] = Edited(file, corrections(typist.layout, seed, opened), formulas(opened))
    differing = [
        f"{name}, {state}: {difference}"
        for (name, book), found in zip(books.items(), before_and_after(list(books.values())), strict=True)
        for state, computed, shown in zip(("filled", "edited"), in_formualizer(book), found, strict=True)
        for difference in differences(computed, shown)
    ]
    assert not differing, "\n".join(differing[:40])


def corrections(layout: Layout, seed: int, book: Workbook) -> Mapping[CellRef, CellValue]:
    """A few entries as they are in the next filling. A number typed into a cell of texts would be a text."""
    before, after = (dict(entries(layout, random_filling(layout.scheme, number))) for number in (seed, seed + 1))
    changed = [
        place
        for place, value in after.items()
        if value != before[place] and (isinstance(value, str) or not _holds_texts(book, place))
    ]
    chosen = random.Random(f"{layout.scheme.id}/{seed}").sample(changed, EDITS)
    return {place: after[place] for place in chosen}


def _holds_texts(book: Workbook, place: CellRef) -> bool:
    return bool(book[place.sheet][place.address].number_format == "@")


def formulas(book: Workbook) -> dict[str, list[str]]:
    """The addresses of all formulas by sheet."""
    found = {
        sheet.title: [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        for sheet in book.worksheets
    }
    assert sum(map(len, found.values())) > 300
    return found


def in_formualizer(book: Edited) -> Iterator[Cells]:
    """The same there, before and after the edits."""
    engine = formualizer.Workbook.from_bytes(book.workbook.read_bytes())
    for edits in ({}, book.edits):
        for place, value in edits.items():
            engine.set_value(place.sheet, place.row, column_index_from_string(place.column), value)
        engine.evaluate_all()
        yield {sheet: {each: _value(engine, sheet, each) for each in cells} for sheet, cells in book.read.items()}


def _value(engine: formualizer.Workbook, sheet: str, address: str) -> Value:
    column, row = coordinate_from_string(address)
    value = engine.get_value(sheet, row, column_index_from_string(column))
    return "" if value is None else value_of(value)


def differences(computed: Cells, shown: Cells) -> Iterator[str]:
    for sheet, cells in computed.items():
        for address, value in cells.items():
            found = shown[sheet][address]
            if not same(value, found):
                yield f"{sheet}!{address}: {value!r} in formualizer, {found!r} in ONLYOFFICE"


def same(computed: Value, found: Value) -> bool:
    if isinstance(computed, bool) or isinstance(found, bool):
        return computed is found
    if isinstance(computed, (int, float)) and isinstance(found, (int, float)):
        return abs(computed - found) <= 1e-9 * max(1.0, abs(computed))
    return computed == found
