"""汇总表: a row for each unit, a column for each indicator, with live totals, grades and ranks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, Value, call
from xlgen.rules.rounding import SCORE_PLACES
from xlgen.scheme.dependencies import has_variable_points
from xlgen.scheme.model import Group, Indicator, Scheme
from xlgen.scoring import points
from xlgen.scoring.status import Status
from xlgen.submissions.unit_row import UnitRow, applies, subtotal_of
from xlgen.summary.database import Summary, Summed
from xlgen.workbook.sheets.check import grade_formula
from xlgen.workbook.sheets.form import paths_of
from xlgen.xlsx.refs import ColumnRange
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import merge, put
from xlgen.xlsx.write.row_height import text_height
from xlgen.xlsx.write.untrusted import put_untrusted

SUMMARY = "汇总表"
NUMBER, UNIT, TOTAL, GRADE, RANK = "A", "B", "C", "D", "E"
FIRST_SCORE = 6
FIRST_HEAD = 3
HEADS = {NUMBER: "序号", UNIT: "单位名称", TOTAL: "总分", GRADE: "等次", RANK: "排名"}
NOTE, FILE, MOVED = "备注", "文件", "调整后的分值"
WIDTHS: Mapping[str, float] = {NUMBER: 6, UNIT: 26, TOTAL: 8, GRADE: 6, RANK: 6}
SCORE_WIDTH, NOTE_WIDTH, FILE_WIDTH = 7.5, 16, 50
MIN_HEIGHT = 20.0
NOT_APPLICABLE, NO_NAME = "不适用", "（未填单位名称）"
HEAD = replace(styles.HEAD, size=9)
SCORE = replace(styles.CENTRED, format=styles.SCORE_FORMAT)
TOTAL_SCORE = replace(SCORE, bold=True)


@dataclass(frozen=True)
class SummaryLayout:
    """Where everything stands in 汇总表: unit columns, the levels' subtotals, the indicators, the remark, the rest."""

    scheme: Scheme
    units: int

    @cached_property
    def subtotals(self) -> Mapping[str, str]:
        """The columns of the outermost levels, by name."""
        return {group.name: get_column_letter(FIRST_SCORE + at) for at, group in enumerate(self.scheme.groups)}

    @cached_property
    def scores(self) -> Mapping[str, str]:
        """The columns of the indicators' scores, by id."""
        first = FIRST_SCORE + len(self.scheme.groups)
        return {each.id: get_column_letter(first + at) for at, each in enumerate(self.scheme.indicators)}

    @property
    def _after_scores(self) -> int:
        return FIRST_SCORE + len(self.scheme.groups) + len(self.scheme.indicators)

    @property
    def note(self) -> str:
        """The last printed column: what is to be said of a unit."""
        return get_column_letter(self._after_scores)

    @property
    def file(self) -> str:
        """Beside the printed table: the file."""
        return get_column_letter(self._after_scores + 1)

    @cached_property
    def moved(self) -> Mapping[str, str]:
        """Beside it too: the columns of the full marks of the indicators whose points move, by id."""
        moving = [each for each in self.scheme.indicators if has_variable_points(self.scheme, each)]
        return {each.id: get_column_letter(self._after_scores + 2 + at) for at, each in enumerate(moving)}

    @cached_property
    def depth(self) -> int:
        """How many levels there are above the indicators."""
        return max(len(path) for path in paths_of(self.scheme).values())

    @property
    def name_row(self) -> int:
        """The row with the indicators' names, below their levels."""
        return FIRST_HEAD + self.depth

    @property
    def points_row(self) -> int:
        """The last row of the head, with the full marks."""
        return self.name_row + 1

    @property
    def first(self) -> int:
        """The first unit's row."""
        return self.points_row + 1

    @property
    def last(self) -> int:
        """The last unit's row."""
        return self.points_row + self.units

    def column(self, letter: str) -> ColumnRange:
        """The units' cells in a column."""
        return ColumnRange(SUMMARY, letter, self.first, self.last)

    def full_marks(self, indicator: Indicator, row: int) -> str:
        """What the full marks of an indicator are in a unit's row: those of the head, or its own where they move."""
        if indicator.id in self.moved:
            return f"${self.moved[indicator.id]}{row}"
        return f"{indicator.points:g}"


