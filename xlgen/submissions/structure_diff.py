"""Whether a returned workbook is laid out like its template: its sheets, their rows and columns, and what is locked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlgen.scheme.sheet_names import GUIDE, IDENTITY
from xlgen.submissions.issued import IssuedSheet
from xlgen.submissions.row_shift import RowShift, find_row_shift
from xlgen.xlsx.read.sheet import SheetRead
from xlgen.xlsx.read.workbook import WorkbookRead

RECOGNISED = 0.6
"""A sheet of another name with so many of a sheet's texts in their places is that sheet."""
OF_THE_PROGRAM = "WpsReserved"
"""How the names of sheets begin in which WPS keeps pictures."""


@dataclass(frozen=True)
class Changed:
    """The locked cells of a sheet that are not as they were issued."""

    constants: Sequence[str]
    formulas: Sequence[str]


@dataclass(frozen=True)
class StructureDiff:
    """The sheets of the template in a returned workbook."""

    missing: Sequence[str]
    renamed: Mapping[str, str]  # to what
    added: Sequence[str]
    row_shifts: Mapping[str, RowShift]
    changed: Mapping[str, Changed]  # on the sheets that are laid out as they were

    @property
    def referable(self) -> bool:
        """Formulas refer to what they did: programs rewrite them where cells or sheets move."""
        return not {*self.missing, *self.renamed, *self.row_shifts} - {GUIDE, IDENTITY}


def structure_diff(book: WorkbookRead, issued: Mapping[str, IssuedSheet]) -> StructureDiff:
    """Hold a workbook against the sheets of its template. Raises Unreadable where a sheet is broken."""
    sheets = {title: sheet for title in book.titles if (sheet := book.sheet(title)) is not None}
    missing = [title for title in (*issued, IDENTITY) if title not in sheets]
    extra = [title for title in book.titles if title not in issued and title != IDENTITY]
    renamed: dict[str, str] = {}
    for title in missing:
        candidates = [each for each in extra if each in sheets and each not in renamed.values()]
        if title in issued and candidates:
            best = max(candidates, key=lambda each: _alike(issued[title], sheets[each]))
            if _alike(issued[title], sheets[best]) >= RECOGNISED:
                renamed[title] = best
    moves: dict[str, RowShift] = {}
    changed: dict[str, Changed] = {}
    for title, printed in issued.items():
        if title in sheets:
            found = Changed(printed.changed_constants(sheets[title]), printed.changed_formulas(sheets[title]))
            move = find_row_shift(printed, sheets[title]) if _suspicious(found, sheets[title]) else None
            if move is None:
                changed[title] = found
            else:
                moves[title] = move
    added = [each for each in extra if each not in renamed.values() and not each.startswith(OF_THE_PROGRAM)]
    return StructureDiff([title for title in missing if title not in renamed], renamed, added, moves, changed)


def _suspicious(changed: Changed, sheet: SheetRead) -> bool:
    """Cells may have moved: not where formulas were merely typed over."""
    cells = sheet.cells
    return bool(changed.constants) or any(
        (cell := cells.get(address)) is None or cell.stored is not None for address in changed.formulas
    )


def _alike(issued: IssuedSheet, sheet: SheetRead) -> float:
    """The share of the printed texts that stand in their places."""
    texts = issued.texts
    return sum(sheet.value(address) == text for address, text in texts.items()) / max(len(texts), 1)
