"""The JSON Schema for editors: accepts the schemes that load, refuses typical mistakes."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from jsonschema.protocols import Validator

from xlgen.files.resources import scheme_files
from xlgen.scheme.json_schema import json_schema
from xlgen.scheme.yaml_file import read_file, read_yaml

HERE = Path(__file__).parent
MINIMAL = (HERE / "minimal.yaml").read_text(encoding="utf-8")


@cache
def validator() -> Validator:
    schema = json_schema()
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


def errors(text: str) -> list[str]:
    """Where the schema refuses a text, with the reason."""
    found = validator().iter_errors(read_yaml(text, HERE).data)
    return [f"{error.json_path}: {error.message}" for error in found]


@pytest.mark.parametrize("file", scheme_files().values(), ids=lambda file: file.parent.name)
def test_shipped_scheme__is_accepted(file: Path) -> None:
    assert list(validator().iter_errors(read_file(file).data)) == []


def test_scheme_that_extends__is_accepted() -> None:
    assert errors((HERE / "next_year.yaml").read_text(encoding="utf-8")) == []


MISTAKES = {
    "unknown key": ("version:", "verison:", "'verison' was unexpected"),
    "missing key": ("version: 1.0.0", "", "'version' is a required property"),
    "percent sign": ("both_zero: 0", "both_zero: 90%", "both_zero: '90%' is not of type 'number'"),
    "unknown kind": ("kind: text", "kind: txt", "'txt' is not one of"),
    "unknown rule": ("rule: ratio_score", "rule: ratio", "'ratio' is not one of"),
    "unknown argument": ("{rate: execution_rate}", "{rates: execution_rate}", "'rate' is a required property"),
    "several for one": ("{rate: execution_rate}", "{rate: [execution_rate]}", "is not of type 'string', 'number'"),
    "one for several": ("{counts: [late]}", "{counts: late}", "'late' is not of type 'array'"),
    "unknown parameter": ("with: {each: [1]}", "with: {each: [1], free: 1}", "'free' was unexpected"),
    "missing parameter": (", with: {each: [1]}", "", "'with' is a required property"),
    "wrong paper": ("paper: A4", "paper: A5", "'A5' is not one of"),
}


@pytest.mark.parametrize(("old", "new", "said"), MISTAKES.values(), ids=MISTAKES)
def test_mistake__is_refused(old: str, new: str, said: str) -> None:
    assert errors(MINIMAL) == []
    broken = MINIMAL.replace(old, new, 1)
    assert broken != MINIMAL
    assert re.search(re.escape(said), "\n".join(errors(broken)))
