"""Runs inside LibreOffice: what the Basic functions of `libreoffice_functions` call for every cell.

LibreOffice's Python is the system's and may be of another version than ours, whose compiled modules it could not
load. So it knows no function: it asks the test's own process through a socket, one line of JSON for each call.
"""

from __future__ import annotations

import json
import os
import socket
import struct
from functools import cache
from typing import Any

SOCKET = "XLGEN_TEST_FUNCTIONS"
"""The environment variable that names the socket."""
ERRORS = {
    "#NULL!": 521,
    "#DIV/0!": 532,
    "#VALUE!": 519,
    "#REF!": 524,
    "#NAME?": 525,
    "#NUM!": 503,
    "#N/A": 0x7FFF,
}
"""LibreOffice's numbers for the errors of a cell."""
NOT_A_NUMBER = 0x7FF8000000000000


@cache
def _stream() -> Any:
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(os.environ[SOCKET])
    return connection.makefile("rw", encoding="utf-8")


def call(name: str, given: tuple[Any, ...]) -> Any:
    """The result of a function; arguments are values, or tuples of rows."""
    stream = _stream()
    stream.write(f"{json.dumps([name, given])}\n")
    stream.flush()
    answer = json.loads(stream.readline())
    if "error" in answer:
        return _error(ERRORS[answer["error"]])
    result = answer["result"]
    return tuple(map(tuple, result)) if isinstance(result, list) else result


def _error(code: int) -> float:
    """A real error: LibreOffice keeps its number in the digits of a NaN."""
    number: float = struct.unpack("<d", struct.pack("<Q", NOT_A_NUMBER | code))[0]
    return number
