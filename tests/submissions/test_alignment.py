"""Rows and columns of a submitted sheet are recognised by what is printed in them, whatever was filled in."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string

from tests.conftest import SCHEMES, shipped_scheme
from tests.factories.form_workbooks import FILLED, built, read_back
from xlgen.scheme.sheet_names import FORM
from xlgen.submissions.alignment import Alignment, align
from xlgen.submissions.template import Template


def _aligned(scheme: str, work: str = "", *arguments: int) -> tuple[Alignment, Template]:
    template, data = Template(shipped_scheme(scheme)), built(scheme, FILLED)
    if work:
        book, written = load_workbook(io.BytesIO(data)), io.BytesIO()
        getattr(book[FORM], work)(*arguments)
        book.save(written)
        data = written.getvalue()
    sheet = read_back(data).sheet(FORM)
    assert sheet is not None
    return align(template.issued[FORM], sheet), template


@pytest.mark.parametrize("scheme", SCHEMES)
def test_form_as_issued__every_row_and_column_in_its_place(scheme: str) -> None:
    found, _ = _aligned(scheme)
    assert [row for row, now in found.rows.items() if row != now] == []
    assert [column for column, now in found.columns.items() if column != now] == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_rows_inserted__those_below_are_found(scheme: str) -> None:
    found, template = _aligned(scheme, "insert_rows", 20, 2)
    rows = range(1, template.layout.last_printed_row + 1)
    assert {row: found.rows[row] for row in rows} == {row: row + 2 * (row >= 20) for row in rows}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_row_and_column_deleted__are_gone_and_the_others_found(scheme: str) -> None:
    indicator = shipped_scheme(scheme).indicators[1]
    _, template = _aligned(scheme)
    row = template.layout.block(indicator).first
    found, _ = _aligned(scheme, "delete_rows", row)
    assert row not in found.rows
    assert found.rows[row + 1] == row
    label = template.layout.panel.label
    found, _ = _aligned(scheme, "delete_cols", 1)
    assert 1 not in found.columns
    assert found.columns[column_index_from_string(label)] == column_index_from_string(label) - 1
