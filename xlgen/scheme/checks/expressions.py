"""Expressions: small arithmetic, of the right type, on measures that are computed before."""

from __future__ import annotations

from xlgen.scheme import arithmetic
from xlgen.scheme.node import Node, NodeProblems
from xlgen.scheme.outline import Arithmetic, Outline, expr_type_of_input, options_of
from xlgen.scheme.problems import ProblemCode
from xlgen.scheme.todos import TODO


def expressions(outline: Outline) -> NodeProblems:
    """Expressions are arithmetic, say what a division by 0 means, and give the same in 元 and in 万元."""
    for node, reason in outline.faulty:
        yield node, ProblemCode.BAD_EXPRESSION, {"reason": reason}
    for expression in outline.expressions:
        text, known = expression.node.text, outline.scope(expression.table)
        said = any(_sibling(outline, expression.node, key) for key in ("zero", TODO))
        if arithmetic.divisions(expression.tree) and not said:
            yield expression.node, ProblemCode.DIVISION_WITHOUT_OUTCOME, {"text": text}
        if not all(name in known for name in arithmetic.names_in(expression.tree)):
            continue  # reported as undefined
        types = {name: expr_type_of_input(node) for name, node in known.items()}
        try:
            expr_type = arithmetic.expr_type_of(expression.tree, types, expression.tolerant)
        except arithmetic.MixedMoneyError:
            yield expression.node, ProblemCode.MONEY_NOT_A_RATE, {"text": text}
        except arithmetic.NotArithmeticError as error:
            yield expression.node, ProblemCode.BAD_EXPRESSION, {"reason": error}
        else:
            yield from _required_type(expression, expr_type)


def _required_type(expression: Arithmetic, expr_type: arithmetic.ExprType) -> NodeProblems:
    text = expression.node.text
    if expression.gives == "truth" and expr_type != arithmetic.TRUTH:
        yield expression.node, ProblemCode.BAD_EXPRESSION, {"reason": f"“{text}”应当是条件（比较的结果）"}
    elif expression.gives == "number" and not isinstance(expr_type, int):
        yield expression.node, ProblemCode.BAD_EXPRESSION, {"reason": f"“{text}”的结果应当是数"}
    elif expression.gives == "number" and expr_type != arithmetic.NUMBER:
        yield expression.node, ProblemCode.MONEY_NOT_A_RATE, {"text": text}


def _sibling(outline: Outline, node: Node, key: str) -> object:
    parent = outline.root
    for step in node.path[:-1]:
        parent = Node(parent.value[step], (*parent.path, step))
    return parent[key].value


def comparisons(outline: Outline) -> NodeProblems:
    """A choice is compared only with options that it has."""
    for expression in outline.expressions:
        inputs = outline.inputs(expression.table)
        for name, option in arithmetic.compared_texts(expression.tree):
            options = options_of(inputs.get(name, Node(None)))
            if options and option not in options:
                reason = f"“{name}”没有选项“{option}”，只有{'、'.join(options)}"
                yield expression.node, ProblemCode.BAD_EXPRESSION, {"reason": reason}


def measure_order(outline: Outline) -> NodeProblems:
    """A measure uses only measures before it."""
    positions = {node.path: number for number, node in enumerate(outline.measures)}
    values = {expression.node.path[:-1]: expression for expression in outline.expressions}
    for number, measure in enumerate(outline.measures):
        if measure.path not in values:
            continue
        for name in arithmetic.names_in(values[measure.path].tree):
            in_same_table = (*measure.path[:-1], name)
            in_scheme = positions.get(outline.names[name].path, -1) if name in outline.names else -1
            if positions.get(in_same_table, in_scheme) >= number:
                yield measure["value"], ProblemCode.USED_BEFORE_DEFINED, {"name": name}
