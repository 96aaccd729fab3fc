"""The bar above the form: how far one is, and a link that goes to the first open point, whatever that is."""

from __future__ import annotations

import re

import formualizer
import pytest
from openpyxl.utils import column_index_from_string, get_column_letter

from tests.conftest import SCHEMES, shipped_scheme
from tests.factories.form_workbooks import BLANK, built, opened
from tests.factories.random_fillings import random_filling
from tests.factories.typist import entries
from tests.workbook.expected import asked
from xlgen.scheme.form import Content
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring.form_data import presets, with_overrides
from xlgen.scoring.form_score import score_form
from xlgen.scoring.status import OPEN
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.layout import BAR_ROW
from xlgen.workbook.sheets.form import MAX_FROZEN_WIDTH

pytestmark = pytest.mark.slow
LINK = re.compile(r'HYPERLINK\((.*),"下一处"\)')
SPARE = (FORM, 1, 500)
SEEDS = range(6)  # one of each of the units' habits


@pytest.mark.parametrize("name", SCHEMES)
def test_link__goes_to_the_first_open_point(name: str) -> None:
    scheme, layout, workbook = shipped_scheme(name), layout_of(shipped_scheme(name)), built(name, BLANK)
    bar = opened(name, BLANK)[FORM][BAR_ROW]
    (target,) = (match[1] for cell in bar if (match := LINK.search(str(cell.value))))
    engine = formualizer.Workbook.from_bytes(workbook)
    engine.set_formula(*SPARE, f'=IFERROR({target},"")')
    seen = set()
    for seed in SEEDS:
        filling = with_overrides(random_filling(scheme, seed), presets(scheme))
        for place, value in entries(layout, filling):
            engine.set_value(place.sheet, place.row, column_index_from_string(place.column), value)
        engine.evaluate_all()
        everything = asked(layout, score_form(scheme, filling), filling)
        first = next((f"#{each.target.sheet}!{each.target.address}" for each in everything if each.status in OPEN), "")
        assert engine.get_value(*SPARE) == first
        seen.add(first)
    assert len(seen) > 2


@pytest.mark.parametrize("name", SCHEMES)
def test_bar__in_view_and_not_printed(name: str) -> None:
    layout, sheet = layout_of(shipped_scheme(name)), opened(name, BLANK)[FORM]
    pane = sheet.sheet_view.pane
    assert pane is not None
    assert pane.ySplit == BAR_ROW
    frozen = int(pane.xSplit or 0)
    assert str(layout.form_column(Content.INDICATOR)) <= get_column_letter(frozen)
    assert sum(column.width for column in layout.form_columns[:frozen]) <= MAX_FROZEN_WIDTH
    assert [cell.value for cell in sheet[BAR_ROW] if frozen < (cell.column or 0) <= len(layout.form_columns)] == [
        None
    ] * (len(layout.form_columns) - frozen)
    assert f"$A${BAR_ROW + 1}:" in str(sheet.print_area)


@pytest.mark.parametrize("name", SCHEMES)
def test_opened__where_one_begins_to_fill(name: str) -> None:
    layout, book = layout_of(shipped_scheme(name)), opened(name, BLANK)
    assert book.active is not None
    assert book.active.title == FORM
    (cell,) = {each.activeCell for each in book[FORM].sheet_view.selection if each.pane == "bottomRight"}
    assert cell == layout.target_of(layout.lines[0]).address
