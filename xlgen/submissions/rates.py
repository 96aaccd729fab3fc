"""The rates of a scheme that are made of amounts, and whether they should be near 1."""

from __future__ import annotations

import ast
from typing import NamedTuple, cast

from xlgen.scheme import arithmetic
from xlgen.scheme.dependencies import parse
from xlgen.scheme.inputs import InputType
from xlgen.scheme.model import Scheme
from xlgen.scoring.points import rule_points

NEXT_TO_NOTHING = 1e-4
"""A rate whose numerator was filled in in 万元 and whose divisor in 元."""


class Rate(NamedTuple):
    """One amount divided by another, both perhaps sums; near_one: its score is best where they are about the same."""

    over: ast.expr
    under: ast.expr
    near_one: bool


def rates(scheme: Scheme) -> list[Rate]:
    """Every division of amounts in the measures of a scheme."""
    money = {name for name, spec in scheme.all_inputs.items() if spec.kind is InputType.MONEY}
    found = []
    for name, measure in scheme.all_measures.items():
        for division in arithmetic.divisions(parse(measure.value)):
            if {*arithmetic.names_in(division.left), *arithmetic.names_in(division.right)} <= money:
                found.append(Rate(division.left, division.right, _is_best_near_one(scheme, name)))
    return found


def _is_best_near_one(scheme: Scheme, measure: str) -> bool:
    parts = [part for leaf in scheme.indicators for part in leaf.parts if list(part.inputs.values()) == [measure]]
    return any(
        cast(float, rule_points(part, {measure: 1.0})) > cast(float, rule_points(part, {measure: NEXT_TO_NOTHING}))
        for part in parts
    )
