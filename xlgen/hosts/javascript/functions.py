"""The custom functions as xlwings' server calls them, and their metadata and script for Excel."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

import xlwings.server

from udf.catalogue import FUNCTIONS
from xlgen.files.resources import package_digest
from xlgen.hosts.javascript.served import CALL_PATH, render_served
from xlgen.hosts.javascript.vendored import calling_code

MAX_CELLS = 2000
"""Maximum cells in one call: several times what a form needs, and still a fraction of a second."""


@cache
def function_module() -> SimpleNamespace:
    """The functions in an object that xlwings takes for their module."""
    return SimpleNamespace(**{name: xlwings.server.func(function.call) for name, function in FUNCTIONS.items()})


@cache
def metadata() -> dict[str, Any]:
    """Names, arguments and help in Excel's format."""
    functions: dict[str, Any] = xlwings.server.custom_functions_meta(function_module())  # type: ignore[no-untyped-call]
    return functions


@cache
def functions_script(path: str) -> str:
    """The JavaScript that Excel runs: xlwings' script and a wrapper per function. `path`: the server's base path."""
    script = calling_code()
    script = script.replace("placeholder_xlwings_version", package_digest())
    script = script.replace("placeholder_custom_functions_call_path", f"{path}{CALL_PATH}")
    return render_served("functions.js.jinja", borrowed=script, names=list(FUNCTIONS), most=MAX_CELLS)
