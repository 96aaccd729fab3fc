"""A script of LibreOffice that passes calls on to `tests.hosts.excel.xlwings_process`; its own Python may be any other.

`SEEN` is answered here, with what has been handed over: it tells a date from a number, which JSON does not.
"""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

PROCESS = subprocess.Popen(
    [os.environ["XLGEN_PYTHON"], "-m", "tests.hosts.excel.xlwings_process"],
    cwd=os.environ["XLGEN_CHECKOUT"],
    env={"PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"},
    stdin=subprocess.PIPE,
    stdout=subprocess.PIPE,
    encoding="utf-8",
)


def answer(name: str, values: Any) -> Any:
    """Whether it went well, and the result or what was raised."""
    if name == "SEEN":
        return ("fine", repr(values))
    assert PROCESS.stdin is not None
    assert PROCESS.stdout is not None
    PROCESS.stdin.write(json.dumps([name, values]) + "\n")
    PROCESS.stdin.flush()
    kind, told = json.loads(PROCESS.stdout.readline())
    return (kind, tuple(map(tuple, told)) if isinstance(told, list) else told)
