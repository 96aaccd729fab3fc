"""What Excel is told of the functions, in Microsoft's format."""

from __future__ import annotations

from typing import Any

from xlgen.hosts.javascript.shipped import ShippedArgument, ShippedFunction, functions


def metadata() -> dict[str, Any]:
    """Names, arguments and help of all functions. Cells with an error value are passed to them as such."""
    return {"allowErrorForDataTypeAny": True, "functions": [_function(each) for each in functions()]}


def _function(function: ShippedFunction) -> dict[str, Any]:
    rows = {"dimensionality": "matrix"} if isinstance(function.example.result, list) else {}
    return {
        "id": function.name,
        "name": function.name,
        "description": function.help,
        "options": {"requiresParameterAddresses": True},  # the sheet is asked whether a 0 is an empty cell
        "parameters": [_parameter(argument) for argument in function.arguments],
        "result": {"type": "any", **rows},
    }


def _parameter(argument: ShippedArgument) -> dict[str, Any]:
    shown = {"name": argument.name, "description": argument.help, "type": "any", "dimensionality": "matrix"}
    kinds = {"optional": argument.optional, "repeating": argument.repeated}
    return {**shown, **{kind: True for kind, holds in kinds.items() if holds}}
