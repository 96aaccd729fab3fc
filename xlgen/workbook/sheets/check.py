"""校验: the verdict, the first open points with links, and the totals of every level; on one screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from openpyxl.formatting.rule import Rule
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.rules import expression as ex
from xlgen.rules.calls import GRADE
from xlgen.rules.expression import Formula, Text, call, joined_text
from xlgen.rules.grading import grade_of
from xlgen.rules.rounding import SCORE_PLACES
from xlgen.scheme.model import Group, Scheme
from xlgen.scheme.sheet_names import CHECK, LIST
from xlgen.workbook.layout import (
    CODE_ON_CHECK,
    FIRST_GROUP_ROW_ON_CHECK,
    FUNCTIONS_ON_CHECK,
    GRADE_ON_CHECK,
    TOTAL_ON_CHECK,
    VERDICT_ON_CHECK,
    Layout,
)
from xlgen.workbook.sheets import input_list
from xlgen.workbook.sheets.check_code import CODE_LABEL, shown_code
from xlgen.workbook.sheets.input_list import RUNNING, listed
from xlgen.workbook.verdict import NOT_COMPUTED, NOT_READY, READY
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import is_positive, merge, put

FUNCTIONS_READY = "函数加载项：已就绪"
FUNCTIONS_MISSING = "函数加载项：未安装或没有启动，得分不能计算。请照使用手册第四部分处理，再重新打开本表"
FUNCTIONS_NOT_CHECKED = "函数加载项：尚未检查。请点“启用编辑”，得分由加载项计算"
"""What a file says before any program has computed it."""
NUMBER, WHERE, WHAT, STATE, GO, NAME, SCORE, POINTS, RATE = "ABCDEGHIJ"
"""The columns: the open points on the left, the totals on the right."""
WIDTHS = {NUMBER: 5, WHERE: 18, WHAT: 34, STATE: 30, GO: 10, "F": 2, NAME: 24, SCORE: 11, POINTS: 9, RATE: 10}
LISTED = 18
"""How many open points are shown: so many fit on a screen."""
ROW_HEIGHT = 19.0


def write_check_sheet(sheet: Worksheet, layout: Layout) -> None:
    """Write the sheet."""
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    merge(sheet, f"{NUMBER}1:{RATE}1")
    styles.TITLE(put(sheet, f"{NUMBER}1", "校　验"))
    sheet.row_dimensions[1].height = 32
    verdict = VERDICT_ON_CHECK.row
    merge(sheet, f"{NUMBER}{verdict}:{RATE}{verdict}")
    for letter in WIDTHS:
        styles.VERDICT(sheet[f"{letter}{verdict}"])
    put(sheet, VERDICT_ON_CHECK.address, verdict_formula(layout))
    sheet.row_dimensions[verdict].height = 30
    if layout.code is not None:
        styles.HEAD(put(sheet, f"{NAME}{CODE_ON_CHECK.row}", CODE_LABEL))
        styles.CENTRED(put(sheet, CODE_ON_CHECK.address, shown_code(layout, CHECK)))
        sheet.row_dimensions[CODE_ON_CHECK.row].height = ROW_HEIGHT
    _list(sheet, layout)
    end = 0
    if layout.scheme.scored:
        _totals(sheet, layout)
        end = _levels(sheet, layout)
    _colours(sheet)
    sheet.page_setup.orientation = "landscape"
    sheet.print_area = f"{NUMBER}1:{RATE}{max(end, LIST_HEAD_ROW + LISTED + 1)}"
    sheet.freeze_panes = "A4"


LIST_HEAD_ROW = 4
NOTE_ROW = GRADE_ON_CHECK.row + 1
"""Why the total is not the sum of the scores."""


def write_function_status(sheet: Worksheet) -> None:
    """Write whether the functions are there that the scores call: until a program computes it, that nobody knows."""
    look = styles.CellStyle(size=11, bold=True, border=False, wrap=False)
    look(put(sheet, FUNCTIONS_ON_CHECK.address, ex.as_formula(FUNCTIONS_NOT_CHECKED)))
    sheet.row_dimensions[FUNCTIONS_ON_CHECK.row].height = 20
    ready = f'${FUNCTIONS_ON_CHECK.column}${FUNCTIONS_ON_CHECK.row}="{FUNCTIONS_READY}"'
    for formula, colour in ((ready, styles.DONE_FILL), (f"NOT({ready})", styles.NOTICE_FILL)):
        rule = Rule(type="expression", dxf=styles.fill_format(colour), formula=[formula], stopIfTrue=True)
        sheet.conditional_formatting.add(f"A{FUNCTIONS_ON_CHECK.row}:{RATE}{FUNCTIONS_ON_CHECK.row}", rule)


def function_status() -> Formula:
    """Whether the functions are there that the scores call."""
    return call("IF", _without_functions(), FUNCTIONS_MISSING, FUNCTIONS_READY)


def _without_functions() -> Formula:
    return call("ISERROR", call(GRADE, 100.0))


def verdict_formula(layout: Layout, by_functions: bool = False) -> Formula:
    """Whether the form can be handed in.

    by_functions: without the functions that compute the scores, nothing else is said: it would only follow.
    """
    count = call("COUNT", listed(layout, RUNNING).reference_from(CHECK))
    verdict = call("IF", is_positive(count), joined_text([f"{NOT_READY}：还有 ", count, " 处待完善"]), READY)
    return call("IF", _without_functions(), NOT_COMPUTED, verdict) if by_functions else verdict


def _totals(sheet: Worksheet, layout: Layout) -> None:
    total = layout.total.reference_from(CHECK)
    for place, label, value in (
        (TOTAL_ON_CHECK, "总分", total),
        (GRADE_ON_CHECK, "等次", grade_formula(layout.scheme, TOTAL_ON_CHECK.reference_from(CHECK))),
    ):
        styles.HEAD(put(sheet, f"{NAME}{place.row}", label))
        look = styles.CellStyle(size=12, bold=True, horizontal="center", format=styles.SCORE_FORMAT)
        look(put(sheet, place.address, value))
    if layout.total_note is not None:
        note = replace(styles.PLAIN, size=9.0)(put(sheet, f"{NAME}{NOTE_ROW}", layout.total_note.reference_from(CHECK)))
        merge(sheet, f"{note.coordinate}:{RATE}{NOTE_ROW}")
        sheet.row_dimensions[NOTE_ROW].height = 2 * ROW_HEIGHT


def grade_formula(
    scheme: Scheme, total: Formula, graded: Callable[[Formula, Mapping[str, float]], Text] = grade_of
) -> Formula:
    """The grade of the total in a cell."""
    return call("IF", call("ISNUMBER", total), graded(total, scheme.cut_offs), "待填")


def _levels(sheet: Worksheet, layout: Layout) -> int:
    row = FIRST_GROUP_ROW_ON_CHECK - 1
    for letter, text in {NAME: "一级、二级指标", SCORE: "得分", POINTS: "分值", RATE: "得分率"}.items():
        styles.HEAD(put(sheet, f"{letter}{row}", text))
    for row, (depth, group) in enumerate(layout.scheme.levels(), FIRST_GROUP_ROW_ON_CHECK):
        leaves = list(group.leaves())
        lacking = Formula(f"{call('COUNT', *layout.results(leaves, CHECK)).text}<{len(leaves)}", ex.COMPARISON)
        styles.CellStyle(bold=depth == 0)(put(sheet, f"{NAME}{row}", "　" * depth * 2 + group.name))
        summed = ex.rounded(call("SUM", *layout.printed_scores(leaves, CHECK)), SCORE_PLACES)
        look = styles.CellStyle(bold=depth == 0, horizontal="center", format=styles.SCORE_FORMAT)
        look(put(sheet, f"{SCORE}{row}", call("IF", lacking, "待填", summed)))
        styles.CENTRED(put(sheet, f"{POINTS}{row}", layout.applicable_points(leaves, group.points, CHECK)))
        score, full = Formula(f"{SCORE}{row}"), Formula(f"{POINTS}{row}")
        scored = call("ISNUMBER", score)
        if any(leaf.rescales for leaf in leaves):  # perhaps none of them applies
            scored = call("AND", scored, is_positive(full))
        rate = call("IF", scored, score / full, "")
        styles.CellStyle(horizontal="center", format=styles.PERCENT_FORMAT)(put(sheet, f"{RATE}{row}", rate))
    return row


def subtotals(scheme: Scheme) -> Iterator[tuple[CellRef, Group]]:
    """The cells with the score of each level."""
    for row, (_, group) in enumerate(scheme.levels(), FIRST_GROUP_ROW_ON_CHECK):
        yield CellRef(CHECK, SCORE, row), group


def _list(sheet: Worksheet, layout: Layout) -> None:
    """The open points, one below the other: the n-th row shows the n-th."""
    heads = {NUMBER: "序号", WHERE: "指标", WHAT: "待完善的填报项", STATE: "状态", GO: "位置"}
    for letter, text in heads.items():
        styles.HEAD(put(sheet, f"{letter}{LIST_HEAD_ROW}", text))
    running = listed(layout, RUNNING).reference_from(CHECK)
    for number in range(1, LISTED + 1):
        row = LIST_HEAD_ROW + number
        shown = Formula(f"${NUMBER}{row}")
        found = call("MATCH", float(number), running, 0.0)
        put(sheet, f"{NUMBER}{row}", call("IF", call("ISNUMBER", found), float(number), ""))
        sources = {WHERE: input_list.WHERE, WHAT: input_list.WHAT, STATE: input_list.STATE, GO: input_list.LINK}
        for letter, column in sources.items():
            value = call("INDEX", listed(layout, column).reference_from(CHECK), call("MATCH", shown, running, 0.0))
            link = call("HYPERLINK", value, "前往填写") if letter == GO else value
            put(sheet, f"{letter}{row}", call("IF", ex.equals(call("LEN", shown), 0.0), "", link))
        for letter in heads:
            look = styles.LINK if letter == GO else styles.CENTRED if letter == NUMBER else styles.LABEL
            replace(look, size=9.5, border=False, wrap=False)(sheet[f"{letter}{row}"])
        sheet.row_dimensions[row].height = ROW_HEIGHT
    more = Formula(f"{call('COUNT', running).text}-{LISTED}", ex.SUM)
    rest = call("IF", is_positive(more), joined_text(["其余 ", more, f" 处见“{LIST}”"]), "")
    replace(styles.PLAIN, wrap=False)(put(sheet, f"{WHERE}{LIST_HEAD_ROW + LISTED + 1}", rest))
    first = LIST_HEAD_ROW + 1
    sheet.conditional_formatting.add(
        f"{NUMBER}{first}:{GO}{LIST_HEAD_ROW + LISTED}",
        Rule(type="expression", dxf=styles.border_format(), formula=[f"LEN(${NUMBER}{first})>0"]),
    )


def _colours(sheet: Worksheet) -> None:
    for text, colour in ((NOT_READY, styles.NOTICE_FILL), (READY, styles.DONE_FILL)):
        formula = f'LEFT($A${VERDICT_ON_CHECK.row},{len(text)})="{text}"'
        sheet.conditional_formatting.add(
            f"A{VERDICT_ON_CHECK.row}:{RATE}{VERDICT_ON_CHECK.row}",
            Rule(type="expression", dxf=styles.fill_format(colour), formula=[formula], stopIfTrue=True),
        )
