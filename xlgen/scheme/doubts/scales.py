"""Rates and the scales that they are compared with: bounds in percent, tiers out of order, numbers for rates."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise

from xlgen.rules.registry import RULES
from xlgen.rules.tiers import SIGNS
from xlgen.scheme.doubts.codes import DoubtCode, Doubts
from xlgen.scheme.inputs import InputType
from xlgen.scheme.node import Node
from xlgen.scheme.outline import Outline

MAX_LIKELY_BOUND = 2.0
"""A rate of more than 200 % is seldom a bound: the percent was most likely written as it is printed."""
BOUNDS = ("free", "pass_at", "full_at", "excess_above", "excess_share", "pace")
FINEST_LIKELY_STEP = 0.5
"""A step of half the whole, or more, is most likely one percent written as 1."""
SCALED = frozenset({"tier_score", "step_deduct_score", "interpolation_score"})
"""Rules of any number: with a unit, or bounds to match, days are scored as well as rates."""
WIDENING = {"at_least": -1, "above": -1, "at_most": 1, "below": 1}


def percents_as_bounds(outline: Outline) -> Doubts:
    """A bound that a rate is compared with is written as a ratio."""
    for part, source in _rated(outline):
        if not _is_rate(source) or part["with"]["unit"].text:
            continue
        tiers = [bound for tier in part["with"]["tiers"].elements() for bound in _bounds(tier)]
        tiers += _knots(part)
        others = [leaf for key in BOUNDS for leaf in (part["with"][key], *part["with"][key].elements())]
        steps = [part["with"]["step"]] if (part["with"]["step"].number or 0.0) >= FINEST_LIKELY_STEP else []
        large = [node for node in (*tiers, *others) if abs(node.number or 0.0) > MAX_LIKELY_BOUND]
        for node in (*large, *steps):
            number = node.number or 0.0
            fields = {"key": node.path[-1], "number": f"{number:g}", "ratio": f"{number / 100:g}"}
            yield node, DoubtCode.PERCENT_AS_BOUND, {**fields, "name": _label(source)}


def percents_as_rates(outline: Outline) -> Doubts:
    """What a rule takes for a rate is one: no number from 0 to 100, nothing multiplied by 100."""
    for part, source in _rated(outline):
        rule = RULES[part["rule"].text]
        limits = [
            leaf.number or 0.0 for leaf in (*_numbers(part["with"]["tiers"], part["with"]["free"]), *_knots(part))
        ]
        fits = part["with"]["unit"].text or any(abs(limit) > MAX_LIKELY_BOUND for limit in limits)
        fits = fits and rule.name in SCALED
        counted = rule.name in SCALED and source["kind"].text == InputType.COUNT
        if not _is_rate(source) and not fits and not counted and not source["value"].text:
            fields: dict[str, object] = {"name": _label(source), "rule": rule.name}
            yield part["inputs"], DoubtCode.PERCENT_AS_RATE, fields
    rated = {source.path: part for part, source in _rated(outline)}
    for expression in outline.expressions:
        owner = expression.node.path[:-1]
        percent = expression.node.path[-1] == "value" and "measures" in expression.node.path[:-2]
        if percent and any(_is_hundredfold(node) for node in ast.walk(expression.tree)):
            measure = _at(outline.root, owner)
            if _is_rate(measure) or owner in rated:
                rule_name = rated[owner]["rule"].text if owner in rated else "（显示为百分比）"
                fields = {"name": _label(measure), "rule": rule_name}
                yield expression.node, DoubtCode.PERCENT_AS_RATE, fields


def tiers_in_order(outline: Outline) -> Doubts:
    """Tiers go one way, each can be reached, and the scores rise or fall with them."""
    for indicator in outline.indicators:
        for part in indicator["parts"].elements():
            tiers = part["with"]["tiers"].elements()
            bounds = [bound for tier in tiers for bound in _bounds(tier)]
            if part["rule"].text == "tier_score" and bounds:
                yield from _one_way(part["with"]["tiers"], bounds)
                scores = [tier["score"].number or 0.0 for tier in tiers]
                rising = all(a <= b for a, b in pairwise(scores))
                if not rising and not all(a >= b for a, b in pairwise(scores)):
                    shown = "、".join(f"{score:g}" for score in scores)
                    yield part["with"]["tiers"], DoubtCode.SCORES_NOT_MONOTONIC, {"scores": shown}


def _one_way(tiers: Node, bounds: list[Node]) -> Doubts:
    signs = {WIDENING[str(bound.path[-1])] for bound in bounds}
    if len(signs) > 1:
        yield tiers, DoubtCode.TIERS_MIXED, {"bounds": "、".join(map(_bound_text, bounds))}
        return
    (sign,) = signs
    for before, bound in pairwise(bounds):
        if (bound.number or 0.0) * sign < (before.number or 0.0) * sign:
            fields: dict[str, object] = {"bound": _bound_text(bound), "before": _bound_text(before)}
            yield bound, DoubtCode.TIERS_OUT_OF_ORDER, fields


def _bound_text(bound: Node) -> str:
    return f"{SIGNS[str(bound.path[-1])]}{bound.number:g}"


def _bounds(tier: Node) -> list[Node]:
    return [tier[name] for name in WIDENING if tier[name].number is not None]


def _numbers(tiers: Node, free: Node) -> list[Node]:
    return [*(bound for tier in tiers.elements() for bound in _bounds(tier)), free]


def _knots(part: Node) -> list[Node]:
    return [knot["at"] for knot in part["with"]["curve"].elements()]


def _rated(outline: Outline) -> Iterator[tuple[Node, Node]]:
    """Each part with what it takes for a rate: an input, a measure, or a column of its table."""
    for indicator in outline.indicators:
        for part in indicator["parts"].elements():
            rule, known = RULES.get(part["rule"].text), outline.scope(part["table"].text)
            for argument in rule.call if rule is not None else ():
                if argument.limits is not None and argument.limits.percent:
                    for text in part["inputs"][argument.source].texts():
                        if text.text in known:
                            yield part, known[text.text]


def _is_rate(source: Node) -> bool:
    """An input in percent, or a measure that is shown in percent."""
    if source["kind"].text:
        return source["kind"].text == InputType.PERCENT
    return source["format"].text in ("", "percent")


def _is_hundredfold(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Mult)
        and any(isinstance(side, ast.Constant) and side.value == 100 for side in (node.left, node.right))
    )


def _label(source: Node) -> str:
    return source["label"].text or str(source.path[-1])


def _at(root: Node, path: tuple[str | int, ...]) -> Node:
    node = root
    for step in path:
        node = Node(node.value[step], (*node.path, step))
    return node
