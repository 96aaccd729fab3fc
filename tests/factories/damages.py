"""What units do to a workbook before they return it: each takes an opened workbook and gives it back damaged."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from samples.defects.moving import delete_row, insert_column, insert_row
from xlgen.scheme.sheet_names import CHECK, FORM, GUIDE, IDENTITY, LIST

Damage = Callable[[random.Random, Workbook], None]


def damaged(data: bytes, chance: random.Random, *damages: Damage) -> bytes:
    """The workbook after some damages, saved without the results of formulas."""
    book = load_workbook(io.BytesIO(data))
    for damage in damages:
        damage(chance, book)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of an opened workbook."""
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _asking(book: Workbook) -> list[Worksheet]:
    """The sheets that a unit fills in."""
    return [sheet for sheet in book.worksheets if sheet.title not in (GUIDE, CHECK, LIST, IDENTITY)]


def inserted_rows(chance: random.Random, book: Workbook) -> None:
    """Blank rows anywhere."""
    sheet = chance.choice(_asking(book))
    for _ in range(chance.choice((1, 1, 2, 5))):
        insert_row(book, sheet.title, chance.randint(1, sheet.max_row))


def inserted_columns(chance: random.Random, book: Workbook) -> None:
    """Blank columns anywhere."""
    sheet = chance.choice(_asking(book))
    for _ in range(chance.choice((1, 2))):
        insert_column(book, sheet.title, chance.randint(1, sheet.max_column))


def renamed_sheets(chance: random.Random, book: Workbook) -> None:
    """Sheets with other names."""
    for number, sheet in enumerate(_asking(book)):
        if chance.random() < 0.7:
            sheet.title = f"我的表{number}"


def removed_sheets(chance: random.Random, book: Workbook) -> None:
    """The sheets that nobody fills in are gone."""
    for title in (GUIDE, CHECK):
        if title in book.sheetnames and chance.random() < 0.7:
            del book[title]


def overwritten_formulas(chance: random.Random, book: Workbook) -> None:
    """Numbers over formulas."""
    for sheet in _asking(book):
        for cell in _cells(sheet):
            if cell.data_type == "f" and chance.random() < 0.1:
                cell.value = round(chance.uniform(0, 10), 2)


def retold_labels(chance: random.Random, book: Workbook) -> None:
    """A few printed texts in other words."""
    texts = [cell for sheet in _asking(book) for cell in _cells(sheet) if cell.protection.locked and _is_text(cell)]
    for cell in chance.sample(texts, 3):
        cell.value = f"{cell.value}（调整）"


def exchanged_sheets(chance: random.Random, book: Workbook) -> None:
    """The sheets in another order."""
    book.move_sheet(FORM if FORM in book.sheetnames else book.sheetnames[0], 2)


def _cells(sheet: Worksheet) -> Iterator[Cell]:
    return (cell for row in sheet.iter_rows() for cell in row if isinstance(cell, Cell))


def _is_text(cell: Cell) -> bool:
    return cell.data_type == "s" and bool(str(cell.value or "").strip())


HARMLESS: tuple[Damage, ...] = (
    inserted_rows,
    inserted_columns,
    renamed_sheets,
    removed_sheets,
    overwritten_formulas,
    retold_labels,
    exchanged_sheets,
)
"""Damages that take nothing away of what the unit filled in."""


def deleted_rows(chance: random.Random, book: Workbook) -> None:
    """Rows gone, whatever stood in them."""
    sheet = chance.choice(_asking(book))
    for _ in range(chance.choice((1, 1, 3))):
        delete_row(book, sheet.title, chance.randint(1, sheet.max_row))


def deleted_columns(chance: random.Random, book: Workbook) -> None:
    """A column gone."""
    sheet = chance.choice(_asking(book))
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))  # openpyxl leaves them where they were
    sheet.delete_cols(chance.randint(1, sheet.max_column))


def cleared_sheet(chance: random.Random, book: Workbook) -> None:
    """A sheet gone that one fills in."""
    del book[chance.choice(_asking(book)).title]


DESTRUCTIVE: tuple[Damage, ...] = (deleted_rows, deleted_columns, cleared_sheet)
"""Damages with which something that was filled in may be gone."""


def pasted_as_values(data: bytes, down: int = 0, right: int = 0) -> bytes:
    """The values alone in a workbook of one's own, without the hidden sheet, at another place on each sheet."""
    book, copy = load_workbook(io.BytesIO(data), data_only=True), Workbook()
    copy.remove(copy.worksheets[0])
    for number, sheet in enumerate(book.worksheets):
        if sheet.title == IDENTITY:
            continue
        target = copy.create_sheet(f"Sheet{number}")
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    target.cell(cell.row + down, cell.column + right).value = cell.value
                    if isinstance(cell.value, str):
                        target.cell(cell.row + down, cell.column + right).data_type = "s"
    return saved(copy)
