"""Reads one sheet: the value and formula of every cell that is not empty."""

from __future__ import annotations

import math
import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from lxml import etree
from openpyxl.utils import get_column_letter

from xlgen.xlsx.limits import LAST_COLUMN, LAST_ROW, MAX_FORMULA_LENGTH
from xlgen.xlsx.read.dates import date_number
from xlgen.xlsx.read.formula_text import asks_other_programs, canonical, shared_formula
from xlgen.xlsx.read.markup import namespace_of
from xlgen.xlsx.read.strings import DamagedTextError, text_of, unescaped
from xlgen.xlsx.read.unreadable import Reason, UnreadableError
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue, ErrorValue

MAX_FORMULA_CHARACTERS = 2**21
"""Total length of the formulas of a file that may have to be taken apart, shared ones written out.

The largest form has 190,000.
"""
MAX_ARRAY_COLUMNS = 100_000
"""Columns of all arrays of formulas on a sheet."""
DATA_TABLE = "TABLE()"
"""Stands for the formula of a what-if table, which has no text."""
ADDRESS = re.compile(
    "([A-Z]{1,2}|[A-W][A-Z]{2}|X[A-E][A-Z]|XF[A-D])"
    "([1-9][0-9]{0,5}|10[0-3][0-9]{4}|104[0-7][0-9]{3}|1048[0-4][0-9]{2}|10485[0-6][0-9]|104857[0-6])"
)
"""A1 to XFD1048576."""
COLUMN_NUMBERS = {get_column_letter(number): number for number in range(1, LAST_COLUMN + 1)}
MAX_EXACT = 2**53
"""Whole numbers below this are exact as float."""
_NUMBER = re.compile(r"\s*+[+-]?(?=[.0-9])[0-9]{0,1000}+\.?[0-9]{0,1000}+(?:[eE][+-]?[0-9]{1,9}+)?\s*+", re.ASCII)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ROW_NUMBER = re.compile("[1-9][0-9]{0,6}")
AREA = re.compile(f"{ADDRESS.pattern}:{ADDRESS.pattern}")
_TRUTHS = {"1": True, "0": False, "true": True, "false": False}


class CellRead(NamedTuple):
    """A cell: its value as last computed, its formula as stored, and whether its number format is a date."""

    value: CellValue
    stored: str | None
    is_date: bool

    @property
    def formula(self) -> str | None:
        """The formula in canonical form (see `formula_text.canonical`)."""
        return None if self.stored is None else canonical(self.stored)


@dataclass(frozen=True)
class SheetRead:
    """A sheet that was read: its cells by address like C5, without empty ones, and the styles of all."""

    title: str
    protected: bool
    cells: Mapping[str, CellRead] = field(repr=False)
    styles: Mapping[str, str | None] = field(default_factory=dict, repr=False)
    formula_characters: int = 0

    def value(self, address: str) -> CellValue:
        """The value of a cell; None if it is empty."""
        cell = self.cells.get(address)
        return None if cell is None else cell.value

    @property
    def asks_other_programs(self) -> list[str]:
        """The addresses of cells whose formulas ask another program (DDE)."""
        suspects = ((address, cell[1]) for address, cell in self.cells.items() if cell[1] and "|" in cell[1])
        return [address for address, stored in suspects if asks_other_programs(stored)]


@dataclass(frozen=True)
class CellContext:
    """What the cells of a workbook refer to; path: of the file, for messages."""

    path: Path
    strings: Sequence[str]
    date_styles: Mapping[str, bool]
    from_1904: bool


class _DamagedCellError(ValueError):
    """A cell that cannot be read. address: left empty for the cell being read, whose address the caller adds."""

    def __init__(self, detail: str, address: str = "") -> None:
        super().__init__(detail)
        self.address = address


@dataclass
class _Areas:
    """The formulas of a sheet that are for more than one cell."""

    shared: dict[str, tuple[str, str]] = field(default_factory=dict)  # number to address and text of the first cell
    followers: list[tuple[str, str, str]] = field(default_factory=list)  # address, number, text if it has one too
    arrays: list[tuple[str, str]] = field(default_factory=list)  # address and area of an array or what-if table


