"""The quarter rule prints no caps. Of its three readings only one gives the 5.89 that was published."""

from __future__ import annotations

import pytest

from tests.rules.engines import in_python
from tests.rules.inputs import Example
from xlgen.rules.quarterly import quarter_exec_score
from xlgen.rules.rounding import excel_round

PROGRESS = [0.3760, 0.5647, 0.7228, 0.9299]
RATES = [reached / due for reached, due in zip(PROGRESS, [0.25, 0.50, 0.75, 1.00], strict=True)]
PUBLISHED = 5.89


def test_quarter_exec_score__mean_of_uncapped_rates_then_capped_gives_the_published_score() -> None:
    score = quarter_exec_score(PROGRESS)
    assert score == pytest.approx(5.8936, abs=5e-5)
    assert in_python("quarter_exec_score", Example({"progress": list(PROGRESS)}, {})) == PUBLISHED


def test_quarter_exec_score__mean_of_capped_rates_is_another_reading() -> None:
    capped = [min(rate, 1.0) for rate in RATES]
    assert excel_round(sum(capped) + sum(capped) / 4 * 2, 2) == 5.84 != PUBLISHED


def test_quarter_exec_score__no_cap_at_all_is_another_reading() -> None:
    assert excel_round(sum(RATES) + sum(RATES) / 4 * 2, 2) == 6.79 != PUBLISHED


def test_quarter_exec_score__cap_on_the_whole_only_is_another_reading() -> None:
    assert min(sum(RATES) + sum(RATES) / 4 * 2, 6.0) == 6.0 != PUBLISHED
