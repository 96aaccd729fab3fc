"""Workbooks for all units of a roster: built once in full, then stamped, that is, rewritten only where units differ.

Building takes a hundred times as long as stamping. A stamped workbook equals part by part what `build` would write
(tests check this): the prefilled cells, every value computed from them, the identity.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from io import BytesIO
from types import NoneType
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZipFile

from openpyxl.utils import column_index_from_string

from xlgen.scheme.dependencies import dependencies_of, names_of_measure
from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.model import Indicator, Scheme
from xlgen.scheme.sheet_names import IDENTITY
from xlgen.scheme.subject import subject_inputs, subject_of
from xlgen.scoring.form_data import FormData
from xlgen.workbook.approved import VALUE_COLUMN, filling_of, is_locked, items_of, without_subject
from xlgen.workbook.build import build_native
from xlgen.workbook.calculator import calculator_of
from xlgen.workbook.formula_style import FormulaStyle
from xlgen.workbook.function_call_parts import with_function_calls
from xlgen.workbook.function_calls import function_calls
from xlgen.workbook.identity import MADE_BY, SUBJECT_ON_IDENTITY, UNIT_ON_IDENTITY, identity_line, identity_of
from xlgen.workbook.layout import Layout
from xlgen.workbook.sheets.form_heights import heights_of
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue
from xlgen.xlsx.write.finishing import WORKBOOK_PART, sheet_parts
from xlgen.xlsx.write.zip_writer import (
    LAST_BLOCK,
    CompressedMember,
    compressed_block,
    compressed_members,
    stored_block,
    zip_bytes,
)

StampKey = tuple[frozenset[str], tuple[float, ...]]
"""What units that share a stamp have in common: which inputs are prefilled, and the resulting row heights."""
CORE_PROPERTIES, CUSTOM_PROPERTIES = "docProps/core.xml", "docProps/custom.xml"
QUOTES = {'"': "&quot;", "'": "&apos;"}
MAX_CELLS = 100_000
MAX_PIECES = 64
"""A sheet with more variable cells is compressed as a whole each time: many small pieces would enlarge it."""
_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"((?: s="[0-9]+")?)[^>]*>(<f>.*?</f>)?.*?</c>', re.DOTALL)


@dataclass(frozen=True)
class _SheetTemplate:
    """A sheet of the stamp: its text and its variable cells, which may differ between units.

    The pieces do not depend on the units stamped before: the same unit gives the same bytes in any process.
    """

    part: str
    text: bytes
    cells: dict[str, re.Match[bytes]]
    computed: dict[str, Any]  # values of the formulas among the variable cells
    pieces: list[tuple[bytes, bytes, str]]  # text, the same compressed, the address of the next cell; empty if too many
    unchanged: CompressedMember


def stamp_key(layout: Layout, prefill: Mapping[str, CellValue]) -> StampKey:
    """The key of the stamp for a unit with these prefilled inputs."""
    return frozenset(prefill), tuple(rows.total for rows in heights_of(layout, FormData(prefill)))


class Stamp:
    """A built workbook from which those of other units with the same key are made."""

    def __init__(
        self, layout: Layout, prefill: Mapping[str, CellValue], formulas: FormulaStyle = FormulaStyle.NATIVE
    ) -> None:
        """Build the workbook of the first unit. `prefill` contains its name. Raises NotPortableError."""
        self.layout, scheme = layout, layout.scheme
        self.scheme, self.key = scheme, stamp_key(self.layout, prefill)
        self._formulas = formulas
        unit, approved = str(prefill[UNIT_NAME]), locked_prefill(scheme, prefill).inputs
        issued_for = subject_inputs(scheme.subject, subject_of(scheme.subject, prefill))
        workbook = build_native(scheme, FormData(prefill), unit, FormData({**approved, **issued_for}), formulas)
        self._members = compressed_members(workbook)
        self._calculator = calculator_of(workbook)
        self._current, self._first_constants = dict(prefill), dict(self._constant_cells(prefill))
        self._identity, self._first_names = identity_of(scheme), self._names(prefill)
        with ZipFile(BytesIO(workbook)) as archive:
            self._texts = {name: archive.read(name) for name in (WORKBOOK_PART, CORE_PROPERTIES, CUSTOM_PROPERTIES)}
            parts, dependents = sheet_parts(archive), self._dependent_cells()
            sheets = {
                title: self._sheet_template(title, part, archive.read(part), dependents)
                for title, part in parts.items()
            }
        self._sheets = {title: sheet for title, sheet in sheets.items() if sheet.cells}

    def stamped(self, prefill: Mapping[str, CellValue]) -> bytes:
        """The workbook of another unit with the same key: part by part what `build` writes for it."""
        native = self._native(prefill)
        if self._formulas is FormulaStyle.NATIVE:
            return native
        return with_function_calls(native, function_calls(self.layout))

    def _native(self, prefill: Mapping[str, CellValue]) -> bytes:
        changed: dict[str, dict[str, bytes]] = {title: {} for title in self._sheets}
        for cell, value in self._constant_cells(prefill):
            if value != self._first_constants[cell]:
                template = self._sheets[cell.sheet].cells[cell.address]
                changed[cell.sheet][cell.address] = _constant_cell(template, value)
        for title, cells in self._changed_formula_cells(prefill):
            changed[title].update(cells)
        stamped = [_stamped_sheet(self._sheets[title], cells) for title, cells in changed.items()]
        stamped += self._parts_with_names(prefill)
        return zip_bytes({**self._members, **{member.name: member for member in stamped}}.values())

    def _dependent_cells(self) -> set[str]:
        """The cells that are computed from prefilled ones, like 指标评分表!C3.

        Without cells that are the same for all units: statuses of prefilled inputs are always 已填 (but of a grade
        whose share is not prefilled, which some grades demand), and cells that also need an input that is not
        prefilled are blank.
        """
        layout, seconds = self.layout, self.layout.seconds
        prefilled = [layout.values[name] for name in self._current]
        fixed = {layout.statuses[name] for name in self._current if seconds.get(name, name) in self._current}
        fixed |= set(_blank_measures(layout, self._current))
        fixed |= {layout.result(each) for each in self.scheme.indicators if _incomplete(layout, each, self._current)}
        return self._dependents(prefilled, fixed)

    def _dependents(self, cells: Sequence[CellRef], fixed: Iterable[CellRef]) -> set[str]:
        """All cells that are computed from these, but not by way of fixed ones."""
        excluded, dependents = {_qualified_address(cell) for cell in fixed}, set[str]()
        pending = [_qualified_address(cell) for cell in cells]
        while pending:
            report = self._calculator.dependents(pending.pop(), max_results=MAX_CELLS, max_work=MAX_CELLS * 100)
            assert not report.truncation.omitted, "a workbook has fewer cells"
            added = {dependent.cell for dependent in report.dependents} - excluded - dependents
            dependents |= added
            pending += added
        return dependents

    def _sheet_template(self, title: str, part: str, text: bytes, dependents: set[str]) -> _SheetTemplate:
        """Prepare a sheet. Cells that are the same for all units become constants and are no longer computed."""
        cells = {(match[1] + match[2]).decode(): match for match in _CELL.finditer(text)}
        computed: dict[str, Any] = {}
        for address, match in cells.items():
            if match[4] is not None:
                position = (title, int(match[2]), column_index_from_string(match[1].decode()))
                value = self._calculator.get_value(*position)
                if f"{title}!{address}" in dependents:
                    computed[address] = value
                else:
                    self._calculator.set_value(*position, value)
        constants = {cell.address for cell in self._first_constants if cell.sheet == title}
        variable = {address: match for address, match in cells.items() if address in constants or address in computed}
        pieces = list(_pieces(text, variable)) if len(variable) < MAX_PIECES else []
        return _SheetTemplate(part, text, variable, computed, pieces, _compressed(part, text))

    def _value(self, title: str, match: re.Match[bytes]) -> Any:
        return self._calculator.get_value(title, int(match[2]), column_index_from_string(match[1].decode()))

    def _constant_cells(self, prefill: Mapping[str, CellValue]) -> Iterable[tuple[CellRef, CellValue]]:
        """All cells that hold data of the unit, with their values."""
        for name, value in prefill.items():
            yield self.layout.values[name], value
        yield UNIT_ON_IDENTITY, prefill[UNIT_NAME]
        names = self._names(prefill)
        yield from ((cell, names[field]) for field, cell in SUBJECT_ON_IDENTITY.items() if names[field])
        for row, value in enumerate(items_of(locked_prefill(self.scheme, prefill)).values(), 1):
            yield CellRef(IDENTITY, VALUE_COLUMN, row), value

    def _changed_formula_cells(self, prefill: Mapping[str, CellValue]) -> Iterable[tuple[str, dict[str, bytes]]]:
        """The formula cells of each sheet whose values differ for this unit."""
        for name, value in prefill.items():
            if value != self._current[name]:
                cell = self.layout.values[name]
                stored = value if isinstance(value, (str, NoneType)) else float(_openpyxl_digits(value))
                self._calculator.set_value(cell.sheet, cell.row, column_index_from_string(cell.column), stored)
        self._current = dict(prefill)
        self._calculator.evaluate_all()
        for title, sheet in self._sheets.items():
            values = {address: self._value(title, sheet.cells[address]) for address in sheet.computed}
            changed = {address: value for address, value in values.items() if value != sheet.computed[address]}
            yield title, {address: _formula_cell(sheet.cells[address], value) for address, value in changed.items()}

    def _names(self, prefill: Mapping[str, CellValue]) -> dict[str, str]:
        """What differs between the identities of units that share a stamp, by field."""
        subject = subject_of(self.scheme.subject, prefill)
        return {"unit": str(prefill[UNIT_NAME]), "subject_code": subject.code, "subject_name": subject.name}

    def _parts_with_names(self, prefill: Mapping[str, CellValue]) -> Iterable[CompressedMember]:
        """The parts other than sheets that contain the unit's name, and what the form is about."""
        first, own = self._first_names, self._names(prefill)
        lines = (identity_line(replace(self._identity, unit=names["unit"])) for names in (first, own))
        old, new = (escape(line).encode() for line in lines)
        for part in (WORKBOOK_PART, CORE_PROPERTIES):
            yield _compressed(part, self._texts[part].replace(old, new))
        text = self._texts[CUSTOM_PROPERTIES]
        for field, first_name in first.items():
            before, name, after = text.partition(f'name="{MADE_BY}_{field}"'.encode())
            old, new = (f">{escape(each)}<".encode() for each in (first_name, own[field]))
            text = before + name + after.replace(old, new, 1)
        yield _compressed(CUSTOM_PROPERTIES, text)


