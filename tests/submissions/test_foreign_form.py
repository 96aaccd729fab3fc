"""Forms that a unit typed itself."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import SCHEMES, shipped_scheme
from tests.factories.form_workbooks import FILLED, built, read_back
from tests.factories.returned_forms import found, report, wording
from xlgen.scheme.load import load_scheme
from xlgen.scheme.sheet_names import FORM
from xlgen.submissions import foreign_form
from xlgen.submissions.findings.arithmetic import SUM_OF_SCORES, ArithmeticCode
from xlgen.workbook.arrangement import layout_of

TITLE = "我们的评分表"
Change = Callable[[Worksheet], object]


def retyped(scheme: str, change: Change = lambda sheet: None, below: int = 2, *, whole: bool = False) -> bytes:
    """The published form as a unit types it: the values alone, in a workbook of its own, some rows further down.

    whole: as a unit copies it, with the 填报区.
    """
    layout = layout_of(shipped_scheme(scheme))
    sheet = read_back(built(scheme, FILLED)).sheet(FORM)
    assert sheet is not None
    book = Workbook()
    book.worksheets[0].title = TITLE
    for address, cell in sheet.cells.items():
        letters = address.rstrip("0123456789")
        if not whole and not layout.is_printed(letters):
            continue
        value = cell.value if cell.value != "" else None
        book.worksheets[0][f"{letters}{int(address.removeprefix(letters)) + below}"] = value
    change(book.worksheets[0])
    return saved(book)


def saved(book: Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize("whole", [False, True], ids=["printed", "whole"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_retyped_form__recognised(scheme: str, whole: bool) -> None:
    checked = report(retyped(scheme, whole=whole), "")
    assert [(finding.code.name, finding.sheet) for finding in checked.findings] == [("RETYPED", TITLE)]
    assert (checked.scheme, checked.total is not None) == (scheme, True)
    assert shipped_scheme(scheme).name in checked.findings[0].message


def test_retyped_form__of_the_scheme_named() -> None:
    assert found(retyped("jiangning"), "jiangning") == [("RETYPED", TITLE)]
    assert found(retyped("jiangning"), "shenzhen-2021") == [("NOT_A_FORM", "")]


@pytest.mark.parametrize(("value", "sum_of_all"), [(5.5, 95.74), ("5.5分", 95.74)])
def test_retyped_form__score_above_points(value: float | str, sum_of_all: float) -> None:
    layout = layout_of(load_scheme("shenzhen-2021"))
    score, total = layout.score("budget_soundness"), layout.total

    def change(sheet: Worksheet) -> None:
        sheet[f"{score.column}{score.row + 2}"] = value
        sheet[f"{total.column}{total.row + 2}"] = sum_of_all

    place = f"{TITLE}!{score.column}{score.row + 2}"
    assert found(retyped("shenzhen-2021", change), "") == [("RETYPED", TITLE), ("SCORE_ABOVE_POINTS", place)]


def test_retyped_form__total() -> None:
    total = layout_of(load_scheme("shenzhen-2021")).total
    place = f"{total.column}{total.row + 2}"

    def change(sheet: Worksheet) -> None:
        sheet[place] = 96

    checked = report(retyped("shenzhen-2021", change), "")
    assert [finding.code.name for finding in checked.findings] == ["RETYPED", "TOTAL_DIFFERS"]
    assert checked.findings[1].cell == place
    assert checked.findings[1].message == wording(
        ArithmeticCode.TOTAL_DIFFERS, found="96", expected="95.24", how=SUM_OF_SCORES
    )


def test_retyped_form__subtotals_do_not_count() -> None:
    layout = layout_of(load_scheme("jiangsu-2020"))

    def change(sheet: Worksheet) -> None:
        row = layout.score("staff_management").row + 2
        sheet.insert_rows(row)
        sheet[f"A{row}"], sheet[f"{layout.score_column}{row}"] = "小 计", 10

    assert found(retyped("jiangsu-2020", change), "") == [("RETYPED", TITLE)]


@pytest.mark.parametrize(("texts", "wrong"), [(["等次：良"], "A1"), (["评价等级", "良"], "B1"), (["等次：优"], "")])
def test_retyped_form__grade(texts: list[str], wrong: str) -> None:
    def change(sheet: Worksheet) -> None:
        for column, text in enumerate(texts, 1):
            sheet.cell(1, column, text)

    expected = [("RETYPED", TITLE), *([("GRADE_DIFFERS", f"{TITLE}!{wrong}")] if wrong else [])]
    assert found(retyped("shenzhen-2021", change), "") == expected


def without_first_indicators(count: int) -> Change:
    """Leaves out the rows of so many indicators of 深圳's form."""
    layout = layout_of(load_scheme("shenzhen-2021"))
    blocks = [layout.block(indicator) for indicator in layout.scheme.indicators[:count]]
    first, last = blocks[0].first, blocks[-1].last
    return lambda sheet: sheet.delete_rows(first + 2, last - first + 1)


def test_some_rows_missing__recognised() -> None:
    change = without_first_indicators(6)
    assert [code for code, _ in found(retyped("shenzhen-2021", change), "")] == ["RETYPED", "TOTAL_DIFFERS"]


def test_most_rows_missing__no_form() -> None:
    change = without_first_indicators(14)
    assert found(retyped("shenzhen-2021", change), "") == [("NOT_A_FORM", "")]


def test_no_score_column__no_form() -> None:
    layout = layout_of(load_scheme("shenzhen-2021"))

    def change(sheet: Worksheet) -> None:
        sheet[f"{layout.score_column}{layout.heading_row + 2}"] = "备注"

    assert found(retyped("shenzhen-2021", change), "") == [("NOT_A_FORM", "")]


def test_other_workbook__no_form() -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = "食堂采购清单"
    assert found(saved(book), "") == [("NOT_A_FORM", "")]
    assert found(saved(Workbook()), "") == [("NOT_A_FORM", "")]


def test_huge_texts__only_their_beginning_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []

    def counted(text: str) -> str:
        read.append(len(text))
        return "".join(text.split())

    monkeypatch.setattr(foreign_form, "without_spaces", counted)
    book = Workbook()
    for row in range(1, 101):
        book.worksheets[0].cell(row, 1, "A" * 32_000)
    assert foreign_form.recognize(read_back(saved(book)), [shipped_scheme(SCHEMES[0])]) is None
    assert len(read) > 100
    assert max(read) <= foreign_form.MAX_CHARACTERS
