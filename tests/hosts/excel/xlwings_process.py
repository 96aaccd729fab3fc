"""The Python at the other end of the add-in, run here: xlwings' COM server with stand-ins for pywin32.

A line of JSON in for each call, [name, [argument, …]]; a line out, [fine or raised, result or text]. Run as a process
of its own. What is raised reads as xlwings' DLL hands it to VBA: pywin32's traceback, its last line first.
"""

from __future__ import annotations

import importlib
import json
import sys
import traceback
from typing import Any

from tests.udf.classic import loaded

MODULE = "xlgen.hosts.excel.udfs"


def _server() -> Any:
    """xlwings' own object that VBA speaks to; nothing that it is given is one of its wrapped objects."""
    loaded()
    del sys.modules["xlwings.com_server"]
    module: Any = importlib.import_module("xlwings.com_server")
    return module.XLPython()


def _as_com(value: Any) -> Any:
    return tuple(map(_as_com, value)) if isinstance(value, list) else value


def main() -> None:
    """Answer until the input ends."""
    server = _server()
    for line in sys.stdin:
        name, arguments = json.loads(line)
        try:
            told = ["fine", server.CallUDF(MODULE, name, _as_com(arguments))]
        except Exception as error:
            told = ["raised", "\n".join(reversed("".join(traceback.format_exception(error)).splitlines()[1:]))]
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
