"""汇总表: a row per unit and a column per indicator, with totals, grades and ranks as formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, Value, call
from xlgen.rules.rounding import SCORE_PLACES
from xlgen.scheme.model import Group, Indicator, Scheme
from xlgen.scoring.status import Status
from xlgen.scoring.total import TotalTerms, form_total
from xlgen.submissions.unit_row import UnitRow, applies, subtotal_of, total_of
from xlgen.summary.database import CountedUnit, Summary
from xlgen.summary.groups import rank_in_group
from xlgen.summary.standing import GROUPING, NOT_GIVEN, ROSTER_COLUMNS, Standing
from xlgen.summary.table_layout import (
    ADJUSTED_POINTS_HEAD,
    CAP_HEAD,
    CHANGE_HEAD,
    FILE_HEAD,
    FILE_WIDTH,
    FIRST_HEAD_ROW,
    GRADE_COLUMN,
    HEADS,
    LAST_HEAD,
    MIN_ROW_HEIGHT,
    NOT_APPLICABLE,
    NOTE_HEAD,
    NOTE_WIDTH,
    NUMBER_COLUMN,
    OWN_RANK_HEAD,
    RANK_COLUMN,
    SCORE_WIDTH,
    TOTAL_COLUMN,
    UNIT_COLUMN,
    UNNAMED_UNIT,
    WIDTHS,
    SummaryLayout,
)
from xlgen.workbook.sheets.check import grade_formula
from xlgen.workbook.sheets.form_levels import paths_of
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import merge, put
from xlgen.xlsx.write.row_height import text_height
from xlgen.xlsx.write.untrusted import put_untrusted

HEAD_STYLE = replace(styles.HEAD, size=9)
SCORE_STYLE = replace(styles.CENTRED, format=styles.SCORE_FORMAT)
TOTAL_STYLE = replace(SCORE_STYLE, bold=True)


def write_summary_table(
    sheet: Worksheet, layout: SummaryLayout, summary: Summary, standing: Standing | None = None
) -> None:
    """Write the sheet. standing: of the campaign, where there is one."""
    scheme, last = layout.scheme, layout.note
    merge(sheet, f"A1:{last}1")
    styles.TITLE(put(sheet, "A1", f"{scheme.year}年度{scheme.name}汇总"))
    sheet.row_dimensions[1].height = 36
    merge(sheet, f"A2:{last}2")
    counted = f"{counts_of(scheme, summary)}（见“未计入”）。得分按评分标准核算；单位按名称排列。"
    styles.PLAIN(put(sheet, "A2", f"{standing.counts_text}。{counted}" if standing else counted))
    sheet.row_dimensions[2].height = MIN_ROW_HEIGHT
    _set_widths(sheet, layout)
    _write_head(sheet, layout)
    for row, unit in enumerate(summary.units(), layout.first):
        _write_unit(sheet, layout, row, unit)
    _add_colours(sheet, layout)
    sheet.freeze_panes = f"{get_column_letter(layout.first_score)}{layout.first}"
    sheet.auto_filter.ref = f"A{layout.points_row}:{layout.file}{layout.last}"
    sheet.print_area = f"A1:{last}{layout.last}"
    sheet.print_title_rows = f"{FIRST_HEAD_ROW}:{layout.points_row}"


def _set_widths(sheet: Worksheet, layout: SummaryLayout) -> None:
    scores = dict.fromkeys(
        [*layout.subtotals.values(), *layout.scores.values(), *layout.adjusted_points.values()], SCORE_WIDTH
    )
    widths = {layout.at(letter): width for letter, width in WIDTHS.items()}
    widths |= dict.fromkeys(layout.subjects.values(), WIDTHS[UNIT_COLUMN])
    widths |= {letter: ROSTER_COLUMNS[key][1] for key, letter in layout.roster_columns.items()}
    widths |= dict.fromkeys(layout.beside_rank.values(), SCORE_WIDTH)
    for letter, width in {**widths, **scores, layout.note: NOTE_WIDTH, layout.file: FILE_WIDTH}.items():
        sheet.column_dimensions[letter].width = width


def _write_head(sheet: Worksheet, layout: SummaryLayout) -> None:
    scheme, bottom = layout.scheme, layout.name_row
    heads = {layout.at(letter): text for letter, text in HEADS.items()}
    heads |= {letter: head for head, letter in {**layout.subjects, **layout.beside_rank}.items()}
    heads |= {letter: ROSTER_COLUMNS[key][0] for key, letter in layout.roster_columns.items()}
    for letter, text in heads.items():
        _write_head_cell(sheet, letter, FIRST_HEAD_ROW, letter, bottom, text)
    subtotals = list(layout.subtotals.values())
    _write_head_cell(sheet, subtotals[0], FIRST_HEAD_ROW, subtotals[-1], FIRST_HEAD_ROW, "一级指标得分")
    for group in scheme.groups:
        letter = layout.subtotals[group.name]
        _write_head_cell(sheet, letter, FIRST_HEAD_ROW + 1, letter, bottom, group.name)
    paths = paths_of(scheme)
    for level in range(layout.depth):
        row = FIRST_HEAD_ROW + level
        at_level = {indicator.id: paths[indicator.id][level : level + 1] for indicator in scheme.indicators}
        for above, adjacent in groupby(at_level, at_level.__getitem__):
            letters = [layout.scores[name] for name in adjacent]
            if above:
                _write_head_cell(sheet, letters[0], row, letters[-1], row, above[0].name)
    for indicator in scheme.indicators:
        letter = layout.scores[indicator.id]
        _write_head_cell(sheet, letter, FIRST_HEAD_ROW + len(paths[indicator.id]), letter, bottom, indicator.name)
    for letter, text in {layout.note: NOTE_HEAD, layout.file: FILE_HEAD}.items():
        _write_head_cell(sheet, letter, FIRST_HEAD_ROW, letter, bottom, text)
    adjusted_points = list(layout.adjusted_points.items())
    if adjusted_points:
        _write_head_cell(
            sheet, adjusted_points[0][1], FIRST_HEAD_ROW, adjusted_points[-1][1], FIRST_HEAD_ROW, ADJUSTED_POINTS_HEAD
        )
    if layout.cap:
        _write_head_cell(sheet, layout.cap, FIRST_HEAD_ROW, layout.cap, bottom, CAP_HEAD)
    names = {indicator.id: indicator.name for indicator in scheme.indicators}
    for name, letter in adjusted_points:
        _write_head_cell(sheet, letter, FIRST_HEAD_ROW + 1, letter, bottom, names[name])
    max_height = max(text_height(name, SCORE_WIDTH, HEAD_STYLE.size) for name in [*names.values(), *layout.subtotals])
    for row in range(FIRST_HEAD_ROW, bottom):
        sheet.row_dimensions[row].height = 26
    sheet.row_dimensions[bottom].height = max(26.0, max_height)
    _write_points_row(sheet, layout)


def _write_points_row(sheet: Worksheet, layout: SummaryLayout) -> None:
    row, scheme = layout.points_row, layout.scheme
    values: dict[str, Value] = {UNIT_COLUMN: "分值", layout.at(TOTAL_COLUMN): scheme.points}
    values |= {layout.subtotals[group.name]: group.points for group in scheme.groups}
    values |= {layout.scores[indicator.id]: indicator.points for indicator in scheme.indicators if indicator.points}
    for letter in layout.columns:
        HEAD_STYLE(put(sheet, f"{letter}{row}", values.get(letter)))
    sheet.row_dimensions[row].height = MIN_ROW_HEIGHT


def _write_head_cell(sheet: Worksheet, left: str, top: int, right: str, bottom: int, text: str) -> None:
    area = f"{left}{top}:{right}{bottom}"
    for row in sheet[area] if left != right or top != bottom else ((sheet[f"{left}{top}"],),):
        for cell in row:
            HEAD_STYLE(cell)
    put(sheet, f"{left}{top}", text)
    if left != right or top != bottom:
        merge(sheet, area)


def _write_unit(sheet: Worksheet, layout: SummaryLayout, row: int, counted_unit: CountedUnit) -> None:
    unit, scheme, indicators = counted_unit.row, layout.scheme, layout.scheme.indicators
    styles.CENTRED(put(sheet, f"{NUMBER_COLUMN}{row}", float(row - layout.points_row)))
    put_untrusted(sheet, f"{UNIT_COLUMN}{row}", unit.unit or UNNAMED_UNIT, styles.LABEL)
    about = subject_texts(scheme, unit)
    for letter, text in zip(layout.subjects.values(), about, strict=True):
        put_untrusted(sheet, f"{letter}{row}", text, styles.LABEL)
    for key, letter in layout.roster_columns.items():
        blank = NOT_GIVEN if key in GROUPING else ""
        put_untrusted(sheet, f"{letter}{row}", unit.roster.get(key, blank), styles.LABEL)
    complete = total_of(scheme, unit) is not None
    total, grade, rank = map(layout.at, (TOTAL_COLUMN, GRADE_COLUMN, RANK_COLUMN))
    TOTAL_STYLE(put(sheet, f"{total}{row}", _total(layout, row) if complete else Status.MISSING))
    styles.CENTRED(put(sheet, f"{grade}{row}", grade_formula(scheme, Formula(f"{total}{row}"))))
    totals = Formula(f"{total}${layout.first}:{total}${layout.last}")
    styles.CENTRED(put(sheet, f"{rank}{row}", call("RANK", Formula(f"{total}{row}"), totals) if complete else None))
    _write_beside_rank(sheet, layout, row, unit, complete)
    for group in scheme.groups:
        SCORE_STYLE(put(sheet, f"{layout.subtotals[group.name]}{row}", _subtotal(layout, group, unit, row)))
    for indicator in indicators:
        SCORE_STYLE(put(sheet, f"{layout.scores[indicator.id]}{row}", score_or_status(indicator, unit)))
    for name, letter in layout.adjusted_points.items():
        is_scored = unit.scores[name] is not None
        SCORE_STYLE(put(sheet, f"{letter}{row}", unit.points[name] if is_scored else None))
    if layout.cap:
        SCORE_STYLE(put(sheet, f"{layout.cap}{row}", unit.cap))
    note = unit_note(counted_unit)
    styles.LABEL(put(sheet, f"{layout.note}{row}", note))
    put_untrusted(sheet, f"{layout.file}{row}", unit.name, styles.SMALL)
    texts = [(text, WIDTHS[UNIT_COLUMN]) for text in (unit.unit, *about)]
    texts += [(unit.roster.get(key, ""), ROSTER_COLUMNS[key][1]) for key in layout.roster]
    max_height = max(text_height(text, width, 10) for text, width in (*texts, (note, NOTE_WIDTH)))
    sheet.row_dimensions[row].height = max(MIN_ROW_HEIGHT, max_height)


def _write_beside_rank(sheet: Worksheet, layout: SummaryLayout, row: int, unit: UnitRow, complete: bool) -> None:
    """Write the rank in the 主管部门, the total of the year before, the change; blank where something is missing."""
    total, last = f"{layout.at(TOTAL_COLUMN)}{row}", layout.beside_rank.get(LAST_HEAD, "")
    for head, letter in layout.beside_rank.items():
        value: Value | None = unit.last if head == LAST_HEAD else None
        if head == OWN_RANK_HEAD and complete:
            value = rank_in_group(layout, "parent", row)
        elif head == CHANGE_HEAD and complete and unit.last is not None:
            value = ex.rounded(Formula(f"{total}-{last}{row}", ex.SUM), SCORE_PLACES)
        (styles.CENTRED if head == OWN_RANK_HEAD else SCORE_STYLE)(put(sheet, f"{letter}{row}", value))


def _total(layout: SummaryLayout, row: int) -> ex.Number:
    """The total from the scores of the row, and from its points and its cap where they count."""
    scheme = layout.scheme
    fixed = scheme.points - sum(leaf.points for leaf in scheme.rescaling)
    own = [Formula(layout.full_marks(leaf, row)) for leaf in scheme.rescaling]
    terms = TotalTerms(ex.total([fixed, *own]), Formula(f"${layout.cap}{row}") if layout.cap else scheme.points)
    return form_total(scheme, lambda leaves: _sum_of(layout, leaves, row), terms)


def _sum_of(layout: SummaryLayout, indicators: Sequence[Indicator], row: int) -> Formula:
    first, last = (layout.scores[indicator.id] for indicator in (indicators[0], indicators[-1]))
    return call("SUM", Formula(f"{first}{row}:{last}{row}"))


def _subtotal(layout: SummaryLayout, group: Group, unit: UnitRow, row: int) -> Value:
    if subtotal_of(group, unit) is None:
        return Status.MISSING
    return ex.rounded(_sum_of(layout, list(group.leaves()), row), SCORE_PLACES)


def counts_of(scheme: Scheme, summary: Summary) -> str:
    """How many forms are in a summary and how many are not; of how many units, where a unit may have several."""
    return f"{summary}" if scheme.subject is None else f"{summary.unit_count} 个单位，{summary}"


def subject_texts(scheme: Scheme, unit: UnitRow) -> list[str]:
    """What a form is about, under these headings."""
    keys = scheme.subject
    return [] if keys is None else [*([unit.subject.code] if keys.code else []), unit.subject.name]


def score_or_status(indicator: Indicator, unit: UnitRow) -> float | str:
    """The content of an indicator's column: the score, or why there is none."""
    if not applies(indicator, unit):
        return NOT_APPLICABLE
    score = unit.scores[indicator.id]
    return Status.MISSING if score is None else score


