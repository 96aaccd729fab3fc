"""审核公式: what they mark is what they are about; balances: sums that must agree."""

from __future__ import annotations

from collections.abc import Iterator

from xlgen.scheme import arithmetic
from xlgen.scheme.node import Node, NodeProblems, undefined
from xlgen.scheme.outline import Outline, expr_type_of_input, placeholders
from xlgen.scheme.problems import ProblemCode
from xlgen.scheme.suggest import nearest


def audit_rules(outline: Outline) -> NodeProblems:
    """A rule uses what is filled in, says nothing of scores, and marks no cell that it does not use.

    Unknown names in its expressions and its message are reported elsewhere.
    """
    trees = {expression.node.path: expression for expression in outline.expressions}
    inputs = {name: node for name, node in outline.scope().items() if node["kind"].value is not None}
    for name, check in outline.root["checks"].items():
        holds = trees.get(check["holds"].path)
        if holds is None:
            continue
        used = set(_behind(outline, arithmetic.names_in(holds.tree)))
        if not used:
            reason = "没有用到任何填报项"
            yield check["holds"], ProblemCode.WRONG_CHECK, {"name": name, "reason": reason}
        for shown in placeholders(check["message"].text):
            if shown in outline.form_values() and shown not in outline.names:  # scores are not yet there
                fields: dict[str, object] = {"name": shown, "nearest": nearest(shown, outline.names)}
                yield check["message"], ProblemCode.UNDEFINED_NAME, fields
        for cell in check["cells"].texts():
            if cell.text not in inputs:
                yield undefined(cell, inputs)
            elif cell.text not in used:
                reason = f"的 cells 写了“{cell.text}”，holds 却没有用到它"
                yield cell, ProblemCode.WRONG_CHECK, {"name": name, "reason": reason}


def _behind(outline: Outline, names: Iterator[str]) -> Iterator[str]:
    """The inputs and columns that names stand for, through measures; one that uses itself is reported elsewhere."""
    trees = {expression.node.path[:-1]: expression.tree for expression in outline.expressions}
    waiting, known = list(names), set[str]()
    while waiting:
        name = waiting.pop()
        node = outline.scope().get(name, Node(None))
        if name in known:
            continue
        known.add(name)
        if node["kind"].value is not None:
            yield name
        elif node.path in trees:
            table, dot, _ = name.partition(".")
            waiting += [f"{table}{dot}{each}" if dot else each for each in arithmetic.names_in(trees[node.path])]


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
