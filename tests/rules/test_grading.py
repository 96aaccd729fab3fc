"""From a total to its grade, as a value and as a formula."""

from __future__ import annotations

import pytest

from xlgen.rules.expression import Formula
from xlgen.rules.grading import grade_of

CUT_OFFS = {"中": 60.0, "优": 90.0, "差": 0.0}


@pytest.mark.parametrize(
    ("total", "grade"),
    [(100, "优"), (90, "优"), (89.99999999999999, "优"), (89.99, "中"), (60, "中"), (59.99, "差"), (-1, "差")],
)
def test_grade__of_a_number(total: float, grade: str) -> None:
    assert grade_of(total, CUT_OFFS) == grade


def test_grade__of_a_cell() -> None:
    formula = grade_of(Formula("C5"), CUT_OFFS)
    assert formula == Formula('IF(ROUND(C5,10)>=90,"优",IF(ROUND(C5,10)>=60,"中","差"))')


def test_grade__the_first_of_two_with_one_cut_off() -> None:
    assert grade_of(90, {"优": 90.0, "优秀": 90.0, "差": 0.0}) == "优"
