"""复核底稿: every item with the unit's value, what the reviewer finds, and the scores that follow, live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from openpyxl.formatting.rule import Rule
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.reviewing.answers import AGREED as TICK
from xlgen.reviewing.answers import NO_ANSWER, Answer, Answers, Evidence
from xlgen.reviewing.items import LEFT_BLANK, ReviewGroup, ReviewItem
from xlgen.reviewing.objections import MAX_WORDS
from xlgen.reviewing.paper import (
    ABOUT_ROW,
    AGREED,
    DAY,
    DIFFERENCE,
    EFFECTIVE,
    EVIDENCE,
    FIRST_ROW,
    GRADE,
    HEAD_ROW,
    HEADS,
    LABEL,
    NUMBER,
    OWN,
    OWN_SCORE,
    OWN_TOTAL,
    PAGE,
    PERCENT,
    POINTS,
    PROBLEM,
    REASON,
    REVIEWER,
    REVIEWER_ROW,
    SCORE,
    TITLE_ROW,
    TOTAL,
    TOTAL_ROW,
    UNIT,
    VALUE,
    PaperRow,
    paper_rows,
    row_label,
)
from xlgen.reviewing.scoring import ReviewScores, base_points, final_grade
from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, Value, call, joined_text
from xlgen.rules.rounding import SCORE_PLACES
from xlgen.scheme.input_words import expected
from xlgen.scheme.inputs import Input, InputType
from xlgen.scheme.model import Scheme
from xlgen.scheme.sheet_names import REASONS, WORKING_PAPER
from xlgen.scoring.points import full_points
from xlgen.workbook.build import PAGE_MARGIN
from xlgen.workbook.layout import Layout
from xlgen.workbook.sheets.entry import FORMATS, unit_of
from xlgen.workbook.validation import add_validation
from xlgen.xlsx.refs import CellRef, ColumnRange
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import merge, put
from xlgen.xlsx.write.row_height import text_height
from xlgen.xlsx.write.untrusted import put_untrusted

FIRST_REASON = 3
"""The row of the first reason on the sheet of reasons."""
OPEN = "待复核"
ZOOM = 85
"""With it, all columns are seen on 1366 pixels, also where 宋体 is missing and another font is wider."""
HEAD_LOOK = replace(styles.SECTION, size=10)
CENTRED = replace(styles.CENTRED, size=9)
LABEL_LOOK = replace(styles.LABEL, size=9)
TYPED_LOOK = replace(styles.INPUT, size=9)
WORDS = replace(styles.INPUT_TEXT, size=9)
SCORED = replace(HEAD_LOOK, horizontal="center", format=styles.SCORE_FORMAT)
SIGNATURES = "复核人（签字）：　　　　　　　　　　复核组组长（签字）：　　　　　　　　　　日期：　　　　年　　月　　日"
HOW = (
    "每项填“复核值”，或在“无异议”栏选√（指标一行选√，其下没有填复核值的各项都照自评）；"
    "改了数或选了口径的，写明问题。口径写明比例的，得分不超过分值扣去该比例后的数，同一指标选了几条的取最重的一条。"
)


def write_paper(
    sheet: Worksheet,
    layout: Layout,
    groups: Sequence[ReviewGroup],
    scores: ReviewScores,
    about: str,
    answers: Answers,
) -> None:
    """Write the sheet. scores: the unit's own; about: which copy is reviewed; answers: of an earlier workbook."""
    rows = list(paper_rows(groups))
    _page(sheet, rows)
    _head(sheet, layout, about)
    own = {group.key: group.own for group in scores.groups}
    number = 0
    for row in rows:
        if row.item is None:
            number += 1
            _group(sheet, layout, row, number, own.get(row.group.key))
        else:
            _item(sheet, layout, row, row.item)
        _answered(sheet, layout.scheme, row)
        _said_before(sheet, layout.scheme, row, answers.get(row.key, NO_ANSWER))
    _totals(sheet, layout, rows, scores)
    _choices(sheet, layout.scheme, rows)
    _colours(sheet, rows)
    last = rows[-1].row + 2
    merge(sheet, f"{NUMBER}{last}:{DIFFERENCE}{last}")
    replace(styles.PLAIN, size=11)(put(sheet, f"{NUMBER}{last}", SIGNATURES))
    sheet.row_dimensions[last].height = 30
    sheet.print_area = f"{NUMBER}{TITLE_ROW}:{DIFFERENCE}{last}"


