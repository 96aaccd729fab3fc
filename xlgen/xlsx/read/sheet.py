"""One sheet: every cell that holds something, with its value and its formula."""

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
from xlgen.xlsx.read.dates import serial
from xlgen.xlsx.read.formula_text import asks_other_programs, canonical, shared
from xlgen.xlsx.read.strings import namespace_of, text_of, unescaped
from xlgen.xlsx.read.unreadable import Reason, UnreadableError
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue, ErrorValue

MAX_SHARED_CHARACTERS = 2**23
"""Of all formulas of a sheet that shared ones stand for: a long one shared by all cells would fill the memory."""
DATA_TABLE = "TABLE()"
"""The formula of a what-if table, which has no text."""
ADDRESS = re.compile(
    "([A-Z]{1,2}|[A-W][A-Z]{2}|X[A-E][A-Z]|XF[A-D])"
    "([1-9][0-9]{0,5}|10[0-3][0-9]{4}|104[0-7][0-9]{3}|1048[0-4][0-9]{2}|10485[0-6][0-9]|104857[0-6])"
)
"""A1 to XFD1048576."""
ADDRESSES = re.compile(rf"(?:{ADDRESS.pattern}(?:\0|$))*+")
"""Many at once, which is faster than one by one; between them what no XML can hold."""
MAX_EXACT = 2**53
"""Whole numbers below are exact."""
_NUMBER = re.compile(r"\s*+[+-]?(?=[.0-9])[0-9]{0,1000}+\.?[0-9]{0,1000}+(?:[eE][+-]?[0-9]{1,9}+)?\s*+", re.ASCII)
_TRUTHS = {"1": True, "0": False, "true": True, "false": False}


class CellRead(NamedTuple):
    """A cell: its value as last computed, its formula as stored, and whether its format shows a date."""

    value: CellValue
    stored: str | None
    is_date: bool

    @property
    def formula(self) -> str | None:
        """The formula as formulas are compared (`formulas.canonical`)."""
        return None if self.stored is None else canonical(self.stored)


@dataclass(frozen=True)
class SheetRead:
    """A sheet as it came back; cells by address like C5, only those that hold something."""

    title: str
    protected: bool
    cells: Mapping[str, CellRead] = field(repr=False)

    def value(self, address: str) -> CellValue:
        """What a cell holds."""
        cell = self.cells.get(address)
        return None if cell is None else cell.value

    @property
    def asks_other_programs(self) -> list[str]:
        """The cells whose formulas would ask another program (DDE)."""
        suspects = ((address, cell[1]) for address, cell in self.cells.items() if cell[1] and "|" in cell[1])
        return [address for address, stored in suspects if asks_other_programs(stored)]


@dataclass(frozen=True)
class Surroundings:
    """What the cells of a workbook refer to, and the file to name where one is broken."""

    path: Path
    strings: Sequence[str]
    date_styles: Mapping[str, bool] | None  # None: the workbook has no styles
    from_1904: bool


class _Damaged(ValueError):
    """What is wrong with a cell; its address where that is not the cell being read."""

    def __init__(self, detail: str, address: str = "") -> None:
        super().__init__(detail)
        self.address = address


@dataclass
class _Formulas:
    """The shared formulas of a sheet: where each is written out, and the cells that only name it."""

    masters: dict[str, tuple[str, str]] = field(default_factory=dict)  # number to address and text
    followers: list[tuple[str, str]] = field(default_factory=list)  # address and number


def read_sheet(title: str, root: etree._Element, around: Surroundings) -> SheetRead:
    """A sheet from its part. Raises Unreadable."""
    namespace = namespace_of(root)
    protection = root.find(f"{namespace}sheetProtection")
    protected = protection is not None and protection.get("sheet") in ("1", "true")
    data = root.find(f"{namespace}sheetData")
    cells: dict[str, CellRead] = {}
    formulas = _Formulas()
    try:
        if data is not None:
            _read_cells(cells, formulas, data, namespace, around)
        _check_addresses(cells)
        _expand(cells, formulas)
    except _Damaged as error:
        place = {"sheet": title, "cell": error.address[:20]}
        raise UnreadableError(around.path, Reason.BAD_CELL, **place, detail=error) from error
    return SheetRead(title, protected, cells)


