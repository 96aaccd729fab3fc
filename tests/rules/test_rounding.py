"""Excel's rounding, half up on 15 significant digits, is the same in Python and in both engines."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.rules.engines import computed
from xlgen.rules.rounding import excel_round, score_sum

COUNT = 2000


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1.005, 1.01),  # the nearest double is 1.00499999999999989…
        (2.675, 2.68),
        (4.3636363636363633, 4.36),
        (1.99088, 1.99),
        (5.8936, 5.89),
        (0.125, 0.13),  # half to even would give 0.12
        (0.135, 0.14),
        (10.075, 10.08),
        (0.004999999999999, 0.0),
        (0.005, 0.01),
        (-1.005, -1.01),  # away from zero
        (-0.004, 0.0),
        (100.0, 100.0),
    ],
)
def test_excel_round__half_up_on_15_digits(value: float, expected: float) -> None:
    found = excel_round(value, 2)
    assert found == expected
    assert str(found) != "-0.0"


def test_excel_round__other_places() -> None:
    assert excel_round(0.15 / 0.01, 8) == 15.0
    assert excel_round((0.15 - 0.10) / 0.01, 8) == 5.0
    assert excel_round(57.708 / 64.12, 10) == 0.9


def test_excel_round__on_15_digits_up_to_1e15_and_not_beyond() -> None:
    assert excel_round(999_999_999_999_999.5, 2) == 1e15
    assert excel_round(-999_999_999_999_999.5, 2) == -1e15
    assert excel_round(1_000_000_000_000_000.5, 2) == 1_000_000_000_000_000.5


def _quotients() -> list[tuple[float, float]]:
    """Divisions whose exact result ends in half a cent: typed decimals (b = 1), and amounts of two decimals."""
    chance = random.Random(2021)
    pairs = [(cents / 1000, 1.0) for cents in range(5, 10005, 10)]
    while len(pairs) < COUNT:
        half_cents, base = 2 * chance.randrange(1, 2000) + 1, chance.randrange(2, 400000, 2)
        if half_cents * base % 200 == 0:  # the amount divided has two decimals itself
            pairs.append((half_cents * base // 200 / 100, base / 100))
    return pairs


def test_excel_round__as_formualizer_and_libreoffice_on_half_cents(tmp_path: Path) -> None:
    pairs = _quotients()

    def write(sheet: Worksheet) -> None:
        for row, (dividend, divisor) in enumerate(pairs, 1):
            sheet.cell(row, 1).value = f"=ROUND(B{row}/C{row},2)"
            sheet.cell(row, 2).value = dividend
            sheet.cell(row, 3).value = divisor

    by_formualizer, by_office = computed(["ties"], write, tmp_path)
    expected = [excel_round(dividend / divisor, 2) for dividend, divisor in pairs]
    assert len(expected) == COUNT
    assert [pair for pair, a, b in zip(pairs, expected, by_formualizer["ties"], strict=True) if a != b] == []
    assert [pair for pair, a, b in zip(pairs, expected, by_office["ties"], strict=True) if a != b] == []


def test_score_sum__to_the_cent_without_what_is_missing() -> None:
    assert score_sum([0.1] * 3 + [None]) == 0.3
    assert score_sum([None]) == 0.0
