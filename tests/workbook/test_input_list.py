"""填报清单: what is open is counted and listed, whatever the statuses have become."""

from __future__ import annotations

import pytest

from tests.factories.form_workbooks import read_back
from tests.factories.returned_forms import minimal, typed
from xlgen.scheme.sheet_names import LIST
from xlgen.scoring.status import NOT_COMPUTED
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.workbook.layout import VERDICT_ON_CHECK
from xlgen.workbook.sheets.input_list import STATE, Entry, entries_of
from xlgen.xlsx.values import CellValue

FORM = minimal()
COUNTED = [entry for entry in entries_of(layout_of(FORM.scheme)) if entry.counts]


def shown(cells: dict[str, CellValue]) -> tuple[CellValue, dict[int, CellValue]]:
    """The verdict of the filled form with some cells typed over, and the statuses of the list by row."""
    book = read_back(typed(cells, build(FORM.scheme, FORM.filling)))
    check, listed = book.sheet(VERDICT_ON_CHECK.sheet), book.sheet(LIST)
    assert check is not None
    assert listed is not None
    states = {entry.row: listed.value(f"{STATE}{entry.row}") for entry in COUNTED}
    return check.value(VERDICT_ON_CHECK.address), states


@pytest.mark.parametrize("entry", COUNTED, ids=lambda entry: entry.what)
@pytest.mark.parametrize("broken", ["=#REF!", "=1/0", "=NA()"])
def test_status_that_is_an_error__is_open_and_hides_nothing(entry: Entry, broken: str) -> None:
    other = next(each for each in (COUNTED[-1], COUNTED[-2]) if each.status != entry.status)
    ruined = {f"{each.status.sheet}!{each.status.address}": broken for each in (entry, COUNTED[0])}
    missing = f"{other.status.sheet}!{other.status.address}"
    verdict, states = shown({**ruined, missing: "待填：填整数"})
    assert verdict == f"暂不能报送：还有 {len(ruined) + 1} 处待完善"
    assert [row for row, state in states.items() if state == NOT_COMPUTED] == sorted({entry.row, COUNTED[0].row})


def test_statuses_all_right__nothing_is_open() -> None:
    verdict, states = shown({})
    assert verdict == "可以报送"
    assert NOT_COMPUTED not in states.values()
