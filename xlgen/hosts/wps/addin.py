"""The add-in of WPS: the files of its folder, the same bytes every time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from xlgen.files.resources import TEMPLATES
from xlgen.hosts.javascript import shipped
from xlgen.hosts.javascript.shipped import ShippedArgument, ShippedFunction
from xlgen.hosts.pane import STATIC_FILES, pane_page

TEMPLATE_FOLDER = TEMPLATES / "wps"
REPEATED = 10
"""How many places stand for a repeated argument: WPS wants each of them declared."""
FUNCTIONS_JS = "js/functions.js"
_OWN_FILES = ("index.html", "main.js", "ribbon.xml", "manifest.xml", "host.js", "selftest.js", "images/*.svg")
_PANE_SCRIPTS = ("pane.js", FUNCTIONS_JS, "selftest.js", "host.js")
"""pane.js comes first: where it is, functions.js registers nothing, which index.html has done."""


def addin_files() -> Mapping[str, bytes]:
    """The files of the add-in's folder by their names in it."""
    own = [file for pattern in _OWN_FILES for file in sorted(TEMPLATE_FOLDER.glob(pattern))]
    return {
        **{file.relative_to(TEMPLATE_FOLDER).as_posix(): file.read_bytes() for file in own},
        **{file.name: file.read_bytes() for file in STATIC_FILES},
        "pane.html": pane_page(_PANE_SCRIPTS).encode("utf-8"),
        "functions.json": metadata().encode("utf-8"),
        FUNCTIONS_JS: shipped.FUNCTIONS_JS.read_bytes(),
    }


def metadata() -> str:
    """Names, arguments and help in the format of WPS."""
    functions = [_function(each) for each in shipped.functions()]
    return json.dumps({"functions": functions}, ensure_ascii=False, indent=2) + "\n"


def _function(function: ShippedFunction) -> dict[str, Any]:
    gives_rows = isinstance(function.example.result, list)
    return {
        "name": function.name,
        "parameters": [parameter for argument in function.arguments for parameter in _parameters(argument)],
        "description": function.help,
        "result": {"type": "any[][]" if gives_rows else "any"},
    }


def _parameters(argument: ShippedArgument) -> list[dict[str, str]]:
    if not argument.repeated:
        return [_parameter(argument.name, argument.help, argument.optional)]
    names = [f"{argument.name}{number}" for number in range(1, REPEATED + 1)]
    return [_parameter(name, argument.help, name != names[0]) for name in names]


def _parameter(name: str, help_: str, optional: bool) -> dict[str, str]:
    return {"name": name, "description": help_, "type": "any[][]?" if optional else "any[][]"}
