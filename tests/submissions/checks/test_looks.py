"""What the sheets show is what is in them: number formats, colours, sizes. The total is 7, in E13 of the form."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.workbook import Workbook

from tests.factories.returned_forms import edited, found, kinds, report
from xlgen.scheme.sheet_names import FORM, LIST
from xlgen.submissions.findings.code import Level
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.xlsx.dates import DATE_FORMAT

TOTAL, BUDGET, RATE = (FORM, "E13"), (FORM, "H6"), (FORM, "H9")
"""7 of the form; an amount of 100; a rate of 80 %."""
Place = tuple[str, str]


def formatted(place: Place, code: str) -> Callable[[Workbook], object]:
    return lambda book: setattr(book[place[0]][place[1]], "number_format", code)


def written(place: Place, font: Font) -> Callable[[Workbook], object]:
    return lambda book: setattr(book[place[0]][place[1]], "font", font)


@pytest.mark.parametrize(
    ("place", "code", "shown"),
    [
        (TOTAL, '"99.90"', "99.90"),
        (TOTAL, ";;;", "空白"),
        (TOTAL, '0"9"', "79"),
        (TOTAL, '[>5]"99.90";0.00', "99.90"),
        (TOTAL, "0,", "0"),
        (TOTAL, "0%", "700%"),
        (TOTAL, "-0.00", "-7.00"),
        (TOTAL, "yyyy-mm-dd", "日期"),
        (BUDGET, '"1000"', "1000"),
        (BUDGET, "0,,", "0"),
        (BUDGET, '0"00"', "10000"),
        (RATE, '"100%"', "100%"),
    ],
)
def test_format_that_shows_something_else__warning(place: Place, code: str, shown: str) -> None:
    data = edited(formatted(place, code))
    (misleading,) = [finding for finding in report(data).findings if finding.code.name == "MISLEADING_FORMAT"]
    assert (misleading.sheet, misleading.cell, misleading.level) == (*place, Level.WARNING)
    assert f"“{shown}”" in misleading.message


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (TOTAL, "0.0###"),
        (TOTAL, "General"),
        (TOTAL, "#,##0.00_ "),
        (TOTAL, '0.00"分"'),
        (TOTAL, "0.00;[红色]-0.00"),
        (BUDGET, "#,##0.00"),
        (BUDGET, "¥#,##0.00"),
        (BUDGET, "0"),  # 100 has no decimals
        (RATE, "0%"),
        (RATE, "0.0000%"),
    ],
)
def test_format_that_shows_the_value__ok(place: Place, code: str) -> None:
    assert found(edited(formatted(place, code))) == []


def test_dash_for_zero__ok() -> None:
    thousands = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '
    assert found(edited(formatted((FORM, "H7"), thousands))) == []  # 迟报次数 0
    assert ("MISLEADING_FORMAT", "指标评分表!E13") in found(edited(formatted(TOTAL, '"—"')))


def test_format_that_drops_decimals_of_the_value__warning() -> None:
    def change(book: Workbook) -> None:
        book[FORM]["H5"], book[FORM]["H6"] = 79.6, 100
        book[FORM]["E13"].number_format = "0"

    assert ("MISLEADING_FORMAT", "指标评分表!E13") in found(edited(change))


@pytest.mark.parametrize(
    "font",
    [
        Font(color="FFFFFFFF"),
        Font(color=Color(theme=0)),
        Font(color=Color(theme=1, tint=0.99)),
        Font(color=Color(indexed=1)),
        Font(size=4),
        Font(size=1, color="FF000000"),
    ],
)
def test_text_that_cannot_be_read__warning(font: Font) -> None:
    assert found(edited(written(TOTAL, font))) == [("UNREADABLE_TEXT", "指标评分表!E13")]


@pytest.mark.parametrize(
    "font", [Font(color="FFFF0000"), Font(color="FF808080"), Font(size=8), Font(size=20, bold=True)]
)
def test_text_that_can_be_read__ok(font: Font) -> None:
    assert found(edited(written(TOTAL, font))) == []


def test_text_like_its_background__warning() -> None:
    def change(book: Workbook) -> None:
        cell = book[FORM]["E13"]
        cell.fill, cell.font = PatternFill("solid", fgColor="FF123456"), Font(color="FF133557")

    assert found(edited(change)) == [("UNREADABLE_TEXT", "指标评分表!E13")]


def test_colour_named_by_the_format__warning() -> None:
    assert found(edited(formatted(TOTAL, "[白色]0.00"))) == [("UNREADABLE_TEXT", "指标评分表!E13")]
    assert found(edited(formatted(TOTAL, "[White]General"))) == [("UNREADABLE_TEXT", "指标评分表!E13")]


@pytest.mark.parametrize(
    "style",
    [
        DifferentialStyle(font=Font(color="FFFFFFFF")),
        DifferentialStyle(numFmt=NumberFormat(numFmtId=190, formatCode='"99.90"')),
        DifferentialStyle(numFmt=NumberFormat(numFmtId=190, formatCode=";;;")),
        DifferentialStyle(fill=PatternFill("solid", bgColor="FF000000")),
    ],
)
def test_conditional_format_that_hides__warning(style: DifferentialStyle) -> None:
    def change(book: Workbook) -> None:
        book[FORM].conditional_formatting.add("E13", Rule("expression", dxf=style, formula=["TRUE"]))

    assert found(edited(change)) == [("UNREADABLE_TEXT", "指标评分表!E13")]


def test_conditional_format_that_marks__ok() -> None:
    marked = DifferentialStyle(font=Font(color="FFFF0000"), fill=PatternFill("solid", bgColor="FFFFFF00"))
    rule = Rule("cellIs", dxf=marked, operator="lessThan", formula=["60"])
    assert found(edited(lambda book: book[FORM].conditional_formatting.add("E13", rule))) == []


KINDS_FORM = kinds()
DAY = layout_of(KINDS_FORM.scheme).values["finished"]


def _day_shown(code: str, everywhere: bool = False) -> list[tuple[str, str]]:
    def change(book: Workbook) -> None:
        for row in book[LIST if everywhere else FORM].iter_rows():
            for cell in row:
                if cell.number_format == DATE_FORMAT and (everywhere or cell.coordinate == DAY.address):
                    cell.number_format = code

    data = edited(change, build(KINDS_FORM.scheme, KINDS_FORM.filling))
    return [(finding.code.name, finding.message) for finding in KINDS_FORM.check(data)]


@pytest.mark.parametrize("everywhere", [False, True])
@pytest.mark.parametrize(
    "code", ["yyyy-mm-dd", 'yyyy"年"m"月"d"日";@', "m/d/yy", "[$-804]yyyy\\年m\\月d\\日", "mm-dd-yy", "General"]
)
def test_day_in_another_format__no_finding(code: str, everywhere: bool) -> None:
    assert _day_shown(code, everywhere) == []


@pytest.mark.parametrize(
    ("code", "text"),
    [('"2024年12月1日"yyyymmdd', "2024年12月1日"), ('yyyy"年一月一日"', "年一月一日"), (";;;", "空白"), ("d\\1", "1")],
)
def test_day_in_a_format_that_writes_another__warning(code: str, text: str) -> None:
    ((found, message),) = _day_shown(code)
    assert (found, f"“{text}”" in message) == ("MISLEADING_FORMAT", True)
