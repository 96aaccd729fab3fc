"""What a cell shows of a value, by its number format, as Excel does."""

from __future__ import annotations

import pytest

from xlgen.xlsx.read.number_format import BUILT_IN_FORMATS, shown
from xlgen.xlsx.values import CellValue, ErrorValue

SHOWN: list[tuple[CellValue, str, str]] = [
    (95.25, "General", "95.25"),
    (95.25, "G/通用格式", "95.25"),
    (95.25, "0.00", "95.25"),
    (95.245, "0.00", "95.25"),
    (95.25, "0", "95"),
    (0.5, "0", "1"),
    (95.25, "0.0##", "95.25"),
    (95, "0.0##", "95.0"),
    (0, "#", ""),
    (0.5, "#.##", ".5"),
    (1234567.891, "#,##0.00", "1,234,567.89"),
    (999, "#,##0", "999"),
    (1234567, "0,", "1235"),
    (1234567, "0.0,,", "1.2"),
    (0.9299, "0.00%", "92.99%"),
    (0.9299, "0%", "93%"),
    (7, "0%%", "70000%%"),
    (-3, "0.00", "-3.00"),
    (-3, "0.00;(0.00)", "(3.00)"),
    (-3, "0.00;0.00", "3.00"),
    (0, '0;-0;"无"', "无"),
    (5, '"99.90"', "99.90"),
    (5, ";;;", ""),
    (5, '0"分"', "5分"),
    (5, r"\9\90", "995"),
    (5, "000", "005"),
    (12, "00-00", "00-12"),
    (-0.001, "0.00", "0.00"),
    (95, '[>=90]"优";[>=60]"中";"差"', "优"),
    (75, '[>=90]"优";[>=60]"中";"差"', "中"),
    (5, '[>=90]"优";[>=60]"中";"差"', "差"),
    (5, "[>=90]0.00", "########"),
    (5, "[红色]0.0", "5.0"),
    (5, "[$¥-804]#,##0.00", "¥5.00"),
    (5, "@", "5"),
    ("文字", "0.00", "文字"),
    ("文字", '0;0;0;"别的"', "别的"),
    ("文字", '@"单位"', "文字单位"),
    ("文字", ";;;", ""),
    (12345, "0.00E+00", "1.23E+04"),
    (True, "0.00", "TRUE"),
    (None, "0.00", ""),
    (ErrorValue("#REF!"), '"5"', "#REF!"),
]


@pytest.mark.parametrize(("value", "code", "expected"), SHOWN)
def test_shown(value: CellValue, code: str, expected: str) -> None:
    assert shown(value, code).text.strip() == expected


@pytest.mark.parametrize(
    ("code", "colour"), [("[白色]0", "白色"), ("[White]0", "white"), ("[Color 2]0", "color2"), ("[>5]0", ""), ("0", "")]
)
def test_colour_that_a_format_names(code: str, colour: str) -> None:
    assert shown(7, code).colour == colour


@pytest.mark.parametrize("number", BUILT_IN_FORMATS)
def test_built_in_formats__show_the_value(number: str) -> None:
    assert any(digit in shown(7, BUILT_IN_FORMATS[number]).text for digit in "7")


@pytest.mark.parametrize("code", ['"' * 100_000, "[" * 100_000, "0" * 100_000, "_" * 100_000, "?/?" * 30_000])
def test_long_formats__are_cut(code: str) -> None:
    assert len(shown(7, code).text) < 1000
