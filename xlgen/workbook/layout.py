"""Maps every element of a scheme to its cell, for both writing and reading back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from openpyxl.utils import get_column_letter

from xlgen.rules.expression import Formula, as_formula, call, rounded, total
from xlgen.rules.rounding import SCORE_PLACES
from xlgen.scheme.dependencies import dependencies_of, has_variable_points
from xlgen.scheme.form import Content, FormColumn, FormRow
from xlgen.scheme.model import Indicator, Scheme
from xlgen.scheme.outline import ROW_SCORE
from xlgen.scheme.sheet_names import CHECK, DATA, FORM
from xlgen.scoring.status import Status
from xlgen.xlsx.refs import CellRef, ColumnRange

NUMBER_COLUMN, LABEL_COLUMN, VALUE_COLUMN, UNIT_COLUMN, HINT_COLUMN, STATUS_COLUMN = "A", "B", "C", "D", "E", "F"
"""Columns of 基础数据."""
OPEN_COUNT_COLUMN = "G"
"""Hidden column of 基础数据 that counts what is missing for an indicator."""
PROGRESS_ON_DATA = CellRef(DATA, VALUE_COLUMN, 3)
FIRST_DATA_ROW = 5
TABLE_HEAD_ROW = 4
TOTAL_ON_CHECK, GRADE_ON_CHECK = CellRef(CHECK, "C", 5), CellRef(CHECK, "C", 6)
FUNCTIONS_ON_CHECK, VERDICT_ON_CHECK = CellRef(CHECK, "A", 2), CellRef(CHECK, "A", 3)
FIRST_GROUP_ROW_ON_CHECK = 9


class RowKind(Enum):
    """Kind of content of a row of 基础数据."""

    SECTION = "section"
    CRITERIA = "criteria"
    INPUT = "input"
    MEASURE = "measure"
    TABLE = "table"  # links to the sheet of a table
    REMARK = "remark"
    EVIDENCE = "evidence"  # if the form has a column for it
    NOTE = "note"  # likewise


@dataclass(frozen=True)
class DataRow:
    """A row of 基础数据: its kind, and the id of the input, measure, table or indicator that it belongs to."""

    row: int
    kind: RowKind
    name: str
    indicator: Indicator | None

    @property
    def value(self) -> CellRef:
        """The cell that holds the row's value."""
        return CellRef(DATA, VALUE_COLUMN, self.row)


@dataclass(frozen=True)
class TablePlace:
    """Location of a table: its sheet, rows, and the letters of its columns, measures, score and status."""

    sheet: str
    first: int
    last: int
    columns: dict[str, str]
    measures: dict[str, str]
    score: str
    status: str
    overall: CellRef
    key: str = ""  # the hidden column of what makes rows alike, where like rows count once

    def cell(self, column: str, row: int) -> CellRef:
        """The cell of a column or measure in a row of the table; rows are counted from 0."""
        letter = self.columns.get(column) or self.measures[column]
        return CellRef(self.sheet, letter, self.first + row)

    def column(self, name: str) -> ColumnRange:
        """The cells of a column, a measure, or the scores."""
        letter = {**self.columns, **self.measures, ROW_SCORE: self.score}[name]
        return ColumnRange(self.sheet, letter, self.first, self.last)


@dataclass(frozen=True)
class BlockRow:
    """A row of the form's header or footer block. `index`: the table row, if the row is repeated for each of them."""

    row: int
    form_row: FormRow
    index: int | None