def write_reasons(sheet: Worksheet, scheme: Scheme) -> None:
    """Write the sheet of reasons: what may be chosen, what it takes, when it applies."""
    sheet.protection.sheet = True
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.paperSize = int(Worksheet.PAPERSIZE_A4)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    merge(sheet, "A1:C1")
    styles.TITLE(put(sheet, "A1", "复核扣分口径"))
    sheet.row_dimensions[1].height = 30
    for letter, (text, width) in zip("ABC", (("口径", 40), ("扣分值的%", 12), ("适用情形", 50)), strict=True):
        sheet.column_dimensions[letter].width = width
        styles.HEAD(put(sheet, f"{letter}{FIRST_REASON - 1}", text))
    for row, reason in enumerate(scheme.review.known_reasons, FIRST_REASON):
        styles.LABEL(put(sheet, f"A{row}", reason.label))
        styles.CENTRED(put(sheet, f"B{row}", reason.percent))
        styles.LABEL(put(sheet, f"C{row}", reason.when))
        sheet.row_dimensions[row].height = max(20.0, text_height(reason.when, 50, 10))


def _last_reason(scheme: Scheme) -> int:
    return FIRST_REASON + len(scheme.review.known_reasons) - 1


def _page(sheet: Worksheet, rows: Sequence[PaperRow]) -> None:
    sheet.sheet_view.showGridLines, sheet.sheet_view.zoomScale = False, ZOOM
    sheet.protection.sheet = True
    sheet.protection.formatRows = sheet.protection.formatColumns = False  # False means allowed
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = int(Worksheet.PAPERSIZE_A4)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = PAGE_MARGIN
    margins.bottom = PAGE_MARGIN + 0.2
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="第 &P 页"))
    sheet.page_setup.useFirstPageNumber, sheet.page_setup.firstPageNumber = True, 1
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.freeze_panes = f"{UNIT}{FIRST_ROW}"
    for letter, (text, width) in HEADS.items():
        sheet.column_dimensions[letter].width = width
        replace(styles.HEAD, size=9)(put(sheet, f"{letter}{HEAD_ROW}", text))
    sheet.row_dimensions[HEAD_ROW].height = 24
    for letter in (EFFECTIVE, PERCENT):
        sheet.column_dimensions[letter].hidden = True
    for selection in sheet.sheet_view.selection:
        selection.activeCell = selection.sqref = rows[0].cell(AGREED).address


def _head(sheet: Worksheet, layout: Layout, about: str) -> None:
    merge(sheet, f"{NUMBER}{TITLE_ROW}:{DIFFERENCE}{TITLE_ROW}")
    styles.TITLE(put(sheet, f"{NUMBER}{TITLE_ROW}", f"{layout.scheme.year}年度{layout.scheme.name}复核底稿"))
    sheet.row_dimensions[TITLE_ROW].height = 28
    merge(sheet, f"{NUMBER}{ABOUT_ROW}:{DIFFERENCE}{ABOUT_ROW}")
    put_untrusted(sheet, f"{NUMBER}{ABOUT_ROW}", f"{about}\n{HOW}", styles.PLAIN)
    sheet.row_dimensions[ABOUT_ROW].height = 30
    for first, last, text in ((NUMBER, LABEL, "复核人："), (EVIDENCE, PAGE, "复核日期：")):
        merge(sheet, f"{first}{REVIEWER_ROW}:{last}{REVIEWER_ROW}")
        replace(styles.PLAIN, horizontal="right")(put(sheet, f"{first}{REVIEWER_ROW}", text))
    for letter in (UNIT, OWN, AGREED, VALUE):
        replace(styles.INPUT_TEXT, vertical="center")(sheet[f"{letter}{REVIEWER_ROW}"])
    merge(sheet, f"{UNIT}{REVIEWER_ROW}:{VALUE}{REVIEWER_ROW}")
    replace(styles.INPUT_TEXT, vertical="center", format="@")(sheet[DAY.address])
    assert REVIEWER.column == UNIT, "the merged cell begins there"
    sheet.row_dimensions[REVIEWER_ROW].height = 22


def _group(sheet: Worksheet, layout: Layout, row: PaperRow, number: int, own: float | None) -> None:
    group = row.group
    for letter in HEADS:
        HEAD_LOOK(sheet[row.cell(letter).address])
    replace(HEAD_LOOK, horizontal="center")(put(sheet, row.cell(NUMBER).address, float(number)))
    put_untrusted(sheet, row.cell(LABEL).address, row_label(row), HEAD_LOOK)
    sheet.row_dimensions[row.row].height = max(20.0, text_height(group.title, HEADS[LABEL][1], 10))
    if not group.scored:
        return
    SCORED(put(sheet, row.cell(POINTS).address, _points(layout, group)))
    SCORED(put(sheet, row.cell(OWN_SCORE).address, own))
    assert group.indicator is not None, "scored"
    score, result = (
        layout.score(group.key),
        layout.result(group.indicator),
    )  # a score that is typed stands before all is
    both = Formula(f"COUNT({','.join(each.reference_from(WORKING_PAPER).text for each in (score, result))})=2")
    shown = call("IF", both, score.reference_from(WORKING_PAPER), OPEN)
    SCORED(put(sheet, row.cell(SCORE).address, shown))
    SCORED(put(sheet, row.cell(DIFFERENCE).address, _difference(row.cell(OWN_SCORE), row.cell(SCORE))))


