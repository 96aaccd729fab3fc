"""Finds the issued sheets in a returned workbook: by their names, else by their texts."""

from __future__ import annotations

from collections.abc import Sequence

from xlgen.submissions.alignment import as_text
from xlgen.submissions.issued import IssuedSheet
from xlgen.xlsx.read.sheet import SheetRead

MIN_SHARE_OF_TEXTS, MIN_TEXTS = 0.3, 3
"""A sheet that has less in common with the template's is another sheet."""


def sheets_of(issued: Sequence[IssuedSheet], sheets: Sequence[SheetRead]) -> dict[str, SheetRead]:
    """The returned sheet of each issued one, by its title: the one of that name, or the one that has its texts."""
    texts = {sheet.title: frozenset(as_text(cell.value) for cell in sheet.cells.values()) for sheet in sheets}
    shares = [
        (template.title == sheet.title, share, template.title, sheet)
        for template in issued
        for sheet in sheets
        if (share := _share_of_texts(template, texts[sheet.title])) >= MIN_SHARE_OF_TEXTS
    ]
    found: dict[str, SheetRead] = {}
    taken: set[str] = set()
    for _, _, title, sheet in sorted(shares, key=lambda each: each[:2], reverse=True):
        if title not in found and sheet.title not in taken:
            found[title] = sheet
            taken.add(sheet.title)
    return found


def _share_of_texts(issued: IssuedSheet, texts: frozenset[str]) -> float:
    """What the texts of a sheet have in common with the printed ones, as a share of the fewer of them.

    A form that was typed from paper lacks the texts beside it, which are the most.
    """
    own = {text for value in issued.constants.values() if len(text := as_text(value)) > 1}
    common = own & texts
    return len(common) / min(len(own), len(texts)) if len(common) >= MIN_TEXTS else 0.0
