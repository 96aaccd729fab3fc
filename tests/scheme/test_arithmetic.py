"""The form author's arithmetic: what may be written, what it gives, and nothing else of Python."""

from __future__ import annotations

import pytest

from tests.factories.schemes import CHINESE
from xlgen.rules.expression import Column, Formula, Value
from xlgen.scheme.arithmetic import (
    MONEY,
    NUMBER,
    TEXT,
    TRUTH,
    ExprType,
    MixedMoneyError,
    NotArithmeticError,
    ZeroOutcome,
    divisions,
    evaluate,
    expr_type_of,
    names_in,
    parse,
)

ZERO = ZeroOutcome(both_zero=7.0, base_zero=9.0)
NAMES: dict[str, Value | Column] = {
    "a": 6.0,
    "b": 4.0,
    "none": 0.0,
    "word": "是",
    "rows.amount": [1.0, None, 2.5],
}
KINDS: dict[str, ExprType] = {"spent": MONEY, "budget": MONEY, "rate": NUMBER, "word": TEXT, "rows.amount": MONEY}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a", 6.0),
        ("  a  ", 6.0),
        ("2", 2.0),
        ("1.5e1", 15.0),
        ("-a", -6.0),
        ("a + b * 2", 14.0),
        ("(a + b) * 2", 20.0),
        ("a - b - 1", 1.0),
        ("a / b", 1.5),
        ("a / 4", 1.5),
        ("a / none", 9.0),
        ("none / none", 7.0),
        ("a / (b - 4)", 9.0),
        ("(a - 6) / none", 7.0),
        ("sum(rows.amount)", 3.5),
        ("max(a, b)", 6.0),
        ("min(a, b) + 1", 5.0),
        ("abs(b - a)", 2.0),
        ("sum(rows.amount) / b", 0.875),
        ("a > b", True),
        ("a < b", False),
        ("a >= 6", True),
        ("a <= 5.99", False),
        ("a == 6", True),
        ("a != 6", False),
        ('word == "是"', True),
        ("word == '否'", False),
        ('word != "否"', True),
        ('word == "是" and a > b', True),
        ('word == "否" or a > b', True),
        ('not word == "是"', False),
        ("1 if a > b else 0", 1.0),
        ("1 if a < b else 0 if b > 1 else 2", 0.0),
        ("0.1 + 0.2 <= 0.3", True),
        ("0.1 + 0.2 == 0.3", False),
    ],
)
def test_value__ok(text: str, value: float | bool) -> None:
    result = evaluate(parse(text), NAMES, ZERO)
    assert result == value
    assert isinstance(result, bool) is isinstance(value, bool)


def test_formula__ok() -> None:
    cells: dict[str, Value | Column] = {"a": Formula("C1"), "b": Formula("C2"), "rows.amount": Formula("D1:D9")}
    result = evaluate(parse("(a - sum(rows.amount)) / b if a > 1 else 0"), cells, ZERO)
    assert result == Formula("IF(ROUND(C1,10)>1,IF(C2=0,IF(C1-SUM(D1:D9)=0,7,9),(C1-SUM(D1:D9))/C2),0)")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a +",
        "a = 1",
        "a b",
        "a; b",
        "a\nb",
        "import os",
        "__import__('os')",
        "open('x')",
        "max(a)",
        "min(a, b, 1)",
        "abs()",
        "abs(x=a)",
        "round(a)",
        "math.max(a, b)",
        "sum(a)",
        "sum([a, b])",
        "sum(rows.amount, 1)",
        "sum(x=rows.amount)",
        "rows.sum(rows.amount)",
        "lambda: a",
        "[a for a in b]",
        "{a for a in b}",
        "(a, b)",
        "[a]",
        "{'a': 1}",
        "a[0]",
        "a ** 2",
        "a // 2",
        "a % 2",
        "a @ b",
        "a << 1",
        "a & b",
        "~a",
        "+a",
        "a is b",
        "a in 'xy'",
        "1 < a < 3",
        "f'{a}'",
        "b'a'",
        "1j",
        "True",
        "None",
        "...",
        "(a := 1)",
        "await a",
        "(yield)",
        "*a",
        "a if b",
        "a\x00",
        "(" * 300 + "a" + ")" * 300,
        "-" * 20_000 + "a",
        "not " * 5_000 + "a",
    ],
)
def test_text__error(text: str) -> None:
    with pytest.raises(NotArithmeticError, match=CHINESE.pattern):
        parse(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a / b + a", ["a", "b", "a"]),
        ("sum(rows.amount) * rate", ["rows.amount", "rate"]),
        ("1 if word == '是' else a", ["word", "a"]),
        ("not a > 1 and -b < 2", ["a", "b"]),
        ("max(a, abs(b))", ["a", "b"]),
        ("1 + 2", []),
        ("'a'", []),
    ],
)
def test_names__each_use(text: str, names: list[str]) -> None:
    assert sorted(names_in(parse(text))) == sorted(names)


@pytest.mark.parametrize(
    ("text", "count"), [("a / b", 1), ("a / 2", 0), ("a / 0", 1), ("a / b / c", 2), ("a / (2 - 2)", 1), ("a * 2", 0)]
)
def test_divisions__those_that_may_fail(text: str, count: int) -> None:
    assert len(divisions(parse(text))) == count


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("rate", NUMBER),
        ("spent", MONEY),
        ("spent / budget", NUMBER),
        ("spent * budget", 2),
        ("rate / spent", -1),
        ("spent * rate", MONEY),
        ("spent + budget", MONEY),
        ("(spent - budget) / budget", NUMBER),
        ("sum(rows.amount) / budget", NUMBER),
        ("-spent", MONEY),
        ("max(spent, budget)", MONEY),
        ("abs(rate)", NUMBER),
        ("spent / budget + 1", NUMBER),
        ("spent > budget", TRUTH),
        ("spent > 0", TRUTH),
        ("word == '是'", TRUTH),
        ("not spent > budget", TRUTH),
        ("spent > budget or rate > 1", TRUTH),
        ("spent if rate > 1 else budget", MONEY),
        ("word", TEXT),
        ("'是'", TEXT),
    ],
)
def test_kind__ok(text: str, kind: ExprType) -> None:
    assert expr_type_of(parse(text), KINDS) == kind


@pytest.mark.parametrize(
    "text",
    [
        "spent + 1",
        "spent - rate",
        "spent > 100",
        "spent > rate",
        "spent if rate > 1 else 0",
        "spent * spent + spent",
        "max(spent, 0)",
    ],
)
def test_kind__mixed_money(text: str) -> None:
    with pytest.raises(MixedMoneyError):
        expr_type_of(parse(text), KINDS)


@pytest.mark.parametrize(
    "text",
    [
        "word + 1",
        "-word",
        "word > 1",
        "word > 'a'",
        "word == 1",
        "rate == '是'",
        "rate / 'x'",
        "not rate",
        "rate and rate",
        "1 if rate else 0",
        "1 if rate > 1 else '是'",
        "(rate > 1) + 1",
        "(rate > 1) > 1",
        "(rate > 1) > 0",
    ],
)
def test_kind__mixed(text: str) -> None:
    with pytest.raises(NotArithmeticError, match=CHINESE.pattern):
        expr_type_of(parse(text), KINDS)
