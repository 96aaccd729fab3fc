"""The cells that call custom functions, in workbooks that do so instead of using native formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from openpyxl.utils import column_index_from_string

from xlgen.rules.calls import STACK, grade_call, rule_call
from xlgen.rules.expression import Formula, Number, Value, as_formula, call
from xlgen.scheme.sheet_names import CHECK, FORM
from xlgen.scoring.points import ByRule, RuleArguments
from xlgen.workbook.layout import FUNCTIONS_ON_CHECK, GRADE_ON_CHECK, TOTAL_ON_CHECK, VERDICT_ON_CHECK, Layout
from xlgen.workbook.sheets.check import function_status, grade_formula, verdict_formula
from xlgen.workbook.sheets.form_panel import result_formula
from xlgen.workbook.sheets.table import row_score
from xlgen.xlsx.refs import CellRef

_REFERENCE = re.compile(r"(?P<sheet>(?:.*!)?)\$?(?P<column>[A-Z]{1,3})\$?(?P<row>[0-9]+)")


def function_calls(layout: Layout) -> dict[CellRef, Formula]:
    """The formulas with function calls by cell; all other cells keep their native formulas."""
    if not layout.scheme.scored:
        return {}
    calls = {cell: calling for cell, native, calling in _formulas(layout) if calling != native}
    verdict = verdict_formula(layout, by_functions=True)
    return {**calls, VERDICT_ON_CHECK: verdict, FUNCTIONS_ON_CHECK: function_status()}


def _formulas(layout: Layout) -> Iterator[tuple[CellRef, Formula | None, Formula]]:
    """Every cell that computes a score, with its native formula and its formula with function calls."""
    scheme = layout.scheme
    by_call = _caller(layout.names(FORM), layout.numbers(FORM))
    for indicator in scheme.indicators:
        if indicator.expansion is None:
            native, calling = result_formula(layout, indicator), result_formula(layout, indicator, by_call)
            yield layout.result(indicator), native, calling
    for name, table in layout.tables.items():
        for row in range(table.first, table.last + 1):
            by_call = _caller(layout.row_names(name, row), layout.row_numbers(name, row))
            scored = row_score(layout, name, row, by_call)
            if scored is not None:
                yield CellRef(table.sheet, table.score, row), row_score(layout, name, row), scored
    total = TOTAL_ON_CHECK.reference_from(CHECK)
    yield GRADE_ON_CHECK, grade_formula(scheme, total), grade_formula(scheme, total, grade_call)


def _caller(names: Mapping[str, Formula], numbers: Mapping[str, Formula]) -> ByRule:
    """How to call rules with these cells, each passed as the number that native formulas take it for."""
    passed = {cell: numbers[name] for name, cell in names.items()}

    def argument(value: Value | Sequence[Value]) -> Value:
        if isinstance(value, Formula):
            return passed.get(value, value)
        if isinstance(value, (str, bool, int, float)):
            return value
        return _range([argument(cell) for cell in value])

    def by_call(rule: str, arguments: RuleArguments, parameters: Mapping[str, Any], points: Number | None) -> Number:
        return rule_call(rule, {name: argument(value) for name, value in arguments.items()}, parameters, points)

    return by_call


def _range(cells: Sequence[Value]) -> Formula:
    """One argument for several cells: their range if they are adjacent in a column or row, otherwise STACK of them."""
    matches = [_REFERENCE.fullmatch(as_formula(cell).text) for cell in cells]
    places = [
        (match["sheet"], int(match["row"]), column_index_from_string(match["column"])) for match in matches if match
    ]
    if len(places) == len(cells) and (_are_adjacent(places, 1, 0) or _are_adjacent(places, 0, 1)):
        first, last = as_formula(cells[0]).text, as_formula(cells[-1]).text
        return Formula(first if first == last else f"{first}:{last.rpartition('!')[2]}")
    return call(STACK, *cells)


def _are_adjacent(places: Sequence[tuple[str, int, int]], down: int, right: int) -> bool:
    return all((sheet, row + down, column + right) == after for (sheet, row, column), after in pairwise(places))
