"""Everything that the template shows and prints is still seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.factories.form_workbooks import minimal_form_parts
from tests.factories.packages import rels, zipped
from tests.factories.returned_forms import edited, found, message, patched, report
from xlgen.scheme.sheet_names import FORM

Change = Callable[[Workbook], object]


def rows(sheet: str, row: int, **looks: object) -> Change:
    def change(book: Workbook) -> None:
        for name, value in looks.items():
            setattr(book[sheet].row_dimensions[row], name, value)

    return change


def columns(sheet: str, letter: str, **looks: object) -> Change:
    def change(book: Workbook) -> None:
        for name, value in looks.items():
            setattr(book[sheet].column_dimensions[letter], name, value)

    return change


HIDDEN: dict[str, tuple[Change, str]] = {
    "row": (rows(FORM, 13, hidden=True), "第 13 行被隐藏"),
    "flat row": (rows(FORM, 3, height=1), "第 3 行被隐藏"),
    "row of an input": (rows(FORM, 6, hidden=True), "第 6 行被隐藏"),
    "column": (columns(FORM, "E", hidden=True), "第 E 列被隐藏"),
    "narrow column": (columns(FORM, "E", width=0.1), "第 E 列被隐藏"),
    "sheet": (lambda book: setattr(book[FORM], "sheet_state", "hidden"), "工作表“指标评分表”被隐藏"),
    "print area": (lambda book: setattr(book[FORM], "print_area", "A1:D13"), "不在打印区域之内"),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_hidden__warning(name: str) -> None:
    change, words = HIDDEN[name]
    data = edited(change)
    assert "CONTENTS_HIDDEN" in {code for code, _ in found(data)}
    assert any(words in finding.message for finding in report(data).findings)


def test_merged_over_contents__warning() -> None:
    data = patched("xl/worksheets/sheet2.xml", "</mergeCells>", '<mergeCell ref="D11:E12"/></mergeCells>')
    assert found(data) == [("CONTENTS_HIDDEN", "指标评分表!E11")]
    assert "合并单元格 D11:E12 盖住了 1 个单元格" in message(data)


@pytest.mark.parametrize(
    "change",
    [
        rows(FORM, 5, height=120),
        rows(FORM, 5, height=12),
        columns(FORM, "E", width=40),
        columns(FORM, "E", width=4),
        rows(FORM, 60, hidden=True),  # nothing is there
        rows(FORM, 9, hidden=True),  # a computed line beside the form; the merged cells show what they hold
        rows("年度任务", 7, hidden=True),  # a row that is not used
        columns(FORM, "Z", hidden=True),
        lambda book: setattr(book[FORM], "print_area", "A1:Z99"),
    ],
)
def test_nothing_hidden__ok(change: Change) -> None:
    assert found(edited(change)) == []


def test_chart_over_the_form__warning() -> None:
    data = edited(lambda book: cast(Worksheet, book[FORM]).add_chart(BarChart(), "B3"))
    assert found(data) == [("DRAWING_ADDED", FORM)]
    assert "图表" in message(data)


@pytest.mark.parametrize(
    ("shape", "kind"),
    [
        ("<xdr:sp><xdr:txBody/></xdr:sp>", "文本框或图形"),
        ("<xdr:pic/>", "图片"),
        ("<xdr:grpSp/>", "组合图形"),
        ("<xdr:cxnSp/>", "线条"),
    ],
)
def test_shape_over_the_form__warning(shape: str, kind: str) -> None:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    content = f'<xdr:wsDr xmlns:xdr="{drawing}"><xdr:twoCellAnchor>{shape}</xdr:twoCellAnchor></xdr:wsDr>'
    link = rels(("drawing", "/xl/drawings/drawing9.xml"))
    parts = {
        **minimal_form_parts(),
        "xl/drawings/drawing9.xml": content.encode(),
        "xl/worksheets/_rels/sheet2.xml.rels": link.encode(),
    }
    data = zipped(parts)
    assert found(data) == [("DRAWING_ADDED", FORM)]
    assert kind in message(data)


def test_comment_of_the_unit__ok() -> None:
    def note(book: Workbook) -> None:
        book[FORM]["E5"].comment = Comment("请看附件", "会计")

    assert found(edited(note)) == []


@pytest.mark.parametrize("title", ["评分表（定稿）", "WpsReserved_x"])
def test_second_form__warning(title: str) -> None:
    data = edited(lambda book: setattr(book.copy_worksheet(book[FORM]), "title", title))
    assert found(data) == [("SHEET_DOUBLED", title)]
