"""Recognises rows and columns inserted, deleted or moved on a submitted sheet, from where its printed texts are."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import chain
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from openpyxl.utils import get_column_letter

from xlgen.submissions.issued import IssuedSheet
from xlgen.text import shorten, without_spaces
from xlgen.xlsx.read.sheet import SheetRead, position

MAX_ROWS_EXAMINED = 500
"""Rows below the last one of the template: nobody moves anything further down, and looking would take long."""
MAX_CHANGES_LISTED = 3
MAX_TEXT_SHOWN = 16
"""Characters of a text in a message."""
MIN_CELLS_MOVED = 3
"""With fewer texts in other places it is a slip, not cells that moved."""
MIN_SHARE_OF_TEXTS = 0.3
"""A sheet with a smaller share of the template's texts is another sheet."""
_REFERENCE = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]+")

Position: TypeAlias = tuple[int, int]
"""Row and column, both from 1."""
RowKeys: TypeAlias = Sequence[tuple[str, ...]]
"""What each row is recognised by, from the first row on."""


class RowShift(NamedTuple):
    """What happened to rows, columns or cells, in Chinese, and the first row concerned."""

    row: int
    change: str


def find_row_shift(issued: IssuedSheet, sheet: SheetRead) -> RowShift | None:
    """What happened to the rows and columns of a sheet; None if they are in place."""
    last = max((position(address)[0] for address in issued.known), default=0)
    printed = _texts(issued.texts, last)
    present = _texts({address: str(cell.value) for address, cell in sheet.cells.items()}, last + MAX_ROWS_EXAMINED)
    unique = {text: positions[0] for text, positions in printed.items() if len(positions) == 1}
    pairs = {text: (before, present[text]) for text, before in unique.items() if text in present}
    if len(pairs) < MIN_SHARE_OF_TEXTS * len(unique):
        return RowShift(1, "表内的内容都换了")
    anchors = {text: (before, after[0]) for text, (before, after) in pairs.items() if len(after) == 1}
    recognisable = {column for _, column in unique.values()}
    columns = list(_column_changes(issued, sheet, anchors, recognisable))
    rows = _row_changes(issued, sheet, last, columns=_column_map(anchors))
    if columns or rows:
        changes = [*columns, *(shift.change for shift in rows)]
        more = f"；等 {len(changes)} 处" if len(changes) > MAX_CHANGES_LISTED else ""
        return RowShift(rows[0].row if rows else 1, "；".join(changes[:MAX_CHANGES_LISTED]) + more)
    displaced = [(text, before, after) for text, (before, after) in anchors.items() if before != after]
    if len(displaced) < MIN_CELLS_MOVED:
        return None
    text, before, after = min(displaced, key=itemgetter(1))
    example = f"“{shorten(text, MAX_TEXT_SHOWN)}”从 {_address(before)} 移到了 {_address(after)}"
    return RowShift(before[0], f"有单元格移动了，如{example}")


def _address(at: Position) -> str:
    return f"{get_column_letter(at[1])}{at[0]}"


def _texts(cells: Mapping[str, str], last: int) -> dict[str, list[Position]]:
    """The positions of each text, down to row `last`; spaces do not count."""
    positions: dict[str, list[Position]] = defaultdict(list)
    for address, text in cells.items():
        row, column = position(address)
        if row <= last:
            positions[without_spaces(text)].append((row, column))
    return positions


def _column_map(anchors: Mapping[str, tuple[Position, Position]]) -> dict[int, int]:
    """The present column of each column of the template, by a majority of its texts."""
    votes: dict[int, Counter[int]] = defaultdict(Counter)
    for (_, before), (_, after) in anchors.values():
        votes[before][after] += 1
    return {column: counter.most_common(1)[0][0] for column, counter in sorted(votes.items())}


def _column_changes(
    issued: IssuedSheet, sheet: SheetRead, anchors: Mapping[str, tuple[Position, Position]], recognisable: set[int]
) -> Iterator[str]:
    """Columns inserted, deleted or reordered.

    recognisable: the columns of the template with texts by which they are recognised if they are present.
    """
    present = _column_map(anchors)
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
    filled = {position(address)[1] for address in sheet.cells}
    last = max(filled, default=0)
    if shift == 0 and (gone := min((column for _, column in _traces(issued, sheet) if column > last), default=0)):
        yield f"少了 {get_column_letter(gone)} 列"