def _incomplete(layout: Layout, indicator: Indicator, prefill: Mapping[str, CellValue]) -> bool:
    """Whether an indicator has no score with these inputs prefilled, whatever they hold."""
    scheme, needed = layout.scheme, dependencies_of(layout.scheme, indicator)
    blank = any(scheme.all_inputs[name].required for name in needed.inputs if name not in prefill)
    tables = (scheme.tables[name] for name in needed.tables)
    return blank or any(table.required_when is None and table.at_least_rows for table in tables)


def _blank_measures(layout: Layout, prefill: Mapping[str, CellValue]) -> Iterator[CellRef]:
    """The measures that are blank because they need an input that is not prefilled."""
    blank: set[str] = set()
    for name, measure in layout.scheme.all_measures.items():
        needed = names_of_measure(measure)
        missing = (other for other in needed if other in layout.scheme.all_inputs and other not in prefill)
        if blank & set(needed) or any(layout.scheme.all_inputs[other].required for other in missing):
            blank.add(name)
            yield layout.values[name]


def _qualified_address(cell: CellRef) -> str:
    return f"{cell.sheet}!{cell.address}"


def locked_prefill(scheme: Scheme, prefill: Mapping[str, CellValue]) -> FormData:
    """The prefilled values, by item, that the unit cannot change, but for whose form it is, and about what."""
    locked = filling_of({item: value for item, value in prefill.items() if is_locked(scheme, item)})
    return without_subject(scheme, locked)


