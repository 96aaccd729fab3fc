"""Run by the system's Python, which has LibreOffice's bridge: one request a line in, one answer a line out.

Edits are made as a person makes them: by dispatched commands and by moving ranges, both of which respect protection.
Cell setters do not; they only fill the other workbook, from which is pasted.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from typing import Any

uno: Any = importlib.import_module("uno")
SECONDS = 300
COLOUR = 0xC6EFCE
VALUES, FORMATS, ALL = "SVD", "T", "A"
"""What is inserted or deleted: strings, values and dates; formats; everything."""


def main() -> None:
    """Connect to the program that listens at a pipe, then do as told until the input ends."""
    program = _Program(sys.argv[1])
    for line in sys.stdin:
        name, *given = json.loads(line)
        print(json.dumps(getattr(program, name)(*given)), flush=True)
    program.end()


class _Program:
    """LibreOffice with the workbook that is edited and another one."""

    def __init__(self, pipe: str) -> None:
        services = _connected(pipe).ServiceManager
        self.desktop = services.createInstance("com.sun.star.frame.Desktop")
        self.dispatcher = services.createInstance("com.sun.star.frame.DispatchHelper")
        self.other = self._loaded("private:factory/scalc")
        self.book: Any = None

    def end(self) -> None:
        self.close()
        self.other.close(True)
        self.desktop.terminate()

    def open(self, url: str) -> None:
        self.close()
        self.book = self._loaded(url)

    def unlocked(self) -> dict[str, list[list[int]]]:
        """The unlocked areas of the visible sheets by sheet, as first and last columns and rows from 0."""
        return {sheet.Name: _unlocked(sheet) for sheet in self.book.Sheets if sheet.IsVisible}

    def close(self) -> None:
        if self.book is not None:
            self.book.close(True)
            self.book = None

    def save(self, url: str) -> None:
        self.book.storeToURL(url, _properties(FilterName="Calc MS Excel 2007 XML"))

    def locked(self, sheet: str, area: str) -> bool:
        return bool(self._range(sheet, area).CellProtection.IsLocked)

    def contents(self) -> dict[str, list[list[str]]]:
        """What stands in the cells of every sheet, formulas as formulas."""
        return {sheet.Name: _used(sheet).getFormulaArray() for sheet in self.book.Sheets}

    def type(self, sheet: str, area: str, text: str) -> None:
        self._select(sheet, area)
        self._do("EnterString", StringName=text)

    def clear(self, sheet: str, area: str) -> None:
        self._select(sheet, area)
        self._do("ClearContents")

    def delete(self, sheet: str, area: str) -> None:
        """Contents and formats."""
        self._select(sheet, area)
        self._do("Delete", Flags=ALL)

    def paste(self, sheet: str, area: str, cells: list[list[list[str]]], how: str) -> None:
        """Cells of another workbook, each a text as one types it and a number format."""
        here = self.other.Sheets.getByIndex(0)
        block = here.getCellRangeByPosition(0, 0, len(cells[0]) - 1, len(cells) - 1)
        block.clearContents(1023)
        for row, line in enumerate(cells):
            for column, (text, number_format) in enumerate(line):
                self._write(here.getCellByPosition(column, row), text, number_format)
        self.other.CurrentController.select(block)
        self._do("Copy", self.other)
        self._insert(sheet, area, how)

    def copy(self, sheet: str, area: str, from_sheet: str, from_area: str, how: str) -> None:
        self._select(from_sheet, from_area)
        self._do("Copy")
        self._insert(sheet, area, how)

    def cut(self, sheet: str, area: str, from_sheet: str, from_area: str) -> None:
        self._select(from_sheet, from_area)
        self._do("Cut")
        self._select(sheet, area)
        self._do("Paste")

    def drag(self, sheet: str, area: str, from_sheet: str, from_area: str) -> None:
        """As with the mouse: cells go to another place together with what refers to them."""
        source = self._range(from_sheet, from_area).RangeAddress
        target = self._range(sheet, area).getCellByPosition(0, 0).CellAddress
        self.book.Sheets.getByName(from_sheet).moveRange(target, source)

    def fill(self, sheet: str, area: str, how: str) -> None:
        """Down, right, or as a series as the handle of the selection does."""
        if how == "series":
            first, last = area.split(":")
            self._select(sheet, first)
            self._do("AutoFill", EndCell=last)
        else:
            self._select(sheet, area)
            self._do({"down": "FillDown", "right": "FillRight"}[how])

    def undo(self, times: int) -> None:
        for _ in range(times):
            self._do("Undo")

    def redo(self, times: int) -> None:
        for _ in range(times):
            self._do("Redo")

    def overwrite(self, sheet: str, area: str, text: str) -> None:
        """By a cell setter, which no user has; a self-test shows that it ignores protection."""
        self._range(sheet, area).getCellByPosition(0, 0).setFormula(text)

    def _loaded(self, url: str) -> Any:
        return self.desktop.loadComponentFromURL(url, "_blank", 0, ())

    def _range(self, sheet: str, area: str) -> Any:
        return self.book.Sheets.getByName(sheet).getCellRangeByName(area)

    def _select(self, sheet: str, area: str) -> None:
        self.book.CurrentController.select(self._range(sheet, area))

    def _do(self, command: str, document: Any = None, **given: object) -> None:
        frame = (document or self.book).CurrentController.Frame
        self.dispatcher.executeDispatch(frame, f".uno:{command}", "", 0, _properties(**given))

    def _insert(self, sheet: str, area: str, how: str) -> None:
        self._select(sheet, area)
        if how == "all":
            self._do("Paste")
        elif how == "text":
            self._do("PasteUnformatted")
        else:
            flags = {"values": VALUES, "formats": FORMATS}[how]
            plain = {"FormulaCommand": 0, "SkipEmptyCells": False, "Transpose": False, "AsLink": False, "MoveMode": 4}
            self._do("InsertContents", Flags=flags, **plain)

    def _write(self, cell: Any, text: str, number_format: str) -> None:
        cell.CellBackColor = COLOUR
        if number_format:
            formats, locale = self.other.NumberFormats, uno.createUnoStruct("com.sun.star.lang.Locale")
            found = formats.queryKey(number_format, locale, False)
            cell.NumberFormat = found if found >= 0 else formats.addNew(number_format, locale)
        if number_format == "@":
            cell.setString(text)
        else:
            cell.setFormula(text)


def _connected(pipe: str) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    end = time.monotonic() + SECONDS
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:  # not there yet: the bridge's classes of errors are known only after it is loaded
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def _properties(**given: object) -> tuple[Any, ...]:
    return tuple(uno.createUnoStruct("com.sun.star.beans.PropertyValue", name, 0, it, 0) for name, it in given.items())


def _used(sheet: Any) -> Any:
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.RangeAddress
    return sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)


def _unlocked(sheet: Any) -> list[list[int]]:
    return [
        [area.StartColumn, area.StartRow, area.EndColumn, area.EndRow]
        for alike in _used(sheet).UniqueCellFormatRanges
        if not alike.CellProtection.IsLocked
        for area in alike.RangeAddresses
    ]


if __name__ == "__main__":
    main()
