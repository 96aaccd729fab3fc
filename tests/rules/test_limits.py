"""What a cell of each kind may hold: exactly the numbers between these limits."""

from __future__ import annotations

import pytest

from udf.catalogue import FUNCTIONS
from udf.outcome import ExcelError
from xlgen.rules import limits
from xlgen.rules.limits import Limits


@pytest.mark.parametrize(
    ("found", "minimum", "maximum", "percent"),
    [
        (limits.ANY, -1e14, 1e14, False),
        (limits.NOT_NEGATIVE, 0, 1e14, False),
        (limits.POSITIVE, 1e-9, 1e14, False),
        (limits.SHARE, 0, 1, True),
        (limits.RATE, 0, 1e14, True),
        (limits.SIGNED_RATE, -1e14, 1e14, True),
        (limits.BOUND, 1e-9, 10, True),
    ],
)
def test_limits__as_documented(found: Limits, minimum: float, maximum: float, percent: bool) -> None:
    assert found == Limits(minimum, maximum, percent)


def test_negative_rate__refused_where_a_person_types_it_not_where_a_workbook_calls() -> None:
    with pytest.raises(ExcelError, match=r"比率是-0\.0001，不能小于0"):
        FUNCTIONS["RATIO_SCORE"].call(-0.0001, 1.0)
    assert FUNCTIONS["RATIO_SCORE"].call(-0.0001, 1.0, "满分", True) == 0.0


@pytest.mark.parametrize(
    ("function", "value", "others", "message"),
    [
        ("RATIO_SCORE", 1e15, (1.0,), "太大"),
        ("TIER_SCORE", -1e15, ([["≥90%", "其余"]], [[1, 0]]), "太大"),
        ("RATIO_SCORE", 0.5, (0.0,), "应当大于0"),
        ("COMPLETION_SCORE", 0.5, (1.0, 11.0), "应当大于0，不超过1000%"),
        ("COMPLETION_SCORE", 0.5, (1.0, 0.6, 1.0, 1.5, 1.2), "应当在0%至100%之间"),
    ],
)
def test_message__says_what_is_allowed(function: str, value: float, others: tuple[object, ...], message: str) -> None:
    with pytest.raises(ExcelError, match=message):
        FUNCTIONS[function].call(value, *others)
