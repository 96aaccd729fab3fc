"""The measures of a scheme that divide amounts of money, and whether they should be near 1."""

from __future__ import annotations

import ast
from typing import NamedTuple, cast

from xlgen.scheme import arithmetic
from xlgen.scheme.dependencies import parse
from xlgen.scheme.inputs import InputType
from xlgen.scheme.model import Scheme
from xlgen.scoring.points import rule_points

TINY_RATE = 1e-4
"""A rate whose numerator was filled in in 万元 and its denominator in 元."""


class Rate(NamedTuple):
    """One amount divided by another; either may be a sum. near_one: a rate near 1 scores better than a tiny one."""

    numerator: ast.expr
    denominator: ast.expr
    near_one: bool


def rates(scheme: Scheme) -> list[Rate]:
    """All divisions of amounts of money in the measures of a scheme."""
    money = {name for name, spec in scheme.all_inputs.items() if spec.kind is InputType.MONEY}
    divisions = []
    for name, measure in scheme.all_measures.items():
        for division in arithmetic.divisions(parse(measure.value)):
            if {*arithmetic.names_in(division.left), *arithmetic.names_in(division.right)} <= money:
                divisions.append(Rate(division.left, division.right, _is_best_near_one(scheme, name)))
    return divisions


def _is_best_near_one(scheme: Scheme, measure: str) -> bool:
    parts = [part for leaf in scheme.indicators for part in leaf.parts if list(part.inputs.values()) == [measure]]
    return any(
        cast(float, rule_points(part, {measure: 1.0})) > cast(float, rule_points(part, {measure: TINY_RATE}))
        for part in parts
    )