def _pieces(text: bytes, cells: Mapping[str, re.Match[bytes]]) -> Iterator[tuple[bytes, bytes, str]]:
    """The text between the variable cells, compressed once for all units."""
    start = 0
    for address, cell in cells.items():
        between = text[start : cell.start()]
        yield between, compressed_block(between), address
        start = cell.end()
    yield text[start:], compressed_block(text[start:]), ""


def _stamped_sheet(sheet: _SheetTemplate, cells: Mapping[str, bytes]) -> CompressedMember:
    """The sheet with these cells replaced."""
    if not sheet.pieces:
        return _compressed(sheet.part, _replace_cells(sheet, cells)) if cells else sheet.unchanged
    checksum = size = 0
    content = []
    for text, compressed, address in sheet.pieces:
        cell = cells.get(address) or (sheet.cells[address][0] if address else b"")
        checksum = zlib.crc32(cell, zlib.crc32(text, checksum))
        size += len(text) + len(cell)
        content += [compressed, stored_block(cell)]
    return CompressedMember(sheet.part, b"".join([*content, LAST_BLOCK]), size, checksum)


def _replace_cells(sheet: _SheetTemplate, cells: Mapping[str, bytes]) -> bytes:
    pieces, start = [], 0
    for address, cell in sheet.cells.items():
        if address in cells:
            pieces += [sheet.text[start : cell.start()], cells[address]]
            start = cell.end()
    return b"".join([*pieces, sheet.text[start:]])