def write_summary_table(sheet: Worksheet, layout: SummaryLayout, summary: Summary) -> None:
    """Write the sheet."""
    scheme, last = layout.scheme, layout.note
    merge(sheet, f"A1:{last}1")
    styles.TITLE(put(sheet, "A1", f"{scheme.year}年度{scheme.name}汇总"))
    sheet.row_dimensions[1].height = 36
    merge(sheet, f"A2:{last}2")
    styles.PLAIN(put(sheet, "A2", f"{summary}（见“未计入”）。得分按评分标准核算；单位按名称排列。"))
    sheet.row_dimensions[2].height = MIN_HEIGHT
    _widths(sheet, layout)
    _head(sheet, layout)
    for row, each in enumerate(summary.units(), layout.first):
        _unit(sheet, layout, row, each)
    _colours(sheet, layout)
    sheet.freeze_panes = f"{get_column_letter(FIRST_SCORE)}{layout.first}"
    sheet.auto_filter.ref = f"A{layout.points_row}:{layout.file}{layout.last}"
    sheet.print_area = f"A1:{last}{layout.last}"
    sheet.print_title_rows = f"{FIRST_HEAD}:{layout.points_row}"


def _widths(sheet: Worksheet, layout: SummaryLayout) -> None:
    scores = dict.fromkeys([*layout.subtotals.values(), *layout.scores.values(), *layout.moved.values()], SCORE_WIDTH)
    for letter, width in {**WIDTHS, **scores, layout.note: NOTE_WIDTH, layout.file: FILE_WIDTH}.items():
        sheet.column_dimensions[letter].width = width


def _head(sheet: Worksheet, layout: SummaryLayout) -> None:
    scheme, bottom = layout.scheme, layout.name_row
    for letter, text in HEADS.items():
        _head_cell(sheet, letter, FIRST_HEAD, letter, bottom, text)
    subtotals = list(layout.subtotals.values())
    _head_cell(sheet, subtotals[0], FIRST_HEAD, subtotals[-1], FIRST_HEAD, "一级指标得分")
    for group in scheme.groups:
        letter = layout.subtotals[group.name]
        _head_cell(sheet, letter, FIRST_HEAD + 1, letter, bottom, group.name)
    paths = paths_of(scheme)
    for level in range(layout.depth):
        for leaves in _neighbours([(paths[each.id][level : level + 1], each.id) for each in scheme.indicators]):
            path = paths[leaves[0]]
            if level < len(path):
                row = FIRST_HEAD + level
                _head_cell(sheet, layout.scores[leaves[0]], row, layout.scores[leaves[-1]], row, path[level].name)
    for each in scheme.indicators:
        letter = layout.scores[each.id]
        _head_cell(sheet, letter, FIRST_HEAD + len(paths[each.id]), letter, bottom, each.name)
    for letter, text in {layout.note: NOTE, layout.file: FILE}.items():
        _head_cell(sheet, letter, FIRST_HEAD, letter, bottom, text)
    moved = list(layout.moved.items())
    if moved:
        _head_cell(sheet, moved[0][1], FIRST_HEAD, moved[-1][1], FIRST_HEAD, MOVED)
    names = {each.id: each.name for each in scheme.indicators}
    for name, letter in moved:
        _head_cell(sheet, letter, FIRST_HEAD + 1, letter, bottom, names[name])
    tallest = max(text_height(name, SCORE_WIDTH, HEAD.size) for name in [*names.values(), *layout.subtotals])
    for row in range(FIRST_HEAD, bottom):
        sheet.row_dimensions[row].height = 26
    sheet.row_dimensions[bottom].height = max(26.0, tallest)
    _points_row(sheet, layout)


def _points_row(sheet: Worksheet, layout: SummaryLayout) -> None:
    row, scheme = layout.points_row, layout.scheme
    shown: dict[str, Value] = {UNIT: "分值", TOTAL: scheme.points}
    shown |= {layout.subtotals[group.name]: group.points for group in scheme.groups}
    shown |= {layout.scores[each.id]: each.points for each in scheme.indicators if each.points}
    for number in range(1, _last_column(layout) + 1):
        letter = get_column_letter(number)
        HEAD(put(sheet, f"{letter}{row}", shown.get(letter)))
    sheet.row_dimensions[row].height = MIN_HEIGHT


def _last_column(layout: SummaryLayout) -> int:
    return FIRST_SCORE + len(layout.subtotals) + len(layout.scores) + 1 + len(layout.moved)


def _head_cell(sheet: Worksheet, left: str, top: int, right: str, bottom: int, text: str) -> None:
    area = f"{left}{top}:{right}{bottom}"
    for row in sheet[area] if left != right or top != bottom else ((sheet[f"{left}{top}"],),):
        for cell in row:
            HEAD(cell)
    put(sheet, f"{left}{top}", text)
    if left != right or top != bottom:
        merge(sheet, area)


