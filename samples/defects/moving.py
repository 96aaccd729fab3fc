"""Inserts and deletes rows and columns as Excel does, with all formulas; openpyxl moves only the cells."""

from __future__ import annotations

import re
from collections.abc import Mapping

from openpyxl.cell.cell import MergedCell
from openpyxl.formula.tokenizer import Token, Tokenizer
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

REFERENCE = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([0-9]+)")


def insert_row(book: Workbook, title: str, row: int) -> None:
    """Insert a blank row before this one."""
    _move(book, title, row=row, by=1)


def delete_row(book: Workbook, title: str, row: int) -> None:
    """Delete a row; references to this row alone become #REF!."""
    _move(book, title, row=row, by=-1)


def insert_column(book: Workbook, title: str, column: int) -> None:
    """Insert a blank column before this one."""
    _move(book, title, column=column, by=1)


def cut(book: Workbook, title: str, moves: Mapping[str, str]) -> None:
    """Cut cells and paste them elsewhere: references follow them; those to cells that they cover become #REF!."""
    covered = set(moves.values()) - set(moves)
    for sheet in book.worksheets:
        for cells in sheet.iter_rows():
            for cell in cells:
                if isinstance(cell.value, str) and cell.data_type == "f":
                    tokens = Tokenizer(cell.value)
                    for token in tokens.items:
                        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
                            token.value = _followed(token.value, sheet.title, title, moves, covered)
                    cell.value = "=" + "".join(token.value for token in tokens.items)
    values = {place: book[title][place].value for place in moves}
    for place in moves:
        book[title][place] = None
    for place, target in moves.items():
        book[title][target] = values[place]


def _followed(text: str, here: str, title: str, moves: Mapping[str, str], covered: set[str]) -> str:
    sheet, mark, cell = text.rpartition("!")
    place = cell.replace("$", "")
    if (sheet.strip("'") or here) != title or not {place} & (covered | moves.keys()):
        return text
    if place not in moves:
        return f"{sheet}{mark}#REF!"
    column_sign, _, row_sign, _ = re.findall(REFERENCE, cell)[0]  # programs keep what is fixed
    return sheet + mark + REFERENCE.sub(lambda to: f"{column_sign}{to[2]}{row_sign}{to[4]}", moves[place])


def _move(book: Workbook, title: str, row: int = 0, column: int = 0, by: int = 1) -> None:
    for sheet in book.worksheets:
        for cells in sheet.iter_rows():
            for cell in cells:
                if isinstance(cell.value, str) and cell.data_type == "f":
                    cell.value = _moved(cell.value, sheet.title, title, row, column, by)
    sheet = book[title]
    merged = [merged_range.bounds for merged_range in sheet.merged_cells.ranges]
    for bounds in merged:
        _unmerge(sheet, bounds)
    if row:
        heights = {number: sheet.row_dimensions[number].height for number in range(1, sheet.max_row + 1)}
        (sheet.insert_rows if by > 0 else sheet.delete_rows)(row)
        for number, height in heights.items():
            sheet.row_dimensions[number + by if number >= row else number].height = height
    else:
        sheet.insert_cols(column)
    for bounds in merged:
        left, right = (edge + by if column and edge >= column else edge for edge in bounds[::2])
        top, bottom = (edge + by if row and edge >= row else edge for edge in bounds[1::2])
        sheet.merge_cells(start_row=top, end_row=bottom, start_column=left, end_column=right)


def _unmerge(sheet: Worksheet, bounds: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = bounds
    sheet.unmerge_cells(start_row=top, end_row=bottom, start_column=left, end_column=right)
    for cells in sheet.iter_rows(min_row=top, max_row=bottom, min_col=left, max_col=right):
        assert not any(isinstance(cell, MergedCell) for cell in cells)


def _moved(formula: str, here: str, title: str, row: int, column: int, by: int) -> str:
    tokens = Tokenizer(formula)
    for token in tokens.items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            token.value = _moved_reference(token.value, here, title, row, column, by)
    return "=" + "".join(token.value for token in tokens.items)


def _moved_reference(text: str, here: str, title: str, row: int, column: int, by: int) -> str:
    sheet, mark, cells = text.rpartition("!")
    if (sheet.strip("'") or here) != title:
        return text
    before = cells.split(":")
    after = [_moved_corner(corner, row, column, by) for corner in before]
    if len(after) == 1 and after[0] is None:
        return f"{sheet}{mark}#REF!"
    corners = [new or old for new, old in zip(after, before, strict=True)]
    if len(corners) == 2 and after[1] is None:
        corners[1] = REFERENCE.sub(lambda match: f"{match[1]}{match[2]}{match[3]}{int(match[4]) - 1}", before[1])
    return sheet + mark + ":".join(corners)


def _moved_corner(reference: str, row: int, column: int, by: int) -> str | None:
    """The new reference of a corner of a range; None if its row was deleted."""
    match = REFERENCE.fullmatch(reference)
    if match is None:
        return reference
    letter, number = match[2], int(match[4])
    if row and by < 0 and number == row:
        return None
    if row and number >= row:
        number += by
    if column and column_index_from_string(letter) >= column:
        letter = get_column_letter(column_index_from_string(letter) + by)
    return f"{match[1]}{letter}{match[3]}{number}"