def read_sheet(title: str, root: etree._Element, context: CellContext, characters_left: int) -> SheetRead:
    """Read a sheet from the root element of its part, with this much of formulas at most. Raises UnreadableError."""
    namespace = namespace_of(root)
    protection = root.find(f"{namespace}sheetProtection")
    protected = protection is not None and protection.get("sheet") in ("1", "true")
    data = root.find(f"{namespace}sheetData")
    cells: dict[str, CellRead] = {}
    styles: dict[str, str | None] = {}
    areas = _Areas()
    try:
        if data is not None:
            _read_rows(cells, styles, areas, data, namespace, context)
        characters = _expand_shared(cells, areas, characters_left)
        _check_arrays(cells, areas)
    except _DamagedCellError as error:
        place = {"sheet": title, "cell": error.address[:20]}
        raise UnreadableError(context.path, Reason.BAD_CELL, **place, detail=error) from error
    return SheetRead(title, protected, cells, styles, characters)


def _read_rows(
    cells: dict[str, CellRead],
    styles: dict[str, str | None],
    areas: _Areas,
    data: etree._Element,
    namespace: str,
    context: CellContext,
) -> None:
    """Add every cell that is not empty, and all styles. Apart from parsing, most of the time goes into this loop.

    A row or cell that does not say where it is follows the one before.
    """
    cell_tag, number = f"{namespace}c", 0
    read = _cell_reader(areas, namespace, context)
    for row in data.iterchildren(f"{namespace}row"):
        number = _row_number(row, cell_tag, number)
        digits = str(number)
        width, before = -len(digits), digits
        for cell in row.iterchildren(cell_tag):
            name = cell.get("r")
            if name is None or name[width:] != digits or name[:width] not in COLUMN_NUMBERS:
                name = _address(name, before, digits)
            before = name
            if name in styles:
                raise _DamagedCellError("出现了两次", name)
            styles[name] = cell.get("s")
            if len(cell):
                try:
                    content = read(cell, name)
                except _DamagedCellError as error:
                    raise _DamagedCellError(str(error), name) from error
                if content is not None:
                    cells[name] = content


def _address(written: str | None, before: str, row: str) -> str:
    """The address of a cell in a row: in small letters, as some programs write it, or next to the cell before."""
    column = COLUMN_NUMBERS.get(before.removesuffix(row), 0) + 1
    address = f"{get_column_letter(column)}{row}" if written is None else written.upper()
    if address[: -len(row)] not in COLUMN_NUMBERS or not address.endswith(row):
        raise _DamagedCellError(f"的位置不明，或不在它所在的第 {row} 行", address)
    return address


def _row_number(row: etree._Element, cell_tag: str, before: int) -> int:
    """The number of a row; if it has none, that in the address of its first cell, or the next one."""
    written = row.get("r")
    if written == str(before + 1) and before < LAST_ROW:
        return before + 1
    if written is None:
        first = row.find(cell_tag)
        address = "" if first is None else first.get("r", "")
        written = address.lstrip(LETTERS) or str(before + 1)
    if not ROW_NUMBER.fullmatch(written) or int(written) > LAST_ROW:
        raise _DamagedCellError("所在的行号不对", f"（第 {written[:10]} 行）")
    return int(written)


def _cell_reader(
    areas: _Areas, namespace: str, context: CellContext
) -> Callable[[etree._Element, str], CellRead | None]:
    """A function that reads a cell at an address; None if there is nothing in it."""
    value_tag, formula_tag, inline_tag = (f"{namespace}{tag}" for tag in ("v", "f", "is"))
    styles = context.date_styles

    def read(cell: etree._Element, address: str) -> CellRead | None:
        shown = formula = inline = before = None
        for child in cell:
            tag = child.tag
            if tag == value_tag:
                before, shown = shown, child
            elif tag == formula_tag:
                before, formula = formula, child
            elif tag == inline_tag:
                before, inline = inline, child
            else:
                continue
            if before is not None or (tag != inline_tag and len(child)):
                raise _DamagedCellError("有两个值或两个公式")
        stored = None
        if formula is not None:
            stored = formula.text if formula.get("t") is None else _formula(formula, address, areas)
            stored = stored and stored[: MAX_FORMULA_LENGTH + 1]  # of a longer one, enough to tell that it is
        kind = cell.get("t")
        if inline is not None:
            return CellRead(_inline_text(kind, inline, namespace), stored, False)
        text = None if shown is None else shown.text or ""
        if kind == "str" and text is not None:
            return CellRead(unescaped(text), stored, False)
        value = _cell_value(kind, text, context)
        is_date = text is not None and styles.get(cell.get("s", ""), False)
        return None if value is None and stored is None else CellRead(value, stored, is_date)

    return read


def _inline_text(kind: str | None, inline: etree._Element, namespace: str) -> str:
    """The text of an inline string, which counts whatever value stands beside it."""
    if kind != "inlineStr":
        raise _DamagedCellError("的类型不明")
    try:
        return text_of(inline, namespace)
    except DamagedTextError as error:
        raise _DamagedCellError(f"的文字{error}") from error