def _difference(own: CellRef, score: CellRef) -> Formula:
    before, after = (each.reference_from(WORKING_PAPER) for each in (own, score))
    less = ex.rounded(after - before, SCORE_PLACES)
    return call("IF", Formula(f"COUNT({before.text},{after.text})=2", ex.COMPARISON), less, "")


def _points(layout: Layout, group: ReviewGroup) -> Value:
    """The full marks of a group, live where the form's are."""
    indicator = group.indicator
    assert indicator is not None, "only groups with points"
    if group.index is not None and indicator.expansion is not None:
        table = indicator.expansion.table
        cell = layout.tables[table].cell(str(indicator.parts[0].row_points), group.index).reference_from(WORKING_PAPER)
        return call("IF", ex.equals(call("LEN", cell), 0.0), "", cell)
    points = full_points(layout.scheme, indicator, layout.numbers(WORKING_PAPER))
    return base_points(indicator, points)


def _item(sheet: Worksheet, layout: Layout, row: PaperRow, item: ReviewItem) -> None:
    shown = FORMATS.get(item.spec.kind, "General")
    CENTRED(sheet[row.cell(NUMBER).address])
    put_untrusted(sheet, row.cell(LABEL).address, row_label(row), LABEL_LOOK)
    unit = "%" if item.spec.kind is InputType.PERCENT else unit_of(layout, item.spec, WORKING_PAPER)
    CENTRED(put(sheet, row.cell(UNIT).address, unit))
    replace(CENTRED, format=shown, shrink=True, wrap=False)(
        put(sheet, row.cell(OWN).address, None if item.blank else item.value)
    )
    replace(TYPED_LOOK, format=shown)(sheet[row.cell(VALUE).address])
    _accept(sheet, row, item)
    for letter in (POINTS, OWN_SCORE, SCORE, DIFFERENCE):
        CENTRED(sheet[row.cell(letter).address])
    sheet.row_dimensions[row.row].height = max(20.0, text_height(row_label(row), HEADS[LABEL][1], 9))


def _accept(sheet: Worksheet, row: PaperRow, item: ReviewItem) -> None:
    spec = item.spec
    if item.options:
        spec = Input.model_validate({"label": spec.label, "kind": InputType.CHOICE, "options": item.options})
    add_validation(sheet, row.cell(VALUE).address, spec, expected(item.spec))


def _answered(sheet: Worksheet, scheme: Scheme, row: PaperRow) -> None:
    """What a reviewer writes in a row, and what follows from it in the hidden columns."""
    fill = styles.SECTION_FILL if row.item is None else styles.INPUT_FILL
    for letter in (AGREED, EVIDENCE, PAGE):
        replace(TYPED_LOOK, format="@", fill=fill)(sheet[row.cell(letter).address])
    for letter in (PROBLEM, REASON):
        replace(WORDS, format="@", vertical="center", fill=fill)(sheet[row.cell(letter).address])
    reason = row.cell(REASON).reference_from(WORKING_PAPER)
    last = _last_reason(scheme)
    known = ColumnRange(REASONS, "A", FIRST_REASON, last).reference_from(WORKING_PAPER)
    percents = ColumnRange(REASONS, "B", FIRST_REASON, last).reference_from(WORKING_PAPER)
    found = call("IFERROR", call("INDEX", percents, call("MATCH", reason, known, 0.0)), 0.0)
    put(sheet, row.cell(PERCENT).address, call("IF", ex.equals(call("LEN", reason), 0.0), "", found))
    if row.item is None:
        return
    value, own = (row.cell(letter).reference_from(WORKING_PAPER) for letter in (VALUE, OWN))
    head = row._replace(row=row.row - 1 - row.group.items.index(row.item))
    ticks = [ex.equals(each.cell(AGREED).reference_from(WORKING_PAPER), TICK) for each in (row, head)]
    stands = call("IF", ex.equals(call("LEN", own), 0.0), "", own)
    entered: Value = call("IF", ex.equals(value, LEFT_BLANK), "", value) if row.item.options else value
    otherwise = call("IF", ex.any_of(ticks), stands, "")
    formula = call("IF", Formula(f"LEN({value.text})>0", ex.COMPARISON), entered, otherwise)
    put(sheet, row.cell(EFFECTIVE).address, formula)


