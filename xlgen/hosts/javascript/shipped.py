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
GUIDE_HEADINGS = ("函数", "用途", "参数", "例子", "例子里的单元格", "结果")


class ShippedArgument(NamedTuple):
    """What a function takes: a cell or a range, of any shape. A repeated one takes any number of them."""

    name: str
    help: str
    optional: bool
    repeated: bool


class ShippedExample(NamedTuple):
    """A formula as a person types it, the contents of the ranges it names (row by row), and its result."""

    formula: str
    ranges: dict[str, list[float | str]]
    result: float | str | list[list[float | str]]


class ShippedFunction(NamedTuple):
    """A function with its help, arguments and example."""

    name: str
    help: str
    arguments: tuple[ShippedArgument, ...]
    example: ShippedExample


def functions() -> list[ShippedFunction]:
    """All functions, in their order."""
    listed: list[dict[str, Any]] = json.loads(FUNCTIONS_JSON.read_text(encoding="utf-8"))
    return [
        ShippedFunction(
            found["name"],
            found["help"],
            tuple(ShippedArgument(**argument) for argument in found["arguments"]),
            ShippedExample(**found["example"]),
        )
        for found in listed
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
    return [list(GUIDE_HEADINGS), *map(_guide_row, functions())]


def _guide_row(function: ShippedFunction) -> list[str]:
    called, example = f"{NAMESPACE}.{function.name}", function.example
    arguments = "\n".join(
        f"{number}. {argument.name}：{argument.help}" + ("；可以写多个" if argument.repeated else "")
        for number, argument in enumerate(function.arguments, start=1)
    )
    formula = example.formula.replace(f"{function.name}(", f"{called}(")
    contents = "\n".join(f"{area}：{'、'.join(map(_shown, cells))}" for area, cells in example.ranges.items())
    return [called, function.help, arguments, formula, contents, _shown(example.result)]


def _shown(value: float | str | list[list[float | str]]) -> str:
    if isinstance(value, list):
        return "、".join(_shown(cell) for row in value for cell in row)
    return value if isinstance(value, str) else f"{value:.10g}"
