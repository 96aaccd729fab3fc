"""functions.js in Node: calls as Python makes them, and what Python itself gives for them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.oracles.node import node
from udf.arguments import OMITTED
from udf.catalogue import FUNCTIONS
from udf.outcome import ExcelError
from xlgen.hosts.javascript.shipped import FUNCTIONS_JS

SCRIPT = Path(__file__).with_name("calls.mjs")
Call = tuple[str, Any]
"""The name of a function, and the sequence of its arguments as for Python."""


def in_node(calls: Sequence[Call]) -> list[Any]:
    """What functions.js gives: {"value": …}, or {"error": …, "reason": …}."""
    answers: list[Any] = node(SCRIPT, {"script": str(FUNCTIONS_JS), "calls": as_passed(calls)})
    return answers


def as_passed(calls: Sequence[Call]) -> list[Any]:
    """The calls as calls.mjs reads them."""
    return [[name, _passed(args)] for name, args in calls]


def in_python(call: Call) -> Any:
    """The same for the Python function."""
    name, args = call
    try:
        return {"value": FUNCTIONS[name].call(*args)}
    except ExcelError as error:
        return {"error": error.name, "reason": error.message}


def differing(calls: Sequence[Call]) -> list[str]:
    """The calls for which the two are not the same, to the last bit, with both answers."""
    answers = zip(calls, in_node(calls), strict=True)
    return [
        f"{call}: {expected} in Python, {found} in JavaScript"
        for call, found in answers
        if (expected := in_python(call)) != found
    ]


def _passed(argument: Any) -> Any:
    match argument:
        case list() | tuple():
            return [_passed(part) for part in argument]
        case Decimal():
            return _passed(float(argument))
        case int() | float() if not isinstance(argument, bool) and not math.isfinite(argument):
            return {"number": str(argument).replace("inf", "Infinity").replace("nan", "NaN")}
        case dt.date():
            return {"date": argument.isoformat()}
        case _ if argument is OMITTED:
            return {"omitted": True}
        case bytes() | dict():
            return {"object": True}
    return argument
