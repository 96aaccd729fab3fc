"""What Excel is told of the functions, held against what Microsoft's own tool reads from the shipped script."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.oracles.node import node
from xlgen.hosts.javascript.shipped import FUNCTIONS_JS, functions
from xlgen.hosts.office.metadata import metadata


def for_microsoft() -> str:
    """The script with what only Microsoft's tool understands: the invocation with its addresses, repeated arguments."""
    script = FUNCTIONS_JS.read_text(encoding="utf-8")
    lines = " * @param {CustomFunctions.Invocation} invocation\n * @requiresParameterAddresses\n"
    script = re.sub(r"(?m)^( \* @returns .*\n \*/\nfunction \w+\([^)]*)\)", rf"{lines}\1, invocation)", script)
    repeated = re.compile(r"@param \{any\[\]\[\]\} \[?(\w+)\]?(.*\n(?: \*.*\n)+function \w+\([^)]*?)\.\.\.\1")
    return repeated.sub(r"@param {any[][][]} \1\2\1", script)


def test_metadata__is_what_microsofts_tool_makes() -> None:
    """But for the results: the script says rows for all of them, as ONLYOFFICE wants it; Excel gets a value."""
    made = node(Path(__file__).with_name("metadata.mjs"), for_microsoft(), "custom-functions-metadata")
    assert made["errors"] == []
    ours = [dict(each) for each in metadata()["functions"]]
    results = {each["name"]: each.pop("result") for each in ours}
    assert ours == [{key: value for key, value in each.items() if key != "result"} for each in made["functions"]]
    assert [name for name, result in results.items() if "dimensionality" in result] == ["STACK"]


def test_metadata__has_every_function_and_lets_errors_in() -> None:
    found: list[dict[str, Any]] = metadata()["functions"]
    assert [each["id"] for each in found] == [each.name for each in functions()]
    assert metadata()["allowErrorForDataTypeAny"] is True
    assert {len(each["parameters"]) for each in found} >= {1, 3}
