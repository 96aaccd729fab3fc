"""Balances: sums that must agree."""

from __future__ import annotations

from xlgen.scheme import arithmetic
from xlgen.scheme.node import NodeProblems
from xlgen.scheme.outline import Outline, expr_type_of_input
from xlgen.scheme.problems import ProblemCode


def balances(outline: Outline) -> NodeProblems:
    """Only inputs are added up and compared, all of them amounts or none; unknown names are reported elsewhere."""
    known = outline.scope()
    for balance in outline.root["balances"].elements():
        types = set()
        for node in (*balance["sum_of"].texts(), balance["equals"]):
            if node.text not in known:
                continue
            term = known[node.text]
            if not term["kind"].text or expr_type_of_input(term) in (arithmetic.TEXT, arithmetic.DATE):
                yield node, ProblemCode.BAD_EXPRESSION, {"reason": f"“{node.text}”不是填报的数，不能相加核对"}
            else:
                types.add(expr_type_of_input(term))
        if len(types) > 1:
            yield balance, ProblemCode.BAD_EXPRESSION, {"reason": "金额不能与不是金额的数相加核对"}
