"""Reads a roster from a CSV file or a workbook: its headings and the lines below them."""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple

from openpyxl.utils import column_index_from_string
from openpyxl.utils.cell import coordinate_from_string, range_boundaries

from xlgen.errors import XlgenError
from xlgen.roster.not_units import what_instead
from xlgen.scheme.inputs import Input, SubjectInputs
from xlgen.text import display_text, normalize_text, without_invisible
from xlgen.xlsx.read.old_workbook import as_xlsx
from xlgen.xlsx.read.package import bytes_of, package_of
from xlgen.xlsx.read.workbook import WorkbookRead, workbook_of
from xlgen.xlsx.values import ErrorValue, is_number

SUBJECT_HEADS = ("编码", "代码"), ("名称", "")
"""What stands behind the word for a subject (项目) in the headings of its code, and of its name."""
NAME_HEADS, CODE_HEADS = ("单位名称",), ("单位编码", "单位代码")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et")
"""Endings of rosters that are workbooks; anything else is read as CSV."""
LISTINGS = (*WORKBOOKS, ".csv")
IS_ERROR_VALUE = "是公式的错误值。请改正公式，或直接键入"
SCIENTIFIC_NOTATION = re.compile("[0-9.]+E[+][0-9]+", re.IGNORECASE)
ENCODINGS = ("utf-8-sig", "gb18030")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
HEADING_SEARCH_LINES = 10
"""The headings are in one of these lines; a title may be above them."""
MAX_COLUMNS = 256
"""Columns further to the right are ignored."""
MAX_PROBLEMS_LISTED = 200
"""Nobody reads more; if a whole column is wrong, these show it."""
MAX_MERGED_CELLS = 300_000
"""Cells of a sheet that are covered by merged ones."""
MAX_EXACT_NUMBER = 10**15
"""Excel keeps 15 digits; a longer number in a cell has lost its last ones."""
_ERROR = re.compile("#(N/A|(NULL|DIV/0|VALUE|REF|NUM|SPILL|CALC)!|NAME[?])")

Line = tuple[int, Sequence[str]]


class SubjectHeads(NamedTuple):
    """The headings under which a roster says what a form is about; no code where subjects have none."""

    code: Sequence[str]
    name: Sequence[str]
    called: str


class RosterError(XlgenError):
    """The roster cannot be used; the message lists its problems, up to a limit, and counts the others."""

    def __init__(self, *problems: str) -> None:
        more = [f"…… 另有 {len(problems) - MAX_PROBLEMS_LISTED} 处"] if len(problems) > MAX_PROBLEMS_LISTED else []
        super().__init__("\n".join([*problems[:MAX_PROBLEMS_LISTED], *more]))


@dataclass(frozen=True)
class Listing:
    """A roster file: the headings, and the lines of units below them, with their numbers.

    above: the lines above the headings. not_read: what is said of the other lines, sums and notes; empty lines are
    not mentioned.
    """

    path: Path
    head: Sequence[str]
    lines: Sequence[Line]
    not_read: Sequence[str] = ()
    above: Sequence[Line] = ()

    def column(self, heads: Sequence[str]) -> int:
        """The index of the column with the first of these headings that exists; -1 if none does. Ignores spaces."""
        return next((places[0] for places in map(self._places, heads) if places), -1)

    def repeated(self, heads: Sequence[str]) -> str:
        """The problem with a heading that several columns have; empty if there is none."""
        places = next((places for places in map(self._places, heads) if places), ())
        return f"{self.path}：有 {len(places)} 列都叫“{self.head[places[0]]}”。请只留一列" if len(places) > 1 else ""

    def _places(self, head: str) -> Sequence[int]:
        return self._by_head.get(head, ())

    @cached_property
    def _by_head(self) -> Mapping[str, Sequence[int]]:
        places: dict[str, list[int]] = {}
        for index, cell in enumerate(self.head):
            places.setdefault(normalize_text(cell), []).append(index)
        return places


def read_listing(path: Path, heads: Sequence[str] = NAME_HEADS) -> Listing:
    """Read a CSV file or workbook. Raises RosterError and UnreadableError.

    heads: the headings that tell the line of headings, and under which units stand; the first that there is.
    """
    lines = list(_workbook_lines(path) if path.suffix.lower() in WORKBOOKS else _csv_lines(path))
    search = lines[:HEADING_SEARCH_LINES]
    found = [index for index, (_, cells) in enumerate(search) if any(_places(cells, head) for head in heads)]
    if not found:
        raise RosterError(f"{path}：没有“{NAME_HEADS[0]}”一列。请在第一行写明列名：{CODE_HEADS[0]}、{NAME_HEADS[0]}")
    last = found[0]
    while last + 1 in found:  # cells merged over several heading rows are in each of them
        last += 1
    head = lines[last][1]
    below = [(number, cells) for number, cells in lines[last + 1 :] if any(cells)]
    column = next(places[0] for places in map(partial(_places, head), heads) if places)
    instead = [what_instead(cells, column, heads) for _, cells in below]
    units = [line for line, what in zip(below, instead, strict=True) if not what]
    not_read = [
        f"第 {number} 行：{what}，不是单位，没有读" for (number, _), what in zip(below, instead, strict=True) if what
    ]
    return Listing(path, head, units, not_read, lines[:last])


