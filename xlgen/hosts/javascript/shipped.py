"""The generated files as they are shipped: functions.js, and functions.json with what is known of each function.

Reading them needs no extra: add-ins for WPS, Microsoft 365 and ONLYOFFICE are made without xlwings.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any, NamedTuple

from xlgen.files import resources
from xlgen.rules import calls

FUNCTIONS_JS = resources.FUNCTIONS_JS
FOLDER = FUNCTIONS_JS.parent
FUNCTIONS_JSON = FOLDER / "functions.json"
NAMESPACE = calls.NAMESPACE
UNKNOWN = "0" * 16
"""In the place of a digest that is still to be computed."""
_NAMED = re.compile(r"//.* ([0-9a-f]{16})\.\n")


class ShippedArgument(NamedTuple):
    """What a function takes: a cell or a range, of any shape. A repeated one takes any number of them."""

    name: str
    help: str
    optional: bool
    repeated: bool


class ShippedExample(NamedTuple):
    """A formula as a person types it, the contents of the ranges it names (row by row), its result, what it passes."""

    formula: str
    ranges: dict[str, list[float | str]]
    result: float | str | list[list[float | str]]
    args: list[float | str | list[list[float | str]]]


class ShippedFunction(NamedTuple):
    """A function with its help, arguments and example."""

    name: str
    help: str
    arguments: tuple[ShippedArgument, ...]
    example: ShippedExample


def functions() -> list[ShippedFunction]:
    """All functions, in their order."""
    return [
        ShippedFunction(
            found["name"],
            found["help"],
            tuple(ShippedArgument(**argument) for argument in found["arguments"]),
            ShippedExample(**found["example"]),
        )
        for found in _described()["functions"]
    ]


def digest() -> str:
    """The digest that functions.js names, by which installed copies are compared."""
    return digest_of(FUNCTIONS_JS.read_text(encoding="utf-8"))


def digest_of(script: str) -> str:
    """The digest of a script without the one that it names: in its first line, and to whoever loads it."""
    named = _NAMED.match(script)
    code = script if named is None else script.replace(named[1], UNKNOWN)
    return hashlib.sha256(code.encode("utf-8")).hexdigest()[: len(UNKNOWN)]


def guide_rows() -> list[list[str]]:
    """The table that 函数说明 inserts, headings first; all cells are texts."""
    rows: list[list[str]] = _described()["guide"]
    return rows


def _described() -> dict[str, Any]:
    described: dict[str, Any] = json.loads(FUNCTIONS_JSON.read_text(encoding="utf-8"))
    return described
