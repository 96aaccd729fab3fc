"""The amounts of money that the measures of a scheme set against each other: a rate's two sides, this year and last."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple, cast

from xlgen.scheme import arithmetic
from xlgen.scheme.dependencies import parse
from xlgen.scheme.inputs import InputType
from xlgen.scheme.model import Scheme
from xlgen.scoring.points import rule_points

TINY_RATE = 1e-4
"""A rate whose numerator was filled in in 万元 and its denominator in 元."""
HALF = 0.5
"""A rate that is usual for spending, and far too high for money that was reallocated or left over."""


class Rate(NamedTuple):
    """One amount compared with another; either may be a sum.

    part: the first may be a very small part of the second, like money that was reallocated in a budget. Otherwise the
    two are of the same size.
    """

    numerator: ast.expr
    denominator: ast.expr
    part: bool


def rates(scheme: Scheme) -> list[Rate]:
    """All divisions of amounts of money in the measures of a scheme, and the differences divided in them."""
    money = {name for name, spec in scheme.all_inputs.items() if spec.kind is InputType.MONEY}
    found = []
    for name, measure in scheme.all_measures.items():
        for division in arithmetic.divisions(parse(measure.value)):
            if {*arithmetic.names_in(division.left), *arithmetic.names_in(division.right)} <= money:
                found += [Rate(each.left, each.right, part=False) for each in _differences(division)]
                found.append(Rate(division.left, division.right, _is_best_near_zero(scheme, name)))
    return found


def _differences(division: ast.BinOp) -> Iterator[ast.BinOp]:
    for node in ast.walk(division):
        if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Sub):
            continue
        if all(any(arithmetic.names_in(side)) for side in (node.left, node.right)):
            yield node


def _is_best_near_zero(scheme: Scheme, measure: str) -> bool:
    """Whether a rate of one half loses points that a tiny one does not."""
    parts = [part for leaf in scheme.indicators for part in leaf.parts if list(part.inputs.values()) == [measure]]
    return any(
        cast(float, rule_points(part, {measure: HALF})) < cast(float, rule_points(part, {measure: TINY_RATE}))
        for part in parts
    )
