"""指标评分表 beside its scores: notes, merged cells, and the texts of 评分依据."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import formualizer
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange

from tests.conftest import SCHEMES, published_filling, shipped_scheme
from tests.factories.form_workbooks import BLANK, BOOKS, FILLED, built, opened, read_back
from tests.factories.schemes import ROWS, edited
from tests.factories.typist import Typist
from tests.oracles.cells import Cells, stored
from xlgen.scheme.form import Content
from xlgen.scheme.load import load_file
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring.form_data import FormData
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.xlsx.values import CellValue

JIANGMEN, JIANGSU = "jiangmen-2024", "jiangsu-2020"
CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"[^>]*?(?:/>|>(.*?)</c>)', re.DOTALL)


def book(name: str) -> Workbook:
    return opened(name, BLANK)


@pytest.mark.parametrize("name", SCHEMES)
def test_notes__every_reading_on_its_indicator_and_nothing_else(name: str) -> None:
    """No bureau issues a form that says it errs: errata and presumptions stand in the scheme's page."""
    scheme, layout = shipped_scheme(name), layout_of(shipped_scheme(name))
    column = layout.form_column(Content.INDICATOR)
    notes = {
        (sheet.title, cell.coordinate): cell.comment.text
        for sheet in book(name).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }
    assert notes == {
        (FORM, f"{column}{layout.block(each).first}"): "\n".join(f"计分说明：{text}" for text in each.readings)
        for each in scheme.indicators
        if each.readings
    }
    assert notes


@pytest.mark.parametrize(("name", "state"), BOOKS, ids=["-".join(each) for each in BOOKS])
def test_covered_cells__hold_nothing(name: str, state: str) -> None:
    merged, hidden = 0, []
    with zipfile.ZipFile(io.BytesIO(built(name, state))) as archive:
        for part in archive.namelist():
            if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", part):
                text = archive.read(part).decode("utf-8")
                holding = {address for address, inside in CELL.findall(text) if inside}
                for area in re.findall(r'<mergeCell ref="([^"]+)"', text):
                    merged += 1
                    cells = [f"{get_column_letter(column)}{row}" for row, column in CellRange(area).cells]
                    hidden += [f"{part} {cell}" for cell in cells[1:] if cell in holding]
    assert merged > 20
    assert hidden == []


@pytest.mark.parametrize("name", SCHEMES)
def test_printed_cells__each_spans_the_rows_of_its_block(name: str) -> None:
    """But 评分依据, whose last rows the unit types in, and the levels, which are merged page by page."""
    layout, sheet = layout_of(shipped_scheme(name)), book(name)[FORM]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    spans = [span for span in layout.spans.values() if span.first < span.last]
    apart = {Content.BASIS, Content.LEVEL_1, Content.LEVEL_2, Content.LEVEL_1_POINTS, Content.LEVEL_2_POINTS}
    letters = [
        get_column_letter(place) for place, each in enumerate(layout.form_columns, 1) if each.content not in apart
    ]
    expected = {f"{letter}{span.first}:{letter}{span.last}" for span in spans for letter in letters}
    assert len(expected) > 50
    assert expected - merged == set()


def _growing_rows(name: str) -> list[int]:
    """The rows of the form whose height is not fixed; openpyxl reads every height as fixed."""
    form = read_back(built(name, BLANK)).package.root("xl/worksheets/sheet2.xml")
    rows = [row for row in form.iter("{*}row") if row.get("customHeight") not in ("1", "true")]
    return [int(row.get("r", "0")) for row in rows]


@pytest.mark.parametrize("name", SCHEMES)
def test_own_words__in_an_unmerged_cell_whose_row_grows(name: str) -> None:
    layout, sheet = layout_of(shipped_scheme(name)), book(name)[FORM]
    basis = layout.form_column(Content.BASIS)
    printed = [place for place in layout.remarks.values() if place.column == basis]
    growing = _growing_rows(name)
    assert bool(printed) == (basis is not None)
    for place in printed:
        assert not any(place.address in area for area in sheet.merged_cells.ranges)
        assert place.row in growing, place
    grown = {place.row for place in printed} | {
        place.row for place in layout.values.values() if place.column == basis and place.sheet == FORM
    }
    blocks = [row for indicator in layout.scheme.indicators for row in layout.block(indicator).rows]
    assert [row for row in blocks if row not in grown and not sheet.row_dimensions[row].height] == []


@cache
def _typist(name: str) -> Typist:
    return Typist(shipped_scheme(name))


def _basis(name: str, indicator: str, filling: FormData) -> str:
    typist = _typist(name)
    cells: Cells = stored(bytes(formualizer.recalculate_xlsx_bytes(typist.filled(filling))["bytes"]))
    column = typist.layout.form_column(Content.BASIS)
    return str(cells[FORM].get(f"{column}{typist.layout.spans[indicator].first}", ""))


def _with(name: str, **inputs: CellValue) -> FormData:
    filling = published_filling(name)
    return replace(filling, inputs={**filling.inputs, **inputs})


@pytest.mark.parametrize(("deduction", "said"), [(None, False), (0, False), (0.5, True)])
def test_composed_basis__discretionary_deduction_only_where_points_are_lost(deduction: CellValue, said: bool) -> None:
    filling = _with(JIANGMEN, goals_deduction=deduction, goals_reason="没有分解到科室。")
    basis = _basis(JIANGMEN, "goal_soundness", filling)
    assert basis.startswith("5项标准均符合")
    assert ("；酌情扣分：0.5分" in basis, "酌情扣分" in basis) == (said, said)
    assert basis.endswith("\n没有分解到科室。")


def test_basis_in_the_scheme_s_own_texts__each_typed_in_a_printed_cell_of_its_own() -> None:
    """From top to bottom as the form prints them, then the unit's own words; nothing is composed above them."""
    layout = _typist(JIANGSU).layout
    (indicator,) = (each for each in layout.scheme.indicators if each.id == "funds_management")
    column, block = layout.form_column(Content.BASIS), layout.block(indicator)
    typed = [*(layout.values[name] for name in ("funds_completion", "funds_reason")), layout.remarks[indicator.id]]
    assert [place.address for place in typed] == [f"{column}{row}" for row in list(block.rows)[-3:]]
    assert _basis(JIANGSU, indicator.id, published_filling(JIANGSU)) == ""


@pytest.mark.parametrize("name", SCHEMES)
def test_basis__begins_with_no_separator_and_ends_with_no_blank_line(name: str) -> None:
    layout, cells = layout_of(shipped_scheme(name)), stored(built(name, FILLED))[FORM]
    column = layout.form_column(Content.BASIS)
    if column is None:
        pytest.skip("a form without 评分依据")
    shown = [str(cells.get(f"{column}{span.first}", "")) for span in layout.spans.values()]
    assert sum(text != "" for text in shown) > len(shipped_scheme(name).indicators) / 2
    assert [text for text in shown if text != text.lstrip("；，、\n ").rstrip("\n ")] == []


def test_worst_grade__with_a_number_format_is_still_the_grade(tmp_path: Path) -> None:
    (tmp_path / "scheme.yaml").write_text(edited(ROWS, ("{grade}（", "{grade:0}（")), encoding="utf-8")
    inputs: dict[str, CellValue] = {"plan": "达成", "goal": "部分达成", "done": 1, "planned": 1}
    scheme = load_file(tmp_path / "scheme.yaml")
    place = layout_of(scheme).score("planning")
    shown = stored(build(scheme, FormData(inputs=inputs)))[FORM][f"C{place.row}"]
    assert shown == "部分达成（100.0%）"
