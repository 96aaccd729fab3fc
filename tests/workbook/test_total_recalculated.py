"""Totals that are rescaled and capped: what Python, formualizer and LibreOffice make of them, in form and summary."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import formualizer
import pytest
from openpyxl.utils import column_index_from_string

from tests.factories.capped_form import CAPPED, TOTALS, capped_form
from tests.factories.schemes import edited, templates_of
from tests.factories.summaries import book
from tests.factories.typist import Typist
from tests.oracles.cells import stored
from tests.oracles.libreoffice import recalculated, recalculated_cells
from tests.workbook.expected import expected_cells, same
from xlgen.scheme.load import load_file
from xlgen.scheme.sheet_names import FORM, MATERIAL
from xlgen.scoring.form_score import score_form
from xlgen.submissions.unit_row import row_of
from xlgen.submissions.validate import examine
from xlgen.summary.table_layout import GRADE_COLUMN, SUMMARY_SHEET, TOTAL_COLUMN, SummaryLayout
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.xlsx.refs import CellRef

pytestmark = pytest.mark.slow


def test_form__shows_what_python_computes_in_formualizer_and_libreoffice(tmp_path: Path) -> None:
    form = capped_form()
    typist, fillings = Typist(form.scheme), {}
    for number, (changes, _) in enumerate(TOTALS.values()):
        file, filling = tmp_path / f"{number}.xlsx", form.filled(changes)
        file.write_bytes(typist.filled(filling))
        fillings[file] = filling
    note = typist.layout.total_note
    assert note is not None, "this form has one"
    sheets = sorted({place.sheet for place, _ in expected_cells(typist.layout, form.filling)} | {MATERIAL})
    by_office = recalculated_cells(list(fillings), sheets, tmp_path / "office")
    for file, filling in fillings.items():
        cells = stored(bytes(formualizer.recalculate_xlsx_bytes(file.read_bytes())["bytes"]))
        scored = score_form(form.scheme, filling)
        expected = [*expected_cells(typist.layout, filling), (note, scored.total_note)]
        expected.append((CellRef(MATERIAL, "A", 5), scored.total_note))
        for place, due in expected:
            office = by_office[file][place.sheet][place.row - 1][column_index_from_string(place.column) - 1]
            in_engine = cells[place.sheet].get(place.address, "")
            assert same(due, in_engine), (filling.inputs, place, in_engine, due)
            assert same(due, office), (filling.inputs, place, office, due)


def test_summary__live_totals_and_grades(tmp_path: Path) -> None:
    form, rows = capped_form(), []
    for number, (changes, _) in enumerate(TOTALS.values()):
        filling = form.filled({**changes, "unit_name": f"{number:02}局"})
        report, submission = examine(f"{number:02}.xlsx", build(form.scheme, filling), templates_of(form.name))
        assert submission is not None
        rows.append(replace(row_of(report, submission), errors=0))
    data = book(form.scheme, rows)
    file = tmp_path / "summary.xlsx"
    file.write_bytes(data)
    layout = SummaryLayout(form.scheme, len(rows))
    for cells in (stored(data), stored(recalculated([file], tmp_path / "office")[file])):
        for row, (_, total) in enumerate(TOTALS.values(), layout.first):
            shown = cells[SUMMARY_SHEET]
            assert shown[f"{TOTAL_COLUMN}{row}"] == ("待填" if total is None else pytest.approx(total, abs=1e-9))
            assert shown[f"{GRADE_COLUMN}{row}"] == ("待填" if total is None else form.scheme.grade(total))


def test_total_in_the_header__note_beside_it(tmp_path: Path) -> None:
    text = edited(
        CAPPED,
        ('"{{ year }}年度"', '"{total}"'),
        ("  total: {label: 总分, points: true}\n", ""),
    )
    (tmp_path / "scheme.yaml").write_text(text, encoding="utf-8")
    scheme = load_file(tmp_path / "scheme.yaml")
    filling = capped_form().filled({"spent": 49})
    layout, cells = layout_of(scheme), stored(build(scheme, filling))
    assert layout.total_note is not None
    assert cells[layout.total.sheet][layout.total.address] == 59
    assert cells[FORM][layout.total_note.address] == score_form(scheme, filling).total_note
    assert "总分最高59分" in str(cells[FORM][layout.total_note.address])
