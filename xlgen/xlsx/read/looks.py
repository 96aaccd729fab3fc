"""What a sheet shows of its cells: styles, hidden rows and columns, merged areas, conditional formats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree
from openpyxl.utils import column_index_from_string

from xlgen.xlsx.limits import LAST_COLUMN, LAST_ROW
from xlgen.xlsx.read.markup import namespace_of

MIN_HEIGHT, MIN_WIDTH = 5.0, 0.6
"""Height of a row in points and width of a column in characters below which nothing in it is seen."""
MAX_AREAS = 20_000
"""Areas of a sheet that are looked at, merged ones or of conditional formats."""
OWN_FORMATS = "{*}dxf", "{*}colorScale", "{*}dataBar", "{*}iconSet"
TRUE_VALUES = ("1", "true")
_SUSPECT_ROWS = etree.XPath(f"boolean(*[@hidden or @ht < {MIN_HEIGHT}])")
"""Whether rows of a sheet may be hidden. Nearly none are, and looking at each takes longer than at their cells."""
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_COLUMNS, _ROWS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})"), re.compile(r"\$?([0-9]{1,7}):\$?([0-9]{1,7})")


class Area(NamedTuple):
    """A rectangle of cells, by rows and columns from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies in it."""
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column

    def covers(self, row: int, column: int) -> bool:
        """Whether the area, merged, hides what a cell holds: all its cells but the first."""
        return self.holds(row, column) and (row, column) != self[:2]


class Rule(NamedTuple):
    """A conditional format: its cells, the number of its differential format, and its element if it has more to say."""

    cells: str  # as written
    format: str
    element: etree._Element | None


@dataclass(frozen=True)
class SheetLooks:
    """How a sheet shows its cells. What a program shows for want of another statement is written out."""

    hidden_rows: frozenset[int]
    hides_other_rows: bool  # those that the file does not list
    listed_rows: frozenset[int]  # where others are hidden
    columns: Sequence[tuple[int, int, bool]]  # from, to, hidden
    hides_other_columns: bool
    merged: frozenset[str]  # areas, as written
    rules: Sequence[Rule]

    def hides_row(self, row: int) -> bool:
        """Whether a row is hidden, by a filter or an outline too, or too low to show anything."""
        return row in self.hidden_rows or (self.hides_other_rows and row not in self.listed_rows)

    def hides_more_than(self, other: SheetLooks) -> bool:
        """Whether rows or columns are hidden here that may not be hidden in another sheet."""
        columns = {column for column in self.columns if column[2]} - {column for column in other.columns if column[2]}
        return bool(
            self.hidden_rows - other.hidden_rows or columns or self.hides_other_rows or self.hides_other_columns
        )

    def hides_column(self, column: int) -> bool:
        """Whether a column is hidden or too narrow to show anything."""
        hidden = next((hidden for first, last, hidden in self.columns if first <= column <= last), None)
        return self.hides_other_columns if hidden is None else hidden


def sheet_looks(root: etree._Element) -> SheetLooks:
    """How a sheet shows its cells, from the root element of its part."""
    namespace = namespace_of(root)
    usual = root.find(f"{namespace}sheetFormatPr")
    low = usual is not None and _number(usual, "defaultRowHeight", 15.0) < MIN_HEIGHT
    hides_other_rows = low or (usual is not None and usual.get("zeroHeight") in TRUE_VALUES)
    data = root.find(f"{namespace}sheetData")
    suspect = data is not None and (hides_other_rows or bool(_SUSPECT_ROWS(data)))
    rows = list(_rows(data, namespace)) if data is not None and suspect else []
    hidden = frozenset(
        number for number, row in rows if _hides(row, "ht", MIN_HEIGHT) or (low and row.get("ht") is None)
    )
    columns = [
        (
            int(_number(column, "min", 1)),
            int(_number(column, "max", 1)),
            _hides(column, "width", MIN_WIDTH),
        )
        for column in root.iterfind(f"{namespace}cols/{namespace}col")
    ]
    merged = root.iterfind(f"{namespace}mergeCells/{namespace}mergeCell")
    return SheetLooks(
        hidden,
        hides_other_rows,
        frozenset(number for number, _ in rows),
        columns,
        usual is not None and _number(usual, "defaultColWidth", 9.0) < MIN_WIDTH,
        frozenset(area.get("ref", "") for area in merged),
        list(_rules(root)),
    )


def areas_of(text: str) -> Iterator[Area]:
    """The areas in a text like A1:B3 C5, or $1:$4, with commas or spaces between them and names of sheets."""
    for piece in re.split(r"[ ,]+(?=(?:[^']*'[^']*')*[^']*$)", text.strip())[:MAX_AREAS]:
        place = piece.rpartition("!")[2]
        cells = [_CELL.fullmatch(end) for end in (place.split(":") if ":" in place else (place, place))]
        if len(cells) == 2 and cells[0] and cells[1]:
            rows = sorted(int(cell[2]) for cell in cells if cell)
            columns = sorted(column_index_from_string(cell[1]) for cell in cells if cell)
            yield Area(rows[0], columns[0], rows[1], columns[1])
        elif match := _COLUMNS.fullmatch(place):
            columns = sorted(map(column_index_from_string, match.groups()))
            yield Area(1, columns[0], LAST_ROW, columns[1])
        elif match := _ROWS.fullmatch(place):
            rows = sorted(map(int, match.groups()))
            yield Area(rows[0], 1, rows[1], LAST_COLUMN)


def _rows(data: etree._Element, namespace: str) -> Iterator[tuple[int, etree._Element]]:
    """The rows of a sheet with their numbers; one without a number follows the one before."""
    number = 0
    for row in data.iterchildren(f"{namespace}row"):
        written = row.get("r", "")
        number = int(written) if written.isdigit() and len(written) < 8 else number + 1
        yield number, row


def _rules(root: etree._Element) -> Iterator[Rule]:
    for block in root.iter("{*}conditionalFormatting"):
        cells = block.get("sqref") or "".join(element.text or "" for element in block.iterchildren("{*}sqref"))
        for rule in block.iterfind("{*}cfRule"):
            more = next(rule.iter(*OWN_FORMATS), None) is not None
            yield Rule(cells, rule.get("dxfId", ""), deepcopy(rule) if more else None)  # not to keep the whole sheet


def _hides(element: etree._Element, size: str, least: float) -> bool:
    return element.get("hidden") in TRUE_VALUES or _number(element, size, least) < least


def _number(element: etree._Element, name: str, default: float) -> float:
    try:
        return float(element.get(name) or default)
    except ValueError:
        return default
