"""Checks whether the stored results are those of the formulas."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import cast

from xlgen.scheme.sheet_names import DATA
from xlgen.scoring.points import form_total
from xlgen.submissions.compare import HALF_CENT
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings import Code
from xlgen.submissions.read import MISSING_FUNCTION_ERRORS
from xlgen.submissions.submission import Submission
from xlgen.xlsx.read.sheet import place_of
from xlgen.xlsx.refs import CellRef

MAX_CELLS_LISTED = 3


def results(submission: Submission) -> Iterator[Finding]:
    """Scores and total were computed from the present contents of the workbook, and saved with it."""
    total = submission.book.sheet(submission.layout.total.sheet)
    computes = submission.computes(submission.layout.total)
    if computes and total is not None and total.value(submission.layout.total.address) is None:
        yield finding(Code.NOT_COMPUTED)
        return
    missing = _without_functions(submission)
    if missing:
        first, more = missing[0], f" 等 {len(missing)} 个单元格" if len(missing) > 1 else " "
        yield finding(Code.FUNCTIONS_MISSING, first, cells=f"{first.address}{more}")
        return
    stale = list(_stale_scores(submission)) if _inputs_as_issued(submission) else []
    if not stale and computes:
        stale = list(_stale_total(submission))
    if stale:
        cells = [
            f"{place.address} 是 {_display_score(shown)}，应为 {_display_score(due)}"
            for place, shown, due in stale[:MAX_CELLS_LISTED]
        ]
        more = f"；等 {len(stale)} 处" if len(stale) > MAX_CELLS_LISTED else ""
        yield finding(Code.STALE_VALUES, stale[0][0], cells="；".join(cells) + more)


def _without_functions(submission: Submission) -> list[CellRef]:
    """The cells that call functions, if the program that saved the workbook did not have them."""
    places = []
    for title in submission.structure.changed:
        issued, sheet = submission.template.issued[title], submission.book.sheet(title)
        cells = {} if sheet is None else sheet.cells
        for address in issued.function_calls:
            cell = cells.get(address)
            if cell is not None and cell.value in MISSING_FUNCTION_ERRORS and issued.is_call(address, cell.stored):
                places.append(place_of(title, address))
    return places


def _inputs_as_issued(submission: Submission) -> bool:
    """Whether the formulas and prescribed values that scores depend on are as issued.

    Otherwise the scores may follow from what is there now, which is reported elsewhere.
    """
    tables = [table.sheet for table in submission.layout.tables.values()]
    sheets = [submission.structure.changed[title] for title in (DATA, *tables)]
    prescribed = submission.filling.tables == submission.returned.filling.tables
    return prescribed and not any(changed.formulas for changed in sheets)


def _stale_scores(submission: Submission) -> Iterator[tuple[CellRef, float | None, float | None]]:
    comparison = submission.comparison
    for score in comparison.disagreements:
        for key in submission.scheme.form_rows(score.indicator):
            if key not in submission.typed_over and not comparison.row_agrees(score, key):
                due = score.rows[key].score if key in score.rows else None
                yield submission.layout.score(key), comparison.returned.reported[key], due


def _stale_total(submission: Submission) -> Iterator[tuple[CellRef, float | None, float | None]]:
    """The total, if it is not the sum of the scores shown although every row in use shows one."""
    comparison, shown = submission.comparison, submission.returned.reported
    due = [key for score in comparison.by_rule.indicators for key in score.rows]
    scores = [value for value in shown.values() if value is not None]
    if not comparison.by_rule.complete or len(scores) != len(due):
        return
    total, total_shown = cast(float, form_total(submission.scheme, math.fsum(scores))), submission.returned.total
    if total_shown is None or abs(total_shown - total) > HALF_CENT:
        yield submission.layout.total, total_shown, total


def _display_score(score: float | None) -> str:
    return "空白" if score is None else f"{score:.2f}"
