"""How the functions are called in tests: by name, from a formula's text, and with the arguments of a rule's case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.rules.inputs import Example as Case
from udf.arguments import OMITTED
from udf.catalogue import FUNCTIONS
from xlgen.rules.registry import RULES


def row(values: Sequence[Any]) -> list[list[Any]]:
    """A range of one row, as xlwings hands it over."""
    return [list(values)]


def column(values: Sequence[Any]) -> list[list[Any]]:
    """A range of one column."""
    return [[value] for value in values]


def arguments_of(rule: str, case: Case) -> list[Any]:
    """What a person would pass for a case of the rule, as its arguments are declared; ranges are columns and rows."""
    declared = RULES[rule]
    checked = declared.parameters.model_validate(case.parameters)
    passed = []
    for place, argument in enumerate(declared.call):
        if argument.source in case.arguments:
            cells: Any = case.arguments[argument.source]
        elif argument.source in case.parameters:
            cells = argument.cells(checked)
        else:
            assert declared.optional(argument), f"{rule}: a case must give {argument.source}"
            cells = OMITTED
        several = isinstance(cells, (list, tuple))
        passed.append((row if place % 2 else column)(cells) if several else cells)
    return passed


def scored(rule: str, case: Case) -> Any:
    """What the function gives for a case of the rule."""
    return FUNCTIONS[rule.upper()].call(*arguments_of(rule, case))


def arguments(formula: str, ranges: Mapping[str, Sequence[Any]]) -> list[Any]:
    """What a formula =NAME(…) passes, its arguments being ranges or constants."""
    written = formula.removesuffix(")").split("(")[1]
    return [_value(each, ranges) for each in written.split(",")]


def evaluated(formula: str, ranges: Mapping[str, Sequence[Any]]) -> Any:
    """What a formula =NAME(…) gives."""
    return FUNCTIONS[formula.removeprefix("=").split("(")[0]].call(*arguments(formula, ranges))


def _value(written: str, ranges: Mapping[str, Sequence[Any]]) -> Any:
    if written in ranges:
        values = ranges[written]
        return column(values) if ":" in written else values[0]
    if written.startswith('"'):
        return written.strip('"')
    return float(written.removesuffix("%")) / (100 if written.endswith("%") else 1)
