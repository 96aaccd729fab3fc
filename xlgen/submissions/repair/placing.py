"""The cells of a damaged workbook in the places where the issued one has them, and what is left over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from openpyxl.utils import column_index_from_string, get_column_letter

from xlgen.scheme.sheet_names import IDENTITY
from xlgen.scoring.status import is_blank
from xlgen.submissions.alignment import Alignment, align, as_text
from xlgen.submissions.entries import label_at
from xlgen.submissions.issued import IssuedSheet
from xlgen.submissions.moved import MovedCells
from xlgen.submissions.repair.sheets import sheets_of
from xlgen.submissions.template import Template
from xlgen.workbook.layout import Layout
from xlgen.workbook.sheets.input_list import OFFICE_SPEC
from xlgen.xlsx.read.sheet import CellRead, SheetRead, place_of, position
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue

ROW_GONE = "所在的行在原表里没有了，请照原来的材料重新填写"
COLUMN_GONE = "所在的列在原表里没有了，请照原来的材料重新填写"
SHEET_GONE = "原表里没有这张工作表了，其中的内容请重新填写"
OTHER_SHEET = "不是评分表的一部分，没有转入"
OVERWRITTEN = "这一格由公式计算，填的数没有转入；新表自动计算"
NO_PLACE = "不知道填在哪一项，没有转入，请自己填到相应的格里"
TABLE_FULL = "表里没有空行了，没有转入；确需填写的，请向下发单位要行数更多的表"
APPENDED = "这一行原在表外（插入的行或表下的行），已接在表中最后一行之后，请核对"
MOVED_BACK = "原来被剪切（拖动）到 {place}，已放回，请核对"
UNLABELLED = "原表里这一行的名称不同了，按位置转入，请核对"


def label_of(layout: Layout, place: CellRef) -> str:
    """What a cell that is filled in is called."""
    return label_at(layout, place) or OFFICE_SPEC.label


class Found(NamedTuple):
    """A cell of the damaged workbook: where it stands and what is in it; doubt: why it may not belong here."""

    place: CellRef
    cell: CellRead
    doubt: str = ""


class Unplaced(NamedTuple):
    """What is not in the fresh workbook: its sheet and cell in the damaged one (no cell: a sheet), its value, why."""

    sheet: str
    cell: str
    value: CellValue
    why: str


@dataclass
class Placement:
    """What was found, by the cell of the issued workbook, and what has no place there."""

    values: dict[CellRef, Found] = field(default_factory=dict)
    unplaced: list[Unplaced] = field(default_factory=list)


def place_cells(template: Template, sheets: Sequence[SheetRead]) -> Placement:
    """Put the cells of the sheets of a returned workbook where its template has them."""
    issued = [sheet for sheet in template.issued.values() if sheet.inputs]
    found = sheets_of(list(template.issued.values()), [sheet for sheet in sheets if sheet.title != IDENTITY])
    placement = Placement()
    for each in issued:
        sheet = found.get(each.title)
        if sheet is None:
            placement.unplaced.append(Unplaced(each.title, "", None, SHEET_GONE))
        else:
            _SheetPlacer(template, each, sheet, placement).place()
    known = {sheet.title for sheet in found.values()} | {IDENTITY}
    for sheet in sheets:
        if sheet.title not in known and any(not is_blank(cell.value) for cell in sheet.cells.values()):
            placement.unplaced.append(Unplaced(sheet.title, "", None, OTHER_SHEET))
    return placement


def put_back(placement: Placement, template: Template, sheets: Sequence[SheetRead], moved: MovedCells) -> None:
    """Put cells back that were moved to where nothing is asked for; formulas, which follow them, say whose they are."""
    by_title = {sheet.title: sheet for sheet in sheets}
    for cell, now in moved.moved.items():
        sheet = by_title.get(now.sheet)
        stray = now.address not in template.issued[now.sheet].inputs if now.sheet in template.issued else True
        if sheet is not None and stray and cell not in placement.values and now.address in sheet.cells:
            doubt = MOVED_BACK.format(place=now.address)
            placement.values[cell] = Found(now, sheet.cells[now.address], doubt)
            placement.unplaced = [each for each in placement.unplaced if each[:2] != (now.sheet, now.address)]


class _SheetPlacer:
    """Places the cells of one sheet."""

    def __init__(self, template: Template, issued: IssuedSheet, sheet: SheetRead, placement: Placement) -> None:
        self.template, self.issued, self.sheet, self.placement = template, issued, sheet, placement
        self.alignment: Alignment = align(issued, sheet)
        self.printed = frozenset(map(as_text, issued.texts.values()))
        self.texts_by_row: defaultdict[int, dict[int, str]] = defaultdict(dict)
        for address, text in issued.texts.items():
            row, column = position(address)
            self.texts_by_row[row][column] = as_text(text)
        self.used: set[str] = set()  # addresses of the returned sheet

    def place(self) -> None:
        """Place what is known, add rows of tables that stand outside them, tell the rest."""
        gone: dict[tuple[str, int], CellRef] = {}
        for address in sorted(self.issued.inputs, key=position):
            place = place_of(self.issued.title, address)
            row, column = position(address)
            now_row, now_column = self.alignment.rows.get(row), self.alignment.columns.get(column)
            if now_row is None:
                gone.setdefault((ROW_GONE, row), place)
            elif now_column is None:
                gone.setdefault((COLUMN_GONE, column), place)
            else:
                self._put(place, f"{get_column_letter(now_column)}{now_row}", self._doubt(row, column))
        for (why, _), place in gone.items():
            told = f"“{label_of(self.template.layout, place)}”{why}"
            self.placement.unplaced.append(Unplaced(place.sheet, place.address, None, told))
        for table in self.template.layout.sheet_tables:
            if self.template.layout.tables[table].sheet == self.issued.title:
                self._append_rows(table)
        self.placement.unplaced += self._left()

    def _doubt(self, row: int, column: int) -> str:
        """Why a cell may not be what it was: the printed text before it is another one."""
        before = max((other for other in self.texts_by_row[row] if other < column), default=None)
        if before is None:
            return ""
        now = self.alignment.columns.get(before)
        shown = self.sheet.value(f"{get_column_letter(now)}{self.alignment.rows[row]}") if now else None
        return "" if now is None or as_text(shown) == self.texts_by_row[row][before] else UNLABELLED

    def _put(self, place: CellRef, address: str, doubt: str) -> None:
        self.used.add(address)
        cell = self.sheet.cells.get(address)
        if cell is not None and (cell.stored is not None or not is_blank(cell.value)):
            self.placement.values[place] = Found(place_of(self.sheet.title, address), cell, doubt)

    def _append_rows(self, table: str) -> None:
        """Rows with entries that are not rows of the table, inserted ones or below it, go into its free rows."""
        place = self.template.layout.tables[table]
        columns = {
            name: get_column_letter(now)
            for name, letter in place.columns.items()
            if (now := self.alignment.columns.get(column_index_from_string(letter)))
        }
        known, head = set(self.alignment.rows.values()), self.alignment.rows.get(place.first - 1, 0)
        rows = sorted({position(address)[0] for address in self.sheet.cells})
        free = self._free_rows(table)
        for row in rows:
            entries = {name: f"{letter}{row}" for name, letter in columns.items() if self._entry(f"{letter}{row}")}
            if row in known or row <= head or not entries:
                continue
            number = next(free, None)
            for name, address in entries.items():
                if number is None:
                    self._tell(address, TABLE_FULL)
                else:
                    self._put(place.cell(name, number), address, APPENDED)

    def _free_rows(self, table: str) -> Iterator[int]:
        place, rows = self.template.layout.tables[table], self.template.scheme.tables[table].rows
        taken = {cell.row for cell in self.placement.values if cell.sheet == place.sheet}
        used = [number for number in range(rows) if place.first + number in taken]
        return iter(range(max(used, default=-1) + 1, rows))

    def _entry(self, address: str) -> bool:
        """Whether something was typed in a cell that is not a printed text again."""
        cell = self.sheet.cells.get(address)
        return (
            cell is not None and cell.stored is None and not is_blank(cell.value) and not self._is_printed(cell.value)
        )

    def _is_printed(self, value: CellValue) -> bool:
        """Whether a text is one of those that the sheet itself has, so that nobody typed it."""
        return isinstance(value, str) and as_text(value) in self.printed

    def _tell(self, address: str, why: str) -> None:
        self.used.add(address)
        value = self.sheet.value(address)
        self.placement.unplaced.append(Unplaced(self.sheet.title, address, value, why))

    def _left(self) -> Iterator[Unplaced]:
        """What was typed anywhere else: over a formula, or where nothing is asked for."""
        computes = any(cell.stored is not None for cell in self.sheet.cells.values())
        known = self._images()
        for address, cell in sorted(self.sheet.cells.items(), key=lambda item: position(item[0])):
            if address in self.used or not self._entry(address):
                continue
            before = known.get(address)
            if before is None:
                yield Unplaced(self.sheet.title, address, cell.value, NO_PLACE)
            elif before in self.issued.formulas and computes:
                yield Unplaced(self.sheet.title, address, cell.value, OVERWRITTEN)

    def _images(self) -> Mapping[str, str]:
        """The cells of the template by where they are now."""
        images = {}
        for address in self.issued.known:
            row, column = position(address)
            now_row, now_column = self.alignment.rows.get(row), self.alignment.columns.get(column)
            if now_row is not None and now_column is not None:
                images[f"{get_column_letter(now_column)}{now_row}"] = address
        return images
