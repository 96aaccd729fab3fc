"""The cases in cases/*.yaml, which an official can read: in Python, in formualizer and in LibreOffice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.rule_cases import CASES
from tests.rules.engines import in_python, in_workbooks
from tests.rules.inputs import Example
from xlgen.rules.registry import RULES


def test_cases__none_of_the_rules_left_out() -> None:
    assert set(CASES) == set(RULES), "each rule has its cases in tests/rules/cases/<name of the rule>.yaml"


@pytest.mark.parametrize(
    ("rule", "example", "score"),
    [(rule, example, score) for rule, cases in CASES.items() for _, example, score in cases],
    ids=[name for cases in CASES.values() for name, _, _ in cases],
)
def test_case__in_python(rule: str, example: Example, score: float) -> None:
    assert in_python(rule, example) == score


def test_cases__in_formualizer_and_libreoffice(tmp_path: Path) -> None:
    by_formualizer, by_office = in_workbooks({rule: [case[1] for case in CASES[rule]] for rule in CASES}, tmp_path)
    for rule, cases in CASES.items():
        expected = [(name, score) for name, _, score in cases]
        names = [name for name, _, _ in cases]
        assert list(zip(names, by_formualizer[rule], strict=True)) == expected
        assert list(zip(names, by_office[rule], strict=True)) == expected
