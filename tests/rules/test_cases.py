"""The cases in cases/*.yaml, which an official can read: in Python, in formualizer and in LibreOffice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.rules.engines import in_python, in_workbooks
from tests.rules.inputs import Example
from xlgen.rules.registry import RULES
from xlgen.scheme.yaml_file import read_yaml

FOLDER = Path(__file__).with_name("cases")
Case = tuple[str, Example, float]
"""What the case is called, the call, and the score."""


def _number(written: Any) -> Any:
    """`90%`, `8 ÷ 11` and plain numbers as a number; anything else stays a text."""
    if isinstance(written, list):
        return [_number(each) for each in written]
    if isinstance(written, int):
        return float(written)
    if isinstance(written, str) and written.endswith("%"):
        return float(written[:-1]) / 100
    if isinstance(written, str) and "÷" in written:
        dividend, divisor = written.split("÷")
        return float(dividend) / float(divisor)
    return written


def _cases(rule: str) -> list[Case]:
    file = FOLDER / f"{rule}.yaml"
    forms = read_yaml(file.read_text(encoding="utf-8"), file).data
    return [
        (
            f"{rule}: {form['form']}: {', '.join(str(value) for key, value in case.items() if key != 'score')}",
            Example({key: _number(value) for key, value in case.items() if key != "score"}, form["with"]),
            float(case["score"]),
        )
        for form in forms
        for case in form["cases"]
    ]


CASES = {file.stem: _cases(file.stem) for file in sorted(FOLDER.glob("*.yaml"))}


def test_cases__none_of_the_rules_left_out() -> None:
    assert set(CASES) == set(RULES)


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
