"""Whether the results stored in the workbook are those of its formulas."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import cast

from xlgen.scheme.sheet_names import DATA
from xlgen.scoring.points import form_total
from xlgen.submissions.compare import HALF_CENT
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings import Code
from xlgen.submissions.read import NO_FUNCTION
from xlgen.submissions.submission import Submission
from xlgen.xlsx.read.sheet import place_of
from xlgen.xlsx.refs import CellRef

MAX_NAMED = 3


def results(submission: Submission) -> Iterator[Finding]:
    """Scores and total were computed from what stands in the workbook now, and saved with it."""
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
    stale = list(_scores(submission)) if _undisturbed(submission) else []
    if not stale and computes:
        stale = list(_total(submission))
    if stale:
        named = "；".join(
            f"{place.address} 是 {_shown(found)}，应为 {_shown(due)}" for place, found, due in stale[:MAX_NAMED]
        )
        more = f"；等 {len(stale)} 处" if len(stale) > MAX_NAMED else ""
        yield finding(Code.STALE_VALUES, stale[0][0], cells=named + more)


def _without_functions(submission: Submission) -> list[CellRef]:
    """The cells that call functions where the program that saved them had none."""
    found = []
    for title in submission.shape.changed:
        issued, sheet = submission.template.issued[title], submission.book.sheet(title)
        cells = {} if sheet is None else sheet.cells
        for address in issued.function_calls:
            cell = cells.get(address)
            if cell is not None and cell.value in NO_FUNCTION and issued.is_call(address, cell.stored):
                found.append(place_of(title, address))
    return found


def _undisturbed(submission: Submission) -> bool:
    """What scores are computed from is as it was issued; else they may be right by what is there, and that is told."""
    tables = [table.sheet for table in submission.layout.tables.values()]
    feeding = [submission.shape.changed[title] for title in (DATA, *tables)]
    laid_down = submission.filling.tables == submission.returned.filling.tables
    return laid_down and not any(changed.formulas for changed in feeding)


def _scores(submission: Submission) -> Iterator[tuple[CellRef, float | None, float | None]]:
    comparison = submission.comparison
    for score in comparison.disagreements:
        for key in submission.scheme.form_rows(score.indicator):
            if key not in submission.typed_over and not comparison.row_agrees(score, key):
                due = score.rows[key].score if key in score.rows else None
                yield submission.layout.score(key), comparison.returned.reported[key], due


def _total(submission: Submission) -> Iterator[tuple[CellRef, float | None, float | None]]:
    """The total is the sum of the scores that are shown, where every row in use has one."""
    comparison, shown = submission.comparison, submission.returned.reported
    due = [key for score in comparison.by_rule.indicators for key in score.rows]
    scores = [value for value in shown.values() if value is not None]
    if not comparison.by_rule.complete or len(scores) != len(due):
        return
    total, found = cast(float, form_total(submission.scheme, math.fsum(scores))), submission.returned.total
    if found is None or abs(found - total) > HALF_CENT:
        yield submission.layout.total, found, total


def _shown(score: float | None) -> str:
    return "空白" if score is None else f"{score:.2f}"