def _said_before(sheet: Worksheet, scheme: Scheme, row: PaperRow, answer: Answer) -> None:
    reasons = {reason.code: reason.label for reason in scheme.review.known_reasons}
    said = {
        AGREED: TICK if answer.agreed else None,
        EVIDENCE: answer.evidence,
        PAGE: answer.page,
        PROBLEM: answer.problem,
        REASON: reasons.get(answer.reason),
        **({VALUE: answer.value} if row.item is not None else {}),
    }
    for letter, value in said.items():
        put(sheet, row.cell(letter).address, value)


def _totals(sheet: Worksheet, layout: Layout, rows: Sequence[PaperRow], scores: ReviewScores) -> None:
    for letter in HEADS:
        HEAD_LOOK(sheet[f"{letter}{TOTAL_ROW}"])
    items = [row for row in rows if row.item is not None]
    merge(sheet, f"{NUMBER}{TOTAL_ROW}:{PAGE}{TOTAL_ROW}")
    merge(sheet, f"{PROBLEM}{TOTAL_ROW}:{REASON}{TOTAL_ROW}")
    first, last = rows[0].row, rows[-1].row
    effective = ColumnRange(WORKING_PAPER, EFFECTIVE, first, last).reference_from(WORKING_PAPER)
    done = ex.as_formula(call("COUNT", effective) + call("COUNTIF", effective, "?*"))  # numbers, and texts that say any
    due = sum(not row.item.blank for row in items if row.item is not None)
    put(sheet, f"{NUMBER}{TOTAL_ROW}", joined_text(["已定 ", done, f" 项；自评有 {due} 项要复核"]))
    total = layout.total.reference_from(WORKING_PAPER)
    HEAD_LOOK(put(sheet, f"{POINTS}{TOTAL_ROW}", "总分"))
    SCORED(put(sheet, OWN_TOTAL.address, scores.own.total))
    SCORED(put(sheet, TOTAL.address, call("IF", call("ISNUMBER", total), total, OPEN)))
    SCORED(put(sheet, f"{DIFFERENCE}{TOTAL_ROW}", _difference(OWN_TOTAL, TOTAL)))
    own, reviewed = (each.reference_from(WORKING_PAPER) for each in (OWN_TOTAL, TOTAL))
    grade = ex.as_formula(final_grade(layout.scheme, own, reviewed))
    before = f"自评等次：{scores.own.grade or '—'}"
    after = joined_text([f"{before}　　复核等次：", grade])
    HEAD_LOOK(put(sheet, GRADE.address, call("IF", call("ISNUMBER", reviewed), after, before)))
    sheet.row_dimensions[TOTAL_ROW].height = 24


def _choices(sheet: Worksheet, scheme: Scheme, rows: Sequence[PaperRow]) -> None:
    first, last = rows[0].row, rows[-1].row
    reasons = ColumnRange(REASONS, "A", FIRST_REASON, _last_reason(scheme)).reference_from(WORKING_PAPER).text
    lists = {
        AGREED: f'"{TICK}"',
        EVIDENCE: f'"{",".join(Evidence)}"',
        REASON: reasons,
    }
    for letter, formula in lists.items():
        validation = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=True)
        validation.errorTitle, validation.error = "填写有误", "请从下拉列表中选。"
        validation.add(f"{letter}{first}:{letter}{last}")
        sheet.add_data_validation(validation)
    words = Input(label="复核意见", kind=InputType.TEXT, required=False, max_length=MAX_WORDS)
    for letter in (PAGE, PROBLEM):
        validation = DataValidation(type="textLength", operator="lessThanOrEqual", formula1=str(words.longest))
        validation.showErrorMessage = True
        validation.errorTitle, validation.error = "填写有误", f"不超过{MAX_WORDS}个字。"
        validation.add(f"{letter}{first}:{letter}{last}")
        sheet.add_data_validation(validation)


def _colours(sheet: Worksheet, rows: Sequence[PaperRow]) -> None:
    """Yellow: still to be decided; red: another value than the unit's, or points taken."""
    first, last = rows[0].row, rows[-1].row
    due = f"AND(LEN(${OWN}{first})>0,LEN(${EFFECTIVE}{first})=0,LEN(${VALUE}{first})=0)"
    changed = f"AND(LEN(${VALUE}{first})>0,NOT(EXACT(${VALUE}{first},${OWN}{first})))"
    less = f"AND(ISNUMBER(${DIFFERENCE}{first}),${DIFFERENCE}{first}<0)"
    for cells, formula, colour in (
        (f"{AGREED}{first}:{VALUE}{last}", due, styles.MISSING_FILL),
        (f"{VALUE}{first}:{VALUE}{last}", changed, styles.INVALID_FILL),
        (f"{SCORE}{first}:{DIFFERENCE}{last}", less, styles.INVALID_FILL),
    ):
        rule = Rule(type="expression", dxf=styles.fill_format(colour), formula=[formula])
        sheet.conditional_formatting.add(cells, rule)
