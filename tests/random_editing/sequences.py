"""Random sequences of edits, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from openpyxl.utils.cell import coordinate_to_tuple

from tests.random_editing import edits
from tests.random_editing.edits import Edit, Place
from tests.random_editing.entries import Asked, Inputs, entry, foreign

LONGEST = 15
ROWS = (1, 1, 1, 1, 2, 3, 5, 8)
COLUMNS = (1, 1, 1, 1, 2)
HOW = ("all", "values", "values", "formats", "text")
NEAR = 6
"""How many cells down or up a thing is moved where it is not moved far."""


def sequence(inputs: Inputs, unlocked: Sequence[Place], seed: str) -> list[Edit]:
    """1 to 15 edits of a workbook: of what it asks for, sometimes of any unlocked cell or of one beside it."""
    return _Hand(inputs, unlocked, random.Random(seed)).edits()


class _Hand:
    def __init__(self, inputs: Inputs, unlocked: Sequence[Place], chance: random.Random) -> None:
        free = set(unlocked)
        self._inputs, self._unlocked, self._chance = inputs, list(unlocked), chance
        self._fillable = [place for place in inputs if place in free]

    def edits(self) -> list[Edit]:
        most = self._chance.choice((1, 1, 2, 2, 3, 5, 8, LONGEST))
        return [self._edit() for _ in range(self._chance.randint(1, most))]

    def _edit(self) -> Edit:
        kinds: dict[Callable[[], Edit], int] = {
            self._typed: 40,
            self._pasted: 16,
            self._copied: 8,
            self._cut: 8,
            self._dragged: 10,
            self._cleared: 8,
            self._filled: 6,
            self._undone: 12,
        }
        return self._chance.choices(list(kinds), list(kinds.values()))[0]()

    def _typed(self) -> Edit:
        at = self._cell()
        return edits.typing(at, entry(self._asked(at), self._chance))

    def _pasted(self) -> Edit:
        at = self._cell()
        rows, columns = self._chance.choice(ROWS), self._chance.choice(COLUMNS)
        cells = [
            [foreign(self._asked(at, row, column), self._chance) for column in range(columns)] for row in range(rows)
        ]
        return edits.pasting(at, cells, self._chance.choice(HOW))

    def _copied(self) -> Edit:
        source = self._cell()
        return edits.copying(self._elsewhere(source), self._area(source), self._chance.choice(HOW))

    def _cut(self) -> Edit:
        source = self._cell()
        return edits.cutting(self._elsewhere(source), self._area(source))

    def _dragged(self) -> Edit:
        source = self._cell()
        return edits.dragging(self._elsewhere(source), self._area(source))

    def _cleared(self) -> Edit:
        clear = self._chance.choice((edits.clearing, edits.clearing, edits.clearing, edits.deleting))
        return clear(self._area(self._cell()))

    def _filled(self) -> Edit:
        how = self._chance.choice(("down", "down", "series", "right"))
        many = self._chance.randint(2, 5)
        return edits.filling(self._cell().sized(*((1, many) if how == "right" else (many, 1))), how)

    def _undone(self) -> Edit:
        undo = self._chance.choice((edits.undoing, edits.undoing, edits.redoing))
        return undo(self._chance.choice((1, 1, 2, 4)))

    def _cell(self) -> Place:
        return self._chance.choice(self._fillable if self._chance.random() < 0.85 else self._unlocked)

    def _area(self, start: Place) -> Place:
        return start.sized(self._chance.choice(ROWS), self._chance.choice(COLUMNS))

    def _elsewhere(self, source: Place) -> Place:
        """Somewhere near in the column or row, or anywhere, on another sheet too."""
        if self._chance.random() < 0.3:
            return self._cell()
        row, column = coordinate_to_tuple(source.area)
        near = [
            place
            for place in self._unlocked
            if place.sheet == source.sheet and place != source and _distance(place, row, column) <= NEAR
        ]
        return self._chance.choice(near or self._unlocked)

    def _asked(self, at: Place, down: int = 0, right: int = 0) -> Asked:
        return self._inputs.get(at.below(down, right), Asked())


def _distance(place: Place, row: int, column: int) -> int:
    to_row, to_column = coordinate_to_tuple(place.area)
    return abs(to_row - row) + abs(to_column - column)
