"""The custom functions as hosts present them: names, arguments, help and example, read off `udf.functions`."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

from udf import functions
from xlgen.rules.rule import Example


@dataclass(frozen=True)
class FunctionArgument:
    """What a function takes: a cell or a range, of any shape. A repeated one takes any number of them."""

    name: str
    help: str
    optional: bool
    repeated: bool


@dataclass(frozen=True)
class CustomFunction:
    """A function as it is called in a cell: `call` takes cells and ranges and gives a result or raises ExcelError."""

    name: str
    help: str
    arguments: tuple[FunctionArgument, ...]
    example: Example
    call: Callable[..., Any]


def _function(name: str, call: Any) -> CustomFunction:
    hints = get_type_hints(call, include_extras=True)
    arguments = tuple(
        FunctionArgument(
            parameter.name,
            hints[parameter.name].__metadata__[0]["doc"],
            parameter.default is not inspect.Parameter.empty,
            parameter.kind is inspect.Parameter.VAR_POSITIONAL,
        )
        for parameter in inspect.signature(call).parameters.values()
    )
    return CustomFunction(name, inspect.getdoc(call) or "", arguments, call.example, call)


FUNCTIONS: Mapping[str, CustomFunction] = {
    name: _function(name, value)
    for name, value in vars(functions).items()
    if name.isupper() and inspect.isfunction(value)
}
"""In the order in which `udf.functions` defines them."""
