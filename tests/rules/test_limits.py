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
        (limits.PROGRESS, 0, 2, True),
        (limits.RATE, 0, 10, True),
        (limits.SIGNED_RATE, -10, 10, True),
        (limits.BOUND, 1e-9, 10, True),
    ],
)
def test_limits__as_documented(found: Limits, minimum: float, maximum: float, percent: bool) -> None:
    assert found == Limits(minimum, maximum, percent)


@pytest.mark.parametrize(("rate", "score"), [(2.0001, 1.0), (-0.0001, 0.0)])
def test_rate__limited_where_a_person_types_it_not_where_a_workbook_calls(rate: float, score: float) -> None:
    with pytest.raises(ExcelError, match="应当在0%至200%之间"):
        FUNCTIONS["RATIO_SCORE"].call(rate, 1.0)
    assert FUNCTIONS["RATIO_SCORE"].call(rate, 1.0, "满分", True) == score
