"""校验: the verdict, the totals of every level, and a live list of what is missing, each with a link."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from openpyxl.formatting.rule import Rule
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.rules import expression as ex
from xlgen.rules.calls import GRADE
from xlgen.rules.expression import Formula, Text, call, joined_text
from xlgen.rules.grading import grade_of
from xlgen.rules.rounding import SCORE_PLACES
from xlgen.scheme.dependencies import part_of_rows
from xlgen.scheme.form import Content
from xlgen.scheme.model import Group, Scheme
from xlgen.scheme.sheet_names import CHECK, DATA, POINTS_TO_CHECK
from xlgen.scoring.open_points import GENERAL, SCORE_RIGHT
from xlgen.scoring.status import OPEN
from xlgen.text import shorten
from xlgen.workbook.layout import (
    FIRST_GROUP_ROW_ON_CHECK,
    FUNCTIONS_ON_CHECK,
    GRADE_ON_CHECK,
    TOTAL_ON_CHECK,
    VALUE_COLUMN,
    VERDICT_ON_CHECK,
    Layout,
    RowKind,
)
from xlgen.workbook.sheets.data import OWN_WORDS
from xlgen.xlsx.refs import CellRef, ColumnRange
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import is_positive, merge, put
from xlgen.xlsx.write.row_height import text_height

READY, NOT_READY = "可以报送", "暂不能报送"
NOT_COMPUTED = f"{NOT_READY}：函数加载项没有启用，得分没有算出"
FUNCTIONS_READY = "函数加载项：已就绪"
FUNCTIONS_MISSING = "函数加载项：未安装或没有启动，得分不能计算。请照使用手册第四部分处理，再重新打开本表"
FUNCTIONS_NOT_CHECKED = "函数加载项：尚未检查。请点“启用编辑”，得分由加载项计算"
"""What a file says before any program has computed it."""
WIDTHS = {"A": 8, "B": 34, "C": 50, "D": 12, "E": 14}
PRINTED = 20
"""How many open points are printed: so many fit on the page with the totals."""
SUBTOTAL = "C"
"""The column with the scores of the levels."""
RUNNING, STATE, WHERE, WHAT, LINK = "A", "B", "C", "D", "E"
"""The columns of the hidden sheet: running number of the open ones, status, indicator, input, link."""


@dataclass(frozen=True)
class Checkpoint:
    """Something that may be missing: its status cell, where and what it is, and the cell to go to."""

    status: CellRef
    where: str
    what: str
    target: CellRef


def checkpoints(layout: Layout) -> Iterator[Checkpoint]:
    """Everything that may be missing, in the order in which it is filled in."""
    scheme = layout.scheme
    for row in layout.data_rows:
        where = row.indicator.name if row.indicator else GENERAL
        target = CellRef(DATA, VALUE_COLUMN, row.row)
        if row.kind is RowKind.INPUT:
            yield Checkpoint(layout.status(target), where, scheme.all_inputs[row.name].label, target)
        elif row.kind is RowKind.SECTION and row.indicator:
            first = layout.scheme.form_rows(row.indicator)[0]
            yield Checkpoint(layout.status(target), where, SCORE_RIGHT, layout.score(first))
        elif row.kind in OWN_WORDS:
            yield Checkpoint(layout.status(target), where, OWN_WORDS[row.kind].label, target)
        elif row.kind is RowKind.TABLE:
            place = layout.tables[row.name]
            yield Checkpoint(
                layout.status(target), where, _table_need(layout, row.name), CellRef(place.sheet, "B", place.first)
            )


def _table_need(layout: Layout, name: str) -> str:
    table = layout.scheme.tables[name]
    least = f"至少 {table.at_least_rows} 行，" if table.at_least_rows else ""
    need = f"《{table.label}》：{least}每行填全"
    part = part_of_rows(layout.scheme, name)
    if part is not None and part.row_points is not None:
        need += f"，各行分值合计 {part.points:g} 分"
    if table.distinct is None:
        return need
    return f"{need}，“{table.columns[table.distinct.column].label}”至少 {table.distinct.at_least} 种"


def write_points_sheet(sheet: Worksheet, layout: Layout) -> int:
    """Write the hidden list of everything that may be missing; gives its last row."""
    for letter, text in {RUNNING: "序号", STATE: "状态", WHERE: "指标", WHAT: "填报项", LINK: "位置"}.items():
        put(sheet, f"{letter}1", text)
    row = 1
    for row, point in enumerate(checkpoints(layout), 2):
        state = Formula(f"{STATE}{row}")
        is_open = ex.any_of([ex.equals(state, each) for each in OPEN])
        put(sheet, f"{RUNNING}{row}", call("IF", is_open, Formula(f"MAX({RUNNING}$1:{RUNNING}{row - 1})+1"), ""))
        put(sheet, f"{STATE}{row}", point.status.reference_from(POINTS_TO_CHECK))
        put(sheet, f"{WHERE}{row}", point.where)
        put(sheet, f"{WHAT}{row}", shorten(point.what, 60))
        put(sheet, f"{LINK}{row}", f"#{point.target.reference_from('').text.replace('$', '')}")
    return row


def listed(column: str, last: int) -> ColumnRange:
    """A column of the hidden list."""
    return ColumnRange(POINTS_TO_CHECK, column, 2, last)


def write_check_sheet(sheet: Worksheet, layout: Layout, last: int) -> None:
    """Write the sheet; `last` is the last row of the hidden list."""
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    merge(sheet, "A1:E1")
    styles.TITLE(put(sheet, "A1", "校　验"))
    sheet.row_dimensions[1].height = 32
    merge(sheet, f"A{VERDICT_ON_CHECK.row}:E{VERDICT_ON_CHECK.row}")
    for letter in WIDTHS:
        styles.VERDICT(sheet[f"{letter}{VERDICT_ON_CHECK.row}"])
    put(sheet, VERDICT_ON_CHECK.address, verdict_formula(last))
    sheet.row_dimensions[VERDICT_ON_CHECK.row].height = 30
    _totals(sheet, layout)
    end = _levels(sheet, layout)
    _list(sheet, end + 2, last)
    _colours(sheet)
    sheet.freeze_panes = "A4"


def write_function_status(sheet: Worksheet) -> None:
    """Write whether the functions are there that the scores call: until a program computes it, that nobody knows.

    The cell is not merged: in Microsoft 365 its formula is stored as an array, which merged cells cannot hold.
    """
    look = styles.CellStyle(size=11, bold=True, border=False, wrap=False)
    look(put(sheet, FUNCTIONS_ON_CHECK.address, ex.as_formula(FUNCTIONS_NOT_CHECKED)))
    sheet.row_dimensions[FUNCTIONS_ON_CHECK.row].height = 20
    ready = f'${FUNCTIONS_ON_CHECK.column}${FUNCTIONS_ON_CHECK.row}="{FUNCTIONS_READY}"'
    for formula, colour in ((ready, styles.DONE_FILL), (f"NOT({ready})", styles.NOTICE_FILL)):
        rule = Rule(type="expression", dxf=styles.fill_format(colour), formula=[formula], stopIfTrue=True)
        sheet.conditional_formatting.add(f"A{FUNCTIONS_ON_CHECK.row}:E{FUNCTIONS_ON_CHECK.row}", rule)


def function_status() -> Formula:
    """Whether the functions are there that the scores call."""
    return call("IF", _without_functions(), FUNCTIONS_MISSING, FUNCTIONS_READY)


def _without_functions() -> Formula:
    return call("ISERROR", call(GRADE, 100.0))


def verdict_formula(last: int, by_functions: bool = False) -> Formula:
    """Whether the form can be handed in; last is the last row of the hidden list.

    by_functions: without the functions that compute the scores, nothing else is said: it would only follow.
    """
    count = call("COUNT", listed(RUNNING, last).reference_from(CHECK))
    verdict = call("IF", is_positive(count), joined_text([f"{NOT_READY}：还有 ", count, " 处待完善"]), READY)
    return call("IF", _without_functions(), NOT_COMPUTED, verdict) if by_functions else verdict


def _totals(sheet: Worksheet, layout: Layout) -> None:
    total = layout.total.reference_from(CHECK)
    for place, label, value in (
        (TOTAL_ON_CHECK, "总分", total),
        (GRADE_ON_CHECK, "等次", grade_formula(layout.scheme, TOTAL_ON_CHECK.reference_from(CHECK))),
    ):
        styles.HEAD(put(sheet, f"B{place.row}", label))
        look = styles.CellStyle(size=12, bold=True, horizontal="center", format=styles.SCORE_FORMAT)
        look(put(sheet, place.address, value))
        sheet.row_dimensions[place.row].height = 22


def grade_formula(
    scheme: Scheme, total: Formula, graded: Callable[[Formula, Mapping[str, float]], Text] = grade_of
) -> Formula:
    """The grade of the total in a cell."""
    return call("IF", call("ISNUMBER", total), graded(total, scheme.cut_offs), "待填")


def _levels(sheet: Worksheet, layout: Layout) -> int:
    row = FIRST_GROUP_ROW_ON_CHECK - 1
    for letter, text in {"B": "一级、二级指标", "C": "得分", "D": "分值", "E": "得分率"}.items():
        styles.HEAD(put(sheet, f"{letter}{row}", text))
    for row, (depth, group) in enumerate(layout.scheme.levels(), FIRST_GROUP_ROW_ON_CHECK):
        leaves = list(group.leaves())
        scores = layout.form_range(leaves, Content.SCORE).reference_from(CHECK)
        due = ex.as_formula(layout.expected_score_count(leaves, CHECK))
        lacking = Formula(f"{call('COUNT', scores).text}<{due.text}", ex.COMPARISON)
        styles.CellStyle(bold=depth == 0)(put(sheet, f"B{row}", "　" * depth * 2 + group.name))
        summed = ex.rounded(call("SUM", scores), SCORE_PLACES)
        look = styles.CellStyle(bold=depth == 0, horizontal="center", format=styles.SCORE_FORMAT)
        look(put(sheet, f"{SUBTOTAL}{row}", call("IF", lacking, "待填", summed)))
        styles.CENTRED(put(sheet, f"D{row}", layout.level_points(leaves, group.points, CHECK)))
        rate = call("IF", call("ISNUMBER", Formula(f"C{row}")), Formula(f"C{row}/D{row}", ex.PRODUCT), "")
        styles.CellStyle(horizontal="center", format=styles.PERCENT_FORMAT)(put(sheet, f"E{row}", rate))
        sheet.row_dimensions[row].height = 18
    return row


def subtotals(scheme: Scheme) -> Iterator[tuple[CellRef, Group]]:
    """The cells with the score of each level."""
    for row, (_, group) in enumerate(scheme.levels(), FIRST_GROUP_ROW_ON_CHECK):
        yield CellRef(CHECK, SUBTOTAL, row), group


def _list(sheet: Worksheet, head: int, last: int) -> None:
    """The open ones, one below the other: the n-th row shows the n-th."""
    for letter, text in {
        "A": "序号",
        "B": "指标",
        "C": f"待完善的填报项（打印前{PRINTED}处）",
        "D": "状态",
        "E": "位置",
    }.items():
        styles.HEAD(put(sheet, f"{letter}{head}", text))
    running = listed(RUNNING, last).reference_from(CHECK)
    count = call("COUNT", running)
    for number in range(1, last):
        row = head + number
        shown = Formula(f"$A{row}")
        put(sheet, f"A{row}", call("IF", Formula(f"{count.text}>={number}", ex.COMPARISON), float(number), ""))
        for letter, column in {"B": WHERE, "C": WHAT, "D": STATE, "E": LINK}.items():
            found = call("INDEX", listed(column, last).reference_from(CHECK), call("MATCH", shown, running, 0.0))
            value = call("HYPERLINK", found, "前往填写") if letter == "E" else found
            put(sheet, f"{letter}{row}", call("IF", ex.equals(shown, ""), "", value))
        for letter in WIDTHS:
            look = styles.LINK if letter == "E" else styles.LABEL if letter in "BC" else styles.CENTRED
            replace(look, border=False)(sheet[f"{letter}{row}"])
        sheet.row_dimensions[row].height = text_height("　" * 30, WIDTHS["C"], styles.LABEL.size)
    sheet.conditional_formatting.add(
        f"A{head + 1}:E{head + last - 1}",
        Rule(type="expression", dxf=styles.border_format(), formula=[f'$A{head + 1}<>""'], stopIfTrue=False),
    )
    sheet.print_area = f"A1:E{head + min(last - 1, PRINTED)}"


def _colours(sheet: Worksheet) -> None:
    for text, colour in ((NOT_READY, styles.NOTICE_FILL), (READY, styles.DONE_FILL)):
        formula = f'LEFT($A${VERDICT_ON_CHECK.row},{len(text)})="{text}"'
        sheet.conditional_formatting.add(
            f"A{VERDICT_ON_CHECK.row}:E{VERDICT_ON_CHECK.row}",
            Rule(type="expression", dxf=styles.fill_format(colour), formula=[formula], stopIfTrue=True),
        )
