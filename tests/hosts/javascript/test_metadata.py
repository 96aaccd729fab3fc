"""What Excel is told of the functions, held against what Microsoft's own tool makes of the same functions."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import asdict
from typing import Any

from tests.hosts.javascript.serving import node
from udf.catalogue import FUNCTIONS


def served(origin: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{origin}/functions.json") as response:
        found: dict[str, Any] = json.load(response)
        return found


def by_name(functions: list[dict[str, Any]]) -> dict[str, Any]:
    """What a host goes by, the same whether said or left at its default."""
    return {
        each["name"]: {
            "id": each["id"],
            "description": each["description"],
            "options": each["options"],
            "result": {"type": "any", **each["result"]},
            "parameters": [
                {"optional": False, "repeating": False, **{key: value for key, value in taken.items() if value}}
                for taken in each["parameters"]
            ],
        }
        for each in functions
    }


def test_metadata__is_what_microsofts_tool_makes(origin: str) -> None:
    plain = [
        {"name": name, "help": each.help, "arguments": [asdict(taken) for taken in each.arguments]}
        for name, each in FUNCTIONS.items()
    ]
    made = node("metadata.mjs", plain, "custom-functions-metadata")
    assert made["errors"] == []
    assert by_name(served(origin)["functions"]) == by_name(made["functions"])


def test_metadata__has_every_function_and_lets_errors_in(origin: str) -> None:
    found = served(origin)
    assert {each["id"] for each in found["functions"]} == set(FUNCTIONS)
    assert found["allowErrorForDataTypeAny"] is True
