"""Checks whether the stored results are those of the formulas."""

from __future__ import annotations

from collections.abc import Iterator

from xlgen.scheme.sheet_names import FORM
from xlgen.scoring.status import is_blank
from xlgen.submissions.checks.scores import total_of_shown
from xlgen.submissions.compare import HALF_CENT
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings.structure import StructureCode
from xlgen.submissions.intent import display_value
from xlgen.submissions.read import MISSING_FUNCTION_ERRORS
from xlgen.submissions.submission import Submission
from xlgen.workbook.layout import VERDICT_ON_CHECK
from xlgen.xlsx.read.sheet import place_of
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue, ErrorValue, is_number

MAX_CELLS_LISTED = 3
RECOMPUTE = "请用 Excel 或 WPS 打开，按 F9 重新计算，保存后再报送"
MEND_ERRORS = "请找出错误值的来由，改正引起错误的单元格，或用下发的模板重填；报送前看看各项得分是否都已算出"
"""Where formulas fail, computing them again gives the same errors."""


def results(submission: Submission) -> Iterator[Finding]:
    """Scores and total were computed from the present contents of the workbook, and saved with it."""
    scored = submission.scheme.scored
    last = submission.layout.total if scored else VERDICT_ON_CHECK
    sheet, computes = submission.book.sheet(last.sheet), submission.computes(last)
    if computes and sheet is not None and sheet.value(last.address) is None:
        yield finding(StructureCode.NOT_COMPUTED)
        return
    missing = _without_functions(submission)
    if missing:
        first, more = missing[0], f" 等 {len(missing)} 个单元格" if len(missing) > 1 else " "
        yield finding(StructureCode.FUNCTIONS_MISSING, first, cells=f"{first.address}{more}")
        return
    stale = list(_stale_scores(submission)) if _inputs_as_issued(submission) else []
    if not stale and computes and scored:
        stale = list(_stale_total(submission))
    if stale:
        shown = {place: _shown(submission, place) for place, _ in stale}
        listed = stale[:MAX_CELLS_LISTED]
        cells = [f"{place.address} 是 {_display(shown[place])}，应为 {_display(due)}" for place, due in listed]
        more = f"；等 {len(stale)} 处" if len(stale) > MAX_CELLS_LISTED else ""
        failed = any(isinstance(value, ErrorValue) for value in shown.values())
        remedy = MEND_ERRORS if failed else RECOMPUTE
        yield finding(StructureCode.STALE_VALUES, stale[0][0], cells="；".join(cells) + more, remedy=remedy)


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
    printed = {submission.layout.score(key).address for key in submission.layout.spans}
    tables = [place.sheet for place in submission.layout.tables.values()]
    changed = {title: set(submission.structure.changed[title].formulas) for title in (FORM, *tables)}
    changed[FORM] -= printed  # scores typed over are compared with the rule
    prescribed = submission.filling.tables == submission.returned.filling.tables
    return prescribed and not any(changed.values())


def _stale_scores(submission: Submission) -> Iterator[tuple[CellRef, float | None]]:
    comparison = submission.comparison
    for score in comparison.disagreements:
        for key in submission.scheme.form_rows(score.indicator):
            if key not in submission.typed_over and not comparison.row_agrees(score, key):
                due = score.rows[key].score if key in score.rows else None
                yield submission.layout.score(key), due


def _stale_total(submission: Submission) -> Iterator[tuple[CellRef, float | None]]:
    """The total that is due, if the scores shown give another one although all rows in use show a score."""
    comparison, shown = submission.comparison, submission.returned.reported
    due = [key for score in comparison.by_rule.indicators for key in score.rows]
    scores, terms = [value for value in shown.values() if value is not None], comparison.by_rule.terms
    if terms is None or not comparison.by_rule.complete or len(scores) != len(due):
        return
    total, total_shown = total_of_shown(submission, terms), submission.returned.total
    if total_shown is None or abs(total_shown - total) > HALF_CENT:
        yield submission.layout.total, total


def _shown(submission: Submission, place: CellRef) -> CellValue:
    sheet = submission.book.sheet(place.sheet)
    return None if sheet is None else sheet.value(place.address)


def _display(value: CellValue) -> str:
    """A score, or whatever else its cell shows."""
    if is_number(value):
        return f"{value:.2f}"
    is_text = isinstance(value, str) and not isinstance(value, ErrorValue) and not is_blank(value)
    return f"“{display_value(value)}”" if is_text else display_value(value)
