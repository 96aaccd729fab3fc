"""Where everything stands in 汇总表: its columns and rows, which the other sheets' formulas refer to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from openpyxl.utils import column_index_from_string, get_column_letter

from xlgen.scheme.dependencies import has_variable_points
from xlgen.scheme.model import Indicator, Scheme
from xlgen.summary.database import Summary
from xlgen.workbook.sheets.form_levels import paths_of
from xlgen.xlsx.refs import ColumnRange

SUMMARY_SHEET = "汇总表"
NUMBER_COLUMN, UNIT_COLUMN, TOTAL_COLUMN, GRADE_COLUMN, RANK_COLUMN = "A", "B", "C", "D", "E"
FIRST_SCORE_COLUMN = 6
FIRST_HEAD_ROW = 3
HEADS = {
    NUMBER_COLUMN: "序号",
    UNIT_COLUMN: "单位名称",
    TOTAL_COLUMN: "总分",
    GRADE_COLUMN: "等次",
    RANK_COLUMN: "排名",
}
NOTE_HEAD, FILE_HEAD, ADJUSTED_POINTS_HEAD, CAP_HEAD = "备注", "文件", "调整后的分值", "总分上限"
WIDTHS: Mapping[str, float] = {NUMBER_COLUMN: 6, UNIT_COLUMN: 26, TOTAL_COLUMN: 8, GRADE_COLUMN: 6, RANK_COLUMN: 6}
SCORE_WIDTH, NOTE_WIDTH, FILE_WIDTH = 7.5, 16, 50
MIN_ROW_HEIGHT = 20.0
NOT_APPLICABLE, UNNAMED_UNIT = "不适用", "（未填单位名称）"
OWN_RANK_HEAD, LAST_HEAD, CHANGE_HEAD = "部门内排名", "上年总分", "增减"


@dataclass(frozen=True)
class SummaryLayout:
    """Columns and rows of 汇总表: unit columns, subtotals of levels, indicators, note, then the unprinted columns."""

    scheme: Scheme
    units: int
    roster: Sequence[str] = ()  # the columns of what the roster says of units, by ROSTER_COLUMNS
    last_year: bool = False  # whether totals of the year before stand beside this year's

    @cached_property
    def subject_heads(self) -> Sequence[str]:
        """The headings of what each form is about, behind the unit's name; none where forms have no subject."""
        return subject_heads(self.scheme)

    def at(self, column: str) -> str:
        """Where one of the first columns is: those behind the unit's name give way to what forms are about."""
        shift = len(self.subject_heads) + len(self.roster) if column > UNIT_COLUMN else 0
        return get_column_letter(column_index_from_string(column) + shift)

    @property
    def subjects(self) -> Mapping[str, str]:
        """The columns of what each form is about, by their headings."""
        first = column_index_from_string(UNIT_COLUMN) + 1
        return {head: get_column_letter(first + number) for number, head in enumerate(self.subject_heads)}

    @cached_property
    def roster_columns(self) -> Mapping[str, str]:
        """The columns of what the roster says of units, behind these."""
        first = column_index_from_string(UNIT_COLUMN) + 1 + len(self.subject_heads)
        return {key: get_column_letter(first + number) for number, key in enumerate(self.roster)}

    @cached_property
    def beside_rank(self) -> Mapping[str, str]:
        """The columns behind the rank, by their headings: the rank in the 主管部门, the year before."""
        heads = [OWN_RANK_HEAD] if "parent" in self.roster else []
        heads += [LAST_HEAD, CHANGE_HEAD] if self.last_year else []
        first = column_index_from_string(self.at(RANK_COLUMN)) + 1
        return {head: get_column_letter(first + number) for number, head in enumerate(heads)}

    @cached_property
    def first_score(self) -> int:
        """The number of the first column of scores."""
        return FIRST_SCORE_COLUMN + len(self.subject_heads) + len(self.roster) + len(self.beside_rank)

    @cached_property
    def subtotals(self) -> Mapping[str, str]:
        """The columns of the outermost levels, by name."""
        return {
            group.name: get_column_letter(self.first_score + number) for number, group in enumerate(self.scheme.groups)
        }

    @cached_property
    def scores(self) -> Mapping[str, str]:
        """The columns of the indicators' scores, by id."""
        first = self.first_score + len(self.scheme.groups)
        return {
            indicator.id: get_column_letter(first + number) for number, indicator in enumerate(self.scheme.indicators)
        }

    @property
    def _after_scores(self) -> int:
        return self.first_score + len(self.scheme.groups) + len(self.scheme.indicators)

    @property
    def note(self) -> str:
        """The last printed column: the note on a unit."""
        return get_column_letter(self._after_scores)

    @property
    def file(self) -> str:
        """The file column, to the right of the printed table."""
        return get_column_letter(self._after_scores + 1)

    @cached_property
    def adjusted_points(self) -> Mapping[str, str]:
        """Columns of the full marks of indicators with variable points, by id; also right of the printed table."""
        variable = [indicator for indicator in self.scheme.indicators if has_variable_points(self.scheme, indicator)]
        return {
            indicator.id: get_column_letter(self._after_scores + 2 + number)
            for number, indicator in enumerate(variable)
        }

    @property
    def cap(self) -> str:
        """The column with the most that a unit's total may be, the last; empty where the form caps none."""
        last = self._after_scores + 2 + len(self.adjusted_points)
        return get_column_letter(last) if self.scheme.caps else ""

    @property
    def columns(self) -> list[str]:
        """All columns."""
        last = self._after_scores + 2 + len(self.adjusted_points) + bool(self.scheme.caps)
        return [get_column_letter(number) for number in range(1, last)]

    @cached_property
    def depth(self) -> int:
        """Number of levels above the indicators."""
        return max(len(path) for path in paths_of(self.scheme).values())

    @property
    def name_row(self) -> int:
        """The row with the indicators' names, below their levels."""
        return FIRST_HEAD_ROW + self.depth

    @property
    def points_row(self) -> int:
        """The last header row, with the full marks."""
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
        return ColumnRange(SUMMARY_SHEET, letter, self.first, self.last)

    def full_marks(self, indicator: Indicator, row: int) -> str:
        """The full marks of an indicator in a unit's row: those of the header, or the unit's own if they vary."""
        if indicator.id in self.adjusted_points:
            return f"${self.adjusted_points[indicator.id]}{row}"
        return f"{indicator.points:g}"


def subject_heads(scheme: Scheme) -> list[str]:
    """The headings of what forms are about; none where they have no subject."""
    keys = scheme.subject
    return [] if keys is None else [f"{keys.called}{what}" for what in (["编码"] if keys.code else []) + ["名称"]]


def layout_of_summary(scheme: Scheme, summary: Summary) -> SummaryLayout:
    """Where everything stands for these units: columns of what is known of them."""
    return SummaryLayout(scheme, summary.counted, tuple(summary.roster_keys), summary.knows_last_year)
