"""Whole forms, filled in at random: Python, LibreOffice and the values stored in the file say the same everywhere."""

from __future__ import annotations

from pathlib import Path

from openpyxl.utils import column_index_from_string

from tests.oracles.libreoffice import Rows, recalculated_cells
from tests.workbook.expected import expected_cells
from tests.workbook.random_fillings import random_filling
from tests.workbook.typed import Typist
from xlgen.scheme.model import Scheme
from xlgen.scheme.sheets import CHECK, DATA, FORM
from xlgen.workbook.cells import Place

COUNT = 204


def test_random_fillings__every_score_status_and_verdict_as_in_python(scheme: Scheme, tmp_path: Path) -> None:
    typist = Typist(scheme)
    fillings = {tmp_path / f"{seed:03}.xlsx": random_filling(scheme, seed) for seed in range(COUNT)}
    for file, filling in fillings.items():
        file.write_bytes(typist.filled(filling))
    sheets = [DATA, FORM, CHECK, *(table.label for table in scheme.tables.values())]
    found = recalculated_cells(list(fillings), sheets, tmp_path / "office")
    differing = [
        f"{file.stem} {place.sheet}!{place.address}: {value!r} in Python, {shown!r} in LibreOffice"
        for file, filling in fillings.items()
        for place, value in expected_cells(typist.layout, filling)
        if not _same(value, shown := _cell(found[file], place))
    ]
    assert not differing, "\n".join(differing[:40])


def _cell(sheets: dict[str, Rows], place: Place) -> str:
    rows, column = sheets[place.sheet], column_index_from_string(place.column) - 1
    return rows[place.row - 1][column] if place.row <= len(rows) and column < len(rows[place.row - 1]) else ""


def _same(expected: float | str, shown: str) -> bool:
    if isinstance(expected, str):
        return expected == shown
    try:
        number = float(shown[:-1]) / 100 if shown.endswith("%") else float(shown)
        return abs(number - expected) <= 1e-12 * max(1.0, abs(expected))
    except ValueError:
        return False
