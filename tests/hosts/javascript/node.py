"""functions.js in Node: calls as Python makes them, and what Python itself gives for them."""

from __future__ import annotations

import datetime as dt
import json
import math
import shutil
import subprocess
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from udf.arguments import OMITTED
from udf.catalogue import FUNCTIONS
from udf.outcome import ExcelError
from xlgen.hosts.javascript.shipped import FUNCTIONS_JS

SCRIPT = Path(__file__).with_name("calls.mjs")
Call = tuple[str, Any]
"""The name of a function, and the sequence of its arguments as for Python."""


class ToolMissingError(RuntimeError):
    """Node is not installed; a test must not pass without it."""


def in_node(calls: Sequence[Call], script: Path = FUNCTIONS_JS) -> list[Any]:
    """What functions.js gives: {"value": …}, or {"error": …, "reason": …}."""
    node = shutil.which("node")
    if node is None:
        raise ToolMissingError("node is missing; the tests need it: run tests/oracles/install.sh")
    lines = "\n".join(lines_of(calls)).encode()
    done = subprocess.run([node, SCRIPT, script], input=lines, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.decode().split("\n")]


def lines_of(calls: Sequence[Call]) -> list[str]:
    """The calls as calls.mjs reads them."""
    return [json.dumps([name, _passed(args)]) for name, args in calls]


def in_python(call: Call) -> Any:
    """The same for the Python function."""
    name, args = call
    try:
        return {"value": FUNCTIONS[name].call(*args)}
    except ExcelError as error:
        return {"error": error.name, "reason": error.message}


def differing(calls: Sequence[Call], script: Path = FUNCTIONS_JS) -> list[str]:
    """The calls for which the two are not the same, to the last bit, with both answers."""
    answers = zip(calls, in_node(calls, script), strict=True)
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
