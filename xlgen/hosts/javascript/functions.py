"""The custom functions as xlwings' server calls them and as Excel is told of them."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

import xlwings.server

from udf.catalogue import FUNCTIONS
from xlgen.files.resources import package_digest
from xlgen.hosts.javascript.borrowed import calling_code
from xlgen.hosts.javascript.paths import CALLED
from xlgen.hosts.javascript.templates import rendered

MAX_CELLS = 2000
"""In one call: several times what a form lays out, and a fraction of a second."""


@cache
def hosted() -> SimpleNamespace:
    """What xlwings takes for the module of the functions."""
    return SimpleNamespace(**{name: xlwings.server.func(each.call) for name, each in FUNCTIONS.items()})


@cache
def metadata() -> dict[str, Any]:
    """Names, arguments and help, as Excel reads them."""
    made: dict[str, Any] = xlwings.server.custom_functions_meta(hosted())  # type: ignore[no-untyped-call]
    return made


@cache
def code(path: str) -> str:
    """The JavaScript that Excel runs: xlwings' own, and a function for each of ours. path: that of the server."""
    borrowed = calling_code()
    borrowed = borrowed.replace("placeholder_xlwings_version", package_digest())
    borrowed = borrowed.replace("placeholder_custom_functions_call_path", f"{path}{CALLED}")
    return rendered("functions.js.jinja", borrowed=borrowed, names=list(FUNCTIONS), most=MAX_CELLS)
