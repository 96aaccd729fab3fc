"""通报附表: the units by grade with their scores, and those that did not return a form in time; ready to be printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.rules.expression import Value
from xlgen.scheme.model import Scheme
from xlgen.submissions.unit_row import total_of
from xlgen.summary.database import Summary
from xlgen.summary.standing import ROSTER_COLUMNS, Standing
from xlgen.text import NUMERALS, chinese_day, dictionary_key, one_line
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.list_sheet import MIN_ROW_HEIGHT, add_sheet, put_row, put_title
from xlgen.xlsx.write.row_height import text_height

NOTICE_SHEET = "通报附表"
LATE, ON_PAPER = "未按时报送", "线下报送"
COLUMNS = {"序号": 7, "单位": 44, ROSTER_COLUMNS["parent"][0]: 26, "得分": 9, "备注": 12}
HEAD_ROW = 4
Line = tuple[str, str, float | None, str]
"""A unit, its 主管部门, its score, a remark."""


def write_notice(workbook: Workbook, scheme: Scheme, summary: Summary, standing: Standing) -> None:
    """Add the sheet. All units are held in memory: it is for as many as 汇总表 has."""
    sheet: Worksheet = add_sheet(workbook, NOTICE_SHEET, COLUMNS)
    sheet.page_setup.orientation = "portrait"
    sheet.print_options.horizontalCentered = True
    put_title(sheet, 1, "附表1", styles.PLAIN, len(COLUMNS))
    put_title(sheet, 2, f"{scheme.year}年度{scheme.name}结果", styles.TITLE, len(COLUMNS))
    styles.TITLE(sheet["A2"])
    put_title(sheet, 3, f"{standing.bureau}　{chinese_day(standing.day)}".strip(), styles.PLAIN, len(COLUMNS))
    replace(styles.PLAIN, horizontal="right")(sheet["A3"])
    put_row(sheet, HEAD_ROW, list(COLUMNS), styles.HEAD)
    row = HEAD_ROW
    for numeral, (title, lines) in zip(NUMERALS, sections(scheme, summary), strict=False):
        row += 1
        put_title(sheet, row, f"{numeral}、{title}（{len(lines)}个）", styles.SECTION, len(COLUMNS))
        for number, (unit, parent, score, remark) in enumerate(lines, 1):
            row += 1
            values: list[Value | None] = [number, unit, parent, score, remark]
            put_row(sheet, row, values)
            widths = list(COLUMNS.values())
            sheet.row_dimensions[row].height = max(
                MIN_ROW_HEIGHT, text_height(unit, widths[1], 10), text_height(parent, widths[2], 10)
            )
    sheet.freeze_panes, sheet.print_title_rows = f"A{HEAD_ROW + 1}", f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.print_area = f"A1:E{row}"


def sections(scheme: Scheme, summary: Summary) -> Iterator[tuple[str, Sequence[Line]]]:
    """The grades from the best, each with its units from the best, then the units that are late; none without any."""
    by_grade: Mapping[str, list[Line]] = {
        grade.name: [] for grade in sorted(scheme.grades, key=lambda grade: -grade.at_least)
    }
    for unit, _ in summary.units():
        total = total_of(scheme, unit)
        if total is not None:
            who = one_line("　".join(filter(None, (unit.unit, unit.subject.label))))
            by_grade[scheme.grade(total)].append((who, unit.roster.get("parent", ""), total, ""))
    late: list[Line] = []
    for out in summary.left_out():
        whose = out.whose
        if whose.score is not None:
            by_grade[scheme.grade(whose.score)].append((one_line(out.unit), whose.parent, whose.score, ON_PAPER))
        elif whose.overdue:
            late.append((one_line(out.unit), whose.parent, None, whose.state))
    for grade, lines in by_grade.items():
        if lines:
            yield grade, sorted(lines, key=lambda line: (-(line[2] or 0.0), dictionary_key(line[0])))
    if late:
        yield LATE, sorted(dict.fromkeys(late), key=lambda line: dictionary_key(line[0]))
