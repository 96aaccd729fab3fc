"""The review workbook: the unit's form, scored by the values of 复核底稿, which a reviewer fills in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from xlgen.reviewing.answers import Answers
from xlgen.reviewing.identity import ReviewIdentity, put_review_identity
from xlgen.reviewing.items import ReviewGroup
from xlgen.reviewing.paper import EFFECTIVE, PERCENT, POINTS, PaperRow, paper_rows
from xlgen.reviewing.paper_sheet import write_paper, write_reasons
from xlgen.reviewing.scoring import ReviewScores, left_by_reasons
from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, call
from xlgen.scheme.sheet_names import CHECK, FORM, GUIDE, LIST, MATERIAL, REASONS, WORKING_PAPER
from xlgen.scoring.form_data import FormData
from xlgen.workbook.build import make_workbook
from xlgen.workbook.layout import BAR_ROW, Layout
from xlgen.xlsx.refs import CellRef, ColumnRange
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import put
from xlgen.xlsx.write.finishing import workbook_bytes

NOT_FOR_REVIEW = (GUIDE, LIST, CHECK, MATERIAL)
"""Sheets that tell the unit how to fill in; formulas read them, and nobody needs them in a review."""
LOCKED, OPEN = Protection(locked=True), Protection(locked=False)
BACK, NO_RETURN = "← 到复核底稿", "复核用表，得分按复核值计，不作报送件"


def review_workbook(
    layout: Layout,
    filling: FormData,
    groups: Sequence[ReviewGroup],
    scores: ReviewScores,
    identity: ReviewIdentity,
    about: str,
    answers: Answers,
) -> bytes:
    """The bytes of a review workbook.

    filling: what the unit filled in; scores: of it, before anything is reviewed; about: which copy it is, a line.
    answers: of a workbook that was taken back before, to be gone on with.
    """
    scheme = layout.scheme
    workbook = make_workbook(scheme, replace(filling, reported={}), identity.unit)
    for sheet in workbook.worksheets:
        for cells in sheet.iter_rows():
            for cell in cells:
                if not cell.protection.locked:
                    cell.protection = LOCKED
    _open_reviewers_columns(workbook, layout)
    paper = workbook.create_sheet(WORKING_PAPER, 0)
    write_reasons(workbook.create_sheet(REASONS, 1), scheme)
    write_paper(paper, layout, groups, scores, about, answers)
    rows = list(paper_rows(groups))
    for row in rows:
        if row.item is not None:
            put(workbook[row.item.place.sheet], row.item.place.address, _effective(row, row.item.place.sheet))
    _cap_scores(workbook, layout, rows)
    _dress_form(workbook, layout)
    for title in NOT_FOR_REVIEW:
        if title in workbook.sheetnames:
            workbook[title].sheet_state = "hidden"
    put_review_identity(workbook, identity)
    workbook.active = 0
    for sheet in workbook.worksheets:
        sheet.sheet_view.tabSelected = sheet.title == WORKING_PAPER
    workbook.properties.title = f"{scheme.title}　复核"
    return workbook_bytes(workbook, scheme.year)


def _effective(row: PaperRow, sheet: str) -> Formula:
    return row.cell(EFFECTIVE).reference_from(sheet)


def _open_reviewers_columns(workbook: Workbook, layout: Layout) -> None:
    """Unlock the columns of the printed form that its issuer keeps for the reviewer."""
    for number, column in enumerate(layout.form_columns, 1):
        for indicator in layout.scheme.table_indicators if column.reviewed else ():
            for row in layout.block(indicator).rows:
                workbook[FORM][f"{get_column_letter(number)}{row}"].protection = OPEN


def _cap_scores(workbook: Workbook, layout: Layout, rows: Sequence[PaperRow]) -> None:
    """Let no printed score exceed what the reasons leave that were chosen in its group."""
    for head in rows:
        if head.item is not None or not head.group.scored:
            continue
        place = layout.score(head.group.key)
        cell = workbook[place.sheet][place.address]
        score = Formula(str(cell.value).removeprefix("="), ex.JOIN)
        last = head.row + len(head.group.items)
        percent = call("MAX", ColumnRange(WORKING_PAPER, PERCENT, head.row, last).reference_from(place.sheet))
        left = ex.as_formula(left_by_reasons(head.cell(POINTS).reference_from(place.sheet), percent))
        taken = Formula(f"{percent.text}>0", ex.COMPARISON)
        capped = call("IF", taken, call("MIN", score, left), score)
        put(workbook[place.sheet], place.address, call("IF", call("ISNUMBER", score), capped, score))


def _dress_form(workbook: Workbook, layout: Layout) -> None:
    """Show the printed form alone: a link back instead of the bar, and at its foot that it is nobody's return."""
    sheet, panel = workbook[FORM], layout.panel
    for letter in (panel.label, panel.value, panel.second, panel.unit, panel.status, panel.result):
        if letter:
            sheet.column_dimensions[letter].hidden = True
    bar = CellRef(FORM, "A", BAR_ROW)
    styles.LINK(put(sheet, bar.address, call("HYPERLINK", f"#{WORKING_PAPER}!A1", BACK)))
    for number in range(2, len(layout.form_columns) + 1):
        sheet[f"{get_column_letter(number)}{BAR_ROW}"].value = None
    if layout.code is not None:
        put(sheet, layout.code.address, NO_RETURN)
