"""Numbers of the printed criteria that the rule does not know, and numbers of the rule that are not printed."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from itertools import combinations

from xlgen.rules.registry import RULES
from xlgen.scheme import arithmetic
from xlgen.scheme.doubts.codes import DoubtCode, Doubts
from xlgen.scheme.doubts.printed import Kind, PrintedNumber, printed_numbers
from xlgen.scheme.node import Node
from xlgen.scheme.outline import Outline

SAME = 1e-9
MAX_SHOWN = 12


def unknown_to_the_rule(outline: Outline) -> Doubts:
    """Every number of the criteria that scores is one of the rule's, or an erratum or a reading says why not."""
    for indicator in outline.indicators:
        rule = _Numbers(outline, indicator)
        explained = [number for text in _explanations(indicator) for number in printed_numbers(text)]
        for clause in indicator["criteria"].texts():
            for number in printed_numbers(clause.text):
                if not rule.has(number) and not _among(number, explained):
                    known = "、".join(f"{value:g}" for value in rule.written[:MAX_SHOWN]) or "无"
                    yield clause, DoubtCode.NUMBER_NOT_IN_RULE, {"number": number.quoted, "known": known}


def not_printed(outline: Outline) -> Doubts:
    """Every number of a rule's parameters is printed in the criteria, or said in an erratum or a reading."""
    for indicator in outline.indicators:
        clauses = [clause.text for clause in indicator["criteria"].texts()]
        if not clauses:
            continue  # a form without criteria
        texts = [*clauses, *_explanations(indicator), indicator["explanation"].text, indicator["remark"].text]
        printed = [number.value for text in texts for number in printed_numbers(text)]
        worth = indicator["points"].number or 0.0
        for part in indicator["parts"].elements():
            own = part["points"].number or worth
            for node in (*_leaves(part["with"]), *_leaves(part["inputs"])):
                value = abs(node.number or 0.0)
                shares = (value, value / worth if worth else 0.0, value / own if own else 0.0)
                if value in (0.0, 1.0, own) or any(_near(each, other) for each in shares for other in printed):
                    continue
                yield node, DoubtCode.NUMBER_NOT_PRINTED, {"number": f"{value:g}", "key": _key(node)}


def _explanations(indicator: Node) -> list[str]:
    errata = indicator["errata"].elements()
    said = [erratum[key].text for erratum in errata for key in ("printed", "meant", "because")]
    return [*said, *(reading.text for reading in indicator["readings"].texts())]


def _among(number: PrintedNumber, others: Iterable[PrintedNumber]) -> bool:
    return any(_near(number.value, other.value) and number.kind is other.kind for other in others)


def _near(first: float, second: float) -> bool:
    return abs(abs(first) - abs(second)) < SAME


def _leaves(node: Node) -> Iterator[Node]:
    if node.number is not None:
        yield node
    for _, child in node.items():
        yield from _leaves(child)
    for child in node.elements():
        yield from _leaves(child)


def _key(node: Node) -> str:
    return next(str(step) for step in reversed(node.path) if isinstance(step, str))


