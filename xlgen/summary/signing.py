"""签批表: the numbers of the campaign, the totals, what was decided, and the lines for whoever signs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.rules.expression import Formula, Value
from xlgen.scheme.model import Scheme
from xlgen.summary.database import Summary
from xlgen.summary.figures import Numbers
from xlgen.summary.standing import Standing
from xlgen.text import chinese_day, one_line
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import merge, put
from xlgen.xlsx.write.list_sheet import MIN_ROW_HEIGHT, add_sheet, put_row, put_title
from xlgen.xlsx.write.row_height import text_height

SIGNING_SHEET = "审核汇总签批表"
COLUMNS = {"日期": 12, "单位": 30, "决定": 12, "内容": 22, "理由": 40, "经办人": 10}
SIGNERS = ("审核人", "科室负责人", "分管领导")
MAX_DECISIONS = 500
"""Decisions that are listed; the others are counted, and stand in the record."""
DECIDED = "作出的决定"


def write_signing(workbook: Workbook, scheme: Scheme, summary: Summary, standing: Standing, numbers: Numbers) -> None:
    """Add the sheet; its means and counts of grades are formulas where 汇总表 has all units."""
    sheet: Worksheet = add_sheet(workbook, SIGNING_SHEET, COLUMNS)
    sheet.print_options.horizontalCentered = True
    width = len(COLUMNS)
    put_title(sheet, 1, f"{scheme.year}年度{scheme.name}审核汇总签批表", styles.TITLE, width)
    put_title(sheet, 2, f"{standing.bureau}　{chinese_day(standing.day)}".strip(), styles.PLAIN, width)
    row = 3
    for row, (label, value) in enumerate(_numbers(scheme, summary, standing, numbers), 4):
        styles.LABEL(put(sheet, f"A{row}", label))
        styles.LABEL(sheet[f"B{row}"])
        merge(sheet, f"A{row}:B{row}")
        styles.CellStyle(horizontal="center", format=styles.SCORE_FORMAT if "分" in label[-1:] else "General")(
            put(sheet, f"C{row}", value)
        )
        sheet.row_dimensions[row].height = MIN_ROW_HEIGHT
    row = _write_decisions(sheet, row + 2, standing)
    for signer in SIGNERS:
        row += 2
        put_title(
            sheet,
            row,
            f"{signer}（签字）：　　　　　　　　　　　　　　　日期：　　　　年　　月　　日",
            styles.PLAIN,
            width,
        )
        sheet.row_dimensions[row].height = 30
    sheet.print_area = f"A1:F{row}"


def _numbers(scheme: Scheme, summary: Summary, standing: Standing, numbers: Numbers) -> Iterator[tuple[str, Value]]:
    yield from standing.counts.items()
    yield "计入汇总的表", summary.counted
    figures = numbers.of(None, Formula(f"{scheme.points:g}"))
    if figures.scored:
        yield from {"平均分": figures.mean, "最高分": figures.maximum, "最低分": figures.minimum}.items()
    for grade in sorted(scheme.grades, key=lambda grade: -grade.at_least):
        yield f"等次为{grade.name}的", numbers.graded(grade.name)


def _write_decisions(sheet: Worksheet, row: int, standing: Standing) -> int:
    """Write what was decided; returns the last row."""
    decisions = standing.decisions
    put_title(sheet, row, f"{DECIDED}（{len(decisions)}项）", styles.SECTION, len(COLUMNS))
    if not decisions:
        return row
    row += 1
    put_row(sheet, row, list(COLUMNS), styles.HEAD)
    widths = list(COLUMNS.values())
    for decision in decisions[:MAX_DECISIONS]:
        row += 1
        texts: Sequence[str] = [one_line(text) for text in decision]
        put_row(sheet, row, texts)
        heights = (text_height(text, width, 10) for text, width in zip(texts, widths, strict=True))
        sheet.row_dimensions[row].height = max(MIN_ROW_HEIGHT, *heights)
    if len(decisions) > MAX_DECISIONS:
        row += 1
        put_title(sheet, row, f"另有 {len(decisions) - MAX_DECISIONS} 项，见下发记录", styles.PLAIN, len(COLUMNS))
    return row
