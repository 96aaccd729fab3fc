"""Checks whether cells that the unit fills in were cut or dragged to other places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xlgen.scoring.status import is_blank
from xlgen.submissions.checks.structure import first_items
from xlgen.submissions.entries import label_at
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings.structure import StructureCode
from xlgen.submissions.read import value_at
from xlgen.submissions.submission import Submission
from xlgen.xlsx.read.sheet import position
from xlgen.xlsx.refs import CellRef


def cells(submission: Submission) -> Iterator[Finding]:
    """No cell that is filled in was moved: formulas follow it, and what they read is no longer in its place.

    One finding for cells of a row that were moved together. A 警告 where all scores are those of what is in its place,
    as after rows have changed places.
    """
    moved, lost = submission.moved.moved, submission.moved.lost
    if not moved and not lost:
        return
    harmless = submission.moves_change_nothing
    for (places, to), more in first_items(list(_together(moved))):
        what = _what(submission, places, to)
        if harmless:
            yield finding(StructureCode.CELLS_MOVED, places[0], what=what + more)
        else:
            yield finding(StructureCode.CELLS_LOST, places[0], what=what + _effects(submission, places[0], to) + more)
    covered = sorted(lost - set(moved.values()), key=_order)
    for place, more in first_items(covered):
        what = f"“{label_at(submission.layout, place)}”被剪切（拖动）来的单元格盖过，取它的数的公式显示 #REF!"
        yield finding(StructureCode.CELLS_LOST, place, what=what + more)


def _together(moved: Mapping[CellRef, CellRef]) -> Iterator[tuple[Sequence[CellRef], CellRef]]:
    """The cells of a row that were moved together, from left to right, and where the first of them is."""
    blocks: dict[tuple[object, ...], list[CellRef]] = {}
    for place in sorted(moved, key=_order):
        to = moved[place]
        across = position(to.address)[1] - position(place.address)[1]
        blocks.setdefault((place.sheet, place.row, to.sheet, to.row, across), []).append(place)
    yield from ((places, moved[places[0]]) for places in blocks.values())


def _order(place: CellRef) -> tuple[object, ...]:
    return place.sheet, *position(place.address)


def _what(submission: Submission, places: Sequence[CellRef], to: CellRef) -> str:
    first, more = places[0], f"等 {len(places)} 个单元格" if len(places) > 1 else ""
    target = to.address if to.sheet == first.sheet else f"{to.sheet}!{to.address}"
    return f"“{label_at(submission.layout, first)}”（{first.address}）{more}被剪切（拖动）到了 {target}"


def _effects(submission: Submission, place: CellRef, to: CellRef) -> str:
    """What is in the cell's place now, and what it covered where it went."""
    emptied = f"；{place.address} 空了" if is_blank(value_at(submission.book, place)) else ""
    covered = "" if to in submission.moved.moved else label_at(submission.layout, to)
    return f"{emptied}；{to.address} 原来的“{covered}”被覆盖" if covered else emptied