class _Numbers:
    """The numbers with which an indicator is scored."""

    def __init__(self, outline: Outline, indicator: Node) -> None:
        self.worth = indicator["points"].number or 0.0
        parts = indicator["parts"].elements()
        points = [part["points"].number or 0.0 for part in parts]
        constants = list(_constants(outline, indicator))
        constants += [1.0] if indicator["value"].text else []  # of praised - blamed: each counts one point
        said = [leaf for part in parts for key in ("inputs", "with", "points_by") for leaf in _leaves(part[key])]
        given = [abs(leaf.number or 0.0) for leaf in said]
        given += [value for part in parts for value in _defaults(part)]
        self.written = sorted({0.0, *points, *given, *constants, self.worth})
        bounds = [value for node in _inputs(outline, indicator) for value in _bounds(node)]
        sums = [sum(points[first:last]) for first, last in combinations(range(len(points) + 1), 2)]
        lists = [[leaf.number or 0.0 for leaf in _leaves(part["with"]["each"])] for part in parts]
        sums += [sum(each[a:b]) for each in lists for a, b in combinations(range(len(each) + 1), 2)]
        self.points = {*self.written, *sums, *(bounds), *_extremes(indicator), outline.root["points"].number or 0.0}
        # where a rate that the scheme computes is scored, a printed loss is a share of the part: 1.5 - days × 0.5
        self.points |= {worth * by for worth in (*points, self.worth) for c in constants if c for by in (c, 1 / c)}
        counts = [len(node.texts()) for part in parts for _, node in part["inputs"].items()]
        self.rates = {*self.written, *bounds, 1.0, 0.0, *(1 / count for count in counts if count)}
        self.rates |= {value / whole for value in self.points for whole in (self.worth, *points) if whole}
        self.rates |= {1 - value for value in self.rates}
        self.others = self.points | self.rates | {1 + each for each in _received(outline, indicator)} | {*counts}

    def has(self, number: PrintedNumber) -> bool:
        """Whether a printed number is among them."""
        known = {Kind.POINTS: self.points, Kind.RATE: self.rates, Kind.OTHER: self.others}[number.kind]
        return any(_near(number.value, value) for value in known)


def _inputs(outline: Outline, indicator: Node) -> list[Node]:
    """The inputs of an indicator, and the columns of the tables that it is scored by."""
    columns = [node for table in _tables(outline, indicator) for _, node in table["columns"].items()]
    return [*(node for _, node in indicator["inputs"].items()), *columns]


def _tables(outline: Outline, indicator: Node) -> list[Node]:
    used = {part["table"].text for part in indicator["parts"].elements()}
    paths = {indicator.path}
    for expression in outline.expressions:
        if any(expression.node.path[: len(path)] == path for path in paths):
            used |= {name.partition(".")[0] for name in arithmetic.names_in(expression.tree) if "." in name}
    return [table for name, table in outline.tables.items() if name in used]


def _bounds(node: Node) -> list[float]:
    bands = node["bands"]["ranges"]
    found = [node["minimum"].number, node["maximum"].number, *(leaf.number for leaf in _leaves(bands))]
    return [value for value in found if value is not None]


def _extremes(indicator: Node) -> list[float]:
    return [abs(value) for value in (indicator["most"].number, indicator["least"].number) if value is not None]


def _constants(outline: Outline, indicator: Node) -> Iterator[float]:
    """The numbers in the expressions of an indicator, of its tables, and of what it is scored by from elsewhere."""
    paths = [indicator.path, *(table.path for table in _tables(outline, indicator))]
    arguments = [node for part in indicator["parts"].elements() for _, node in part["inputs"].items()]
    used = {text.text for argument in arguments for text in argument.texts()}
    paths += [outline.names[name].path for name in used if name in outline.names]
    for expression in outline.expressions:
        if any(expression.node.path[: len(path)] == path for path in paths):
            for node in ast.walk(expression.tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
                    yield float(node.value)


def _defaults(part: Node) -> list[float]:
    """What the rule of a part lays down where the scheme says nothing."""
    rule = RULES.get(part["rule"].text)
    defaults = rule.defaults.items() if rule is not None else ()
    return [value for name, value in defaults if part["with"][name].value is None and isinstance(value, float)]


def _received(outline: Outline, indicator: Node) -> Iterator[float]:
    """What others hand on when they are not applicable, or this one hands on, as a share of the receiver's points."""
    worths = {each["id"].text: each["points"].number or 0.0 for each in outline.indicators}
    for giver in outline.indicators:
        receivers = [each.text for each in giver["not_applicable"]["points_to"].texts()]
        if giver.path == indicator.path or indicator["id"].text in receivers:
            for receiver in receivers:
                share = (giver["points"].number or 0.0) / len(receivers)
                yield share / worths[receiver] if worths.get(receiver) else 0.0
