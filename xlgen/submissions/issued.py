"""Sheets as they were issued, prepared for comparison with submitted ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from openpyxl.utils.cell import cols_from_range

from xlgen.scheme.sheet_names import IDENTITY
from xlgen.text import without_spaces
from xlgen.workbook.function_calls import function_calls
from xlgen.workbook.layout import Layout
from xlgen.workbook.sheets.input_list import office_cells
from xlgen.xlsx.read.formula_text import canonical
from xlgen.xlsx.read.looks import Area, SheetLooks, areas_of
from xlgen.xlsx.read.references import Reference, taken_apart
from xlgen.xlsx.read.sheet import SheetRead, position
from xlgen.xlsx.read.workbook import WorkbookRead
from xlgen.xlsx.values import CellValue


@dataclass(frozen=True)
class IssuedSheet:
    """A sheet of the template: printed constants, formulas, and the cells that the unit fills in."""

    title: str
    protected: bool
    constants: Mapping[str, CellValue]
    formulas: Mapping[str, str]  # as stored
    function_calls: Mapping[str, str]  # of cells that may call functions instead, and of the one that looks for them
    inputs: frozenset[str]
    hidden: frozenset[str]  # covered by merged cells, so that nobody sees their contents
    visible: bool
    looks: SheetLooks
    codes: Mapping[str, str]  # of the number formats, by address
    print_areas: Sequence[Area]  # none: everything is printed

    @property
    def texts(self) -> dict[str, str]:
        """The printed texts by address."""
        return {address: value for address, value in self.constants.items() if isinstance(value, str)}

    @cached_property
    def known(self) -> frozenset[str]:
        """The cells that may have contents."""
        return frozenset((*self.constants, *self.formulas, *self.inputs, *self.hidden))

    @cached_property
    def unseen(self) -> frozenset[str]:
        """The cells in rows and columns that the template hides."""
        hides_row, hides_column = self.looks.hides_row, self.looks.hides_column
        places = {address: position(address) for address in self.known}
        return frozenset(name for name, (row, column) in places.items() if hides_row(row) or hides_column(column))

    @cached_property
    def seen(self) -> frozenset[str]:
        """The cells that may have contents and are seen."""
        return self.known - self.unseen

    @cached_property
    def references(self) -> Mapping[str, Sequence[Reference]]:
        """What each formula refers to."""
        return {address: taken_apart(canonical(stored))[1] for address, stored in self.formulas.items()}

    def changed_constants(self, sheet: SheetRead) -> list[str]:
        """The addresses of constants that differ from the issued ones, apart from spaces and line breaks."""
        cells = sheet.cells
        return [
            address
            for address, value in self.constants.items()
            if (cell := cells.get(address)) is None
            or (cell[0] != value and _as_printed(cell[0]) != _as_printed(value))
            or cell[1] is not None
        ]

    def changed_formulas(self, sheet: SheetRead) -> list[str]:
        """The addresses with another formula or none, apart from how programs write formulas."""
        cells = sheet.cells
        return [
            address
            for address, stored in self.formulas.items()
            if (cell := cells.get(address)) is None
            or (cell[1] != stored and not self._same(address, cell[1], canonical(stored)))
        ]

    def _same(self, address: str, formula: str | None, issued: str) -> bool:
        return formula is not None and (canonical(formula) == issued or self.is_call(address, formula))

    def is_call(self, address: str, formula: str | None) -> bool:
        """Whether a formula is the one of a workbook whose cells call the functions of an add-in."""
        return (
            formula is not None
            and address in self.function_calls
            and canonical(formula) == self.function_calls[address]
        )


def _as_printed(value: CellValue) -> str:
    return without_spaces(str(value))


def issued_sheets(book: WorkbookRead, layout: Layout) -> dict[str, IssuedSheet]:
    """The sheets of a template by title, without the hidden one that holds the identity."""
    inputs, calls = _inputs(layout), _function_calls(layout)
    sheets = {}
    for entry in book.sheets:
        sheet = book.sheet(entry.title)
        if sheet is None or entry.title == IDENTITY:
            continue
        on_sheet = inputs.get(entry.title, frozenset())
        looks = book.looks[entry.title]
        locked = {address: cell for address, cell in sheet.cells.items() if address not in on_sheet}
        sheets[entry.title] = IssuedSheet(
            entry.title,
            sheet.protected,
            {address: cell.value for address, cell in locked.items() if cell.stored is None},
            {address: cell.stored for address, cell in locked.items() if cell.stored is not None},
            calls.get(entry.title, {}),
            on_sheet,
            _hidden(book, entry.part),
            entry.state == "visible",
            looks,
            {address: book.appearances.of(style).code for address, style in sheet.styles.items()},
            list(areas_of(book.print_areas.get(entry.title, ""))),
        )
    return sheets


def _function_calls(layout: Layout) -> dict[str, dict[str, str]]:
    """The formulas that call functions, in canonical form, by sheet and address."""
    by_sheet: dict[str, dict[str, str]] = {}
    for place, formula in function_calls(layout).items():
        by_sheet.setdefault(place.sheet, {})[place.address] = canonical(formula.text)
    return by_sheet


def _inputs(layout: Layout) -> dict[str, frozenset[str]]:
    """The addresses of the cells that the unit fills in, by sheet."""
    by_sheet: dict[str, set[str]] = {}
    for place in (*layout.typed_cells(), *office_cells(layout)):
        by_sheet.setdefault(place.sheet, set()).add(place.address)
    return {sheet: frozenset(addresses) for sheet, addresses in by_sheet.items()}


def _hidden(book: WorkbookRead, part: str) -> frozenset[str]:
    """The addresses of cells covered by merged ones."""
    addresses: set[str] = set()
    for element in book.package.root(part).iter("{*}mergeCell"):
        cells = [address for column in cols_from_range(element.get("ref", "")) for address in column]
        addresses.update(cells[1:])
    return frozenset(addresses)
