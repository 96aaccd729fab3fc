"""What the file shows before anything computes it (as in Protected View) is what LibreOffice computes, cell by cell."""

from __future__ import annotations

from pathlib import Path

import formualizer

from tests.conftest import ALL_FORMS, SCHEMES, shipped_scheme
from tests.factories.form_workbooks import BOOKS, built
from tests.factories.random_fillings import random_filling
from tests.factories.typist import Typist
from tests.oracles.cells import Cells, Value, stored
from tests.oracles.libreoffice import recalculated

SEEDS = range(6)  # one of each of the units' habits


def test_stored_values__equal_to_a_recalculation_by_libreoffice(tmp_path: Path) -> None:
    books = {tmp_path / f"{scheme}-{state}.xlsx": built(scheme, state) for scheme, state in BOOKS}
    for place, scheme in enumerate(SCHEMES):  # the two forms of `make test` share the habits
        typist = Typist(shipped_scheme(scheme))
        for seed in SEEDS if ALL_FORMS else SEEDS[place % 2 :: 2]:
            typed = typist.filled(random_filling(typist.layout.scheme, seed))
            books[tmp_path / f"{scheme}-{seed}.xlsx"] = bytes(formualizer.recalculate_xlsx_bytes(typed)["bytes"])
    for file, content in books.items():
        file.write_bytes(content)
    computed = recalculated(list(books), tmp_path / "office")
    differing = [
        f"{file.stem} {difference}"
        for file, content in books.items()
        for difference in _differences(stored(content), stored(computed[file]))
    ]
    assert not differing, "\n".join(differing[:40])


def _differences(shown: Cells, computed: Cells) -> list[str]:
    assert list(shown) == list(computed)
    assert sum(len(cells) for cells in shown.values()) > 500
    return [
        f"{sheet}!{address}: {cells.get(address)!r} stored, {computed[sheet].get(address)!r} in LibreOffice"
        for sheet, cells in shown.items()
        for address in sorted(set(cells) | set(computed[sheet]))
        if not _same(cells.get(address), computed[sheet].get(address))
    ]


def _same(shown: Value | None, computed: Value | None) -> bool:
    if isinstance(shown, (int, float)) and isinstance(computed, (int, float)):
        return abs(shown - computed) <= 1e-9 * max(1.0, abs(shown))
    return shown == computed
