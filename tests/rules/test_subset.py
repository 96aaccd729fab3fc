"""Rules keep to the part of Python that JavaScript can express too; what is outside is reported with its line."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from tests.rules.subset import violations
from xlgen.rules.registry import RULES


@pytest.mark.parametrize("rule", RULES)
def test_rule__can_be_written_in_javascript(rule: str) -> None:
    file = Path(inspect.getfile(RULES[rule].function))
    messages = violations(file.read_text(encoding="utf-8"), str(file), rule)
    assert messages == [], "\n".join(messages)


HEAD = '''import math
from xlgen.rules.expression import maximum, minimum, total

LIMIT, TABLE = 0.5, {}


def helper(rate):
    """Called by one rule only."""
    return [part for part in [rate] if part]


def rule(rate, *, points, tiers=()):
    """Everything below is in line 14."""
    '''


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ("return rate ** 2", "Pow"),
        ("return -rate", "UnaryOp"),
        ("return rate if rate >= 1 else points", "GtE"),
        ("return rate if 0 < rate < 1 else points", "more than one comparison"),
        ("return rate if rate and points else points", "BoolOp"),
        ("return rate if points in tiers else points", "In"),
        ("return round(rate, 2)", "the name round from elsewhere"),
        ("return math.floor(rate)", "the method floor"),
        ("return tiers.values()", "the method values"),
        ("return total(tier for tier in tiers if tier)", "a condition in a loop"),
        ("return total(a * b for a in tiers for b in tiers)", "more than one loop"),
        ("return total({tier for tier in tiers})", "SetComp"),
        ("return tiers[1:]", "Slice"),
        ("return f'{rate}'", "JoinedStr"),
        ("return (lambda value: value)(rate)", "the call of an expression"),
        ("return maximum(first=rate, second=points)", "the keyword argument first=rate, second=points"),
        ("return [a for a, b in zip(tiers, tiers, strict=False)]", "the keyword argument strict=False"),
        ("return minimum(*tiers)", "unpacking"),
        ("return {**tiers}", "unpacking"),
        ("return TABLE", "the name TABLE from elsewhere"),
        ("return rate._private", "the private attribute _private"),
        ("return None", "None"),
        ("return", "no value"),
        ("rate += 1", "AugAssign"),
        ("first = second = rate", "more than one target"),
        ("first, *second = tiers", "a starred name at the end"),
        ("print(rate)", "Expr"),
        ("if rate: return rate", "If"),
        ("while rate: rate = points", "While"),
        ("assert rate", "Assert"),
    ],
)
def test_code_outside_the_subset__is_reported_with_its_line(body: str, refused: str) -> None:
    (message,) = violations(f"{HEAD}{body}\n", "family.py", "rule")
    assert message.startswith(f"family.py:14: {refused} is not allowed in a rule: ")


def test_function_that_a_rule_calls__is_checked_too() -> None:
    (message,) = violations(f"{HEAD}return helper(rate) + LIMIT\n", "family.py", "rule")
    assert message.startswith("family.py:9: a condition in a loop is not allowed in a rule: [part for part")