def _compressed(name: str, text: bytes) -> CompressedMember:
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return CompressedMember(name, packer.compress(text) + packer.flush(), len(text), zlib.crc32(text))


def _constant_cell(cell: re.Match[bytes], value: CellValue) -> bytes:
    """The XML of a cell with a constant, as openpyxl writes it."""
    start = b'<c r="%b%b"%b t="' % cell.group(1, 2, 3)
    if isinstance(value, str):
        text = escape(value).encode("ascii", "xmlcharrefreplace")
        return b'%binlineStr"><is><t>%b</t></is></c>' % (start, text)
    assert value is not None, "prefilled values are not blank"
    return b'%bn"><v>%b</v></c>' % (start, _openpyxl_digits(value).encode())


def _openpyxl_digits(value: float) -> str:
    """The digits of a number as openpyxl writes them: one fewer than some numbers need."""
    return f"{value:.16g}"


def _formula_cell(cell: re.Match[bytes], value: object) -> bytes:
    """The XML of a cell with a formula and its value, as formualizer writes it."""
    type_attribute, shown = b"", b""
    if isinstance(value, bool):
        type_attribute, shown = b' t="b"', b"%d" % value
    elif isinstance(value, (int, float)):
        shown = _formualizer_digits(value)
    elif isinstance(value, str):
        type_attribute, shown = b' t="str"', escape(value, QUOTES).encode()
    else:
        raise TypeError(value)
    return b'<c r="%b%b"%b%b>%b<v>%b</v></c>' % (*cell.group(1, 2, 3), type_attribute, cell[4], shown)


def _formualizer_digits(value: float) -> bytes:
    """The shortest digits that represent the number, without an exponent."""
    return f"{Decimal(repr(value)):f}".removesuffix(".0").encode()
