"""Run in a process of its own: workbooks and edits from standard input, what ONLYOFFICE shows on the last line.

The work is done by a script inside the engine, because every call from outside costs more than computing a cell.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from typing import Any

MAX_ROUNDS = 20
"""So many COUNTIFs do not follow from each other."""
EDIT = """(function (edits, read, maxRounds) {
    function type(sheet, address, value) {
        var cell = Api.GetSheet(sheet).GetRange(address);
        var literal = typeof value === "string" && value !== "" && cell.GetNumberFormat() !== "@";
        cell.SetValue(literal ? "'" + value : value);
    }
    function shown() {
        var sheets = {};
        Object.keys(read).forEach(function (name) {
            var sheet = Api.GetSheet(name);
            sheets[name] = {};
            read[name].forEach(function (address) { sheets[name][address] = sheet.GetRange(address).GetValue(); });
        });
        return JSON.stringify(sheets);
    }
    Api.RecalculateAllFormulas();
    Api.Calculate();  // again, for calls of a library that the workbook carries
    var opened = shown(), before = null, after = opened;
    for (var round = 0; before !== after; round++) {
        if (round === maxRounds) throw new Error("the formulas do not settle");
        edits.forEach(function (edit) { type.apply(null, edit); });
        before = after;
        after = shown();
    }
    return "[" + opened + "," + after + "]";
})(%s, %s, %d)"""


def main() -> None:
    """Open and edit every workbook, save it where that is asked for, print, end."""
    builder = importlib.import_module("docbuilder").CDocBuilder()
    print(json.dumps([_edited(builder, book) for book in json.load(sys.stdin)]), flush=True)
    os._exit(0)  # the engine crashes when Python frees its objects


def _edited(builder: Any, book: dict[str, Any]) -> Any:
    builder.OpenFile(book["workbook"], "")
    script = EDIT % (json.dumps(book["edits"]), json.dumps(book["read"]), MAX_ROUNDS)
    shown = builder.GetContext().GetGlobal().Call("eval", script).ToString()
    if book["saved"]:
        builder.SaveFile("xlsx", book["saved"])
    builder.CloseFile()
    return json.loads(shown)


if __name__ == "__main__":
    main()
