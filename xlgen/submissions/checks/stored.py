"""Checks whether the stored results of all locked formulas are those that the formulas give: texts and measures too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlgen.submissions.checks import computed
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings.structure import StructureCode
from xlgen.submissions.intent import display_value
from xlgen.submissions.submission import Submission
from xlgen.workbook.sheets.check_code import code_cells
from xlgen.xlsx.read.sheet import place_of
from xlgen.xlsx.values import CellValue, ErrorValue, is_number
from xlgen.xlsx.write.styles import SCORE_FORMAT

MAX_CELLS_LISTED = 3
CENT, LAST_DIGITS = 0.01 + 1e-6, 1e-6
"""What programs may differ by: in scores, which some round the other way in rare ties; in other numbers, relatively."""
_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[Ee][+-]?[0-9]+)?")


def results(submission: Submission) -> Iterator[Finding]:
    """Every locked formula was saved with what it gives; where the file says already that it was not, nothing more.

    Whether a program did not compute or somebody changed the file cannot be told apart. A form with changed formulas
    or something open (missing, wrong, unexplained) is sent back already, and engines differ on wrong entries.
    """
    changed = submission.structure.changed
    if len(changed) < len(submission.template.issued) or any(cells.formulas for cells in changed.values()):
        return
    if not submission.comparison.complete or any(computed.results(submission)):
        return
    stale = list(_stale(submission))
    if stale:
        cells = [
            f"{title}!{address} 显示“{display_value(shown)}”，应为“{display_value(due)}”"
            for title, address, shown, due in stale[:MAX_CELLS_LISTED]
        ]
        more = f"；等 {len(stale)} 处" if len(stale) > MAX_CELLS_LISTED else ""
        title, address, *_ = stale[0]
        fields = {"cells": "；".join(cells) + more, "remedy": computed.RECOMPUTE}
        yield finding(StructureCode.STALE_VALUES, place_of(title, address), **fields)


def _stale(submission: Submission) -> Iterator[tuple[str, str, CellValue, CellValue]]:
    """The sheet and address of each cell with another result, what is stored and what its formula gives."""
    constants = {title: changed.constants for title, changed in submission.structure.changed.items()}
    due = submission.template.recalculation.results(submission.book, constants)
    for place, before in code_cells(submission.layout):  # from the scores that are shown, however they were rounded
        due[place.sheet][place.address] = f"{before}{submission.comparison.check_code}"
    for title, issued in submission.template.issued.items():
        sheet = submission.book.sheet(title)
        if sheet is None or not issued.visible:
            continue
        for address, expected in due[title].items():
            shown = sheet.value(address)
            if shown != expected and not same_result(shown, expected, issued.codes.get(address) == SCORE_FORMAT):
                yield title, address, shown, expected


def same_result(shown: CellValue, due: CellValue, is_score: bool) -> bool:
    """Whether two results are the same, apart from what programs differ in. An error of ours proves nothing."""
    if isinstance(due, ErrorValue) or (shown in (None, "") and due in (None, "")):
        return True
    if isinstance(shown, bool) or isinstance(due, bool):
        return shown == due
    if is_number(shown) and is_number(due):
        return _near(shown, due, is_score)
    if isinstance(shown, ErrorValue) or not isinstance(shown, str) or not isinstance(due, str):
        return False
    if _NUMBERS.sub("0", _plain(shown)) != _NUMBERS.sub("0", _plain(due)):
        return False
    pairs = zip(_NUMBERS.findall(shown), _NUMBERS.findall(due), strict=True)
    return all(one == other or ("." in one + other and _near(float(one), float(other), True)) for one, other in pairs)


def _near(one: float, other: float, is_score: bool) -> bool:
    return abs(one - other) <= (CENT if is_score else LAST_DIGITS * max(1.0, abs(one)))


def _plain(text: str) -> str:
    """A text without the space that programs add to or take from texts of several lines."""
    return "".join(text.split())
