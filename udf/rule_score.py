"""Scores by a rule from the contents of cells: checks them as the rule declares, rounds unless exact."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from udf.arguments import OMITTED, answer, answers, cells, is_exact, number, numbers, one_of, same_count, text
from udf.outcome import VALUE, ExcelError, NotFilledInError
from udf.scales import SCALES, shares
from xlgen.rules.expression import Formula
from xlgen.rules.limits import MIN_NUMBER
from xlgen.rules.rounding import SCORE_PLACES, excel_round
from xlgen.rules.rule import EXACT, Argument, Rule
from xlgen.text import normalize_text


def rule_score(rule: Rule, given: Mapping[str, Any]) -> float:
    """The score by a rule from the arguments of its custom function, to the cent unless exact.

    Raises ExcelError, and NotFilledInError where a cell is blank.
    """
    values = rule_values(rule, given)
    taken = {name: value for name, value in values.items() if name in rule.arguments}
    points = rule.compute(taken, {name: value for name, value in values.items() if name not in taken})
    if isinstance(points, Formula):
        raise TypeError(rule.name)  # only cells give formulas, and none came in
    return float(points) if is_exact(given[EXACT.name]) else excel_round(points, SCORE_PLACES)


def rule_values(rule: Rule, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the rule's function takes, by name, from the arguments of its custom function; checked.

    An omitted argument is left to the rule's own default. Raises as `rule_score` does.
    """
    exact = given[EXACT.name]
    values = _scales(rule, given, exact)
    for argument in rule.call:
        cell = given[argument.name]
        if argument.source not in values and cell is not OMITTED:
            values[argument.source] = _value(rule, argument, cell, exact, values)
    _check(rule, values, exact)
    return values


def _scales(rule: Rule, given: Mapping[str, Any], exact: Any) -> dict[str, Any]:
    """The parameters that several arguments give together, such as bounds and scores; others depend on them."""
    columns: dict[str, list[tuple[Argument, Any]]] = {}
    for argument in rule.call:
        if argument.part is not None:
            columns.setdefault(argument.source, []).append((argument, given[argument.name]))
    return {name: SCALES[name](*parts, exact) for name, parts in columns.items()}


def _value(rule: Rule, argument: Argument, cell: Any, exact: Any, values: Mapping[str, Any]) -> Any:
    several = rule.several(argument.source)
    if rule.within is not None and rule.within[0] == argument.source:
        _, chosen, scale = rule.within
        same_count(rule.label(chosen), values[chosen], argument.label, cells(cell))
        return shares(argument, cells(cell), values[chosen], values[scale])
    if argument.words is not None:
        words = {normalize_text(word): meaning for word, meaning in argument.words.items()}
        return words[one_of(text(cell, argument.label), list(words), argument.label)]
    if argument.limits is not None:
        limits = argument.limits
        if argument.exact_limits is not None and is_exact(exact):
            limits = argument.exact_limits
        return (numbers if several else number)(cell, argument.label, limits)
    if rule.chosen is not None and rule.chosen[0] == argument.source:
        return _chosen(argument, cell, list(values[rule.chosen[1]]), several)
    return (answers if several else answer)(cell, argument.label)


def _chosen(argument: Argument, cell: Any, options: list[str], several: bool) -> str | list[str]:
    if not several:
        return one_of(text(cell, argument.label), options, argument.label)
    chosen = [one_of(text(choice, argument.label), options, argument.label) for choice in cells(cell)]
    if not chosen:
        raise NotFilledInError
    return chosen


def _check(rule: Rule, values: dict[str, Any], exact: Any) -> None:
    """Check arguments against each other; from a workbook only their number, because its scheme has been checked."""
    parameters = SimpleNamespace(**{**rule.defaults, **values})
    if rule.paired is not None:
        first, second = rule.paired
        same_count(rule.label(first), values[first], rule.label(second), getattr(parameters, second))
    if "points" not in values and rule.full_marks is not None:
        values["points"] = rule.full_marks(parameters)
    if is_exact(exact):
        return
    if rule.rising is not None:
        steps = [step for name in rule.rising.names for step in cells(getattr(parameters, name))]
        if any(after < before for before, after in pairwise(steps)):
            raise ExcelError(VALUE, f"{rule.rising.label}应当从小到大；可能漏写了一个参数")
    if rule.not_above is not None:
        first, second = rule.not_above
        if values[first] > values[second]:
            raise ExcelError(VALUE, f"{rule.label(first)}大于{rule.label(second)}")
    if values["points"] < MIN_NUMBER:
        raise ExcelError(VALUE, "满分应当大于0")
