"""Rows of 指标评分表 that a filled form does not use are hidden; a blank form shows all of them."""

from __future__ import annotations

from functools import cache

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import published_filling, shipped_scheme
from tests.factories.returned_forms import edited, found
from tests.factories.schemes import ROWS
from xlgen.scheme.load import load_file
from xlgen.scheme.model import Scheme
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring.form_data import FormData, presets
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build, make_workbook


@cache
def rows_scheme() -> Scheme:
    return load_file(ROWS)


def hidden(sheet: Worksheet) -> list[int]:
    return [row for row, dimension in sheet.row_dimensions.items() if dimension.hidden]


def form(scheme: Scheme, filling: FormData | None = None, approved: FormData | None = None) -> Worksheet:
    return make_workbook(scheme, filling, approved=approved)[FORM]


def duties(*names: str) -> FormData:
    return FormData(tables={"duties": [{"name": name} for name in names]})


def test_filled__unused_rows_are_hidden_but_not_what_is_asked_beside_them() -> None:
    scheme, layout = rows_scheme(), layout_of(rows_scheme())
    keys = scheme.form_rows(scheme.indicators[-1])
    asked = {line.row for line in layout.lines}
    unused = [row for key in keys[2:] for row in layout.spans[key].rows if row not in asked]
    assert unused
    assert hidden(form(scheme, duties("依法履职", "另一项"))) == unused


def test_nothing_of_the_units_own__all_are_shown() -> None:
    scheme = rows_scheme()
    for filling in (None, FormData(), presets(scheme), duties("依法履职")):
        assert hidden(form(scheme, filling)) == []
    assert hidden(form(scheme, approved=duties("依法履职", "另一项"))) == []


def test_all_used__none_is_hidden() -> None:
    assert hidden(form(rows_scheme(), duties("依法履职", "二", "三", "四"))) == []


def test_published_form__prints_the_rows_it_uses() -> None:
    """No row with anything in it is hidden."""
    scheme = shipped_scheme("jiangmen-2024")
    layout, filling = layout_of(scheme), published_filling("jiangmen-2024")
    sheet = form(scheme, filling)
    blocks = [row for row in (*layout.header_rows, *layout.footer_rows) if row.index is not None]
    used = {row.form_row.each: len(filling.tables[str(row.form_row.each)]) for row in blocks}
    shown = {row.index for row in blocks if not any(number in hidden(sheet) for number in row.span.rows)}
    assert shown >= set(range(max(used.values())))
    assert len(hidden(sheet)) == sum(len(row.span.rows) for row in blocks if (row.index or 0) >= max(used.values()))


def test_hidden_row_in_use__is_found() -> None:
    """Unused rows may be hidden; one that says something may not."""
    scheme = shipped_scheme("jiangmen-2024")
    data = build(scheme, published_filling("jiangmen-2024"))
    first = next(each for each in layout_of(scheme).header_rows if each.index == 0).span.first

    def hide(book: Workbook) -> None:
        book[FORM].row_dimensions[first].hidden = True

    assert found(data, "") == []
    assert "CONTENTS_HIDDEN" in [code for code, _ in found(edited(hide, data), "")]
