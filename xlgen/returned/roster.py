"""The roster (应报送单位名单): who is due to return a form."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from openpyxl.utils import column_index_from_string
from openpyxl.utils.cell import coordinate_from_string

from xlgen.returned.book import read_workbook
from xlgen.returned.package import bytes_of
from xlgen.rules.typed_text import narrow

NAME_HEADS, CODE_HEADS = ("单位名称",), ("单位编码", "单位代码")
ENCODINGS = ("utf-8-sig", "gb18030")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
FIRST_LINES = 10
"""The heading stands within these; a title may stand above it."""
ALIKE = 0.6
"""How alike two names must be for one to be suggested for the other."""

Line = tuple[int, Sequence[str]]


class BrokenRoster(Exception):
    """The roster cannot be used; the message lists every line that is wrong."""


class Unit(NamedTuple):
    """A unit on the roster."""

    name: str
    code: str = ""

    def __str__(self) -> str:
        return f"{self.code}　{self.name}" if self.code else self.name


@dataclass(frozen=True)
class Roster:
    """The units that are due."""

    units: tuple[Unit, ...]

    @cached_property
    def _by_name(self) -> dict[str, Unit]:
        return {narrow(unit.name): unit for unit in self.units}

    def find(self, name: str) -> Unit | None:
        """The unit of this name, however its spaces and brackets are typed."""
        return self._by_name.get(narrow(name))

    def nearest(self, name: str) -> str:
        """The name on the roster that is most like this one; empty if none is."""
        near = get_close_matches(narrow(name), list(self._by_name), n=1, cutoff=ALIKE)
        return self._by_name[near[0]].name if near else ""


def read_roster(path: Path) -> Roster:
    """The roster in a CSV file (UTF-8 or GB18030) or workbook. Raises BrokenRoster and Unreadable."""
    lines = _workbook_lines(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _csv_lines(path)
    return _roster(path, list(lines))


def _csv_lines(path: Path) -> Iterator[Line]:
    text = _decoded(path, bytes_of(path))
    tabs = "\t" in text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if tabs else ",")
    try:
        for cells in reader:
            yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise BrokenRoster(f"{path}：第 {reader.line_num} 行读不出（{error}）。请另存为 CSV 或 .xlsx 后再试") from error


def _decoded(path: Path, data: bytes) -> str:
    encodings = ("utf-16",) if data.startswith(UTF16_MARKS) else ENCODINGS
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BrokenRoster(f"{path}：不是文本，或编码不明。请另存为“CSV UTF-8”或 .xlsx 后再试")


def _workbook_lines(path: Path) -> Iterator[Line]:
    book = read_workbook(path)
    sheet = book.sheet(book.titles[0]) if book.titles else None
    rows: dict[int, dict[int, str]] = {}
    for address, cell in sheet.cells.items() if sheet else ():
        letters, row = coordinate_from_string(address)
        rows.setdefault(row, {})[column_index_from_string(letters)] = _text(cell.value)
    for row, cells in sorted(rows.items()):
        last = min(max(cells), 256)  # a cell far to the right is no heading of a roster
        yield row, [cells.get(column, "") for column in range(1, last + 1)]


def _text(value: object) -> str:
    whole = isinstance(value, float) and value.is_integer()
    return "" if value is None else f"{value:.0f}" if whole else str(value).strip()


def _roster(path: Path, lines: list[Line]) -> Roster:
    heads = [(index, line) for index, (_, line) in enumerate(lines[:FIRST_LINES]) if _column(line, NAME_HEADS) >= 0]
    if not heads:
        raise BrokenRoster(f"{path}：没有“{NAME_HEADS[0]}”一列。请在第一行写明列名：{CODE_HEADS[0]}、{NAME_HEADS[0]}")
    start, head = heads[0]
    names, codes = _column(head, NAME_HEADS), _column(head, CODE_HEADS)
    units: list[Unit] = []
    wrong: list[str] = []
    seen: dict[str, int] = {}
    for number, cells in lines[start + 1 :]:
        if not any(cells):
            continue
        unit = Unit(_cell(cells, names), _cell(cells, codes))
        reasons = list(_wrong(unit, seen))
        wrong += [f"{path} 第 {number} 行：{reason}" for reason in reasons]
        units.append(unit)
        for key in (narrow(unit.name), unit.code and _coded(unit)):
            seen.setdefault(key, number)
    if not units:
        wrong.append(f"{path}：列名之下没有单位。请补充名单")
    if wrong:
        raise BrokenRoster("\n".join(wrong))
    return Roster(tuple(units))


def _wrong(unit: Unit, seen: dict[str, int]) -> Iterator[str]:
    if not unit.name:
        yield "没有单位名称。请补填，或删去这一行"
    elif (first := seen.get(narrow(unit.name))) is not None:
        yield f"单位“{unit.name}”与第 {first} 行重复。请删去其中一行"
    if unit.code and (first := seen.get(_coded(unit))) is not None:
        yield f"单位编码“{unit.code}”与第 {first} 行重复。请改正"


def _coded(unit: Unit) -> str:
    return f"{CODE_HEADS[0]} {unit.code}"  # with a space, so that it is no unit's name


def _column(line: Sequence[str], heads: tuple[str, ...]) -> int:
    """The place of a heading, however it is spaced; -1 if it is not there."""
    return next((index for index, cell in enumerate(line) if narrow(cell) in heads), -1)


def _cell(cells: Sequence[str], column: int) -> str:
    return cells[column] if 0 <= column < len(cells) else ""
