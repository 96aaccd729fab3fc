"""A workbook for every unit of a roster: built once in full, then stamped, that is, rewritten where units differ.

Building costs a hundred times as much as stamping. What is stamped is part by part what `build` would write (tests
hold them together): the cells filled in beforehand, every computed value that follows from them, the identity.
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

import formualizer
from openpyxl.utils import column_index_from_string

from xlgen.scheme.dependencies import names_of_measure
from xlgen.scheme.form import Content
from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.model import Indicator, Scheme
from xlgen.scheme.sheet_names import IDENTITY
from xlgen.scoring.form_data import FormData
from xlgen.workbook.approved import VALUE, places_of
from xlgen.workbook.build import computed
from xlgen.workbook.formulas import Formulas
from xlgen.workbook.function_call_parts import with_calls
from xlgen.workbook.function_calls import function_calls
from xlgen.workbook.identity import MARK, UNIT_ON_IDENTITY, identity_line, identity_of
from xlgen.workbook.layout import Layout
from xlgen.workbook.sheets.data import text_heights
from xlgen.workbook.sheets.form import block_heights
from xlgen.workbook.sheets.form_rows import basis_heights
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue
from xlgen.xlsx.write.finishing import WORKBOOK, sheet_parts
from xlgen.xlsx.write.zip_writer import LAST_BLOCK, Member, block, members_of, plain_block, zipped

UnitKind = tuple[frozenset[str], tuple[float, ...]]
"""What units that share a stamp have in common: which inputs are filled in for them, and how tall that makes rows."""
KEYWORDS, PROPERTIES = "docProps/core.xml", "docProps/custom.xml"
QUOTES = {'"': "&quot;", "'": "&apos;"}
MAX_CELLS = 100_000
MAX_PIECES = 64
"""A sheet with more cells that may differ is compressed anew as a whole: many small pieces would make it larger."""
_NAMES = re.compile(rb"<definedNames>.*</definedNames>", re.DOTALL)
_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"((?: s="[0-9]+")?)[^>]*>(<f>.*?</f>)?.*?</c>', re.DOTALL)


@dataclass(frozen=True)
class _Sheet:
    """A sheet of the stamp: its text, and the cells of it that may differ.

    The pieces do not depend on which units have been stamped: the same unit gives the same bytes in any process.
    """

    part: str
    text: bytes
    cells: dict[str, re.Match[bytes]]
    computed: dict[str, Any]  # the values of the formulas among them
    pieces: list[tuple[bytes, bytes, str]]  # text, compressed, the cell behind it; none where there would be too many
    as_it_is: Member


def kind_of(layout: Layout, given: Mapping[str, CellValue]) -> UnitKind:
    """The kind of a unit for which these inputs are filled in beforehand."""
    filling = FormData(given)
    heights = (*text_heights(layout, filling), *block_heights(layout, filling), *basis_heights(layout, filling))
    return frozenset(given), heights


class Stamp:
    """A built workbook, and what is needed to make those of other units of its kind from it."""

    def __init__(self, layout: Layout, given: Mapping[str, CellValue], formulas: Formulas = Formulas.NATIVE) -> None:
        """given: what is filled in beforehand for the first unit, its name among it. Raises NotPortable."""
        self.layout, scheme = layout, layout.scheme
        self.scheme, self.kind = scheme, kind_of(self.layout, given)
        self._formulas = formulas
        built = computed(scheme, FormData(given), approved=locked(scheme, given), formulas=formulas)
        self._members = members_of(built)
        self._engine = _engine(built)
        self._given, self._typed = dict(given), dict(self._constants(given))
        self._identity = identity_of(scheme)
        with ZipFile(BytesIO(built)) as archive:
            self._texts = {name: archive.read(name) for name in (WORKBOOK, KEYWORDS, PROPERTIES)}
            parts, following = sheet_parts(archive), self._following()
            sheets = {title: self._sheet(title, part, archive.read(part), following) for title, part in parts.items()}
        self._sheets = {title: sheet for title, sheet in sheets.items() if sheet.cells}

    def stamped(self, given: Mapping[str, CellValue]) -> bytes:
        """The workbook of another unit of the same kind: what `build` writes for it, part by part."""
        written_out = self._written_out(given)
        if self._formulas is Formulas.NATIVE:
            return written_out
        return with_calls(written_out, function_calls(self.layout), self._formulas)

    def _written_out(self, given: Mapping[str, CellValue]) -> bytes:
        changed: dict[str, dict[str, bytes]] = {title: {} for title in self._sheets}
        for place, value in self._constants(given):
            if value != self._typed[place]:
                changed[place.sheet][place.address] = self._constant(place, value)
        for title, cells in self._computed(given):
            changed[title].update(cells)
        rewritten = [_rewritten(self._sheets[title], cells) for title, cells in changed.items()]
        rewritten += self._parts_with_name(str(given[UNIT_NAME]))
        return zipped({**self._members, **{member.name: member for member in rewritten}}.values())

    def _following(self) -> set[str]:
        """The cells that are computed from what is filled in beforehand, like 指标评分表!C3.

        Not what is the same for every unit: it is 已填; and what lacks something else is blank.
        """
        places = [self.layout.values[name] for name in self._given]
        settled = {self.layout.status(place) for place in places} | set(_lacking(self.layout, self._given))
        found = self._reached(places, settled)
        for indicator in self.scheme.indicators:
            count = self.layout.open_count(indicator.id)
            lacks = self._engine.get_value(count.sheet, count.row, column_index_from_string(count.column))
            if _named(count) not in found and lacks:
                settled |= set(_blank_while_lacking(self.layout, indicator))
        return self._reached(places, settled)

    def _reached(self, places: Sequence[CellRef], settled: Iterable[CellRef]) -> set[str]:
        """Every cell that is computed from these, but not by way of those that are settled."""
        known, found = {_named(place) for place in settled}, set[str]()
        due = [_named(place) for place in places]
        while due:
            report = self._engine.dependents(due.pop(), max_results=MAX_CELLS, max_work=MAX_CELLS * 100)
            assert not report.truncation.omitted, "a workbook has fewer cells"
            more = {each.cell for each in report.dependents} - known - found
            found |= more
            due += more
        return found

    def _sheet(self, title: str, part: str, text: bytes, following: set[str]) -> _Sheet:
        """The sheet made ready; what is the same for all units is no longer computed."""
        cells = {(match[1] + match[2]).decode(): match for match in _CELL.finditer(text)}
        computed: dict[str, Any] = {}
        for address, match in cells.items():
            if match[4] is not None:
                at = (title, int(match[2]), column_index_from_string(match[1].decode()))
                value = self._engine.get_value(*at)
                if f"{title}!{address}" in following:
                    computed[address] = value
                else:
                    self._engine.set_value(*at, value)
        typed = {place.address for place in self._typed if place.sheet == title}
        differing = {address: match for address, match in cells.items() if address in typed or address in computed}
        pieces = list(_pieces(text, differing)) if len(differing) < MAX_PIECES else []
        return _Sheet(part, text, differing, computed, pieces, _member(part, text))

    def _value(self, title: str, match: re.Match[bytes]) -> Any:
        return self._engine.get_value(title, int(match[2]), column_index_from_string(match[1].decode()))

    def _constants(self, given: Mapping[str, CellValue]) -> Iterable[tuple[CellRef, CellValue]]:
        """Every cell that holds something of the unit, and what."""
        for name, value in given.items():
            yield self.layout.values[name], value
        yield UNIT_ON_IDENTITY, given[UNIT_NAME]
        for row, (_, value) in enumerate(places_of(self.layout, locked(self.scheme, given)), 1):
            yield CellRef(IDENTITY, VALUE, row), value

    def _computed(self, given: Mapping[str, CellValue]) -> Iterable[tuple[str, dict[str, bytes]]]:
        """The cells of each sheet whose formulas give something else for this unit."""
        for name, value in given.items():
            if value != self._given[name]:
                place = self.layout.values[name]
                stored = value if isinstance(value, (str, NoneType)) else float(_as_written(value))
                self._engine.set_value(place.sheet, place.row, column_index_from_string(place.column), stored)
        self._given = dict(given)
        self._engine.evaluate_all()
        for title, sheet in self._sheets.items():
            values = {address: self._value(title, sheet.cells[address]) for address in sheet.computed}
            differing = {address: value for address, value in values.items() if value != sheet.computed[address]}
            yield title, {address: _result(sheet.cells[address], value) for address, value in differing.items()}

    def _constant(self, place: CellRef, value: CellValue) -> bytes:
        return _typed(self._sheets[place.sheet].cells[place.address], value)

    def _parts_with_name(self, unit: str) -> Iterable[Member]:
        """The parts that name the unit outside the sheets."""
        own = str(self._typed[UNIT_ON_IDENTITY])
        lines = [escape(identity_line(replace(self._identity, unit=each))).encode() for each in (own, unit)]
        named = [f'name="{MARK}_unit"'.encode(), *(f">{escape(each)}<".encode() for each in (own, unit))]
        for part in (WORKBOOK, KEYWORDS):
            yield _member(part, self._texts[part].replace(lines[0], lines[1]))
        before, mark, after = self._texts[PROPERTIES].partition(named[0])
        yield _member(PROPERTIES, before + mark + after.replace(named[1], named[2], 1))


def _engine(built: bytes) -> formualizer.Workbook:
    """What computes the workbook again and again, without growing.

    Names go: they are those of printing, and formualizer keeps the cells of each once more whenever one has changed.
    """
    with ZipFile(BytesIO(built)) as archive:
        nameless = _NAMES.sub(b"", archive.read(WORKBOOK))
    members = {**members_of(built), WORKBOOK: _member(WORKBOOK, nameless)}
    engine = formualizer.Workbook.from_bytes(zipped(members.values()))
    engine.set_changelog_enabled(False)
    engine.evaluate_all()
    return engine


def _blank_while_lacking(layout: Layout, indicator: Indicator) -> Iterator[CellRef]:
    """The scores and 评分依据 of an indicator, which show nothing computed while something is missing."""
    for key in layout.scheme.form_rows(indicator):
        yield layout.score(key)
        if basis := layout.form_column(Content.BASIS):
            yield replace(layout.score(key), column=basis)


def _lacking(layout: Layout, given: Mapping[str, CellValue]) -> Iterator[CellRef]:
    """The measures that are blank, because an input that they need is."""
    blank: set[str] = set()
    for name, measure in layout.scheme.all_measures.items():
        needed = names_of_measure(measure)
        inputs = (each for each in needed if each in layout.scheme.all_inputs and each not in given)
        if blank & set(needed) or any(layout.scheme.all_inputs[each].required for each in inputs):
            blank.add(name)
            yield layout.values[name]


def _named(place: CellRef) -> str:
    return f"{place.sheet}!{place.address}"


def locked(scheme: Scheme, given: Mapping[str, CellValue]) -> FormData:
    """What a unit cannot change of what is filled in for it."""
    return FormData({name: value for name, value in given.items() if scheme.all_inputs[name].locked})


def _pieces(text: bytes, cells: Mapping[str, re.Match[bytes]]) -> Iterator[tuple[bytes, bytes, str]]:
    """What lies between the cells that may differ, compressed once for all units."""
    start = 0
    for address, cell in cells.items():
        between = text[start : cell.start()]
        yield between, block(between), address
        start = cell.end()
    yield text[start:], block(text[start:]), ""


def _rewritten(sheet: _Sheet, cells: Mapping[str, bytes]) -> Member:
    """The sheet with other cells."""
    if not sheet.pieces:
        return _member(sheet.part, _with(sheet, cells)) if cells else sheet.as_it_is
    checksum = size = 0
    content = []
    for text, compressed, address in sheet.pieces:
        own = cells.get(address) or (sheet.cells[address][0] if address else b"")
        checksum = zlib.crc32(own, zlib.crc32(text, checksum))
        size += len(text) + len(own)
        content += [compressed, plain_block(own)]
    return Member(sheet.part, b"".join([*content, LAST_BLOCK]), size, checksum)


def _with(sheet: _Sheet, cells: Mapping[str, bytes]) -> bytes:
    found, start = [], 0
    for address, cell in sheet.cells.items():
        if address in cells:
            found += [sheet.text[start : cell.start()], cells[address]]
            start = cell.end()
    return b"".join([*found, sheet.text[start:]])


def _member(name: str, text: bytes) -> Member:
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Member(name, packer.compress(text) + packer.flush(), len(text), zlib.crc32(text))


def _typed(cell: re.Match[bytes], value: CellValue) -> bytes:
    """A cell with a constant, as openpyxl writes it."""
    start = b'<c r="%b%b"%b t="' % cell.group(1, 2, 3)
    if isinstance(value, str):
        text = escape(value).encode("ascii", "xmlcharrefreplace")
        return b'%binlineStr"><is><t>%b</t></is></c>' % (start, text)
    assert value is not None, "what is filled in is not blank"
    return b'%bn"><v>%b</v></c>' % (start, _as_written(value).encode())


def _as_written(value: float) -> str:
    """A number's digits as openpyxl writes them: one fewer than some numbers need."""
    return f"{value:.16g}"


def _result(cell: re.Match[bytes], value: object) -> bytes:
    """A cell with a formula and its value, as formualizer writes it."""
    kind, shown = b"", b""
    if isinstance(value, bool):
        kind, shown = b' t="b"', b"%d" % value
    elif isinstance(value, (int, float)):
        shown = _digits(value)
    elif isinstance(value, str):
        kind, shown = b' t="str"', escape(value, QUOTES).encode()
    else:
        raise TypeError(value)
    return b'<c r="%b%b"%b%b>%b<v>%b</v></c>' % (*cell.group(1, 2, 3), kind, cell[4], shown)


def _digits(value: float) -> bytes:
    """The shortest digits that give the number, never with an exponent."""
    return f"{Decimal(repr(value)):f}".removesuffix(".0").encode()
