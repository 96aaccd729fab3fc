"""Reads one sheet: the value and formula of every cell that is not empty."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from lxml import etree
from openpyxl.utils import column_index_from_string, get_column_letter

from xlgen.xlsx.limits import LAST_COLUMN
from xlgen.xlsx.read.dates import date_number
from xlgen.xlsx.read.formula_text import asks_other_programs, canonical, shared_formula
from xlgen.xlsx.read.strings import namespace_of, text_of, unescaped
from xlgen.xlsx.read.unreadable import Reason, UnreadableError
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue, ErrorValue

MAX_SHARED_CHARACTERS = 2**23
"""Total length of a sheet's shared formulas once expanded: a long one shared by all cells would fill the memory."""
DATA_TABLE = "TABLE()"
"""Stands for the formula of a what-if table, which has no text."""
ADDRESS = re.compile(
    "([A-Z]{1,2}|[A-W][A-Z]{2}|X[A-E][A-Z]|XF[A-D])"
    "([1-9][0-9]{0,5}|10[0-3][0-9]{4}|104[0-7][0-9]{3}|1048[0-4][0-9]{2}|10485[0-6][0-9]|104857[0-6])"
)
"""A1 to XFD1048576."""
ADDRESS_LIST = re.compile(rf"(?:{ADDRESS.pattern}(?:\0|$))*+")
"""Many addresses at once, which is faster than one by one, separated by NUL, which no XML can contain."""
MAX_EXACT = 2**53
"""Whole numbers below this are exact as float."""
_NUMBER = re.compile(r"\s*+[+-]?(?=[.0-9])[0-9]{0,1000}+\.?[0-9]{0,1000}+(?:[eE][+-]?[0-9]{1,9}+)?\s*+", re.ASCII)
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
    """A sheet that was read; cells by address like C5, without empty ones."""

    title: str
    protected: bool
    cells: Mapping[str, CellRead] = field(repr=False)

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
    date_styles: Mapping[str, bool] | None  # None: the workbook has no styles
    from_1904: bool


class _DamagedCellError(ValueError):
    """A cell that cannot be read. address: left empty for the cell being read, whose address the caller adds."""

    def __init__(self, detail: str, address: str = "") -> None:
        super().__init__(detail)
        self.address = address


@dataclass
class _SharedFormulas:
    """The shared formulas of a sheet: the cell that holds each one, and the cells that only refer to it."""

    masters: dict[str, tuple[str, str]] = field(default_factory=dict)  # number to address and text
    followers: list[tuple[str, str]] = field(default_factory=list)  # address and number


def read_sheet(title: str, root: etree._Element, context: CellContext) -> SheetRead:
    """Read a sheet from the root element of its part. Raises UnreadableError."""
    namespace = namespace_of(root)
    protection = root.find(f"{namespace}sheetProtection")
    protected = protection is not None and protection.get("sheet") in ("1", "true")
    data = root.find(f"{namespace}sheetData")
    cells: dict[str, CellRead] = {}
    formulas = _SharedFormulas()
    try:
        if data is not None:
            _read_cells(cells, formulas, data, namespace, context)
        _check_addresses(cells)
        _expand_shared(cells, formulas)
    except _DamagedCellError as error:
        place = {"sheet": title, "cell": error.address[:20]}
        raise UnreadableError(context.path, Reason.BAD_CELL, **place, detail=error) from error
    return SheetRead(title, protected, cells)


def _read_cells(
    cells: dict[str, CellRead], formulas: _SharedFormulas, data: etree._Element, namespace: str, context: CellContext
) -> None:
    """Add every cell that is not empty. Apart from parsing, most of the time goes into this loop."""
    value_tag, formula_tag, inline_tag, text_tag = (f"{namespace}{tag}" for tag in ("v", "f", "is", "t"))
    styles, address = context.date_styles, ""
    try:
        for cell in data.iter(f"{namespace}c"):
            value: CellValue = None
            text = stored = kind = None
            for child in cell:
                tag = child.tag
                if tag == value_tag:
                    text = child.text or ""
                elif tag == formula_tag:
                    stored = child.text
                    if child.get("t") is not None:
                        stored = _formula(child, cell.get("r") or _address_by_position(data, namespace, cell), formulas)
                elif tag == inline_tag:
                    value = text_of(child, text_tag)
            if text is None and stored is None and value is None:
                continue
            address = cell.get("r") or _address_by_position(data, namespace, cell)
            is_date = False
            if text is not None:
                kind = cell.get("t")
                if kind == "str":
                    value = unescaped(text)
                else:
                    value = _cell_value(kind, text, context)
                    style = cell.get("s")
                    is_date = style is not None and styles is not None and styles[style]
            if value is not None or stored is not None:
                if address in cells:
                    raise _DamagedCellError("出现了两次")
                cells[address] = CellRead(value, stored, is_date)
    except KeyError as error:
        raise _DamagedCellError("的样式不存在", address) from error
    except _DamagedCellError as error:
        raise _DamagedCellError(str(error), address) from error


def _check_addresses(cells: Mapping[str, CellRead]) -> None:
    if ADDRESS_LIST.fullmatch("\0".join(cells)) is None:
        raise _DamagedCellError("的位置不明", next(address for address in cells if ADDRESS.fullmatch(address) is None))


def _address_by_position(data: etree._Element, namespace: str, cell: etree._Element) -> str:
    """The address of a cell without one: next to the cell before it. Sets the addresses of all such cells."""
    number = 0
    for row in data.iter(f"{namespace}row"):
        row_number = row.get("r", "")
        number = int(row_number) if _is_index(row_number) else number + 1
        column = 0
        for element in row:
            address = element.get("r")
            match = ADDRESS.fullmatch(address) if address else None
            column = column_index_from_string(match[1]) if match else column + 1
            if not address:
                element.set("r", f"{get_column_letter(column)}{number}" if column <= LAST_COLUMN else "?")
    return cell.get("r", "?")


def _formula(element: etree._Element, address: str, formulas: _SharedFormulas) -> str | None:
    """A formula's text; empty for now where it is shared and another cell holds it."""
    kind, text = element.get("t"), element.text
    if kind == "shared":
        number = element.get("si", "")
        if not text:
            formulas.followers.append((address, number))
            return ""
        formulas.masters.setdefault(number, (address, text))
    return DATA_TABLE if kind == "dataTable" else text


def _expand_shared(cells: dict[str, CellRead], formulas: _SharedFormulas) -> None:
    """Fill in the formulas of the cells that only refer to a shared one."""
    masters = formulas.masters.items()
    shifts = {number: (*position(address), shared_formula(text)) for number, (address, text) in masters}
    characters_left = MAX_SHARED_CHARACTERS
    for address, number in formulas.followers:
        if number not in shifts:
            raise _DamagedCellError("引用的共享公式不存在", address)
        first_row, first_column, shift = shifts[number]
        row, column = position(address)
        stored = shift(row - first_row, column - first_column)
        characters_left -= len(stored)
        if characters_left < 0:
            raise _DamagedCellError("等处的共享公式过长", address)
        cells[address] = cells[address]._replace(stored=stored)


def position(address: str) -> tuple[int, int]:
    """The row and column of a cell that was read, both from 1."""
    match = ADDRESS.fullmatch(address)
    assert match is not None, "checked when the cell was read"
    return int(match[2]), column_index_from_string(match[1])


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
