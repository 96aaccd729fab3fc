"""What a scheme says of forms that make no sense: sums that must agree, targets that are far exceeded."""

from __future__ import annotations

from collections.abc import Iterator

from xlgen.scheme import arithmetic
from xlgen.scheme.node import Node
from xlgen.scheme.outline import Outline, type_of_input
from xlgen.scheme.problems import ProblemCode
from xlgen.scheme.suggest import nearest

Found = Iterator[tuple[Node, ProblemCode, dict[str, object]]]


def sense_problems(found: Outline) -> Found:
    """Balances; the excess of a table is judged by one of its measures."""
    for balance in found.root["balances"].each():
        yield from _balance(found, balance)
    for table in found.tables.values():
        measure, measures = table["excess"]["measure"], [name for name, _ in table["measures"].items()]
        if measure.text and measure.text not in measures:
            yield (
                measure,
                ProblemCode.UNDEFINED_NAME,
                {"name": measure.text, "nearest": nearest(measure.text, measures)},
            )


def _balance(found: Outline, balance: Node) -> Found:
    """Only what is filled in is added up and compared, all of it amounts or none of it; unknown names are reported."""
    known = found.scope()
    used = [node for node in (*balance["sum_of"].texts(), balance["equals"]) if node.text in known]
    sorts = set()
    for node in used:
        if not known[node.text]["kind"].text or type_of_input(known[node.text]) == arithmetic.TEXT:
            yield node, ProblemCode.BAD_EXPRESSION, {"reason": f"“{node.text}”不是填报的数，不能相加核对"}
        else:
            sorts.add(type_of_input(known[node.text]))
    if len(sorts) > 1:
        yield balance, ProblemCode.BAD_EXPRESSION, {"reason": "金额不能与不是金额的数相加核对"}
