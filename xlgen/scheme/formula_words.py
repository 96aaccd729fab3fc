"""The form author's arithmetic as an official reads it: 在职人员数 ÷ 编制数."""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping

from xlgen.scheme.dependencies import parse

SIGNS: Mapping[type[ast.AST], str] = {
    ast.Add: "＋",
    ast.Sub: "－",
    ast.Mult: "×",
    ast.Div: "÷",
    ast.Eq: "＝",
    ast.NotEq: "≠",
    ast.Lt: "＜",
    ast.LtE: "≤",
    ast.Gt: "＞",
    ast.GtE: "≥",
    ast.And: "且",
    ast.Or: "或",
}
_CHOICE, _OR, _AND, _COMPARISON, _SUM, _PRODUCT, _NEGATION, _ATOM = range(8)
"""How strongly an expression holds together: a weaker one inside a stronger one needs brackets."""
_BINDING: Mapping[type[ast.AST], int] = {
    ast.Or: _OR,
    ast.And: _AND,
    ast.Add: _SUM,
    ast.Sub: _SUM,
    ast.Mult: _PRODUCT,
    ast.Div: _PRODUCT,
}


def formula_in_words(text: str, names: Mapping[str, str], percents: Collection[str] = ()) -> str:
    """An expression or condition with what its names are called, in the signs of printed forms.

    percents: the names that are shown in percent; numbers with which they are compared are shown so too.
    """
    return _words(parse(text), names, percents)[0]


def _words(node: ast.expr, names: Mapping[str, str], percents: Collection[str]) -> tuple[str, int]:
    """The words of an expression, and how strongly they hold together."""

    def inside(part: ast.expr, least: int) -> str:
        words, binding = _words(part, names, percents)
        return words if binding >= least else f"（{words}）"

    match node:
        case ast.Constant(value=str(value)):
            return f"“{value}”", _ATOM
        case ast.Constant(value=float(value) | int(value)):
            return f"{value:.10g}", _ATOM
        case ast.Name() | ast.Attribute():
            name = ast.unparse(node)
            return names.get(name, name), _ATOM
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return f"并非{inside(operand, _ATOM)}", _NEGATION
        case ast.UnaryOp(operand=operand):
            return f"－{inside(operand, _NEGATION)}", _NEGATION
        case ast.BinOp(left=left, op=op, right=right):
            binding = _BINDING[type(op)]
            return f"{inside(left, binding)} {SIGNS[type(op)]} {inside(right, binding + 1)}", binding
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            sides = [_percent(right, left, percents) or inside(left, _SUM), _percent(left, right, percents)]
            return f"{sides[0]} {SIGNS[type(op)]} {sides[1] or inside(right, _SUM)}", _COMPARISON
        case ast.BoolOp(op=op, values=values):
            binding = _BINDING[type(op)]
            return f"，{SIGNS[type(op)]}".join(inside(value, binding + 1) for value in values), binding
        case ast.IfExp(test=test, body=body, orelse=orelse):
            then, otherwise = inside(body, _OR), inside(orelse, _CHOICE)
            return f"{inside(test, _OR)} 时为{then}，否则为{otherwise}", _CHOICE
        case ast.Call(func=ast.Name(id="sum"), args=[ast.Attribute(value=ast.Name(id=table)) as column]):
            return f"{names.get(table, table)}各行{inside(column, _ATOM)}之和", _ATOM
        case ast.Call(func=ast.Name(id="abs"), args=[argument]):
            return f"{inside(argument, _ATOM)}的绝对值", _NEGATION
        case ast.Call(func=ast.Name(id=helper), args=[first, second]):
            which = "较小" if helper == "min" else "较大"
            return f"{inside(first, _ATOM)}与{inside(second, _ATOM)}中{which}的", _NEGATION
    raise AssertionError(f"{ast.unparse(node)} is no expression of a scheme")


def _percent(beside: ast.expr, node: ast.expr, percents: Collection[str]) -> str:
    """A number in percent, where it is compared with something that is shown so; empty for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and ast.unparse(beside) in percents:
        return f"{node.value * 100:.10g}%"
    return ""
