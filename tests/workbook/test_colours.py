"""Yellow and red only where something is to be done: the conditions of the colours, computed by formualizer."""

from __future__ import annotations

import io
from collections.abc import Iterator

import formualizer
import pytest
from openpyxl import load_workbook
from openpyxl.formula.translate import Translator
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import SCHEMES, shipped_scheme
from tests.factories.form_workbooks import BLANK, FILLED, built
from tests.workbook.expected import asked
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring.form_data import presets
from xlgen.scoring.form_score import score_form
from xlgen.scoring.status import OPEN
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.layout import BAR_ROW, LineKind
from xlgen.xlsx.write import styles

pytestmark = pytest.mark.slow
BESIDE = 500
"""The first of the columns into which the conditions are written: no sheet reaches it."""
ASKING = (styles.MISSING_FILL, styles.INVALID_FILL, styles.INPUT_FILL)


def _conditions(sheet: Worksheet, colours: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Each cell with a condition under which it gets one of these colours."""
    for area in sheet.conditional_formatting:
        first = str(area.sqref).split(" ")[0].split(":")[0]
        for rule in area.rules:
            if rule.dxf is None or rule.dxf.fill is None or rule.dxf.fill.bgColor.rgb not in colours:
                continue
            for part in area.sqref.ranges:
                for row, column in part.cells:
                    cell = f"{get_column_letter(column)}{row}"
                    yield cell, str(Translator(f"={rule.formula[0]}", first).translate_formula(cell))


def coloured(workbook: bytes, colours: tuple[str, ...] = ASKING) -> set[tuple[str, str]]:
    """The cells of all sheets whose conditions hold."""
    engine = formualizer.Workbook.from_bytes(workbook)
    written: dict[tuple[str, int, int], tuple[str, str]] = {}
    for sheet in load_workbook(io.BytesIO(workbook)).worksheets:
        for number, (cell, formula) in enumerate(_conditions(sheet, colours)):
            place = (sheet.title, number % 1000 + 1, BESIDE + number // 1000)
            engine.set_formula(*place, formula)
            written[place] = (sheet.title, cell)
    assert len(written) > 100
    engine.evaluate_all()
    values = {place: engine.get_value(*place) for place in written}
    assert [place for place, value in values.items() if not isinstance(value, bool)] == []
    return {written[place] for place, value in values.items() if value}


@pytest.mark.parametrize("name", SCHEMES)
def test_complete_form__white(name: str) -> None:
    assert coloured(built(name, FILLED)) == set()


@pytest.mark.parametrize("name", SCHEMES)
def test_blank_form__every_cell_that_asks_is_yellow(name: str) -> None:
    """In the 填报区, or printed, wherever it is typed; and none that does not ask, but for the words of an answer."""
    scheme, layout = shipped_scheme(name), layout_of(shipped_scheme(name))
    found = {cell for sheet, cell in coloured(built(name, BLANK), (styles.MISSING_FILL,)) if sheet == FORM}
    form = score_form(scheme, presets(scheme))
    everything = asked(layout, form, presets(scheme))
    due = {each.target.address for each in everything if each.status in OPEN and each.target.sheet == FORM}
    assert len(due) > 40
    assert due - found == set()
    rows = {each.line.row for each in everything if each.status in OPEN}
    rows |= {line.row for line in layout.lines if line.kind is LineKind.SHARED}
    panel = {f"{letter}{row}" for letter in (layout.panel.value, layout.panel.second) if letter for row in rows}
    bar = {cell for cell in found if cell.endswith(str(BAR_ROW)) and not cell[-2].isdigit()}
    assert found - due - panel - bar == set()
    assert not any(column_index_from_string(cell.rstrip("0123456789")) > len(layout.form_columns) for cell in bar)
