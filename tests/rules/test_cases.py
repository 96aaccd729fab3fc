"""The cases in cases/*.yaml, which an official can read: in Python, in formualizer and in LibreOffice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.rule_cases import CASES
from tests.oracles.cells import Value
from tests.rules.engines import Results, in_formualizer, in_python, in_workbooks
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


EXAMPLES = {rule: [example for _, example, _ in cases] for rule, cases in CASES.items()}
EXPECTED = {rule: [(name, score) for name, _, score in cases] for rule, cases in CASES.items()}


def _named(results: Results) -> dict[str, list[tuple[str, Value | None]]]:
    names = {rule: [name for name, _, _ in cases] for rule, cases in CASES.items()}
    return {rule: list(zip(names[rule], results[rule], strict=True)) for rule in CASES}


def test_cases__in_formualizer() -> None:
    assert _named(in_formualizer(EXAMPLES)) == EXPECTED


def test_cases__in_libreoffice(tmp_path: Path) -> None:
    _, by_office = in_workbooks(EXAMPLES, tmp_path)
    assert _named(by_office) == EXPECTED