@dataclass
class Layout:
    """The cells of a scheme's workbook."""

    scheme: Scheme
    data_rows: list[DataRow] = field(default_factory=list)
    values: dict[str, CellRef] = field(default_factory=dict)  # inputs and measures
    remarks: dict[str, CellRef] = field(default_factory=dict)  # by indicator id
    evidence: dict[str, CellRef] = field(default_factory=dict)
    notes: dict[str, CellRef] = field(default_factory=dict)
    sections: dict[str, int] = field(default_factory=dict)  # row of the indicator's heading on 基础数据
    section_ends: dict[str, int] = field(default_factory=dict)
    tables: dict[str, TablePlace] = field(default_factory=dict)
    header_rows: list[BlockRow] = field(default_factory=list)
    footer_rows: list[BlockRow] = field(default_factory=list)
    heading_row: int = 0
    score_rows: dict[str, int] = field(default_factory=dict)  # by row of the form (Scheme.form_rows)
    total_row: int = 0
    _names_by_sheet: dict[str, dict[str, Formula]] = field(default_factory=dict)  # filled on first use
    _conditions_by_sheet: dict[str, dict[str, Formula]] = field(default_factory=dict)

    @property
    def form_columns(self) -> list[FormColumn]:
        """The form's columns: first the printed ones, then those to the right of the printed form."""
        columns = self.scheme.form.columns
        return [column for column in columns if column.printed] + [column for column in columns if not column.printed]

    @property
    def state_column(self) -> str:
        """The column to the right of the form that says what each score still lacks."""
        return get_column_letter(len(self.form_columns) + 1)

    def form_column(self, content: Content) -> str | None:
        """The letter of the form's column with this content."""
        contents = [column.content for column in self.form_columns]
        return get_column_letter(contents.index(content) + 1) if content in contents else None

    @property
    def score_column(self) -> str:
        """The letter of the form's score column."""
        column = self.form_column(Content.SCORE)
        assert column is not None, "the loader requires a score column"
        return column

    def score(self, form_row: str) -> CellRef:
        """The score cell in a row of the form."""
        return CellRef(FORM, self.score_column, self.score_rows[form_row])

    @property
    def scores(self) -> ColumnRange:
        """All score cells of the form."""
        rows = list(self.score_rows.values())
        return ColumnRange(FORM, self.score_column, rows[0], rows[-1])

    def level_points(self, leaves: Sequence[Indicator], printed: float | None, sheet: str) -> float | Formula | None:
        """A level's points: as printed, or the sum of its indicators' points if points may be transferred."""
        if not any(has_variable_points(self.scheme, leaf) for leaf in leaves):
            return printed
        summed = call("SUM", self.form_range(leaves, Content.POINTS).reference_from(sheet))
        return as_formula(rounded(summed, SCORE_PLACES))

    def form_range(self, leaves: Sequence[Indicator], content: Content) -> ColumnRange:
        """The cells of a column of the form in the rows of adjacent indicators."""
        rows = [self.score_rows[key] for leaf in leaves for key in self.scheme.form_rows(leaf)]
        column = self.form_column(content)
        assert column is not None, "the loader requires the column"
        return ColumnRange(FORM, column, rows[0], rows[-1])

    def expected_score_count(self, leaves: Sequence[Indicator], sheet: str) -> float | Formula:
        """Number of scores that the form shows for these indicators when nothing is missing: one per row in use."""
        single: float | Formula = float(sum(leaf.expansion is None for leaf in leaves))
        used = [self.rows_used(leaf.expansion.table, sheet) for leaf in leaves if leaf.expansion is not None]
        return single if not used else as_formula(total([single, *(call("MAX", count, 1.0) for count in used)]))

    def rows_used(self, table: str, sheet: str) -> Formula:
        """Number of filled rows of a table."""
        place = self.tables[table]
        return call(
            "COUNTIF",
            ColumnRange(place.sheet, place.status, place.first, place.last).reference_from(sheet),
            Status.FILLED,
        )

    @property
    def total(self) -> CellRef:
        """The cell of the total score."""
        return CellRef(FORM, self.score_column, self.total_row)

    def status(self, place: CellRef) -> CellRef:
        """The status cell next to a value on 基础数据."""
        return CellRef(DATA, STATUS_COLUMN, place.row)

    def open_count(self, indicator: str) -> CellRef:
        """The cell that counts what an indicator still lacks."""
        return CellRef(DATA, OPEN_COUNT_COLUMN, self.sections[indicator])

    def names(self, sheet: str) -> dict[str, Formula]:
        """The cells that the scheme's names refer to in formulas on a sheet. Do not modify: the result is cached."""
        if sheet not in self._names_by_sheet:
            names = {name: cell.reference_from(sheet) for name, cell in self.values.items()}
            for name, table in self.tables.items():
                for column in (*table.columns, *table.measures, ROW_SCORE):
                    names[f"{name}.{column}"] = table.column(column).reference_from(sheet)
            self._names_by_sheet[sheet] = names
        return self._names_by_sheet[sheet]

    def conditions(self, sheet: str) -> dict[str, Formula]:
        """Like `names`, for conditions: in them, a number typed as text counts as 0, as in Python."""
        if sheet not in self._conditions_by_sheet:
            specs = self.scheme.all_inputs
            self._conditions_by_sheet[sheet] = {
                name: call("N", cell) if name in specs and specs[name].numeric else cell
                for name, cell in self.names(sheet).items()
            }
        return self._conditions_by_sheet[sheet]

    def limit_source(self, name: str, sheet: str) -> Formula | None:
        """The cell of the input that limits what another input may hold, if there is one."""
        other = self.scheme.all_inputs[name].limit_source
        return None if other is None else self.values[other].reference_from(sheet)

    def row_conditions(self, table: str, row: int) -> dict[str, Formula]:
        """Like `conditions`, for a table's own names in one of its rows."""
        columns = self.scheme.tables[table].columns
        return {
            name: call("N", cell) if name in columns and columns[name].numeric else cell
            for name, cell in self.row_names(table, row).items()
        }

    def row_names(self, table: str, row: int) -> dict[str, Formula]:
        """The cells that a table's own names refer to in formulas in one of its rows."""
        place = self.tables[table]
        return {name: Formula(f"{letter}{row}") for name, letter in {**place.columns, **place.measures}.items()}