def _neighbours(items: list[tuple[object, str]]) -> Iterator[list[str]]:
    """The names of neighbouring items with the same key."""
    found: list[str] = []
    before: object = None
    for key, name in items:
        if found and key != before:
            yield found
            found = []
        found.append(name)
        before = key
    yield found


def _unit(sheet: Worksheet, layout: SummaryLayout, row: int, counted: Summed) -> None:
    unit, scheme, indicators = counted.row, layout.scheme, layout.scheme.indicators
    styles.CENTRED(put(sheet, f"{NUMBER}{row}", float(row - layout.points_row)))
    put_untrusted(sheet, f"{UNIT}{row}", unit.unit or NO_NAME, styles.LABEL)
    complete = None not in unit.scores.values()
    summed = points.form_total(scheme, _sum_of(layout, indicators, row))
    TOTAL_SCORE(put(sheet, f"{TOTAL}{row}", summed if complete else Status.MISSING))
    styles.CENTRED(put(sheet, f"{GRADE}{row}", grade_formula(scheme, Formula(f"{TOTAL}{row}"))))
    totals = Formula(f"{TOTAL}${layout.first}:{TOTAL}${layout.last}")
    styles.CENTRED(put(sheet, f"{RANK}{row}", call("RANK", Formula(f"{TOTAL}{row}"), totals) if complete else None))
    for group in scheme.groups:
        SCORE(put(sheet, f"{layout.subtotals[group.name]}{row}", _subtotal(layout, group, unit, row)))
    for each in indicators:
        SCORE(put(sheet, f"{layout.scores[each.id]}{row}", shown_score(each, unit)))
    for name, letter in layout.moved.items():
        known = unit.scores[name] is not None
        SCORE(put(sheet, f"{letter}{row}", unit.points[name] if known else None))
    note = note_on(counted)
    styles.LABEL(put(sheet, f"{layout.note}{row}", note))
    put_untrusted(sheet, f"{layout.file}{row}", unit.name, styles.SMALL)
    tallest = max(text_height(shown, width, 10) for shown, width in ((unit.unit, WIDTHS[UNIT]), (note, NOTE_WIDTH)))
    sheet.row_dimensions[row].height = max(MIN_HEIGHT, tallest)


def _sum_of(layout: SummaryLayout, indicators: list[Indicator], row: int) -> Formula:
    first, last = (layout.scores[each.id] for each in (indicators[0], indicators[-1]))
    return call("SUM", Formula(f"{first}{row}:{last}{row}"))


def _subtotal(layout: SummaryLayout, group: Group, unit: UnitRow, row: int) -> Value:
    if subtotal_of(group, unit) is None:
        return Status.MISSING
    return ex.rounded(_sum_of(layout, list(group.leaves()), row), SCORE_PLACES)


def shown_score(indicator: Indicator, unit: UnitRow) -> float | str:
    """What stands in the column of an indicator."""
    if not applies(indicator, unit):
        return NOT_APPLICABLE
    score = unit.scores[indicator.id]
    return Status.MISSING if score is None else score


def note_on(counted: Summed) -> str:
    """What is to be said of a unit."""
    unit, twice = counted
    said = [f"有 {unit.errors} 处错误"] if unit.errors else []
    said += [f"表中总分 {unit.shown:.2f}"] if unit.differs else []
    said += ["重复报送"] if twice else []
    return "，".join(said)


def _colours(sheet: Worksheet, layout: SummaryLayout) -> None:
    """Scores below the full marks, and rows of which something is to be said."""
    first, last = layout.first, layout.last
    for each in layout.scheme.indicators:
        cell = f"{layout.scores[each.id]}{first}"
        lost = f"AND(ISNUMBER({cell}),{cell}<{layout.full_marks(each, first)})"
        _tinted(sheet, f"{cell}:{layout.scores[each.id]}{last}", lost, styles.INPUT_FILL)
    _tinted(sheet, f"{UNIT}{first}:{UNIT}{last}", f'${layout.note}{first}<>""', styles.NOTICE_FILL)


def _tinted(sheet: Worksheet, cells: str, formula: str, colour: str) -> None:
    rule = Rule(type="expression", dxf=styles.fill_format(colour), formula=[formula], stopIfTrue=False)
    sheet.conditional_formatting.add(cells, rule)
