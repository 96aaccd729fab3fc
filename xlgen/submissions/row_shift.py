"""Says what happened to the rows, columns and cells of a submitted sheet, from where its printed texts are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from xlgen.submissions.issued import IssuedSheet
from xlgen.submissions.sheet_pair import Position, RowKey, SheetPair, unique_rows
from xlgen.text import shorten
from xlgen.xlsx.read.sheet import SheetRead, position

MAX_CHANGES_LISTED = 3
MAX_TEXT_SHOWN = 16
"""Characters of a text in a message."""
MIN_CELLS_MOVED = 3
"""With fewer texts in other places it is a slip, not cells that moved."""
MIN_SHARE_OF_TEXTS = 0.3
"""A sheet with a smaller share of the template's texts is another sheet."""


class RowShift(NamedTuple):
    """What happened to rows, columns or cells, in Chinese, and the first row concerned."""

    row: int
    change: str


def find_row_shift(issued: IssuedSheet, sheet: SheetRead) -> RowShift | None:
    """What happened to the rows and columns of a sheet; None if they are in place."""
    both = SheetPair(issued, sheet)
    if len(both.found) < MIN_SHARE_OF_TEXTS * len(both.unique_texts):
        return RowShift(1, "表内的内容都换了")
    columns = list(_column_changes(both))
    rows = _row_changes(both)
    if columns or rows:
        changes = [*columns, *(shift.change for shift in rows)]
        more = f"；等 {len(changes)} 处" if len(changes) > MAX_CHANGES_LISTED else ""
        return RowShift(rows[0].row if rows else 1, "；".join(changes[:MAX_CHANGES_LISTED]) + more)
    displaced = [(text, before, after) for text, (before, after) in both.anchors.items() if before != after]
    if len(displaced) < MIN_CELLS_MOVED:
        return None
    text, before, after = min(displaced, key=itemgetter(1))
    example = f"“{shorten(text, MAX_TEXT_SHOWN)}”从 {_address(before)} 移到了 {_address(after)}"
    return RowShift(before[0], f"有单元格移动了，如{example}")


def _address(at: Position) -> str:
    return f"{get_column_letter(at[1])}{at[0]}"


def _column_changes(both: SheetPair) -> Iterator[str]:
    """Columns inserted, deleted or reordered."""
    present, recognisable = both.anchored, {column for _, column in both.unique_texts.values()}
    if list(present.values()) != sorted(present.values()):
        yield "列的顺序变了"
        return
    shift = 0
    for column, now in present.items():
        by, shift = now - column - shift, now - column
        if by > 0:
            yield f"{get_column_letter(column)} 列前多了 {by} 列"
        elif by == -1 and column - 1 in recognisable:
            yield f"少了 {get_column_letter(column - 1)} 列"
        elif by < 0:
            yield f"{get_column_letter(column)} 列前少了 {-by} 列"
    filled = {position(address)[1] for address in both.sheet.cells}
    last = max(filled, default=0)
    if shift == 0 and (gone := min((column for _, column in _traces(both) if column > last), default=0)):
        yield f"少了 {get_column_letter(gone)} 列"


def _traces(both: SheetPair) -> set[Position]:
    """Where a row or column of the template would show on the submitted sheet if it is there.

    Formulas count only if one stands in the place of another: pasted as values, those that gave nothing leave no trace.
    """
    issued, cells = both.issued, both.sheet.cells
    changed = issued.changed_formulas(both.sheet)
    moved = any((cell := cells.get(address)) and cell.stored is not None for address in changed)
    return {position(address) for address in chain(issued.constants, issued.formulas if moved else ())}


def _row_changes(both: SheetPair) -> list[RowShift]:
    """Rows inserted, deleted or moved."""
    before, after = both.before, both.after
    if all(row == now for row, now in unique_rows(before, after).items()):
        gone = min((row for row, _ in _traces(both) if row > len(after)), default=None)
        columns_moved = any(column != now for column, now in both.anchored.items())  # that is reported instead
        return [] if gone is None or columns_moved else [RowShift(gone, _rows_missing(before, gone, both.last))]
    return list(_row_steps(both))


def _row_steps(both: SheetPair) -> Iterator[RowShift]:
    """The changes that lead from the template to the submitted sheet."""
    before, row_now = both.before, unique_rows(both.before, both.after)
    steps = [step for step in both.steps if step[0] != "equal"]
    moved = [row for _, first, last, _, _ in steps for row in range(first, last) if row + 1 in row_now]
    if moved:
        first = moved[0]
        if len(moved) == 1:
            now = row_now[first + 1]
            yield RowShift(first + 1, f"第 {first + 1} 行{_example(before[first])}移到了第 {now} 行")
        else:
            yield RowShift(first + 1, "各行的顺序变了")
        return
    for _, start, stop, new_start, new_stop in steps:
        more = (new_stop - new_start) - (stop - start)
        if more > 0 and stop < len(before):
            row = (
                next((row for row in range(stop, len(before)) if before[row]), stop) + 1
            )  # blank rows cannot be told apart
            yield RowShift(row, f"第 {row} 行前多了 {more} 行")
        elif more < 0:
            yield RowShift(start + 1, _rows_missing(before, start + 1, start - more))


def _rows_missing(before: Sequence[RowKey], first: int, last: int) -> str:
    return f"少了第 {first} 行{_example(before[first - 1])}" if first == last else f"少了第 {first} 至 {last} 行"


def _example(key: RowKey) -> str:
    text = next((text for text in key if len(text) > 1 and "#" not in text), "")
    return f"（{shorten(text, MAX_TEXT_SHOWN)}）" if text else ""
