"""Run by the Python that knows LibreOffice: opens workbooks with their macros and prints every cell as JSON.

Arguments: the name of LibreOffice's pipe, then the files.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]  # comes with LibreOffice, for the system's Python alone

ALWAYS = 4
"""com.sun.star.document.MacroExecMode.ALWAYS_EXECUTE_NO_WARN"""
SECONDS = 300


def _desktop(pipe: str) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(SECONDS * 10):
        try:
            remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
        except uno.getClass("com.sun.star.connection.NoConnectException"):
            time.sleep(0.1)
    raise SystemExit("LibreOffice does not answer")


def _property(name: str, value: object) -> Any:
    made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, value
    return made


def _cells(sheet: Any) -> dict[str, str]:
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    places = ((column, row) for row in range(end.EndRow + 1) for column in range(end.EndColumn + 1))
    cells = [sheet.getCellByPosition(*place) for place in places]
    return {cell.AbsoluteName.rpartition(".")[2].replace("$", ""): cell.String for cell in cells if cell.Formula}


def main() -> None:
    """Open, compute, print, end LibreOffice."""
    pipe, *files = sys.argv[1:]
    desktop, told = _desktop(pipe), {}
    for file in files:
        properties = (_property("Hidden", True), _property("MacroExecutionMode", ALWAYS))
        document = desktop.loadComponentFromURL(Path(file).as_uri(), "_blank", 0, properties)
        document.calculateAll()
        told[file] = {sheet.Name: _cells(sheet) for sheet in document.Sheets}
        document.close(True)
    sys.stdout.write(json.dumps(told))
    sys.stdout.flush()
    desktop.terminate()


if __name__ == "__main__":
    main()
