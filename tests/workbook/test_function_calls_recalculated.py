"""Published forms whose cells call the functions, computed by LibreOffice with the Python functions, and without."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import SCHEMES, published_filling, shipped_scheme
from tests.oracles.cells import Value, stored
from tests.oracles.libreoffice import recalculated
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.workbook.formula_style import FormulaStyle
from xlgen.workbook.function_calls import function_calls
from xlgen.workbook.layout import FUNCTIONS_ON_CHECK as STATUS
from xlgen.workbook.layout import VERDICT_ON_CHECK
from xlgen.workbook.sheets.check import FUNCTIONS_MISSING, FUNCTIONS_READY
from xlgen.workbook.verdict import NOT_COMPUTED

Computed = dict[str, tuple[Path, Path, Path]]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Computed:
    """The published forms: as written, computed by LibreOffice with the functions, and without them."""
    folder = tmp_path_factory.mktemp("published")
    files = {name: folder / f"{name}.xlsx" for name in SCHEMES}
    for name, file in files.items():
        file.write_bytes(build(shipped_scheme(name), published_filling(name), formulas=FormulaStyle.UDF))
    there = recalculated(list(files.values()), folder / "there", functions=True)
    missing = recalculated(list(files.values()), folder / "missing")
    return {name: (file, there[file], missing[file]) for name, file in files.items()}


def same(before: Value, after: Value) -> bool:
    if isinstance(before, (int, float)) and isinstance(after, (int, float)):
        return abs(before - after) <= 1e-9 * max(1.0, abs(before))
    return before == after


@pytest.mark.parametrize("name", SCHEMES)
def test_with_the_functions__what_the_file_says(name: str, published: Computed) -> None:
    file, there, _ = published[name]
    before, after = stored(file), stored(there)
    assert after[STATUS.sheet].pop(STATUS.address) == FUNCTIONS_READY
    before[STATUS.sheet].pop(STATUS.address)
    assert sum(len(cells) for cells in before.values()) > 300
    differing = [
        (sheet, address, cells.get(address), after[sheet].get(address))
        for sheet, cells in before.items()
        for address in cells.keys() | after[sheet].keys()
        if not same(cells.get(address, ""), after[sheet].get(address, ""))
    ]
    assert differing == []


@pytest.mark.parametrize("name", SCHEMES)
def test_without_the_functions__no_score_and_no_total(name: str, published: Computed) -> None:
    cells, layout = stored(published[name][2]), layout_of(shipped_scheme(name))
    assert cells[STATUS.sheet][STATUS.address] == FUNCTIONS_MISSING
    assert str(cells[layout.total.sheet][layout.total.address]).startswith("待填")
    assert cells[VERDICT_ON_CHECK.sheet][VERDICT_ON_CHECK.address] == NOT_COMPUTED
    scores = {place for place in function_calls(layout) if place.sheet == layout.total.sheet}
    shown = {cells[place.sheet].get(place.address) for place in scores}
    assert shown - {0} == {"#NAME?"}, "0: what is not applicable calls nothing"