def _traces(issued: IssuedSheet, sheet: SheetRead) -> set[Position]:
    """Where a row or column of the template would show on the submitted sheet if it is there.

    Formulas count only if one stands in the place of another: pasted as values, those that gave nothing leave no trace.
    """
    cells = sheet.cells
    moved = any((cell := cells.get(address)) and cell.stored is not None for address in issued.changed_formulas(sheet))
    return {position(address) for address in chain(issued.constants, issued.formulas if moved else ())}


def _row_changes(issued: IssuedSheet, sheet: SheetRead, last: int, columns: Mapping[int, int]) -> list[RowShift]:
    """Rows inserted, deleted or moved. last: row of the template; columns: see `_column_map`."""
    fixed = {position(address)[1] for address in chain(issued.constants, issued.formulas)}
    printed = fixed - {position(address)[1] for address in issued.inputs}
    template = {address: (issued.constants.get(address), issued.formulas.get(address)) for address in issued.known}
    before = _row_keys(template, {column: column for column in printed}, last)
    cells = {address: (cell.value, cell.stored) for address, cell in sheet.cells.items()}
    filled = {row for row in (position(address)[0] for address in cells) if row <= last + MAX_ROWS_EXAMINED}
    end = max(filled, default=0)
    after = _row_keys(cells, {columns.get(column, column): column for column in printed}, end)
    if _unique_rows(before, after) == _in_place(before, after):
        gone = min((row for row, _ in _traces(issued, sheet) if row > end), default=None)
        columns_moved = any(column != now for column, now in columns.items())  # that is reported instead
        return [] if gone is None or columns_moved else [RowShift(gone, _rows_missing(before, gone, last))]
    return list(_row_steps(before, after))


def _row_keys(
    cells: Mapping[str, tuple[object, str | None]], columns: Mapping[int, int], last: int
) -> list[tuple[str, ...]]:
    """What each row is recognised by: its texts in these columns and its number, else its formulas.

    columns: those that the unit does not fill in, by present column.
    """
    texts: dict[int, list[tuple[int, str]]] = defaultdict(list)
    formulas: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for address, (value, stored) in cells.items():
        row, column = position(address)
        if row > last or column not in columns:
            continue
        column = columns[column]
        if stored is not None:
            formulas[row].append((column, _REFERENCE.sub("#", stored)))
        elif (isinstance(value, str) and value.strip()) or (column == 1 and value is not None):
            texts[row].append((column, without_spaces(str(value))))
    return [tuple(text for _, text in sorted(texts.get(row) or formulas.get(row) or ())) for row in range(1, last + 1)]


def _unique_rows(before: RowKeys, after: RowKeys) -> dict[tuple[str, ...], int]:
    """The row numbers, in the submitted sheet, of the keys that are unique in both sheets."""
    count_before, count_after = Counter(before), Counter(after)
    unique = {key for key in before if key and count_before[key] == count_after[key] == 1}
    return {key: row for row, key in enumerate(after, 1) if key in unique}


def _in_place(before: RowKeys, after: RowKeys) -> dict[tuple[str, ...], int]:
    """The row numbers of the same keys in the template."""
    unique = _unique_rows(before, after)
    return {key: row for row, key in enumerate(before, 1) if key in unique}


def _row_steps(before: RowKeys, after: RowKeys) -> Iterator[RowShift]:
    """The changes that lead from the template to the submitted sheet."""
    row_now = _unique_rows(before, after)
    steps = [step for step in SequenceMatcher(None, before, after, autojunk=False).get_opcodes() if step[0] != "equal"]
    moved = [row for _, first, last, _, _ in steps for row in range(first, last) if before[row] in row_now]
    if moved:
        first = moved[0]
        if len(moved) == 1:
            now = row_now[before[first]]
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


def _rows_missing(before: RowKeys, first: int, last: int) -> str:
    return f"少了第 {first} 行{_example(before[first - 1])}" if first == last else f"少了第 {first} 至 {last} 行"


def _example(key: tuple[str, ...]) -> str:
    text = next((text for text in key if len(text) > 1 and "#" not in text), "")
    return f"（{shorten(text, MAX_TEXT_SHOWN)}）" if text else ""
