"""Rows and columns inserted, deleted or moved on a returned sheet, told from where the printed texts stand."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import chain
from typing import NamedTuple, TypeAlias

from openpyxl.utils import get_column_letter

from xlgen.submissions.issued import IssuedSheet
from xlgen.text import shorten, without_spaces
from xlgen.xlsx.read.sheet import SheetRead, position

MAX_ROWS_EXAMINED = 500
"""Below the last row of the template: further down nobody moves anything, and looking would take long."""
MAX_NAMED = 3
MAX_SHOWN = 16
"""Characters of a text."""
MAX_KEYS_LISTED = 3
"""So many texts in other places are no slip."""
RECOGNISED = 0.3
"""A sheet with fewer of its texts is another sheet."""
_REFERENCE = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]+")

At: TypeAlias = tuple[int, int]
"""Row and column."""
Rows: TypeAlias = Sequence[tuple[str, ...]]
"""What each row is known by, from the first."""


class RowShift(NamedTuple):
    """What happened, and the first row of it."""

    row: int
    change: str


def find_row_shift(issued: IssuedSheet, sheet: SheetRead) -> RowShift | None:
    """What became of the rows and columns; None where they are in their places."""
    last = max((position(address)[0] for address in issued.known), default=0)
    printed = _texts(issued.texts, last)
    found = _texts({address: str(cell.value) for address, cell in sheet.cells.items()}, last + MAX_ROWS_EXAMINED)
    pairs = {text: (places[0], found[text]) for text, places in printed.items() if len(places) == 1 and text in found}
    if len(pairs) < RECOGNISED * sum(len(places) == 1 for places in printed.values()):
        return RowShift(1, "表内的内容都换了")
    anchors = {text: (at, places[0]) for text, (at, places) in pairs.items() if len(places) == 1}
    telling = {places[0][1] for places in printed.values() if len(places) == 1}
    columns = list(_columns(issued, sheet, anchors, telling))
    rows = _rows(issued, sheet, last, columns=_column_map(anchors))
    if columns or rows:
        changes = [*columns, *(each.change for each in rows)]
        more = f"；等 {len(changes)} 处" if len(changes) > MAX_NAMED else ""
        return RowShift(rows[0].row if rows else 1, "；".join(changes[:MAX_NAMED]) + more)
    displaced = [(text, *places) for text, places in anchors.items() if places[0] != places[1]]
    if len(displaced) < MAX_KEYS_LISTED:
        return None
    text, before, after = min(displaced, key=lambda each: each[1])
    example = f"“{shorten(text, MAX_SHOWN)}”从 {_name(before)} 移到了 {_name(after)}"
    return RowShift(before[0], f"有单元格移动了，如{example}")


def _name(at: At) -> str:
    return f"{get_column_letter(at[1])}{at[0]}"


def _texts(cells: Mapping[str, str], last: int) -> dict[str, list[At]]:
    """Where each text stands."""
    found: dict[str, list[At]] = defaultdict(list)
    for address, text in cells.items():
        at = position(address)
        if at[0] <= last:
            found[without_spaces(text)].append(at)
    return found


def _column_map(anchors: Mapping[str, tuple[At, At]]) -> dict[int, int]:
    """The column in which each column of the template is now, as most of its texts say."""
    votes: dict[int, Counter[int]] = defaultdict(Counter)
    for before, after in anchors.values():
        votes[before[1]][after[1]] += 1
    return {column: found.most_common(1)[0][0] for column, found in sorted(votes.items())}


def _columns(
    issued: IssuedSheet, sheet: SheetRead, anchors: Mapping[str, tuple[At, At]], telling: set[int]
) -> Iterator[str]:
    """telling: the columns of the template that would be recognised if they were there."""
    now = _column_map(anchors)
    if list(now.values()) != sorted(now.values()):
        yield "列的顺序变了"
        return
    shift = 0
    for column, found in now.items():
        by, shift = found - column - shift, found - column
        if by > 0:
            yield f"{get_column_letter(column)} 列前多了 {by} 列"
        elif by == -1 and column - 1 in telling:
            yield f"少了 {get_column_letter(column - 1)} 列"
        elif by < 0:
            yield f"{get_column_letter(column)} 列前少了 {-by} 列"
    filled = {position(address)[1] for address in sheet.cells}
    fixed = Counter(position(address)[1] for address in chain(issued.constants, issued.formulas))
    if shift == 0 and (gone := min((each for each in fixed if each > max(filled, default=0)), default=0)):
        yield f"少了 {get_column_letter(gone)} 列"


def _rows(issued: IssuedSheet, sheet: SheetRead, last: int, columns: Mapping[int, int]) -> list[RowShift]:
    fixed = {position(address)[1] for address in chain(issued.constants, issued.formulas)}
    printed = fixed - {position(address)[1] for address in issued.inputs}
    now = {column: columns.get(column, column) for column in printed}
    was = {address: (issued.constants.get(address), issued.formulas.get(address)) for address in issued.known}
    before = _keys(was, {column: column for column in printed}, last)
    cells = {address: (cell.value, cell.stored) for address, cell in sheet.cells.items()}
    filled = {row for row in (position(address)[0] for address in cells) if row <= last + MAX_ROWS_EXAMINED}
    end = max(filled, default=0)
    after = _keys(cells, {found: column for column, found in now.items()}, end)
    if _only_once(before, after) == _in_place(before, after):
        gone = next((row for row, key in enumerate(before, 1) if key and row > end), None)
        told_by_columns = any(was != found for was, found in columns.items())
        return [] if gone is None or told_by_columns else [RowShift(gone, _lost(before, gone, last))]
    return list(_steps(before, after))


def _keys(
    cells: Mapping[str, tuple[object, str | None]], columns: Mapping[int, int], last: int
) -> list[tuple[str, ...]]:
    """What each row is known by in these columns: its texts and its number, else its formulas.

    columns: those without anything of the unit's own, by where they are now.
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


