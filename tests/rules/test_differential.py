"""Every rule gives the same score in Python, in formualizer (what the file shows unopened) and in LibreOffice."""

from __future__ import annotations

import pytest

from tests.oracles.cells import Value
from tests.rules import inputs
from tests.rules.engines import in_python, in_workbooks
from tests.rules.inputs import Example
from xlgen.rules.registry import RULES

COUNT = 2000


def test_differential_inputs__none_of_the_rules_left_out() -> None:
    assert set(inputs.ARGUMENTS) == set(inputs.OF_OTHER_FORMS) == set(RULES), "tests/rules/inputs.py lacks a rule"


def test_rules__same_score_in_python_formualizer_and_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> None:
    examples = {rule: inputs.calls(rule, COUNT) for rule in RULES}
    by_formualizer, by_office = in_workbooks(examples, tmp_path_factory.mktemp("rules"))
    differing = [
        (rule, example, expected, formualizer, office)
        for rule, calls in examples.items()
        for example, formualizer, office in zip(calls, by_formualizer[rule], by_office[rule], strict=True)
        if not _same(expected := in_python(rule, example), formualizer) or not _same(expected, office)
    ]
    assert not differing, "\n".join(_shown(differing)[:40])


def _same(expected: float, found: Value | None) -> bool:
    return isinstance(found, (int, float)) and round(expected * 100) == round(found * 100)


def _shown(differing: list[tuple[str, Example, float, Value | None, Value | None]]) -> list[str]:
    return [
        f"{rule} {dict(example.arguments)} {example.parameters}: {expected} in Python, {by_formualizer}, {by_office}"
        for rule, example, expected, by_formualizer, by_office in differing
    ]
