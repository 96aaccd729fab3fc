"""Python that JavaScript cannot express in the same words is refused, with its file and line."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from javascript.collecting import Collection
from javascript.expressions import NotTranslatableError

HEAD = '''import math
from xlgen.rules.expression import maximum, minimum, total

LIMIT, TABLE = 0.5, {"a": 1.0}
UNKNOWN = object()


def helper(rate):
    """Called by one rule only."""
    return {part for part in [rate]}


def rule(rate, *, points, tiers=()):
    """Everything below is in line 15."""
    '''


@pytest.fixture
def family(tmp_path: Path) -> Iterator[type[Family]]:
    yield Family
    sys.modules.pop("family", None)


class Family:
    """A module with one rule."""

    def __init__(self, folder: Path, body: str) -> None:
        file = folder / "family.py"
        file.write_text(f"{HEAD}{body}\n", encoding="utf-8")
        spec = importlib.util.spec_from_file_location("family", file)
        assert spec is not None
        assert spec.loader is not None
        self.module: ModuleType = importlib.util.module_from_spec(spec)
        sys.modules["family"] = self.module
        spec.loader.exec_module(self.module)


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ("return rate ** 2", "Pow"),
        ("return rate % 2", "Mod"),
        ("return rate if 0 < rate + 1 < 1 else points", "a comparison of more than names in the middle"),
        ("return round(rate, 2)", "the name round"),
        ("return math.exp(rate)", "the method exp"),
        ("return tiers.clear()", "the method clear"),
        ("return total({tier for tier in tiers})", "SetComp"),
        ("return tiers[::2]", "Slice"),
        ("return f'{rate:.2f}'", "this format"),
        ("return f'{rate!r}'", "this format"),
        ("return maximum(first=rate, second=points)", "an argument by name"),
        ("return max(tiers, default=0)", "an argument by name"),
        ("return [a for a, b in zip(tiers, tiers, strict=False)]", "an argument by name"),
        ("return b'1'", "this constant"),
        ("return isinstance(rate, complex)", "this type"),
        ("rate += 1", "AugAssign"),
        ("first = second = rate", "Assign"),
        ("*first, second, third = tiers", "this pattern"),
        ("new = rate", "new, a word of JavaScript,"),
        ("print(rate)", "the name print"),
        ("while rate: rate = points", "While"),
        ("try: return rate\n    except ValueError: return points", "Try"),
        ("with rate: return points", "With"),
        ("assert rate", "Assert"),
    ],
)
def test_code_without_translation__is_refused_with_its_line(
    tmp_path: Path, family: type[Family], body: str, refused: str
) -> None:
    rule = family(tmp_path, body).module.rule
    with pytest.raises(NotTranslatableError, match=r"^family\.py:15: ") as raised:
        Collection([]).add("rule", rule)
    assert refused in str(raised.value)


def test_function_that_a_rule_calls__is_translated_too(tmp_path: Path, family: type[Family]) -> None:
    rule = family(tmp_path, "return helper(rate) + LIMIT").module.rule
    with pytest.raises(NotTranslatableError, match=r"^family\.py:10: SetComp"):
        Collection([]).add("rule", rule)


def test_name_of_a_block__is_not_known_after_it(tmp_path: Path, family: type[Family]) -> None:
    rule = family(tmp_path, "if rate > 1:\n        found = rate\n    return found").module.rule
    with pytest.raises(NotTranslatableError, match=r"^family\.py:17: the name found"):
        Collection([]).add("rule", rule)


def test_constant_without_translation__is_refused(tmp_path: Path, family: type[Family]) -> None:
    rule = family(tmp_path, "return UNKNOWN").module.rule
    with pytest.raises(NotTranslatableError, match="object object at"):
        Collection([]).add("rule", rule)


def test_two_things_of_one_name__are_refused(tmp_path: Path, family: type[Family]) -> None:
    module = family(tmp_path, "return LIMIT").module
    collection = Collection([])
    collection.add("LIMIT", 0.7)
    with pytest.raises(NotTranslatableError, match="two things are called LIMIT"):
        collection.add("rule", module.rule)
