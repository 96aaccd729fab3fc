"""The bar above the form: it stays in view, is not printed, and says whether the form is ready and what comes next."""

from __future__ import annotations

from dataclasses import replace

from openpyxl.formatting.rule import Rule
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, call, joined_text
from xlgen.scheme.form import Content
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring.status import OPEN, Status, counted
from xlgen.workbook.layout import BAR_ROW, VERDICT_ON_CHECK, Layout
from xlgen.workbook.sheets.input_list import LINK, RUNNING, STATE, listed
from xlgen.workbook.verdict import NOT_READY, READY
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import merge, put

BAR_HEIGHT = 32.0
VERDICT = CellRef(FORM, "A", BAR_ROW)
TEXT = replace(styles.VERDICT, size=10)
NEXT = replace(styles.LINK, bold=True)


def write_bar(sheet: Worksheet, layout: Layout, frozen: int) -> None:
    """Write the bar; frozen: how many columns stay in view."""
    name = column_index_from_string(layout.form_column(Content.INDICATOR) or "A")
    split = max(1, min(name - 1, frozen - 1))
    statuses, open_points = listed(layout, STATE).reference_from(FORM), listed(layout, RUNNING).reference_from(FORM)
    filled = call("COUNTIF", statuses, Status.FILLED)
    due = ex.total([filled, *[counted(statuses, state) for state in OPEN]])
    verdict = call("LEFT", VERDICT_ON_CHECK.reference_from(FORM), float(len(NOT_READY)))
    text = joined_text([verdict, call("CHAR", 10.0), "已填 ", filled, "/", due])
    found = call("INDEX", listed(layout, LINK).reference_from(FORM), call("MATCH", 1.0, open_points, 0.0))
    link = call("IF", is_ready(layout), "", call("HYPERLINK", found, "下一处"))
    for first, last, value, look in ((1, split, text, TEXT), (split + 1, frozen, link, NEXT)):
        if first > last:
            continue
        for column in range(first, last + 1):
            look(sheet[f"{get_column_letter(column)}{BAR_ROW}"])
        put(sheet, f"{get_column_letter(first)}{BAR_ROW}", value)
        if first < last:
            merge(sheet, f"{get_column_letter(first)}{BAR_ROW}:{get_column_letter(last)}{BAR_ROW}")
    sheet.row_dimensions[BAR_ROW].height = BAR_HEIGHT
    for words, colour in ((NOT_READY, styles.NOTICE_FILL), (READY, styles.DONE_FILL)):
        formula = f'LEFT($A${BAR_ROW},{len(words)})="{words}"'
        rule = Rule(type="expression", dxf=styles.fill_format(colour), formula=[formula])
        sheet.conditional_formatting.add(f"A{BAR_ROW}:{get_column_letter(split)}{BAR_ROW}", rule)


def is_ready(layout: Layout) -> Formula:
    """Whether the form can be handed in, in a formula on the form."""
    return Formula(f'LEFT({VERDICT.reference_from(FORM).text},{len(READY)})="{READY}"', ex.COMPARISON)
