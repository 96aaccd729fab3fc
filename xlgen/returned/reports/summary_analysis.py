"""指标分析: for each indicator and the total, how the units did and why they lost points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from openpyxl.worksheet.worksheet import Worksheet

from xlgen.returned.reports.summary_table import SUMMARY, TOTAL, SummaryLayout, put_words
from xlgen.returned.summary import Summary
from xlgen.returned.unit_row import is_scored
from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, Value, call
from xlgen.scheme.model import Indicator
from xlgen.workbook import styles
from xlgen.workbook.cells import Place, merge, put
from xlgen.workbook.form_sheet import MERGED_LEVEL, paths_of
from xlgen.workbook.text_height import height

ANALYSIS = "指标分析"
LEVEL_1, LEVEL_2, INDICATOR, POINTS, COUNT, MEAN, LEAST, MOST, RATE, LOST, SHARE, WHY = "ABCDEFGHIJKL"
HEADS = {
    LEVEL_1: ("一级指标", 12),
    LEVEL_2: ("二级指标", 12),
    INDICATOR: ("指标", 30),
    POINTS: ("分值", 8),
    COUNT: ("计分单位数", 10),
    MEAN: ("平均分", 9),
    LEAST: ("最低分", 9),
    MOST: ("最高分", 9),
    RATE: ("得分率", 10),
    LOST: ("扣分单位数", 10),
    SHARE: ("扣分面", 10),
    WHY: ("主要扣分原因（单位数）", 92),
}
LOOKS = {
    POINTS: styles.CENTRED,
    COUNT: styles.CENTRED,
    MEAN: styles.Look(horizontal="center", format=styles.SCORE_FORMAT),
    LEAST: styles.Look(horizontal="center", format=styles.SCORE_FORMAT),
    MOST: styles.Look(horizontal="center", format=styles.SCORE_FORMAT),
    RATE: styles.Look(horizontal="center", format=styles.PERCENT_FORMAT),
    LOST: styles.CENTRED,
    SHARE: styles.Look(horizontal="center", format=styles.PERCENT_FORMAT),
}
HEAD_ROW, FIRST = 2, 3
NONE = "—"
MOVED = (
    "注：指标不适用的，其分值调整到其他指标；有关指标的得分率、扣分单位数按各单位调整后的分值计算（见“汇总表”右侧）。"
)
MOST_REASONS, LONGEST_REASON = 3, 40


def rows_of(indicators: Sequence[Indicator]) -> range:
    """The rows of these indicators, the first ones of the form."""
    return range(FIRST, FIRST + len(indicators))


def write_analysis(sheet: Worksheet, layout: SummaryLayout, summary: Summary) -> None:
    """Write the sheet."""
    merge(sheet, f"A1:{WHY}1")
    styles.TITLE(put(sheet, "A1", f"{layout.scheme.year}年度{layout.scheme.name}指标分析"))
    sheet.row_dimensions[1].height = 36
    for letter, (title, width) in HEADS.items():
        styles.HEAD(put(sheet, f"{letter}{HEAD_ROW}", title))
        sheet.column_dimensions[letter].width = width
    sheet.row_dimensions[HEAD_ROW].height = 24
    reasons = summary.reasons
    for row, each in enumerate(layout.scheme.indicators, FIRST):
        scored = any(is_scored(each, unit) for unit in summary.units)
        _numbers(sheet, layout, row, layout.scores[each.id], each.points, layout.moved.get(each.id), scored)
        styles.LABEL(put(sheet, f"{INDICATOR}{row}", each.name))
        why = _words(reasons.get(each.id, Counter()))
        put_words(sheet, f"{WHY}{row}", why, styles.LABEL)
        tallest = max(height(why, HEADS[WHY][1], 10), height(each.name, HEADS[INDICATOR][1], 10))
        sheet.row_dimensions[row].height = max(20.0, tallest)
    _levels(sheet, layout)
    total = FIRST + len(layout.scheme.indicators)
    merge(sheet, f"{LEVEL_1}{total}:{INDICATOR}{total}")
    for letter in (LEVEL_1, LEVEL_2, INDICATOR, WHY):
        styles.HEAD(sheet[f"{letter}{total}"])
    put(sheet, f"{LEVEL_1}{total}", "总分")
    ranked = any(None not in unit.scores.values() for unit in summary.units)
    _numbers(sheet, layout, total, TOTAL, layout.scheme.points, None, ranked)
    sheet.row_dimensions[total].height = 24
    last = total + bool(layout.moved)
    if layout.moved:
        merge(sheet, f"A{last}:{WHY}{last}")
        styles.PLAIN(put(sheet, f"A{last}", MOVED))
        sheet.row_dimensions[last].height = 20
    sheet.freeze_panes = f"{POINTS}{FIRST}"
    sheet.print_area, sheet.print_title_rows = f"A1:{WHY}{last}", f"{HEAD_ROW}:{HEAD_ROW}"


def _levels(sheet: Worksheet, layout: SummaryLayout) -> None:
    paths, indicators = paths_of(layout.scheme), layout.scheme.indicators
    for level, letter in enumerate((LEVEL_1, LEVEL_2)):
        begun = FIRST
        for row, each in enumerate(indicators, FIRST):
            path, above = paths[each.id], paths[indicators[row - FIRST - 1].id] if row > FIRST else ()
            MERGED_LEVEL(sheet[f"{letter}{row}"])
            if path[level : level + 1] != above[level : level + 1] or row == FIRST:
                begun = row
                put(sheet, f"{letter}{row}", path[level].name if level < len(path) else None)
            following = paths[indicators[row - FIRST + 1].id] if row - FIRST + 1 < len(indicators) else ()
            ends = path[level : level + 1] != following[level : level + 1]
            if ends and level < len(path) and row > begun:
                merge(sheet, f"{letter}{begun}:{letter}{row}")


def _numbers(
    sheet: Worksheet, layout: SummaryLayout, row: int, column: str, full: float, moved: str | None, scored: bool
) -> None:
    """The statistics over a column of 汇总表; moved: the column with the full marks, where they move."""
    scores = layout.column(column).seen_from(ANALYSIS)
    here = Formula(f"{POINTS}{row}")
    values: dict[str, Value] = {POINTS: NONE, RATE: NONE}
    if full:
        values |= {POINTS: Place(SUMMARY, column, layout.points_row).seen_from(ANALYSIS)}
        values |= {RATE: Formula(f"{MEAN}{row}/{POINTS}{row}", ex.PRODUCT)}
    lost = call("COUNTIF", scores, ex.joined_text(["<", here]) if full else "<0")
    if moved is not None:
        own = layout.column(moved).seen_from(ANALYSIS)
        values |= {RATE: call("SUM", scores) / call("SUM", own)}
        lost = call("SUMPRODUCT", Formula(f"--({scores.text}<{own.text})"))
    values |= {COUNT: call("COUNT", scores), LOST: lost, SHARE: Formula(f"{LOST}{row}/{COUNT}{row}", ex.PRODUCT)}
    values |= {MEAN: call("AVERAGE", scores), LEAST: call("MIN", scores), MOST: call("MAX", scores)}
    if not scored:
        values |= dict.fromkeys((MEAN, LEAST, MOST, RATE, SHARE), NONE)
    for letter, look in LOOKS.items():
        look(put(sheet, f"{letter}{row}", values[letter]))


def _words(reasons: Counter[str]) -> str:
    """The most frequent reasons, each with the number of units that give it."""
    frequent = sorted(reasons.items(), key=lambda each: (-each[1], each[0]))[:MOST_REASONS]
    return "\n".join(f"{number}. {_cut(text)}（{count}）" for number, (text, count) in enumerate(frequent, 1))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_REASON else f"{text[: LONGEST_REASON - 1]}…"
