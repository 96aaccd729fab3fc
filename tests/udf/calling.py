"""How the functions are called in tests: by name, from a formula's text, and with the arguments of a rule's case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.rules.inputs import Example as Case
from udf.arguments import OMITTED
from udf.catalogue import FUNCTIONS


def row(values: Sequence[Any]) -> list[list[Any]]:
    """A range of one row, as xlwings hands it over."""
    return [list(values)]


def column(values: Sequence[Any]) -> list[list[Any]]:
    """A range of one column."""
    return [[value] for value in values]


def _tier(tier: Mapping[str, float]) -> str:
    for name, sign in (("at_least", "≥"), ("above", "＞"), ("at_most", "≤"), ("below", "＜")):
        if name in tier:
            return f"{sign}{tier[name]!r}"
    return "其余"


def _column_of(mapping: Mapping[str, Any], key: str) -> list[list[Any]]:
    return column([each[key] for each in mapping.values()])


def _either(words: Mapping[str, str], value: str | None) -> Any:
    return OMITTED if value is None else words[value]


ARGUMENTS: Mapping[str, Callable[[Any, Any], list[Any]]] = {
    "quarter_exec_score": lambda given, said: [
        row(given["progress"]),
        column(said["pace"]),
        said["quarter_points"],
        said["average_points"],
    ],
    "tier_score": lambda given, said: [
        given["rate"],
        column([_tier(tier) for tier in said["tiers"]]),
        row([tier["score"] for tier in said["tiers"]]),
    ],
    "ratio_score": lambda given, said: [
        given["rate"],
        said["points"],
        _either({"full": "满分", "zero": "零分"}, said.get("over")),
    ],
    "inverse_ratio_score": lambda given, said: [given["rate"], said["points"]],
    "step_deduct_score": lambda given, said: [
        given["rate"],
        said["points"],
        said["free"],
        said["step"],
        said["each"],
        _either({"above": "高于", "below": "低于"}, said.get("direction")),
    ],
    "deduct_score": lambda given, said: [column(given["counts"]), said["points"], row(said["each"])],
    "sized_deduct_score": lambda given, said: [
        given["missed"],
        given["due"],
        *(said[name] for name in ("points", "size", "each_above", "each_within")),
    ],
    "criteria_score": lambda given, said: [column(given["answers"]), column(said["each"])],
    "choice_score": lambda given, said: [
        given["answer"],
        column(list(said["scores"])),
        row(list(said["scores"].values())),
    ],
    "completion_score": lambda given, said: [given["completion"], said["points"]],
    "band_score": lambda given, said: [
        column(given["grades"]),
        column(given["shares"]),
        said["points"],
        row(list(said["bands"])),
        _column_of(said["bands"], "least"),
        _column_of(said["bands"], "most"),
    ],
}
"""For each rule, its arguments and parameters as they stand in a sheet."""


def scored(rule: str, case: Case) -> Any:
    """What the function gives for a case of the rule."""
    return FUNCTIONS[rule.upper()].call(*ARGUMENTS[rule](case.arguments, case.parameters))


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
