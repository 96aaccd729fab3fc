"""A sheet as it was issued, made ready for holding returned ones against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from openpyxl.utils.cell import cols_from_range

from xlgen.scheme.sheet_names import IDENTITY
from xlgen.text import without_spaces
from xlgen.workbook.function_calls import function_calls
from xlgen.workbook.layout import Layout
from xlgen.xlsx.read.formula_text import canonical
from xlgen.xlsx.read.sheet import CellRead, SheetRead
from xlgen.xlsx.read.workbook import WorkbookRead
from xlgen.xlsx.values import CellValue


@dataclass(frozen=True)
class IssuedSheet:
    """A sheet of the template: what is printed and computed on it, and the cells left to the unit."""

    title: str
    protected: bool
    constants: Mapping[str, CellValue]
    formulas: Mapping[str, str]  # as stored
    function_calls: Mapping[
        str, str
    ]  # the same of cells that may call functions instead, and of the one that looks for them
    inputs: frozenset[str]
    hidden: frozenset[str]  # below merged cells: what stands there nobody sees

    @property
    def texts(self) -> dict[str, str]:
        """The printed texts by address."""
        return {address: value for address, value in self.constants.items() if isinstance(value, str)}

    @cached_property
    def known(self) -> frozenset[str]:
        """The cells in which something may stand."""
        return frozenset((*self.constants, *self.formulas, *self.inputs, *self.hidden))

    def changed_constants(self, sheet: SheetRead) -> list[str]:
        """The cells in which something else is printed; blanks and line ends do not count."""
        cells = sheet.cells
        return [
            address
            for address, value in self.constants.items()
            if (cell := cells.get(address)) is None
            or (cell[0] != value and _bare(cell[0]) != _bare(value))
            or cell[1] is not None
        ]

    def changed_formulas(self, sheet: SheetRead) -> list[str]:
        """The cells with another formula, or none; how a program writes it does not count."""
        cells = sheet.cells
        return [
            address
            for address, stored in self.formulas.items()
            if (cell := cells.get(address)) is None
            or (cell[1] != stored and not self._same(address, cell[1], canonical(stored)))
        ]

    def _same(self, address: str, found: str | None, stored: str) -> bool:
        return found is not None and (canonical(found) == stored or self.is_call(address, found))

    def is_call(self, address: str, formula: str | None) -> bool:
        """A formula is that of a workbook whose cells call the functions of an add-in."""
        return (
            formula is not None
            and address in self.function_calls
            and canonical(formula) == self.function_calls[address]
        )


def _bare(value: CellValue) -> str:
    return without_spaces(str(value))


def issued_sheets(book: WorkbookRead, layout: Layout) -> dict[str, IssuedSheet]:
    """The sheets of a template that returned ones are held against: all but the hidden one with the identity."""
    inputs, called = _inputs(layout), _called(layout)
    found = {}
    for entry in book.sheets:
        sheet = book.sheet(entry.title)
        if sheet is None or entry.title == IDENTITY:
            continue
        own = inputs.get(entry.title, frozenset())
        hidden = _hidden(book, entry.part)
        found[entry.title] = _issued(sheet, own, hidden, called.get(entry.title, {}))
    return found


def _called(layout: Layout) -> dict[str, dict[str, str]]:
    """The formulas that call functions, as formulas are compared, by sheet."""
    by_sheet: dict[str, dict[str, str]] = {}
    for place, formula in function_calls(layout).items():
        by_sheet.setdefault(place.sheet, {})[place.address] = canonical(formula.text)
    return by_sheet


def _issued(sheet: SheetRead, inputs: frozenset[str], hidden: frozenset[str], called: Mapping[str, str]) -> IssuedSheet:
    locked: dict[str, CellRead] = {address: cell for address, cell in sheet.cells.items() if address not in inputs}
    constants = {address: cell.value for address, cell in locked.items() if cell.stored is None}
    formulas = {address: cell.stored for address, cell in locked.items() if cell.stored is not None}
    return IssuedSheet(sheet.title, sheet.protected, constants, formulas, called, inputs, hidden)


def _inputs(layout: Layout) -> dict[str, frozenset[str]]:
    """The cells that the unit fills in, by sheet."""
    places = [layout.values[name] for name in layout.scheme.all_inputs]
    for words in (layout.remarks, layout.evidence, layout.notes):
        places += words.values()
    for name, table in layout.tables.items():
        for row in range(layout.scheme.tables[name].rows):
            places += [table.cell(column, row) for column in table.columns]
    by_sheet: dict[str, set[str]] = {}
    for place in places:
        by_sheet.setdefault(place.sheet, set()).add(place.address)
    return {sheet: frozenset(addresses) for sheet, addresses in by_sheet.items()}


def _hidden(book: WorkbookRead, part: str) -> frozenset[str]:
    """The cells over which others are merged."""
    found: set[str] = set()
    for element in book.package.root(part).iter("{*}mergeCell"):
        cells = [address for column in cols_from_range(element.get("ref", "")) for address in column]
        found.update(cells[1:])
    return frozenset(found)