def unit_note(counted_unit: CountedUnit) -> str:
    """The note on a unit: errors, a differing total, duplicates; why its total is not the sum of its scores."""
    unit, is_duplicate = counted_unit
    remarks = [f"有 {unit.errors} 处错误"] if unit.errors else []
    remarks += [f"表中总分 {unit.shown:.2f}"] if unit.differs else []
    remarks += ["多次报送"] if is_duplicate else []
    remarks += [unit.note] if unit.note else []
    return "，".join(remarks)


def _add_colours(sheet: Worksheet, layout: SummaryLayout) -> None:
    """Colour scores below the full marks, and units with a note."""
    first, last = layout.first, layout.last
    for indicator in layout.scheme.indicators:
        cell = f"{layout.scores[indicator.id]}{first}"
        below_full = f"AND(ISNUMBER({cell}),{cell}<{layout.full_marks(indicator, first)})"
        _add_fill_rule(sheet, f"{cell}:{layout.scores[indicator.id]}{last}", below_full, styles.INPUT_FILL)
    _add_fill_rule(sheet, f"{UNIT_COLUMN}{first}:{UNIT_COLUMN}{last}", f'${layout.note}{first}<>""', styles.NOTICE_FILL)


def _add_fill_rule(sheet: Worksheet, cells: str, formula: str, colour: str) -> None:
    rule = Rule(type="expression", dxf=styles.fill_format(colour), formula=[formula], stopIfTrue=False)
    sheet.conditional_formatting.add(cells, rule)
