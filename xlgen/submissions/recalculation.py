"""Recomputes a returned form: its entries in the formulas of the template, without changing or running the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from threading import Lock
from typing import Any, NamedTuple

from openpyxl.utils import get_column_letter

from xlgen.scheme.sheet_names import LIST
from xlgen.submissions.issued import IssuedSheet
from xlgen.workbook.calculator import calculator_of
from xlgen.workbook.sheets.input_list import RUNNING
from xlgen.xlsx.read.sheet import SheetRead, position
from xlgen.xlsx.read.workbook import WorkbookRead
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue, ErrorValue


class _Column(NamedTuple):
    """Cells to fill in, one below the other: they are set together, which takes a fifth of the time."""

    column: int
    first_row: int
    addresses: Sequence[str]


class Recalculation:
    """The loaded template, which computes one form after the other; threads take turns.

    For forms in which nothing is open: the numbers of what is open are blank once and for all. Adding them up anew for
    each form would take a quarter of the time. Nor is the 核对码 computed, which the check knows.
    """

    def __init__(self, blank: bytes, issued: Mapping[str, IssuedSheet], parts_of_code: Iterable[CellRef]) -> None:
        self._workbook, self._issued, self._turn = calculator_of(blank), issued, Lock()
        self._set: dict[tuple[str, int, int], list[list[CellValue]]] = {}
        self._inputs = {title: list(_columns(sheet.inputs)) for title, sheet in issued.items()}
        hidden = {(cell.sheet, cell.address) for cell in parts_of_code}
        self._formulas = {
            title: [(address, *position(address)) for address in sheet.formulas if (title, address) not in hidden]
            for title, sheet in issued.items()
            if sheet.visible
        }
        for address in issued[LIST].formulas:
            if address.startswith(RUNNING):
                self._workbook.set_value(LIST, *position(address), "")
        for title, address in hidden:
            self._workbook.set_value(title, *position(address), "")

    def results(self, book: WorkbookRead, changed: Mapping[str, Sequence[str]]) -> dict[str, dict[str, CellValue]]:
        """What every formula that is seen gives, by sheet and address; the 核对码 is left out.

        changed: constants that are not as issued.
        """
        with self._turn:
            return self._results(book, changed)

    def _results(self, book: WorkbookRead, changed: Mapping[str, Sequence[str]]) -> dict[str, dict[str, CellValue]]:
        sheets = {title: sheet for title in self._issued if (sheet := book.sheet(title)) is not None}
        for title, sheet in sheets.items():
            for cells in self._inputs[title]:
                values = [[sheet.value(address)] for address in cells.addresses]
                place = title, cells.first_row, cells.column
                if self._set.get(place) != values:  # most rows of tables are blank in one form like in the next
                    self._workbook.set_values_batch(*place, values)
                    self._set[place] = values
        self._set_constants(changed, sheets)
        self._workbook.evaluate_all()
        results = {
            title: {address: _plain(self._workbook.get_value(title, row, column)) for address, row, column in cells}
            for title, cells in self._formulas.items()
        }
        self._set_constants(changed, self._issued)
        return results

    def _set_constants(
        self, changed: Mapping[str, Sequence[str]], sheets: Mapping[str, SheetRead] | Mapping[str, IssuedSheet]
    ) -> None:
        for title, addresses in changed.items():
            sheet = sheets[title]
            for address in addresses:
                value = sheet.value(address) if isinstance(sheet, SheetRead) else sheet.constants[address]
                self._workbook.set_value(title, *position(address), value)


def _columns(addresses: frozenset[str]) -> Iterator[_Column]:
    places = sorted(position(address)[::-1] for address in addresses)
    start = 0
    for end in range(1, len(places) + 1):
        if end == len(places) or places[end] != (places[end - 1][0], places[end - 1][1] + 1):
            column, first_row = places[start]
            letter = get_column_letter(column)
            yield _Column(column, first_row, [f"{letter}{row}" for _, row in places[start:end]])
            start = end


def _plain(value: Any) -> CellValue:
    """A value of the engine as one that was read."""
    if isinstance(value, dict):
        return ErrorValue(str(value.get("kind", "")))
    result: CellValue = value
    return result