def _read_cells(
    cells: dict[str, CellRead], formulas: _Formulas, data: etree._Element, namespace: str, around: Surroundings
) -> None:
    """Add every cell that holds something. This loop is most of what reading costs beyond parsing."""
    value_tag, formula_tag, inline_tag, text_tag = (f"{namespace}{tag}" for tag in ("v", "f", "is", "t"))
    styles, address = around.date_styles, ""
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
                        stored = _formula(child, cell.get("r") or _numbered(data, namespace, cell), formulas)
                elif tag == inline_tag:
                    value = text_of(child, text_tag)
            if text is None and stored is None and value is None:
                continue
            address = cell.get("r") or _numbered(data, namespace, cell)
            is_date = False
            if text is not None:
                kind = cell.get("t")
                if kind == "str":
                    value = unescaped(text)
                else:
                    value = _value(kind, text, around)
                    style = cell.get("s")
                    is_date = style is not None and styles is not None and styles[style]
            if value is not None or stored is not None:
                if address in cells:
                    raise _Damaged("出现了两次")
                cells[address] = CellRead(value, stored, is_date)
    except KeyError as error:
        raise _Damaged("的样式不存在", address) from error
    except _Damaged as error:
        raise _Damaged(str(error), address) from error


def _check_addresses(cells: Mapping[str, CellRead]) -> None:
    if ADDRESSES.fullmatch("\0".join(cells)) is None:
        raise _Damaged("的位置不明", next(each for each in cells if ADDRESS.fullmatch(each) is None))


def _numbered(data: etree._Element, namespace: str, cell: etree._Element) -> str:
    """The address of a cell that does not say it: one after the cell before it. All such cells are told theirs."""
    number = 0
    for row in data.iter(f"{namespace}row"):
        written = row.get("r", "")
        number = int(written) if _is_index(written) else number + 1
        column = 0
        for each in row:
            address = each.get("r")
            match = ADDRESS.fullmatch(address) if address else None
            column = column_index_from_string(match[1]) if match else column + 1
            if not address:
                each.set("r", f"{get_column_letter(column)}{number}" if column <= LAST_COLUMN else "?")
    return cell.get("r", "?")


def _formula(element: etree._Element, address: str, formulas: _Formulas) -> str | None:
    """A formula's text; nothing yet for one that is written out elsewhere."""
    kind, text = element.get("t"), element.text
    if kind == "shared":
        number = element.get("si", "")
        if not text:
            formulas.followers.append((address, number))
            return ""
        formulas.masters.setdefault(number, (address, text))
    return DATA_TABLE if kind == "dataTable" else text


def _expand(cells: dict[str, CellRead], formulas: _Formulas) -> None:
    """Write out the formulas of the cells that only name a shared one."""
    masters = formulas.masters.items()
    shifts = {number: (*position(address), shared(text)) for number, (address, text) in masters}
    left = MAX_SHARED_CHARACTERS
    for address, number in formulas.followers:
        if number not in shifts:
            raise _Damaged("引用的共享公式不存在", address)
        first_row, first_column, shift = shifts[number]
        row, column = position(address)
        stored = shift(row - first_row, column - first_column)
        left -= len(stored)
        if left < 0:
            raise _Damaged("等处的共享公式过长", address)
        cells[address] = cells[address]._replace(stored=stored)


def position(address: str) -> tuple[int, int]:
    """The row and column of a cell that was read."""
    match = ADDRESS.fullmatch(address)
    assert match is not None, "checked when the cell was read"
    return int(match[2]), column_index_from_string(match[1])


def place_of(title: str, address: str) -> CellRef:
    """A cell that was read, on its sheet."""
    row, column = position(address)
    return CellRef(title, get_column_letter(column), row)


def _value(kind: str | None, text: str | None, around: Surroundings) -> CellValue:
    """The value of a cell that holds no text of its own; None where a formula's has not been stored."""
    if not text:
        return None
    match kind:
        case "n" | None:
            return _number(text)
        case "s":
            if not _is_index(text) or int(text) >= len(around.strings):
                raise _Damaged("的文字不存在")
            return around.strings[int(text)]
        case "inlineStr":
            return unescaped(text)
        case "e":
            return ErrorValue(text)
        case "b" if text in _TRUTHS:
            return _TRUTHS[text]
        case "d":
            try:
                return serial(text, around.from_1904)
            except ValueError as error:
                raise _Damaged("不是日期") from error
    raise _Damaged("的类型不明")


def _number(text: str) -> CellValue:
    """A whole number as one, so that it reads like one as a text. What Excel has no number for is an error."""
    if _NUMBER.fullmatch(text) is None:
        raise _Damaged("不是数字")
    number = float(text)
    if not math.isfinite(number):
        return ErrorValue("#NUM!")
    return int(number) if number.is_integer() and abs(number) < MAX_EXACT else number


def _is_index(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
