"""The cases of the rules in tests/rules/cases/*.yaml, which an official can read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.rules.inputs import Example
from xlgen.scheme.yaml_file import read_yaml

FOLDER = Path(__file__).parents[1] / "rules" / "cases"
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
"""The cases by rule."""