def subject_heads(keys: SubjectInputs, inputs: Mapping[str, Input]) -> SubjectHeads:
    """The headings of a scheme's subject: an input's id or label, or the word for it with 编码 or 名称."""
    code_ends, name_ends = SUBJECT_HEADS
    code = _heads(keys.code, inputs, keys.called, code_ends) if keys.code else ()
    return SubjectHeads(code, _heads(keys.name, inputs, keys.called, name_ends), keys.called)


def _heads(name: str, inputs: Mapping[str, Input], called: str, ends: Sequence[str]) -> Sequence[str]:
    own = name, inputs[name].label, inputs[name].short, *(f"{called}{end}" for end in ends)
    return [normalize_text(head) for head in own if head]


def rewritten(text: str) -> str:
    """What is wrong with a code that Excel took for a number."""
    return f"“{display_text(text)}”是 Excel 改写过的，后面的数字已经丢失。请把这一列设为文本，重新键入"


def cell_in(cells: Sequence[str], column: int) -> str:
    """The text in a column of a line; empty where there is no such column."""
    return cells[column] if 0 <= column < len(cells) else ""


def _places(cells: Sequence[str], head: str) -> list[int]:
    return [index for index, cell in enumerate(cells) if normalize_text(cell) == head]


def _csv_lines(path: Path) -> Iterator[Line]:
    text = _decoded(path, bytes_of(path))
    tabs = "\t" in text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if tabs else ",", strict=True)
    before = 0
    try:
        for cells in reader:
            before = reader.line_num
            yield before, [_text(cell) for cell in cells]
    except csv.Error as error:
        why = "引号没有成对，或者一格里的字太多。请改正，或用 Excel 另存为 .xlsx 后再试"
        raise RosterError(f"{path} 第 {before + 1} 行：{why}") from error


def _decoded(path: Path, data: bytes) -> str:
    encodings = ("utf-16",) if data.startswith(UTF16_MARKS) else ENCODINGS
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RosterError(f"{path}：不是文本，或编码不明。请另存为“CSV UTF-8”或 .xlsx 后再试")


def _workbook_lines(path: Path) -> Iterator[Line]:
    book = workbook_of(package_of(path, as_xlsx(path, bytes_of(path))))
    sheet = book.sheet(book.titles[0]) if book.titles else None
    rows: dict[int, dict[int, str]] = {}
    for address, cell in sheet.cells.items() if sheet else ():
        letters, row = coordinate_from_string(address)
        rows.setdefault(row, {})[column_index_from_string(letters)] = _text(cell.value)
    _fill_merged(book, rows)
    for row, cells in sorted(rows.items()):
        last = min(max(cells), MAX_COLUMNS)
        yield row, [cells.get(column, "") for column in range(1, last + 1)]


def _fill_merged(book: WorkbookRead, rows: dict[int, dict[int, str]]) -> None:
    """Copy a cell merged over several rows (one district beside its units) into each of them."""
    left, numbers = MAX_MERGED_CELLS, sorted(rows)
    for element in book.package.root(book.sheets[0].part).iter("{*}mergeCell") if rows else ():
        column, top, bottom = _rows_of(element.get("ref", ""))
        below = numbers[bisect_right(numbers, top) : bisect_right(numbers, bottom)]
        shown = rows.get(top, {}).get(column, "")
        left -= len(below)
        if left < 0:
            raise RosterError(f"{book.path}：合并的单元格太多。请取消合并，每个单位一行")
        for row in below if shown else ():
            rows[row][column] = shown


def _rows_of(area: str) -> tuple[int, int, int]:
    """The column and row of a merged area's first cell, and the area's last row."""
    try:
        column, top, _, bottom = range_boundaries(area)
    except ValueError:  # written by a faulty program
        return 0, 0, 0
    return column or 0, top or 0, bottom or 0


def _text(value: object) -> str:
    if is_number(value):
        if abs(value) >= MAX_EXACT_NUMBER:
            return f"{value:E}"
        return f"{value:.0f}" if value == int(value) else str(value)
    text = "" if value is None else without_invisible(str(value)).strip()
    return ErrorValue(text) if isinstance(value, ErrorValue) or _ERROR.fullmatch(text) else text
