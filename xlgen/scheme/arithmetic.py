"""The form author's arithmetic: `actual / budget`, `deduction > 0`, `status == "未公开" or ...`.

A small part of Python's expression syntax, parsed by Python and evaluated here on values or on cell
references. Nothing else of Python is reachable.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias, cast

from xlgen.rules import expression as ex

HELPERS = {"abs": 1, "min": 2, "max": 2}
"""The functions that may be called, besides sum(table.column), and how many arguments each takes."""
MAX_LENGTH = 500
"""Characters of an expression; the longest in use has 150, and Python cannot parse what is nested without end."""
MAX_CONSTANT = 1e15
OPERATORS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}


@dataclass(frozen=True)
class ZeroOutcome:
    """The values of a division by 0: where the numerator is 0 too, and where it is not."""

    both_zero: float
    base_zero: float


ExprType: TypeAlias = int | Literal["text", "truth", "date"]
"""The type of an expression; of a number, its power of money: 0 for a rate, 1 for an amount."""
TEXT: Literal["text"] = "text"
TRUTH: Literal["truth"] = "truth"
DATE: Literal["date"] = "date"
NUMBER, MONEY = 0, 1


class NotArithmeticError(ValueError):
    """The text is not an expression of this small language; the message says which part, in Chinese."""


class MixedMoneyError(NotArithmeticError):
    """Amounts are added to or compared with numbers that are no amounts."""


def parse(text: str) -> ast.expr:
    """The tree of an expression. Raises NotArithmeticError."""
    if len(text) > MAX_LENGTH:
        raise NotArithmeticError(f"算式有 {len(text)} 个字符，超过 {MAX_LENGTH} 个")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise NotArithmeticError(f"“{text}”不是算式{_hint(text)}") from error
    for node in ast.walk(tree):
        if not _allowed(node):
            written = ast.unparse(node) if isinstance(node, ast.expr) else text
            raise NotArithmeticError(f"“{written}”不能写在算式里{_hint(text)}")
    return tree


HINTS = {
    "÷": "÷ 写作 /",
    "[×x]": "× 写作 *",
    "[（），]": "括号和逗号用英文的",
    "[“”]": "引号用英文的",
    r"\bIF\s*\(": "条件写作 甲 if 条件 else 乙",
    r"\b(SUM|MIN|MAX|ABS)\s*\(": "函数名用小写",
    "[0-9]\\s*%": "90% 写作 0.9",
    "[≥≤≠＞＜]": "写作 >=、<=、!=、>、<",
    "(?<![<>=!])=(?!=)": "相等写作 ==",
}
"""How what form authors write instead is written here, by its pattern."""


def _hint(text: str) -> str:
    hints = [hint for pattern, hint in HINTS.items() if re.search(pattern, text)]
    return f"（{'；'.join(hints)}）" if hints else ""


def _allowed(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, bool) or not isinstance(node.value, (int, float, str)):
            return False
        return isinstance(node.value, str) or abs(node.value) < MAX_CONSTANT
    if isinstance(node, ast.BinOp):
        return type(node.op) in OPERATORS
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, (ast.USub, ast.Not))
    if isinstance(node, ast.Compare):
        return len(node.ops) == 1 and type(node.ops[0]) in COMPARISONS
    if isinstance(node, ast.Call):
        return _is_column_sum(node) or _is_helper(node)
    simple = (ast.Name, ast.Attribute, ast.IfExp, ast.BoolOp, ast.operator, ast.unaryop, ast.cmpop, ast.boolop)
    return isinstance(node, (*simple, ast.expr_context))


def _is_column_sum(node: ast.Call) -> bool:
    """sum(table.column)"""
    called_sum = isinstance(node.func, ast.Name) and node.func.id == "sum"
    return called_sum and len(node.args) == 1 and not node.keywords and isinstance(node.args[0], ast.Attribute)


def _is_helper(node: ast.Call) -> bool:
    """abs(x), min(a, b), max(a, b)"""
    named = isinstance(node.func, ast.Name) and node.func.id in HELPERS
    return named and not node.keywords and len(node.args) == HELPERS[cast(ast.Name, node.func).id]


def names_in(node: ast.expr) -> Iterator[str]:
    """Every name used, once per use; columns as `table.column`."""
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield ast.unparse(node)
    elif isinstance(node, ast.Call):
        for argument in node.args:
            yield from names_in(argument)
    else:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                yield from names_in(child)


def compared_texts(node: ast.expr) -> Iterator[tuple[str, str]]:
    """The names that are compared with a text, and the text."""
    yield from ((name, value) for name, value in _held_against(node) if isinstance(value, str))


def compared_with_zero(node: ast.expr) -> Iterator[str]:
    """The names that are compared with 0: whether there is anything."""
    yield from (name for name, value in _held_against(node) if value == 0)


def _held_against(node: ast.expr) -> Iterator[tuple[str, object]]:
    """The names that are compared with a constant, and the constant."""
    for part in ast.walk(node):
        if isinstance(part, ast.Compare) and isinstance(part.left, ast.Name):
            against = part.comparators[0]
            if isinstance(against, ast.Constant):
                yield part.left.id, against.value


def divisions(node: ast.expr) -> list[ast.BinOp]:
    """The divisions whose divisor may be 0: all but those by a number other than 0."""
    return [
        part
        for part in ast.walk(node)
        if isinstance(part, ast.BinOp)
        and isinstance(part.op, ast.Div)
        and not (isinstance(part.right, ast.Constant) and part.right.value)
    ]


def expr_type_of(node: ast.expr, types: Mapping[str, ExprType], tolerant: bool = False) -> ExprType:
    """The type of an expression whose names have these types: a text, a truth, or a number with its power of money.

    A form may let its unit choose between 元 and 万元, so only a number of power 0 is the same either way.
    tolerant: amounts may be compared with a constant, as tolerances are, in the unit of money that was chosen.
    Raises NotArithmeticError where texts, truths and numbers are mixed, MixedMoneyError where powers of money are.
    """
    of = partial(expr_type_of, types=types, tolerant=tolerant)
    match node:
        case ast.Constant(value=value):
            return TEXT if isinstance(value, str) else NUMBER
        case ast.Name(id=name):
            return types[name]
        case ast.Attribute():
            raise NotArithmeticError(f"“{ast.unparse(node)}”是一列，要写成 sum({ast.unparse(node)})")
        case ast.Call(func=ast.Name(id="sum"), args=[column]):
            return _power(types[ast.unparse(column)], column)
        case ast.Call(args=arguments):
            return _alike([of(argument) for argument in arguments], arguments, node)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _truth(of(operand), operand)
        case ast.UnaryOp(operand=operand):
            return _power(of(operand), operand)
        case ast.BoolOp(values=parts):
            for part in parts:
                _truth(of(part), part)
            return TRUTH
        case ast.IfExp(test=test, body=body, orelse=orelse):
            _truth(of(test), test)
            return _alike([of(body), of(orelse)], [body, orelse], node)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _comparison(of(left), op, of(right), node, [left, right] if tolerant else [])
        case ast.BinOp(op=ast.Div(), right=ast.Constant(value=0)):
            raise NotArithmeticError(f"“{ast.unparse(node)}”除以了 0")
        case ast.BinOp(left=left, op=op, right=right):
            return _calculation(node, of(left), op, of(right))
    raise NotArithmeticError(f"“{ast.unparse(node)}”不能写在算式里")


def _alike(given: list[ExprType], parts: list[ast.expr], node: ast.expr) -> ExprType:
    """The type of parts of these types that are all dates, or all numbers of one power of money."""
    if given == [DATE, DATE]:
        return DATE
    powers = [_power(each, part) for each, part in zip(given, parts, strict=True)]
    return _same(powers[0], powers[-1], node)


def _calculation(node: ast.BinOp, left: ExprType, op: ast.operator, right: ExprType) -> ExprType:
    if DATE in (left, right):
        return _of_dates(node, left, op, right)
    powers = _power(left, node.left), _power(right, node.right)
    if isinstance(op, ast.Mult):
        return sum(powers)
    return powers[0] - powers[1] if isinstance(op, ast.Div) else _same(*powers, node)


def _of_dates(node: ast.BinOp, left: ExprType, op: ast.operator, right: ExprType) -> ExprType:
    """Days between dates are a number; a date and a number of days give a date."""
    if isinstance(op, ast.Sub) and left == right:
        return NUMBER
    if isinstance(op, (ast.Add, ast.Sub)) and left == DATE and right == NUMBER:
        return DATE
    raise NotArithmeticError(f"“{ast.unparse(node)}”：日期只能相减，或在后面加减天数")


def _power(expr_type: ExprType, node: ast.expr) -> int:
    if isinstance(expr_type, int):
        return expr_type
    raise NotArithmeticError(f"“{ast.unparse(node)}”应当是数")


def _truth(expr_type: ExprType, node: ast.expr) -> ExprType:
    if expr_type == TRUTH:
        return TRUTH
    raise NotArithmeticError(f"“{ast.unparse(node)}”应当是条件（比较的结果）")


def _same(left: int, right: int, node: ast.expr) -> int:
    if left != right:
        raise MixedMoneyError(ast.unparse(node))
    return left


def _comparison(
    left: ExprType, op: ast.cmpop, right: ExprType, node: ast.Compare, tolerances: Sequence[ast.expr]
) -> ExprType:
    """tolerances: the sides that may be constants beside amounts; 0 may be in any case."""
    if TEXT in (left, right):
        if left == right and isinstance(op, (ast.Eq, ast.NotEq)):
            return TRUTH
        raise NotArithmeticError(f"“{ast.unparse(node)}”：文字只能与文字比较是否相同")
    zero = _is_zero(node.comparators[0])  # an amount or a date may be compared with 0
    if DATE in (left, right):
        if left == right or (left == DATE and zero):
            return TRUTH
        raise NotArithmeticError(f"“{ast.unparse(node)}”：日期只能与日期比较")
    powers = _power(left, node), _power(right, node)
    if not zero and not any(isinstance(side, ast.Constant) for side in tolerances):
        _same(*powers, node)
    return TRUTH


def evaluate(
    node: ast.expr,
    names: Mapping[str, ex.Value | ex.Column],
    zero: ZeroOutcome | None = None,
    numbers: Container[str] | None = None,
) -> ex.Value:
    """The value of an expression, or its formula where the names are references of cells.

    `zero` says what a division by 0 gives; a scheme cannot be loaded without it where it could be needed. numbers: the
    names of numbers, for an expression whose sums and comparisons are exact in decimals (see `ex.exact_sum`).
    """

    def number(part: ast.expr) -> ex.Number:
        return cast(ex.Number, evaluate(part, names, zero, numbers))

    def truth(part: ast.expr) -> ex.Truth:
        return cast(ex.Truth, evaluate(part, names, zero, numbers))

    def exact(*parts: tuple[ast.expr, bool]) -> ex.Number:
        terms = [term for part, adds in parts for term in _terms(part, adds) if not _is_zero(term[0])]
        added, deducted = ([number(part) for part, adds in terms if adds is kind] for kind in (True, False))
        return ex.exact_sum(added, deducted)

    match node:
        case ast.Constant(value=value):
            return value if isinstance(value, str) else float(cast(float, value))
        case ast.Name(id=name):
            return cast(ex.Value, names[name])
        case ast.Call(func=ast.Name(id=helper), args=arguments):
            if helper == "sum":
                return ex.column_sum(cast(ex.Column, names[ast.unparse(arguments[0])]))
            return _called(helper, [number(argument) for argument in arguments])
        case ast.UnaryOp(op=op, operand=operand):
            return ex.opposite(truth(operand)) if isinstance(op, ast.Not) else -number(operand)
        case ast.BinOp(op=ast.Add() | ast.Sub()) if numbers is not None:
            return exact((node, True))
        case ast.BinOp(left=left, op=op, right=right):
            return _calculated(number(left), OPERATORS[type(op)], number(right), zero, right)
        case ast.Compare(left=left, ops=[op], comparators=[right]) if numbers and _is_number(left, numbers):
            return _against_zero(exact((left, True), (right, False)), COMPARISONS[type(op)])
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            sides = (evaluate(side, names, zero, numbers) for side in (left, right))
            return _compared(next(sides), COMPARISONS[type(op)], next(sides))
        case ast.BoolOp(op=op, values=values):
            return (ex.all_of if isinstance(op, ast.And) else ex.any_of)([truth(value) for value in values])
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return ex.when(truth(test), number(body), number(orelse))
    raise NotArithmeticError(ast.unparse(node))


def _terms(node: ast.expr, adds: bool) -> Iterator[tuple[ast.expr, bool]]:
    """The terms of a chain of + and -, each with whether it is added or deducted."""
    match node:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
            yield from _terms(left, adds)
            yield from _terms(right, adds is isinstance(op, ast.Add))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield from _terms(operand, not adds)
        case _:
            yield node, adds


def _is_zero(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 0


def _is_number(node: ast.expr, numbers: Container[str]) -> bool:
    """Whether an expression is a number, not a text."""
    match node:
        case ast.Constant(value=value):
            return not isinstance(value, str)
        case ast.Name(id=name):
            return name in numbers
    return True


def _against_zero(difference: ex.Number, operator: str) -> ex.Truth:
    if operator in ("==", "!="):
        same = ex.equals(difference, 0.0)
        return same if operator == "==" else ex.opposite(same)
    return _compared(difference, operator, 0.0)


def _called(helper: str, values: list[ex.Number]) -> ex.Number:
    if helper == "abs":
        return ex.absolute(values[0])
    return (ex.minimum if helper == "min" else ex.maximum)(*values)


def _calculated(
    left: ex.Number, operator: str, right: ex.Number, zero: ZeroOutcome | None, divisor: ast.expr
) -> ex.Number:
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    if isinstance(divisor, ast.Constant):
        return left / right
    assert zero is not None, "the loader refuses a division without an outcome for zero"
    return ex.quotient(left, right, zero.both_zero, zero.base_zero)


def _compared(left: ex.Value, operator: str, right: ex.Value) -> ex.Truth:
    if operator in ("==", "!="):
        same = ex.equals(left, right)
        return same if operator == "==" else ex.opposite(same)
    tests = {"<": ex.below, "<=": ex.at_most, ">": ex.above, ">=": ex.at_least}
    return tests[operator](cast(ex.Number, left), cast(ex.Number, right))
