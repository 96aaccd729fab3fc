"""指标分析: for each indicator and the total, how the units did and why they lost points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.worksheet.worksheet import Worksheet

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, Value
from xlgen.scheme.model import Indicator, Scheme
from xlgen.summary.database import Reason
from xlgen.summary.figures import Numbers
from xlgen.text import shorten
from xlgen.workbook.sheets.form import MERGED_LEVEL, paths_of
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import merge, put
from xlgen.xlsx.write.row_height import height
from xlgen.xlsx.write.untrusted import put_untrusted

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
MAX_REASONS, MAX_REASON_LENGTH = 3, 40


def rows_of(indicators: Sequence[Indicator]) -> range:
    """The rows of these indicators, the first ones of the form."""
    return range(FIRST, FIRST + len(indicators))


def write_analysis(
    sheet: Worksheet, scheme: Scheme, numbers: Numbers, reasons: Mapping[str, Sequence[Reason]], notes: Sequence[str]
) -> None:
    """Write the sheet; reasons by indicator, the most frequent first; notes: what is said below the table."""
    merge(sheet, f"A1:{WHY}1")
    styles.TITLE(put(sheet, "A1", f"{scheme.year}年度{scheme.name}指标分析"))
    sheet.row_dimensions[1].height = 36
    for letter, (title, width) in HEADS.items():
        styles.HEAD(put(sheet, f"{letter}{HEAD_ROW}", title))
        sheet.column_dimensions[letter].width = width
    sheet.row_dimensions[HEAD_ROW].height = 24
    for row, each in enumerate(scheme.indicators, FIRST):
        _numbers(sheet, row, numbers, each)
        styles.LABEL(put(sheet, f"{INDICATOR}{row}", each.name))
        why = _words(reasons.get(each.id, ()))
        put_untrusted(sheet, f"{WHY}{row}", why, styles.LABEL)
        tallest = max(height(why, HEADS[WHY][1], 10), height(each.name, HEADS[INDICATOR][1], 10))
        sheet.row_dimensions[row].height = max(20.0, tallest)
    _levels(sheet, scheme)
    total = FIRST + len(scheme.indicators)
    merge(sheet, f"{LEVEL_1}{total}:{INDICATOR}{total}")
    for letter in (LEVEL_1, LEVEL_2, INDICATOR, WHY):
        styles.HEAD(sheet[f"{letter}{total}"])
    put(sheet, f"{LEVEL_1}{total}", "总分")
    _numbers(sheet, total, numbers, None)
    sheet.row_dimensions[total].height = 24
    for row, note in enumerate(notes, total + 1):
        merge(sheet, f"A{row}:{WHY}{row}")
        styles.PLAIN(put(sheet, f"A{row}", note))
        sheet.row_dimensions[row].height = 20
    sheet.freeze_panes = f"{POINTS}{FIRST}"
    sheet.print_area, sheet.print_title_rows = f"A1:{WHY}{total + len(notes)}", f"{HEAD_ROW}:{HEAD_ROW}"


def _levels(sheet: Worksheet, scheme: Scheme) -> None:
    paths, indicators = paths_of(scheme), scheme.indicators
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


def _numbers(sheet: Worksheet, row: int, numbers: Numbers, indicator: Indicator | None) -> None:
    """The statistics of an indicator, or of the totals."""
    figures = numbers.of(indicator, Formula(f"{POINTS}{row}"))
    values: dict[str, Value] = {POINTS: NONE, RATE: NONE, COUNT: figures.count, LOST: figures.lost}
    if indicator is None or indicator.points:
        rate = Formula(f"{MEAN}{row}/{POINTS}{row}", ex.PRODUCT)
        values |= {POINTS: figures.full, RATE: rate if figures.rate is None else figures.rate}
    values |= {MEAN: figures.mean, LEAST: figures.least, MOST: figures.most}
    values |= {SHARE: Formula(f"{LOST}{row}/{COUNT}{row}", ex.PRODUCT)}
    if not figures.scored:
        values |= dict.fromkeys((MEAN, LEAST, MOST, RATE, SHARE), NONE)
    for letter, look in LOOKS.items():
        look(put(sheet, f"{letter}{row}", values[letter]))


def _words(reasons: Sequence[Reason]) -> str:
    """Reasons, each with the number of units that give it."""
    texts = [f"{shorten(text, MAX_REASON_LENGTH)}（{count}）" for text, count in reasons]
    return "\n".join(f"{number}. {text}" for number, text in enumerate(texts, 1))
