"""核对码 of a returned form: that which its workbook prints, however the file was saved and whenever it was issued."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from tests.conftest import ALL_FORMS, FIRST_EDITION_FORMS, PUBLISHED, published_filling, shipped_scheme
from tests.factories.first_edition import FOLDER
from tests.factories.form_workbooks import minimal_form
from tests.factories.returned_forms import edited, found, message, minimal, patched, report, typed, uncomputed
from tests.oracles.cells import stored
from xlgen.api import compare, score, validate
from xlgen.scheme.sheet_names import CHECK, FORM
from xlgen.submissions.validate import check_bytes
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build, make_workbook
from xlgen.workbook.identity import WITHOUT_CODE
from xlgen.workbook.layout import CODE_ON_CHECK
from xlgen.xlsx.write.finishing import workbook_bytes

MINIMAL_FORM = minimal()
LAYOUT = layout_of(MINIMAL_FORM.scheme)
CODE = score(MINIMAL_FORM.scheme, MINIMAL_FORM.filling).check_code


def printed(data: bytes) -> str:
    return str(stored(data)[CHECK][CODE_ON_CHECK.address])


def test_code__in_workbook_report_and_json(tmp_path: Path) -> None:
    file = tmp_path / "交回.xlsx"
    file.write_bytes(minimal_form())
    assert printed(minimal_form()) == report(minimal_form()).check_code == CODE
    scheme = MINIMAL_FORM.scheme
    assert compare(file, scheme).to_json()["check_code"] == CODE
    assert validate(file, scheme=scheme).to_json()["files"][0]["check_code"] == CODE


@pytest.mark.parametrize("name", PUBLISHED if ALL_FORMS else ["national-project-2020"])
def test_form_issued_before_there_was_a_code__has_it_all_the_same(name: str) -> None:
    """The findings are those that a form with a code has."""
    scheme, filling = shipped_scheme(name), replace(published_filling(name), reported={})
    today = build(scheme, filling)
    before = workbook_bytes(make_workbook(scheme, filling, version=WITHOUT_CODE), scheme.year)
    assert check_bytes("a.xlsx", before).check_code == check_bytes("a.xlsx", today).check_code == printed(today)
    assert found(before, "") == found(today, "")


@pytest.mark.parametrize("name", FIRST_EDITION_FORMS[-1:])
def test_form_of_the_first_edition__has_the_code_of_today(name: str) -> None:
    data = build(shipped_scheme(name), published_filling(name))
    assert check_bytes("a.xlsx", (FOLDER / f"{name}.xlsx").read_bytes()).check_code == printed(data)


def test_code__of_a_file_that_nothing_computed() -> None:
    assert report(uncomputed()).check_code == CODE


def test_code__of_an_open_form_is_none() -> None:
    assert report(build(MINIMAL_FORM.scheme)).check_code == ""


def test_code__of_a_score_typed_over_is_that_of_the_print() -> None:
    """The scan shows this score; that it is wrong is told."""
    place = LAYOUT.score("execution")

    def type_over(book: Workbook) -> None:
        book[place.sheet][place.address] = 1.25

    data = edited(type_over)
    assert [code for code, _ in found(data)] == ["SCORE_DIFFERS"]
    assert printed(data) == report(data).check_code != CODE


def test_code__is_another_where_a_value_is() -> None:
    place = LAYOUT.values["late"]
    data = typed({f"{place.sheet}!{place.address}": 1.0})
    assert printed(data) == report(data).check_code != CODE


@pytest.mark.parametrize(("sheet", "shown"), [(FORM, "核对码：{}"), (CHECK, "{}")])
def test_stored_code_of_other_contents__warning_with_both(sheet: str, shown: str) -> None:
    place = LAYOUT.code if sheet == FORM else CODE_ON_CHECK
    assert place is not None
    parts = {FORM: "xl/worksheets/sheet2.xml", CHECK: "xl/worksheets/sheet5.xml"}
    data = patched(
        parts[sheet],
        rf'(<c r="{place.address}"[^>]*><f>[^<]*</f>)<v>[^<]*</v>',
        rf"\g<1><v>{shown.format('0000-0001')}</v>",
    )
    assert found(data) == [("STALE_VALUES", f"{sheet}!{place.address}")]
    assert shown.format(CODE) in message(data)
    assert report(data).check_code == CODE
