"""Every workbook that we write is a package as Excel writes them, so that programs which know no other open it."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from functools import partial

import pytest
from lxml import etree

from tests.conftest import shipped_scheme
from tests.factories.form_workbooks import BOOKS, FILLED, built, published_form
from tests.factories.reports import every_verdict, submission_of, wrong_score
from tests.factories.schemes import MINIMAL
from tests.factories.summaries import book, some_rows
from xlgen.hosts.excel.addin_file import addin_file
from xlgen.hosts.excel.selftest import EXCEL
from xlgen.hosts.selftest import selftest
from xlgen.reports.feedback import annotated_copy
from xlgen.reports.workbook import findings_workbook
from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.load import load_file
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.workbook.formula_style import FormulaStyle
from xlgen.workbook.stamp import Stamp

EXCEL_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core|custom)\.xml"
    r"|xl/(workbook|styles|sharedStrings|comments\d+)\.xml|xl/_rels/workbook\.xml\.rels|xl/vbaProject\.bin"
    r"|xl/theme/theme\d+\.xml|xl/worksheets/(sheet\d+\.xml|_rels/sheet\d+\.xml\.rels)"
    r"|xl/drawings/(vmlDrawing\d+\.vml|drawing\d+\.xml|_rels/drawing\d+\.xml\.rels)|xl/charts/chart\d+\.xml"
)


def with_formulas(style: FormulaStyle) -> bytes:
    return build(load_file(MINIMAL), formulas=style)


def stamped() -> bytes:
    layout = layout_of(load_file(MINIMAL))
    return Stamp(layout, {UNIT_NAME: "甲局"}).stamped({UNIT_NAME: "乙局"})


KINDS: dict[str, Callable[[], bytes]] = {
    **{"-".join(each): partial(built, *each) for each in BOOKS},
    **{style.value: partial(with_formulas, style) for style in FormulaStyle},
    "stamped": stamped,
    "feedback": lambda: annotated_copy(submission_of(published_form()), [wrong_score()]),
    "findings": lambda: findings_workbook(every_verdict()),
    "summary": lambda: book(shipped_scheme("shenzhen-2021"), some_rows(90.0, 95.0)),
    "self-test": lambda: selftest(EXCEL),
    "add-in": addin_file,
}


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
def test_package__as_excel_writes_it(make: Callable[[], bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(make())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert [name for name in parts if EXCEL_PARTS.fullmatch(name) is None] == []
    overrides = [element.get("PartName", "") for element in etree.fromstring(parts["[Content_Types].xml"])]
    assert {name.removeprefix("/") for name in overrides if name} <= parts.keys()
    for listing in [name for name in parts if name.endswith(".rels")]:
        folder = posixpath.dirname(posixpath.dirname(listing))
        targets = [element.get("Target", "") for element in etree.fromstring(parts[listing])]
        assert not [target for target in targets if target.startswith("/")]
        assert {posixpath.normpath(posixpath.join(folder, target)) for target in targets} <= parts.keys()
    empty = re.compile(rb'<c [^>]*\bt="[^"]*"[^>]*(/>|></c>)')
    assert not [name for name, part in parts.items() if "worksheets/" in name and empty.search(part)]


def test_forms__have_comments_and_empty_cells_to_write() -> None:
    with zipfile.ZipFile(io.BytesIO(built("jiangmen-2024", FILLED))) as archive:
        assert "xl/comments1.xml" in archive.namelist()
        assert b'"></c>' in archive.read("xl/worksheets/sheet2.xml")