def _only_once(before: Rows, after: Rows) -> dict[tuple[str, ...], int]:
    """The rows that can be told from all others, in both: their numbers in the returned sheet."""
    counts = Counter(before), Counter(after)
    told = {key for key in before if key and counts[0][key] == counts[1][key] == 1}
    return {key: row for row, key in enumerate(after, 1) if key in told}


def _in_place(before: Rows, after: Rows) -> dict[tuple[str, ...], int]:
    told = _only_once(before, after)
    return {key: row for row, key in enumerate(before, 1) if key in told}


def _steps(before: Rows, after: Rows) -> Iterator[RowShift]:
    """From the template to the returned sheet, step by step."""
    where = _only_once(before, after)
    steps = [each for each in SequenceMatcher(None, before, after, autojunk=False).get_opcodes() if each[0] != "equal"]
    dropped = [row for _, first, last, _, _ in steps for row in range(first, last) if before[row] in where]
    if dropped:  # they are elsewhere
        first = dropped[0]
        if len(dropped) == 1:
            now = where[before[first]]
            yield RowShift(first + 1, f"第 {first + 1} 行{_called(before[first])}移到了第 {now} 行")
        else:
            yield RowShift(first + 1, "各行的顺序变了")
        return
    for _, start, stop, new_start, new_stop in steps:
        more = (new_stop - new_start) - (stop - start)
        if more > 0 and stop < len(before):
            row = next((row for row in range(stop, len(before)) if before[row]), stop) + 1  # blank ones are all alike
            yield RowShift(row, f"第 {row} 行前多了 {more} 行")
        elif more < 0:
            yield RowShift(start + 1, _lost(before, start + 1, start - more))


def _lost(before: Rows, first: int, last: int) -> str:
    return f"少了第 {first} 行{_called(before[first - 1])}" if first == last else f"少了第 {first} 至 {last} 行"


def _called(key: tuple[str, ...]) -> str:
    text = next((each for each in key if len(each) > 1 and "#" not in each), "")
    return f"（{shorten(text, MAX_SHOWN)}）" if text else ""
