"""The manual's table of the custom functions is the one of their declarations."""

from __future__ import annotations

from docs.make_functions_table import MANUAL, functions_table, with_table
from udf.catalogue import FUNCTIONS


def test_table__in_step_with_the_functions() -> None:
    manual = MANUAL.read_text(encoding="utf-8")
    assert manual == with_table(manual), "run: make docs"


def test_table__a_row_for_every_function() -> None:
    formulas = [line.split("`")[1] for line in functions_table().splitlines()[2:]]
    assert formulas == [function.example.formula for function in FUNCTIONS.values()]
