"""Expressions as officials read them."""

from __future__ import annotations

import pytest

from tests.conftest import ALL_SCHEMES, shipped_scheme
from xlgen.scheme.describe import labels_of
from xlgen.scheme.formula_words import formula_in_words

NAMES = {
    "staff": "在职人员数",
    "posts": "编制数",
    "late": "是否迟报",
    "prizes": "《表彰》",
    "prizes.gained": "加分",
    "rate": "执行率",
    "a": "甲",
    "b": "乙",
}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("staff / posts", "在职人员数 ÷ 编制数"),
        ("(a - b) / a * 100", "（甲 － 乙） ÷ 甲 × 100"),
        ("a - (b - 1)", "甲 － （乙 － 1）"),
        ("-a * (b + 0.05)", "－甲 × （乙 ＋ 0.05）"),
        ("abs(a - b) / a", "（甲 － 乙）的绝对值 ÷ 甲"),
        ("min(sum(prizes.gained), 3)", "《表彰》各行加分之和与3中较小的"),
        ("max(a, b) + 1", "甲与乙中较大的 ＋ 1"),
        ('late == "是" or a > 3', "是否迟报 ＝ “是”，或甲 ＞ 3"),
        ('late != "是" and (a >= 3 or not b < 1)', "是否迟报 ≠ “是”，且（甲 ≥ 3，或并非（乙 ＜ 1））"),
        ("a if b > 0 else 0", "乙 ＞ 0 时为甲，否则为0"),
        ("unknown + 1", "unknown ＋ 1"),
        ("rate < 0.555 or 0.9 <= rate", "执行率 ＜ 55.5%，或90% ≤ 执行率"),
        ("rate * 100 > 0.9", "执行率 × 100 ＞ 0.9"),
    ],
)
def test_formula__in_words(written: str, read: str) -> None:
    assert formula_in_words(written, NAMES, {"rate"}) == read


@pytest.mark.parametrize("name", ALL_SCHEMES)
def test_formulas_of_shipped_schemes__name_no_identifier(name: str) -> None:
    scheme = shipped_scheme(name)
    for measure in scheme.all_measures.values():
        assert not set(formula_in_words(measure.value, labels_of(scheme))) & set("abcdefghijklmnopqrstuvwxyz_/*")
