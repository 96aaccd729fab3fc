"""Which cells were moved by cutting or dragging: programs rewire the formulas that read them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from xlgen.submissions.issued import IssuedSheet
from xlgen.xlsx.read.formula_text import canonical
from xlgen.xlsx.read.references import Reference, taken_apart
from xlgen.xlsx.read.sheet import place_of
from xlgen.xlsx.read.workbook import WorkbookRead
from xlgen.xlsx.refs import CellRef


class MovedCells(NamedTuple):
    """The cells that were moved and where they are, those whose readers say #REF!, and the formulas that this explains.

    Excel says #REF! where a cell was moved over another one; LibreOffice lets both be read from the same place.
    """

    moved: Mapping[CellRef, CellRef]
    lost: frozenset[CellRef]
    explained: frozenset[CellRef]

    @property
    def touched(self) -> frozenset[CellRef]:
        """The cells that no longer hold what was filled in there: those moved, and those that they went to."""
        return frozenset((*self.moved, *self.moved.values(), *self.lost))

    def now(self, place: CellRef) -> CellRef:
        """Where a cell is now."""
        return self.moved.get(place, place)


NOTHING_MOVED = MovedCells({}, frozenset(), frozenset())


def moved_cells(
    issued: Mapping[str, IssuedSheet], book: WorkbookRead, changed: Mapping[str, Sequence[str]]
) -> MovedCells:
    """The cells that must have been moved, if formulas differ from the issued ones only in what they refer to.

    changed: the addresses of the formulas that differ, by sheet. Only cells that the unit fills in can be moved, and
    everything that reads one must agree on where it is: else somebody has edited formulas.
    """
    rewired = {
        place: pairs
        for title, addresses in changed.items()
        for address in addresses
        for place in [place_of(title, address)]
        if (pairs := _rewired(issued[title], book, place)) is not None
    }
    votes: dict[CellRef, Counter[CellRef | None]] = defaultdict(Counter)
    for place, pairs in rewired.items():
        for before, after in pairs:
            if before.single and (after.single or after.lost):
                votes[_cell(before, place)][None if after.lost else _cell(after, place)] += 1
    votes = {cell: found for cell, found in votes.items() if set(found) != {cell} and _filled_in(issued, cell)}
    if not votes:
        return NOTHING_MOVED
    for cell in _unchanged_readers(issued, rewired, votes):
        votes[cell][cell] += 1
    now = {cell: next(iter(found)) for cell, found in votes.items() if len(found) == 1}
    moved = {cell: place for cell, place in now.items() if place is not None}
    lost = frozenset(cell for cell, place in now.items() if place is None)
    known = {*moved, *lost}
    explained = (place for place, pairs in rewired.items() if all(_explained(*pair, place, known) for pair in pairs))
    return MovedCells(moved, lost, frozenset(explained))


def _rewired(issued: IssuedSheet, book: WorkbookRead, place: CellRef) -> list[tuple[Reference, Reference]] | None:
    """The references of a formula as issued and as it is now; None where it differs in anything else."""
    sheet = book.sheet(place.sheet)
    cell = None if sheet is None else sheet.cells.get(place.address)
    if cell is None or cell.formula is None:
        return None
    before, after = taken_apart(canonical(issued.formulas[place.address])), taken_apart(cell.formula)
    return list(zip(before[1], after[1], strict=True)) if before[0] == after[0] else None


def _cell(reference: Reference, of: CellRef) -> CellRef:
    return place_of(reference.sheet or of.sheet, reference.first)


def _filled_in(issued: Mapping[str, IssuedSheet], cell: CellRef) -> bool:
    return cell.sheet in issued and cell.address in issued[cell.sheet].inputs


def _unchanged_readers(
    issued: Mapping[str, IssuedSheet], rewired: Mapping[CellRef, object], cells: Mapping[CellRef, object]
) -> Iterator[CellRef]:
    """Those of the cells that a formula reads which was not rewired, once for each such formula."""
    for title, sheet in issued.items():
        for address, references in sheet.references.items():
            place = place_of(title, address)
            if place not in rewired:
                yield from cells.keys() & {_cell(reference, place) for reference in references if reference.single}


def _explained(before: Reference, after: Reference, of: CellRef, known: set[CellRef]) -> bool:
    """Whether a reference is as issued, or to cells that were moved; a range may have followed one of its ends."""
    if (before.sheet or of.sheet, *before[1:]) == (after.sheet or of.sheet, *after[1:]):
        return True
    ends = {_cell(before, of), place_of(before.sheet or of.sheet, before.last)}
    return bool(ends & known)
