"""指标分析: statistics and reasons for lost points, per indicator and for the total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.worksheet.worksheet import Worksheet

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, Value
from xlgen.scheme.model import Indicator, Scheme
from xlgen.summary.database import ReasonCount
from xlgen.summary.figures import Numbers
from xlgen.text import shorten
from xlgen.workbook.sheets.form_levels import CENTRED as MERGED_LEVEL
from xlgen.workbook.sheets.form_levels import paths_of
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import merge, put
from xlgen.xlsx.write.row_height import text_height
from xlgen.xlsx.write.untrusted import put_untrusted

ANALYSIS_SHEET = "指标分析"
LEVEL_1_COLUMN, LEVEL_2_COLUMN, INDICATOR_COLUMN, POINTS_COLUMN, COUNT_COLUMN = "ABCDE"
MEAN_COLUMN, MIN_COLUMN, MAX_COLUMN, RATE_COLUMN = "FGHI"
DEDUCTED_COLUMN, DEDUCTED_SHARE_COLUMN, REASONS_COLUMN = "JKL"
COLUMN_HEADS = {
    LEVEL_1_COLUMN: ("一级指标", 12),
    LEVEL_2_COLUMN: ("二级指标", 12),
    INDICATOR_COLUMN: ("指标", 30),
    POINTS_COLUMN: ("分值", 8),
    COUNT_COLUMN: ("计分单位数", 10),
    MEAN_COLUMN: ("平均分", 9),
    MIN_COLUMN: ("最低分", 9),
    MAX_COLUMN: ("最高分", 9),
    RATE_COLUMN: ("得分率", 10),
    DEDUCTED_COLUMN: ("扣分单位数", 10),
    DEDUCTED_SHARE_COLUMN: ("扣分面", 10),
    REASONS_COLUMN: ("主要扣分原因（单位数）", 92),
}
COLUMN_STYLES = {
    POINTS_COLUMN: styles.CENTRED,
    COUNT_COLUMN: styles.CENTRED,
    MEAN_COLUMN: styles.CellStyle(horizontal="center", format=styles.SCORE_FORMAT),
    MIN_COLUMN: styles.CellStyle(horizontal="center", format=styles.SCORE_FORMAT),
    MAX_COLUMN: styles.CellStyle(horizontal="center", format=styles.SCORE_FORMAT),
    RATE_COLUMN: styles.CellStyle(horizontal="center", format=styles.PERCENT_FORMAT),
    DEDUCTED_COLUMN: styles.CENTRED,
    DEDUCTED_SHARE_COLUMN: styles.CellStyle(horizontal="center", format=styles.PERCENT_FORMAT),
}
HEAD_ROW, FIRST_ROW = 2, 3
NO_VALUE = "—"
MAX_REASONS, MAX_REASON_LENGTH = 3, 40


def indicator_rows(indicators: Sequence[Indicator]) -> range:
    """The rows of these indicators, which must be the first ones of the form."""
    return range(FIRST_ROW, FIRST_ROW + len(indicators))


def write_analysis(
    sheet: Worksheet,
    scheme: Scheme,
    numbers: Numbers,
    reasons: Mapping[str, Sequence[ReasonCount]],
    notes: Sequence[str],
) -> None:
    """Write the sheet. `reasons`: by indicator id, the most frequent first. `notes`: lines below the table."""
    merge(sheet, f"A1:{REASONS_COLUMN}1")
    styles.TITLE(put(sheet, "A1", f"{scheme.year}年度{scheme.name}指标分析"))
    sheet.row_dimensions[1].height = 36
    for letter, (title, width) in COLUMN_HEADS.items():
        styles.HEAD(put(sheet, f"{letter}{HEAD_ROW}", title))
        sheet.column_dimensions[letter].width = width
    sheet.row_dimensions[HEAD_ROW].height = 24
    for row, indicator in enumerate(scheme.indicators, FIRST_ROW):
        _write_figures(sheet, row, numbers, indicator)
        styles.LABEL(put(sheet, f"{INDICATOR_COLUMN}{row}", indicator.name))
        said = reasons_text(reasons.get(indicator.id, ()))
        put_untrusted(sheet, f"{REASONS_COLUMN}{row}", said, styles.LABEL)
        row_height = max(
            text_height(said, COLUMN_HEADS[REASONS_COLUMN][1], 10),
            text_height(indicator.name, COLUMN_HEADS[INDICATOR_COLUMN][1], 10),
        )
        sheet.row_dimensions[row].height = max(20.0, row_height)
    _write_levels(sheet, scheme)
    total = FIRST_ROW + len(scheme.indicators)
    merge(sheet, f"{LEVEL_1_COLUMN}{total}:{INDICATOR_COLUMN}{total}")
    for letter in (LEVEL_1_COLUMN, LEVEL_2_COLUMN, INDICATOR_COLUMN, REASONS_COLUMN):
        styles.HEAD(sheet[f"{letter}{total}"])
    put(sheet, f"{LEVEL_1_COLUMN}{total}", "总分")
    _write_figures(sheet, total, numbers, None)
    sheet.row_dimensions[total].height = 24
    for row, note in enumerate(notes, total + 1):
        merge(sheet, f"A{row}:{REASONS_COLUMN}{row}")
        styles.PLAIN(put(sheet, f"A{row}", note))
        sheet.row_dimensions[row].height = 20
    sheet.freeze_panes = f"{POINTS_COLUMN}{FIRST_ROW}"
    sheet.print_area, sheet.print_title_rows = f"A1:{REASONS_COLUMN}{total + len(notes)}", f"{HEAD_ROW}:{HEAD_ROW}"


def _write_levels(sheet: Worksheet, scheme: Scheme) -> None:
    paths, indicators = paths_of(scheme), scheme.indicators
    for level, letter in enumerate((LEVEL_1_COLUMN, LEVEL_2_COLUMN)):
        first_row = FIRST_ROW
        for row, indicator in enumerate(indicators, FIRST_ROW):
            path, previous = paths[indicator.id], paths[indicators[row - FIRST_ROW - 1].id] if row > FIRST_ROW else ()
            MERGED_LEVEL(sheet[f"{letter}{row}"])
            if path[level : level + 1] != previous[level : level + 1] or row == FIRST_ROW:
                first_row = row
                put(sheet, f"{letter}{row}", path[level].name if level < len(path) else None)
            following = paths[indicators[row - FIRST_ROW + 1].id] if row - FIRST_ROW + 1 < len(indicators) else ()
            is_last = path[level : level + 1] != following[level : level + 1]
            if is_last and level < len(path) and row > first_row:
                merge(sheet, f"{letter}{first_row}:{letter}{row}")


def _write_figures(sheet: Worksheet, row: int, numbers: Numbers, indicator: Indicator | None) -> None:
    """Write the statistics of an indicator, or of the totals if it is None."""
    figures = numbers.of(indicator, Formula(f"{POINTS_COLUMN}{row}"))
    values: dict[str, Value] = {
        POINTS_COLUMN: NO_VALUE,
        RATE_COLUMN: NO_VALUE,
        COUNT_COLUMN: figures.count,
        DEDUCTED_COLUMN: figures.below_full,
    }
    if indicator is None or indicator.points:
        rate = Formula(f"{MEAN_COLUMN}{row}/{POINTS_COLUMN}{row}", ex.PRODUCT)
        values |= {POINTS_COLUMN: figures.full, RATE_COLUMN: rate if figures.rate is None else figures.rate}
    values |= {MEAN_COLUMN: figures.mean, MIN_COLUMN: figures.minimum, MAX_COLUMN: figures.maximum}
    values |= {DEDUCTED_SHARE_COLUMN: Formula(f"{DEDUCTED_COLUMN}{row}/{COUNT_COLUMN}{row}", ex.PRODUCT)}
    if not figures.scored:
        values |= dict.fromkeys((MEAN_COLUMN, MIN_COLUMN, MAX_COLUMN, RATE_COLUMN, DEDUCTED_SHARE_COLUMN), NO_VALUE)
    for letter, style in COLUMN_STYLES.items():
        style(put(sheet, f"{letter}{row}", values[letter]))


def reasons_text(reasons: Sequence[ReasonCount]) -> str:
    """Reasons, each with the number of units that gave it."""
    texts = [f"{shorten(text, MAX_REASON_LENGTH)}（{count}）" for text, count in reasons]
    return "\n".join(f"{number}. {text}" for number, text in enumerate(texts, 1))
