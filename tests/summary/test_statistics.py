"""Statistics: the same however the units are divided and in whichever order they are added."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import replace
from functools import cache, reduce
from operator import add

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import SCHEMES, shipped_scheme
from tests.factories.many_units import unit_rows
from tests.factories.summaries import some_rows
from xlgen.scheme.dependencies import has_variable_points
from xlgen.submissions.unit_row import UnitRow, score_of, total_of
from xlgen.summary.statistics import BATCH_SIZE, Statistics, Tally, statistics_of

EXAMPLES = settings(max_examples=200, database=None, deadline=None, derandomize=True)
MOVING = "guangdong-2019"
"""The form on which something may be 不适用."""


@cache
def rows_of(scheme: str) -> list[UnitRow]:
    return unit_rows(shipped_scheme(scheme), 24)


@st.composite
def units(draw: st.DrawFn) -> UnitRow:
    """A unit with scores to the cent, of which some are missing, and full marks that moved or not."""
    row = draw(st.sampled_from(rows_of(MOVING)))
    cents = st.none() | st.integers(-500, 10_000)
    scores = {name: None if (drawn := draw(cents)) is None else drawn / 100 for name in row.scores}
    return replace(row, scores=scores if draw(st.booleans()) else row.scores)


@EXAMPLES
@given(st.lists(st.tuples(units(), st.integers(0, 3)), max_size=12), st.permutations(range(4)))
def test_parts__in_any_order_and_division_make_the_whole(drawn: list[tuple[UnitRow, int]], order: list[int]) -> None:
    scheme = shipped_scheme(MOVING)
    parts = [statistics_of(scheme, (unit for unit, part in drawn if part == each)) for each in order]
    whole = statistics_of(scheme, (unit for unit, _ in drawn))
    assert reduce(add, parts, Statistics()) == whole
    first, second, third, fourth = parts
    assert (first + second) + (third + fourth) == first + ((second + third) + fourth) == whole
    assert whole + Statistics() == Statistics() + whole == whole


def test_rows__more_than_are_counted_at_a_time() -> None:
    scheme, row = shipped_scheme("shenzhen-2021"), some_rows(90)[0]
    found = statistics_of(scheme, (row for _ in range(2 * BATCH_SIZE + 1)))
    assert found.totals == {9000: 2 * BATCH_SIZE + 1}
    first = found.of(scheme.indicators[0].id)
    assert (first.count, first.sum, first.mean) == (2 * BATCH_SIZE + 1, (2 * BATCH_SIZE + 1) * 9000, 90)


@pytest.mark.parametrize("name", SCHEMES)
def test_tally__as_python_computes_it(name: str) -> None:
    scheme, found = shipped_scheme(name), statistics_of(shipped_scheme(name), rows_of(name))
    for each in scheme.indicators:
        scored = [unit for unit in rows_of(name) if score_of(each, unit) is not None]
        scores = [unit.scores[each.id] or 0.0 for unit in scored]
        full = [unit.points[each.id] if has_variable_points(scheme, each) else each.points for unit in scored]
        tally = found.of(each.id)
        assert tally.mean == pytest.approx(statistics.mean(scores))
        assert (tally.count, tally.minimum / 100, tally.maximum / 100) == (len(scores), min(scores), max(scores))
        assert tally.below_full == sum(score < most for score, most in zip(scores, full, strict=True))
        assert tally.full / 100 == pytest.approx(sum(full))


def test_nothing__is_counted() -> None:
    nothing = Statistics()
    assert nothing.of("any") == nothing.of_totals(100) == Tally()
    assert (nothing.of("any").mean, nothing.within(0, 100)) == (0, 0)


@EXAMPLES
@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=30))
def test_rank__of_every_total(cents: list[int]) -> None:
    found = Statistics(totals=Counter(cents))
    for each in cents:
        assert found.rank(each / 100) == 1 + sum(other > each for other in cents)


def test_totals__by_bands_and_grades_with_what_lies_on_a_bound() -> None:
    scheme = shipped_scheme("shenzhen-2021")
    totals = (59.99, 60, 79.99, 80, 89.99, 90, 100)
    found = statistics_of(scheme, some_rows(*totals))
    assert [found.within(low, low + 10) for low in (50, 60, 70, 80, 90, 100)] == [1, 1, 1, 2, 1, 1]
    for grade in scheme.grades:
        assert found.graded(scheme, grade.name) == sum(scheme.grade(total) == grade.name for total in totals)


def test_total__of_a_unit_that_lacks_a_score() -> None:
    scheme, row = shipped_scheme("shenzhen-2021"), some_rows(90)[0]
    lacking = replace(row, scores={**row.scores, scheme.indicators[1].id: None})
    assert (total_of(scheme, row), total_of(scheme, lacking)) == (90, None)
    found = statistics_of(scheme, [row, lacking])
    assert found.of_totals(scheme.points) == Tally(1, 9000, 9000, 9000, 1, 10_000)
    assert [found.of(each.id).count for each in scheme.indicators[:3]] == [2, 1, 2]
