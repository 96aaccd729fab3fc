"""A rule as the call of its custom function, which computes in a cell what the rule's Python function does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from xlgen.rules.expression import Formula, Value, as_formula, call
from xlgen.rules.registry import RULES

GRADE, STACK = "GRADE", "STACK"
"""The function of the grade, and the one that makes a column of cells that are not adjacent."""
FUNCTIONS = frozenset({*(rule.custom_function for rule in RULES.values()), GRADE, STACK})
"""The functions that workbooks call."""
ADDIN_FILE = "xlgen.xlam"
"""The file of the functions in Excel for Windows; a workbook that calls them may refer to it."""
NAMESPACE = "XLGEN"
"""Of the functions in programs that have namespaces: XLGEN.GRADE(…)."""


def rule_call(
    rule: str, arguments: Mapping[str, Value], parameters: Mapping[str, Any], points: Value | None = None
) -> Formula:
    """The call that gives a rule's unrounded score, as `Rule.score` would.

    Every argument is one reference: an argument of several values is their range. points are the full marks where
    they are filled in, not laid down by the form. Raises ValidationError where the parameters do not fit the rule.
    """
    declared = RULES[rule]
    checked = declared.parameters.model_validate(parameters)
    filled_in = arguments if points is None else {**arguments, "points": points}
    cells = [
        filled_in[argument.source] if argument.source in filled_in else _constant(argument.cells(checked))
        for argument in declared.call
    ]
    return call(declared.custom_function, *cells, True)  # the last argument is rule.EXACT


def grade_call(total: Formula, cut_offs: Mapping[str, float]) -> Formula:
    """The call that gives the grade of a total."""
    return call(GRADE, total, _column(cut_offs), _column(cut_offs.values()))


def _constant(value: Any) -> Value:
    scalar: Value = value
    return scalar if isinstance(value, (int, float, str)) else _column(value)


def _column(values: Iterable[float | str]) -> Formula:
    """Constants one below the other; a row of them would reach VBA as a list without rows."""
    first, *more = [as_formula(value).text for value in values]
    return Formula(f"{{{';'.join([first, *more])}}}" if more else first)
