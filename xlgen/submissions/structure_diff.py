"""Compares the structure of a submitted workbook with its template: sheets, rows and columns, locked cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlgen.scheme.sheet_names import GUIDE, IDENTITY
from xlgen.submissions.issued import IssuedSheet
from xlgen.submissions.row_shift import RowShift, find_row_shift
from xlgen.xlsx.read.sheet import SheetRead
from xlgen.xlsx.read.workbook import WorkbookRead

MIN_SHARE_IN_PLACE = 0.6
"""A sheet with at least this share of a missing sheet's texts in place is that sheet under another name."""
WPS_SHEET_PREFIX = "WpsReserved"
"""Prefix of the names of the hidden sheets in which WPS keeps pictures."""
MIN_SHARE_ALIKE = 0.5
"""A sheet that has at least this share of another's texts, wherever they stand, looks like it."""


@dataclass(frozen=True)
class ChangedCells:
    """The addresses of a sheet's locked cells that differ from the issued ones."""

    constants: Sequence[str]
    formulas: Sequence[str]


@dataclass(frozen=True)
class StructureDiff:
    """What happened to the sheets of the template in a submitted workbook."""

    missing: Sequence[str]
    renamed: Mapping[str, str]  # old name to new name
    added: Sequence[str]
    doubles: Mapping[str, str]  # those of them that look like a sheet of the template, which is given
    row_shifts: Mapping[str, RowShift]
    changed: Mapping[str, ChangedCells]  # for sheets with rows and columns as issued

    @property
    def formulas_comparable(self) -> bool:
        """Whether formulas still refer to the same places: programs rewrite them when cells or sheets move."""
        return not {*self.missing, *self.renamed, *self.row_shifts} - {GUIDE, IDENTITY}


def structure_diff(book: WorkbookRead, issued: Mapping[str, IssuedSheet]) -> StructureDiff:
    """Compare a workbook with the sheets of its template. Raises UnreadableError if a sheet is broken."""
    sheets = {title: sheet for title in book.titles if (sheet := book.sheet(title)) is not None}
    missing = [title for title in (*issued, IDENTITY) if title not in sheets]
    extra = [title for title in book.titles if title not in issued and title != IDENTITY]
    renamed: dict[str, str] = {}
    for title in missing:
        candidates = [name for name in extra if name in sheets and name not in renamed.values()]
        if title in issued and candidates:
            best = max(candidates, key=lambda name: _share_in_place(issued[title], sheets[name]))
            if _share_in_place(issued[title], sheets[best]) >= MIN_SHARE_IN_PLACE:
                renamed[title] = best
    row_shifts: dict[str, RowShift] = {}
    changed: dict[str, ChangedCells] = {}
    for title, printed in issued.items():
        if title in sheets:
            cells = ChangedCells(printed.changed_constants(sheets[title]), printed.changed_formulas(sheets[title]))
            row_shift = find_row_shift(printed, sheets[title]) if _may_have_moved(cells, sheets[title]) else None
            if row_shift is None:
                changed[title] = cells
            else:
                row_shifts[title] = row_shift
    added = [name for name in extra if name not in renamed.values() and not _is_of_wps(book, name)]
    missing = [title for title in missing if title not in renamed]
    return StructureDiff(missing, renamed, added, _doubles(book, issued, added), row_shifts, changed)


def _may_have_moved(changed: ChangedCells, sheet: SheetRead) -> bool:
    """Whether cells may have moved; not if formulas were merely typed over."""
    cells = sheet.cells
    return bool(changed.constants) or any(
        (cell := cells.get(address)) is None or cell.stored is not None for address in changed.formulas
    )


def _is_of_wps(book: WorkbookRead, title: str) -> bool:
    """Whether WPS wrote a sheet for itself, so that nobody sees it."""
    return title.startswith(WPS_SHEET_PREFIX) and any(
        sheet.title == title and sheet.state != "visible" for sheet in book.sheets
    )


def _doubles(book: WorkbookRead, issued: Mapping[str, IssuedSheet], added: Sequence[str]) -> dict[str, str]:
    """The visible sheets that may be taken for one of the template, each with the latter's name."""
    doubles = {}
    for entry in book.sheets:
        sheet = book.sheet(entry.title) if entry.title in added and entry.state == "visible" else None
        like = next((own.title for own in issued.values() if sheet and _resembles(own, sheet)), None)
        if like is not None:
            doubles[entry.title] = like
    return doubles


def _resembles(issued: IssuedSheet, sheet: SheetRead) -> bool:
    """Whether a sheet may be taken for one of the template."""
    texts, present = set(issued.texts.values()), {cell.value for cell in sheet.cells.values()}
    return issued.visible and bool(texts) and len(texts & present) >= MIN_SHARE_ALIKE * len(texts)


def _share_in_place(issued: IssuedSheet, sheet: SheetRead) -> float:
    """The share of the printed texts that are in place."""
    texts = issued.texts
    return sum(sheet.value(address) == text for address, text in texts.items()) / max(len(texts), 1)