def _formula(element: etree._Element, address: str, areas: _Areas) -> str | None:
    """A formula's text; empty for now where it is shared and another cell holds it."""
    kind, text, area = element.get("t"), (element.text or "")[: MAX_FORMULA_LENGTH + 1], element.get("ref", address)
    if kind == "shared":
        number = element.get("si", "")
        if not text or number in areas.shared:
            areas.followers.append((address, number, text))
            return ""
        areas.shared[number] = (address, text)
    elif area != address:
        areas.arrays.append((address, area))
    return DATA_TABLE if kind == "dataTable" else text or None


def _expand_shared(cells: dict[str, CellRead], areas: _Areas, characters_left: int) -> int:
    """Fill in the formulas of the cells that only refer to a shared one. Returns the characters of all formulas."""
    shifts = {number: (*position(place), shared_formula(text)) for number, (place, text) in areas.shared.items()}
    characters = sum(len(cell.stored) for cell in cells.values() if cell.stored)
    for address, number, text in areas.followers:
        if number not in shifts:
            raise _DamagedCellError("引用的共享公式不存在", address)
        first_row, first_column, shift = shifts[number]
        row, column = position(address)
        stored = shift(row - first_row, column - first_column)
        if text and text != stored:
            raise _DamagedCellError("的公式与它引用的共享公式不同", address)
        characters += len(stored)
        if characters > characters_left:
            break
        cells[address] = cells[address]._replace(stored=stored)
    if characters > characters_left:
        raise _DamagedCellError("等处的公式过长", next(address for address, cell in cells.items() if cell.stored))
    return characters


def _check_arrays(cells: Mapping[str, CellRead], areas: _Areas) -> None:
    """Refuse formulas of cells that belong to the area of another one's: programs show one or the other."""
    spans: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)  # rows of the areas, by column
    columns_left = MAX_ARRAY_COLUMNS
    for address, area in areas.arrays:
        match = AREA.fullmatch(area)
        if match is None:
            raise _DamagedCellError("的数组公式范围不明", address)
        left, top, right, bottom = COLUMN_NUMBERS[match[1]], int(match[2]), COLUMN_NUMBERS[match[3]], int(match[4])
        columns_left -= max(right - left + 1, 1)
        if columns_left < 0:
            raise _DamagedCellError("等处的数组公式过多", address)
        for column in range(left, right + 1):
            spans[column].append((top, bottom))
    heads = {address for address, _ in areas.arrays}
    ends = {
        column: (sorted(rows), list(accumulate((last for _, last in sorted(rows)), max)))
        for column, rows in spans.items()
    }
    for address, cell in cells.items() if ends else ():
        row, column = position(address)
        if cell.stored is not None and address not in heads and column in ends:
            rows, lasts = ends[column]
            before = bisect(rows, (row, LAST_ROW))
            if before and lasts[before - 1] >= row:
                raise _DamagedCellError("在数组公式的范围内，又有自己的公式", address)


def position(address: str) -> tuple[int, int]:
    """The row and column of a cell that was read, both from 1."""
    match = ADDRESS.fullmatch(address)
    assert match is not None, "checked when the cell was read"
    return int(match[2]), COLUMN_NUMBERS[match[1]]


def place_of(title: str, address: str) -> CellRef:
    """The reference to a cell that was read."""
    row, column = position(address)
    return CellRef(title, get_column_letter(column), row)


def _cell_value(kind: str | None, text: str | None, context: CellContext) -> CellValue:
    """The value of a cell of any type but str; None where a formula was saved without its result."""
    if not text:
        return None
    match kind:
        case "n" | None:
            return _number(text)
        case "s":
            if not _is_index(text) or int(text) >= len(context.strings):
                raise _DamagedCellError("的文字不存在")
            return context.strings[int(text)]
        case "inlineStr":
            return unescaped(text)
        case "e":
            return ErrorValue(text)
        case "b" if text in _TRUTHS:
            return _TRUTHS[text]
        case "d":
            try:
                return date_number(text, context.from_1904)
            except ValueError as error:
                raise _DamagedCellError("不是日期") from error
    raise _DamagedCellError("的类型不明")


def _number(text: str) -> CellValue:
    """Whole numbers as int, so that they show no decimals as text. #NUM! for what is beyond Excel's numbers."""
    if _NUMBER.fullmatch(text) is None:
        raise _DamagedCellError("不是数字")
    number = float(text)
    if not math.isfinite(number):
        return ErrorValue("#NUM!")
    return int(number) if number.is_integer() and abs(number) < MAX_EXACT else number


def _is_index(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
