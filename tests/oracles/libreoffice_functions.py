"""Our functions in LibreOffice: a profile in which every one of the catalogue is a function of the cells.

A Basic function of each name passes what it is given to a script in LibreOffice's Python, which asks this process
through a socket: the very functions of the catalogue give the results.

LibreOffice hands over an empty cell as None, in a range too, but as "" where a matrix was computed. It cannot tell
TRUE from 1, nor an argument left out between others from 0. An error value among the arguments never gets here:
LibreOffice passes it on by itself.
"""

from __future__ import annotations

import json
import shutil
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any
from xml.sax.saxutils import escape

from tests.oracles.failed import OracleFailedError
from tests.oracles.libreoffice_script import SOCKET
from udf.catalogue import FUNCTIONS
from udf.outcome import ExcelError

PROGRAM = Path("/usr/lib/libreoffice/program")
NEEDED = {"pythonloader.py": "python3-uno", "pythonscript.py": "libreoffice-script-provider-python"}
"""What runs Python inside LibreOffice, and the package that it comes with."""
SCRIPT = Path(__file__).with_name("libreoffice_script.py")
LOGICAL = "exact"
"""The argument that is TRUE or FALSE and arrives as 1 or 0."""
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
LIBRARY = 'library:name="Standard" library:link="false" library:readonly="false" library:passwordprotected="false"'
LIBRARIES = f"""{XML}<library:libraries xmlns:library="http://openoffice.org/2000/library">
<library:library {LIBRARY}/></library:libraries>
"""
STANDARD = f"""{XML}<library:library xmlns:library="http://openoffice.org/2000/library" {LIBRARY}>
%s</library:library>
"""
MODULE = f"""{XML}<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Functions"
script:language="StarBasic">%s</script:module>
"""
CALLED = f"""Option Compatible
Global gCall As Object
Function Called(name As String, given)
  Dim a(), b(), found, row, column, table()
  On Error GoTo Broken
  If IsNull(gCall) Then
    Set gCall = CreateUnoService("com.sun.star.script.provider.MasterScriptProviderFactory") _
      .createScriptProvider("") _
      .getScript("vnd.sun.star.script:{SCRIPT.name}$call?language=Python&location=user")
  End If
  found = gCall.invoke(Array(name, given), a, b)
  If Not IsArray(found) Then
    Called = found
    Exit Function
  End If
  ReDim table(1 To UBound(found) + 1, 1 To UBound(found(0)) + 1)
  For row = 0 To UBound(found)
    For column = 0 To UBound(found(row))
      table(row + 1, column + 1) = found(row)(column)
    Next
  Next
  Called = table
  Exit Function
Broken:
  Called = "The test's functions are broken: " & Error$
End Function
"""
"""Without a handler, an error in Basic would leave the cell empty and LibreOffice waiting for ever, unseen.

Rows within rows, as Python gives them, are made the table that a cell takes.
"""
FUNCTION = """Function {name}(ParamArray given() As Variant)
  {name} = Called("{name}", given)
End Function
"""
"""ParamArray needs `Option Compatible`."""


def require() -> None:
    """Raise OracleFailedError if LibreOffice cannot run Python."""
    missing = [package for file, package in NEEDED.items() if not (PROGRAM / file).is_file()]
    if missing:
        raise OracleFailedError(
            f"LibreOffice cannot run Python; the tests need it: run tests/oracles/install.sh, or as root "
            f"apt-get install {' '.join(missing)}"
        )


@contextmanager
def provided(home: Path) -> Iterator[dict[str, str]]:
    """The functions in the profile `home`, answered for while the context lasts; the environment that it needs.

    Raises OracleFailedError at its end if a function failed otherwise than with an error for the cell.
    """
    require()
    _basic(home / "user" / "basic")
    scripts = home / "user" / "Scripts" / "python"
    scripts.mkdir(parents=True)
    shutil.copy(SCRIPT, scripts)
    with _Answering(home / "functions") as answering:
        thread = Thread(target=answering.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield {SOCKET: str(home / "functions")}
        finally:
            answering.shutdown()
            thread.join()
    if answering.failures:
        raise OracleFailedError("\n".join(answering.failures))


def _basic(folder: Path) -> None:
    standard = folder / "Standard"
    standard.mkdir(parents=True)
    for kind, content in (("script", '<library:element library:name="Functions"/>\n'), ("dialog", "")):
        (folder / f"{kind}.xlc").write_text(LIBRARIES, encoding="utf-8")
        (standard / f"{kind}.xlb").write_text(STANDARD % content, encoding="utf-8")
    code = CALLED + "".join(FUNCTION.format(name=name) for name in FUNCTIONS)
    (standard / "Functions.xba").write_text(MODULE % escape(code), encoding="utf-8")


class _Answering(socketserver.UnixStreamServer):
    """Answers LibreOffice, and notes what no function may raise."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), _Calls)
        self.failures: list[str] = []

    def answer(self, name: str, given: list[Any]) -> dict[str, Any]:
        try:
            return {"result": FUNCTIONS[name].call(*_as_typed(name, given))}
        except ExcelError as error:
            return {"error": error.name}
        except Exception as error:
            self.failures.append(f"{name}({', '.join(map(repr, given))}): {error!r}")
            return {"error": "#VALUE!"}


class _Calls(socketserver.StreamRequestHandler):
    """The calls of one LibreOffice, line by line until it ends."""

    server: _Answering

    def handle(self) -> None:
        for line in self.rfile:
            name, given = json.loads(line, parse_int=float)  # Basic makes whole numbers integers; a cell has none
            self.wfile.write(f"{json.dumps(self.server.answer(name, given))}\n".encode())


def _as_typed(name: str, given: list[Any]) -> list[Any]:
    """The arguments, with TRUE and FALSE where nothing else can be meant by 1 and 0."""
    logical = [argument.name == LOGICAL for argument in FUNCTIONS[name].arguments[: len(given)]]
    logical += [False] * (len(given) - len(logical))
    return [
        bool(value) if truth and value in (0.0, 1.0) else value for truth, value in zip(logical, given, strict=True)
    ]
