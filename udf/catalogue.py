"""The custom functions as hosts are told of them: names, arguments and help, read off `udf.functions`."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

from udf import functions


@dataclass(frozen=True)
class Argument:
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
    arguments: tuple[Argument, ...]
    call: Callable[..., Any]


def _function(name: str, call: Callable[..., Any]) -> CustomFunction:
    hints = get_type_hints(call, include_extras=True)
    arguments = tuple(
        Argument(
            each.name,
            hints[each.name].__metadata__[0]["doc"],
            each.default is not inspect.Parameter.empty,
            each.kind is inspect.Parameter.VAR_POSITIONAL,
        )
        for each in inspect.signature(call).parameters.values()
    )
    return CustomFunction(name, inspect.getdoc(call) or "", arguments, call)


FUNCTIONS: Mapping[str, CustomFunction] = {
    name: _function(name, value)
    for name, value in vars(functions).items()
    if name.isupper() and inspect.isfunction(value)
}
"""In the order in which `udf.functions` defines them."""