def layout_of(scheme: Scheme) -> Layout:
    """Compute the layout of a scheme's workbook; it depends on the scheme alone."""
    layout = Layout(scheme)
    for name, table in scheme.tables.items():
        letters = [get_column_letter(number + 2) for number in range(len(table.columns) + len(table.measures) + 3)]
        columns = dict(zip(table.columns, letters, strict=False))
        measures = dict(zip(table.measures, letters[len(columns) :], strict=False))
        first = TABLE_HEAD_ROW + 1
        layout.tables[name] = TablePlace(
            table.label,
            first,
            first + table.rows - 1,
            columns,
            measures,
            letters[-3],
            letters[-2],
            CellRef(table.label, "B", 3),
            letters[-1] if table.counted_once else "",
        )
    for row, (kind, name, indicator) in enumerate(_data_rows(scheme), FIRST_DATA_ROW):
        data_row = DataRow(row, kind, name, indicator)
        layout.data_rows.append(data_row)
        if kind is RowKind.SECTION and indicator is not None:
            layout.sections[indicator.id] = row
        if kind in (RowKind.INPUT, RowKind.MEASURE):
            layout.values[name] = data_row.value
        if kind is RowKind.EVIDENCE:
            layout.evidence[name] = data_row.value
        if kind is RowKind.NOTE:
            layout.notes[name] = data_row.value
        if kind is RowKind.REMARK and indicator is not None:
            layout.remarks[indicator.id] = data_row.value
            layout.section_ends[indicator.id] = row - 1  # the remark depends on the score, so it must not count here
    _form_rows(layout)
    return layout


def _data_rows(scheme: Scheme) -> Iterator[tuple[RowKind, str, Indicator | None]]:
    tables = {indicator.id: dependencies_of(scheme, indicator).tables for indicator in scheme.indicators}
    used_tables = {name for names in tables.values() for name in names}
    yield RowKind.SECTION, "", None
    for name in scheme.inputs:
        yield RowKind.INPUT, name, None
    for name in scheme.tables:
        if name not in used_tables:
            yield RowKind.TABLE, name, None
    for indicator in scheme.indicators:
        yield RowKind.SECTION, indicator.id, indicator
        yield RowKind.CRITERIA, indicator.id, indicator
        for name in indicator.inputs:
            yield RowKind.INPUT, name, indicator
        for name in tables[indicator.id]:
            yield RowKind.TABLE, name, indicator
        for name in indicator.measures:
            yield RowKind.MEASURE, name, indicator
        yield RowKind.REMARK, indicator.id, indicator
        if "evidence" in scheme.free_text_fields:
            yield RowKind.EVIDENCE, indicator.id, indicator
        if "notes" in scheme.free_text_fields:
            yield RowKind.NOTE, indicator.id, indicator


def _form_rows(layout: Layout) -> None:
    form, row = layout.scheme.form, 2
    row = _block(layout, form.header, row, layout.header_rows)
    layout.heading_row = row
    row += max(len(column.title) for column in form.columns)
    for indicator in layout.scheme.indicators:
        for key in layout.scheme.form_rows(indicator):
            layout.score_rows[key] = row
            row += 1
    layout.total_row = row
    _block(layout, form.footer, row + 1, layout.footer_rows)


def _block(layout: Layout, form_rows: list[FormRow], row: int, block_rows: list[BlockRow]) -> int:
    """Add the rows of a block, starting at `row`, to `block_rows`; return the row after them."""
    for form_row in form_rows:
        count = layout.scheme.tables[form_row.each].rows if form_row.each else 1
        for index in range(count):
            block_rows.append(BlockRow(row, form_row, index if form_row.each else None))
            row += 1
    return row
