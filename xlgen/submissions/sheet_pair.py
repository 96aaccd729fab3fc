"""An issued sheet beside the submitted one: what their rows and columns are recognised by, to say what happened.

Cells that the unit fills in do not count, whatever they hold: on 指标评分表 nearly every column has some.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import chain
from typing import TypeAlias

from xlgen.submissions.alignment import MAX_ROWS_EXAMINED
from xlgen.submissions.issued import IssuedSheet
from xlgen.text import without_spaces
from xlgen.xlsx.read.sheet import SheetRead, position

_REFERENCE = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]+|#REF!")

Position: TypeAlias = tuple[int, int]
"""Row and column, both from 1."""
RowKey: TypeAlias = tuple[str, ...]
"""What a row is recognised by."""
Step: TypeAlias = tuple[str, int, int, int, int]
"""An opcode of `SequenceMatcher` on the keys of all rows."""


@dataclass(frozen=True)
class SheetPair:
    """An issued sheet and the submitted one, with what their rows and columns are recognised by."""

    issued: IssuedSheet
    sheet: SheetRead

    @cached_property
    def last(self) -> int:
        """The last row of the issued sheet."""
        return max((position(address)[0] for address in self.issued.known), default=0)

    @cached_property
    def unique_texts(self) -> Mapping[str, Position]:
        """The texts that are printed once, and where."""
        return _once(_texts(self.issued.texts, self.last))

    @cached_property
    def found(self) -> Mapping[str, Sequence[Position]]:
        """Where each of them is now; not those that are gone."""
        cells = {address: str(cell.value) for address, cell in self.sheet.cells.items()}
        present = _texts(cells, self.last + MAX_ROWS_EXAMINED)
        return {text: present[text] for text in self.unique_texts if text in present}

    @cached_property
    def anchors(self) -> Mapping[str, tuple[Position, Position]]:
        """The texts that are printed once and found once: where they were, and where they are."""
        return {text: (self.unique_texts[text], places[0]) for text, places in self.found.items() if len(places) == 1}

    @cached_property
    def anchored(self) -> Mapping[int, int]:
        """The present column of each column with such texts, by their majority."""
        votes: dict[int, Counter[int]] = defaultdict(Counter)
        for (_, before), (_, after) in self.anchors.values():
            votes[before][after] += 1
        return {column: counter.most_common(1)[0][0] for column, counter in sorted(votes.items())}

    @cached_property
    def columns(self) -> Mapping[int, int]:
        """The present column of every column; those without such texts go with a neighbour, by what they print."""
        columns, taken, shift = {}, set(self.anchored.values()), 0
        for column in sorted({position(address)[1] for address in self.issued.known}):
            if column in self.anchored:
                shift = self.anchored[column] - column
                columns[column] = column + shift
                continue
            right = next((now - after for after, now in self.anchored.items() if after > column), shift)
            places = {column + by for by in (shift, right)} - taken
            printed = self._printed.get(column, frozenset())
            best = max(places, key=lambda now: len(printed & self._present.get(now, set())), default=None)
            if best is not None and (shift == right or not printed.isdisjoint(self._present.get(best, set()))):
                columns[column] = best
        return columns

    @cached_property
    def _present(self) -> Mapping[int, set[str]]:
        """The texts that each column of the submitted sheet holds."""
        texts: dict[int, set[str]] = defaultdict(set)
        for address, cell in self.sheet.cells.items():
            row, column = position(address)
            if row <= self.last + MAX_ROWS_EXAMINED:
                texts[column].add(without_spaces(str(cell.value)))
        return texts

    @cached_property
    def before(self) -> Sequence[RowKey]:
        """What each row of the issued sheet is recognised by, from the first on."""
        issued = self.issued
        locked = chain(issued.constants, issued.formulas)
        cells = {address: (issued.constants.get(address), issued.formulas.get(address)) for address in locked}
        return list(self._keys(cells, {column: column for column in self._printed}, self.last))

    @cached_property
    def after(self) -> Sequence[RowKey]:
        """The same for the submitted sheet, as far down as anything is filled in."""
        filled = (position(address)[0] for address in self.sheet.cells)
        end = max((row for row in filled if row <= self.last + MAX_ROWS_EXAMINED), default=0)
        cells = {address: (cell.value, cell.stored) for address, cell in self.sheet.cells.items()}
        return list(self._keys(cells, {now: column for column, now in self.columns.items()}, end))

    @cached_property
    def steps(self) -> Sequence[Step]:
        """How the keys of one sheet become those of the other."""
        return SequenceMatcher(None, self.before, self.after, autojunk=False).get_opcodes()

    @cached_property
    def _printed(self) -> Mapping[int, frozenset[str]]:
        """The texts that each column prints; a column in which nothing is printed or computed is left out."""
        texts: dict[int, set[str]] = {position(address)[1]: set() for address in self.issued.formulas}
        for address, value in self.issued.constants.items():
            texts.setdefault(position(address)[1], set()).add(without_spaces(str(value)))
        return {column: frozenset(printed) for column, printed in texts.items()}

    def _keys(
        self, cells: Mapping[str, tuple[object, str | None]], columns: Mapping[int, int], last: int
    ) -> Iterator[RowKey]:
        """The key of each row: texts (and its number) in columns without inputs, else printed texts, else formulas.

        cells: value and formula by address; columns: the issued column of each present one.
        """
        filled_in = {position(address)[1] for address in self.issued.inputs}
        kinds: list[dict[int, list[tuple[int, str]]]] = [defaultdict(list), defaultdict(list), defaultdict(list)]
        for address, (value, stored) in cells.items():
            row, now = position(address)
            column = columns.get(now)
            if row > last or column is None or column not in self._printed:
                continue
            mixed = column in filled_in
            if stored is not None:
                if not mixed:
                    kinds[2][row].append((column, _REFERENCE.sub("#", stored)))
            elif (isinstance(value, str) and value.strip()) or (column == 1 and value is not None):
                text = without_spaces(str(value))
                if not mixed or text in self._printed[column]:
                    kinds[mixed][row].append((column, text))
        for row in range(1, last + 1):
            found = next((kind[row] for kind in kinds if row in kind), [])
            yield tuple(text for _, text in sorted(found))


def _once(positions: Mapping[str, Sequence[Position]]) -> dict[str, Position]:
    return {text: places[0] for text, places in positions.items() if len(places) == 1}


def _texts(cells: Mapping[str, str], last: int) -> dict[str, list[Position]]:
    """The positions of each text, down to row `last`; spaces do not count."""
    positions: dict[str, list[Position]] = defaultdict(list)
    for address, text in cells.items():
        row, column = position(address)
        if row <= last:
            positions[without_spaces(text)].append((row, column))
    return positions


def unique_rows(before: Sequence[RowKey], after: Sequence[RowKey]) -> dict[int, int]:
    """The rows whose key is unique in both sheets, and where they are now."""
    count_before, count_after = Counter(before), Counter(after)
    now = {key: row for row, key in enumerate(after, 1)}
    return {
        row: now[key] for row, key in enumerate(before, 1) if key and count_before[key] == count_after.get(key, 0) == 1
    }
