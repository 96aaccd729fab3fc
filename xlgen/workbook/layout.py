"""Where everything stands: the one answer to “which cell holds this”, for writing and for reading back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from openpyxl.utils import get_column_letter

from xlgen.rules.expression import Formula, as_formula, call, total
from xlgen.scheme.dependencies import dependencies_of, has_variable_points
from xlgen.scheme.form import Content, FormColumn, FormRow
from xlgen.scheme.model import Indicator, Scheme
from xlgen.scheme.outline import ROW_SCORE
from xlgen.scheme.sheet_names import CHECK, DATA, FORM
from xlgen.scoring.status import Status
from xlgen.xlsx.refs import CellRef, ColumnRange

NUMBER, LABEL, VALUE, UNIT, HINT, STATUS, OPEN = "A", "B", "C", "D", "E", "F", "G"
"""The columns of 基础数据; OPEN is hidden and counts what is missing for an indicator."""
PROGRESS = CellRef(DATA, VALUE, 3)
FIRST_DATA_ROW = 5
TABLE_HEAD_ROW = 4
TOTAL_ON_CHECK, GRADE_ON_CHECK = CellRef(CHECK, "C", 5), CellRef(CHECK, "C", 6)
FUNCTIONS_ON_CHECK, VERDICT = CellRef(CHECK, "A", 2), CellRef(CHECK, "A", 3)
FIRST_GROUP_ROW_ON_CHECK = 9


class RowKind(Enum):
    """What a row of 基础数据 holds."""

    SECTION = "section"
    CRITERIA = "criteria"
    INPUT = "input"
    MEASURE = "measure"
    TABLE = "table"  # points to the sheet of a table
    REMARK = "remark"
    EVIDENCE = "evidence"  # where the form has a column for it
    NOTE = "note"  # likewise


@dataclass(frozen=True)
class DataRow:
    """A row of 基础数据: its kind, and the id of the input, measure, table or indicator it is for."""

    row: int
    kind: RowKind
    name: str
    indicator: Indicator | None


@dataclass(frozen=True)
class TablePlace:
    """Where a table stands: its sheet, rows, and the letters of its columns, measures, score and status."""

    sheet: str
    first: int
    last: int
    columns: dict[str, str]
    measures: dict[str, str]
    score: str
    status: str
    overall: CellRef

    def column(self, name: str) -> ColumnRange:
        """The cells of a column, of a measure, or of the scores."""
        letter = {**self.columns, **self.measures, ROW_SCORE: self.score}[name]
        return ColumnRange(self.sheet, letter, self.first, self.last)


@dataclass(frozen=True)
class BlockRow:
    """A row of the form's header or footer block; index counts the rows made for each row of a table."""

    row: int
    form_row: FormRow
    index: int | None


@dataclass
class Layout:
    """The places of a scheme's workbook."""

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
    names_seen_from: dict[str, dict[str, Formula]] = field(default_factory=dict)  # by sheet, once asked for
    conditions_seen_from: dict[str, dict[str, Formula]] = field(default_factory=dict)

    @property
    def form_columns(self) -> list[FormColumn]:
        """The form's columns: the printed ones first, then those beside the printed form."""
        columns = self.scheme.form.columns
        return [column for column in columns if column.printed] + [column for column in columns if not column.printed]

    @property
    def state_column(self) -> str:
        """The column beside the form that says what each score still lacks."""
        return get_column_letter(len(self.form_columns) + 1)

    def form_column(self, content: Content) -> str | None:
        """The letter of the form's column with this content."""
        contents = [column.content for column in self.form_columns]
        return get_column_letter(contents.index(content) + 1) if content in contents else None

    @property
    def score_column(self) -> str:
        """The letter of the form's score column."""
        column = self.form_column(Content.SCORE)
        assert column is not None, "the loader demands a score column"
        return column

    def score(self, form_row: str) -> CellRef:
        """The cell with the score in a row of the form."""
        return CellRef(FORM, self.score_column, self.score_rows[form_row])

    @property
    def scores(self) -> ColumnRange:
        """All the scores."""
        rows = list(self.score_rows.values())
        return ColumnRange(FORM, self.score_column, rows[0], rows[-1])

    def level_points(self, leaves: Sequence[Indicator], printed: float | None, sheet: str) -> float | Formula | None:
        """A level's points: as printed, or the sum of its indicators' where points may move."""
        if not any(has_variable_points(self.scheme, leaf) for leaf in leaves):
            return printed
        return call("SUM", self.over(leaves, Content.POINTS).reference_from(sheet))

    def over(self, leaves: Sequence[Indicator], content: Content) -> ColumnRange:
        """The cells of a column of the form over the rows of neighbouring indicators."""
        rows = [self.score_rows[key] for leaf in leaves for key in self.scheme.form_rows(leaf)]
        column = self.form_column(content)
        assert column is not None, "the loader demands it"
        return ColumnRange(FORM, column, rows[0], rows[-1])

    def scores_due(self, leaves: Sequence[Indicator], sheet: str) -> float | Formula:
        """How many scores the form shows for these indicators when nothing is missing: one for each row in use."""
        single: float | Formula = float(sum(leaf.expansion is None for leaf in leaves))
        used = [self.rows_used(leaf.expansion.table, sheet) for leaf in leaves if leaf.expansion is not None]
        return single if not used else as_formula(total([single, *(call("MAX", count, 1.0) for count in used)]))

    def rows_used(self, table: str, sheet: str) -> Formula:
        """How many rows of a table are filled."""
        place = self.tables[table]
        return call(
            "COUNTIF",
            ColumnRange(place.sheet, place.status, place.first, place.last).reference_from(sheet),
            Status.FILLED,
        )

    @property
    def total(self) -> CellRef:
        """The cell with the total."""
        return CellRef(FORM, self.score_column, self.total_row)

    def status(self, place: CellRef) -> CellRef:
        """The status cell beside a value on 基础数据."""
        return CellRef(DATA, STATUS, place.row)

    def open_count(self, indicator: str) -> CellRef:
        """The cell that counts what an indicator still lacks."""
        return CellRef(DATA, OPEN, self.sections[indicator])

    def names(self, sheet: str) -> dict[str, Formula]:
        """What the scheme's names mean in formulas on a sheet: their cells. Not to be changed: it is kept."""
        if sheet not in self.names_seen_from:
            found = {name: place.reference_from(sheet) for name, place in self.values.items()}
            for name, table in self.tables.items():
                for column in (*table.columns, *table.measures, ROW_SCORE):
                    found[f"{name}.{column}"] = table.column(column).reference_from(sheet)
            self.names_seen_from[sheet] = found
        return self.names_seen_from[sheet]

    def conditions(self, sheet: str) -> dict[str, Formula]:
        """The same for conditions: a number that was typed as text counts as 0 in them, as in Python."""
        if sheet not in self.conditions_seen_from:
            specs = self.scheme.all_inputs
            self.conditions_seen_from[sheet] = {
                name: call("N", cell) if name in specs and specs[name].numeric else cell
                for name, cell in self.names(sheet).items()
            }
        return self.conditions_seen_from[sheet]

    def beside(self, name: str, sheet: str) -> Formula | None:
        """The cell that says what an input may hold."""
        other = self.scheme.all_inputs[name].limit_source
        return None if other is None else self.values[other].reference_from(sheet)

    def row_conditions(self, table: str, row: int) -> dict[str, Formula]:
        """`conditions` for a table's own names in one of its rows."""
        columns = self.scheme.tables[table].columns
        return {
            name: call("N", cell) if name in columns and columns[name].numeric else cell
            for name, cell in self.row_names(table, row).items()
        }

    def row_names(self, table: str, row: int) -> dict[str, Formula]:
        """What a table's own names mean in a formula in one of its rows."""
        place = self.tables[table]
        return {name: Formula(f"{letter}{row}") for name, letter in {**place.columns, **place.measures}.items()}


def layout_of(scheme: Scheme) -> Layout:
    """The layout of a scheme's workbook; depends on the scheme alone."""
    layout = Layout(scheme)
    for name, table in scheme.tables.items():
        letters = [get_column_letter(number + 2) for number in range(len(table.columns) + len(table.measures) + 2)]
        columns = dict(zip(table.columns, letters, strict=False))
        measures = dict(zip(table.measures, letters[len(columns) :], strict=False))
        first = TABLE_HEAD_ROW + 1
        layout.tables[name] = TablePlace(
            table.label,
            first,
            first + table.rows - 1,
            columns,
            measures,
            letters[-2],
            letters[-1],
            CellRef(table.label, "B", 3),
        )
    for row, (kind, name, indicator) in enumerate(_data_rows(scheme), FIRST_DATA_ROW):
        layout.data_rows.append(DataRow(row, kind, name, indicator))
        if kind is RowKind.SECTION and indicator is not None:
            layout.sections[indicator.id] = row
        if kind in (RowKind.INPUT, RowKind.MEASURE):
            layout.values[name] = CellRef(DATA, VALUE, row)
        if kind is RowKind.EVIDENCE:
            layout.evidence[name] = CellRef(DATA, VALUE, row)
        if kind is RowKind.NOTE:
            layout.notes[name] = CellRef(DATA, VALUE, row)
        if kind is RowKind.REMARK and indicator is not None:
            layout.remarks[indicator.id] = CellRef(DATA, VALUE, row)
            layout.section_ends[indicator.id] = row - 1  # the remark rests on the score, so it must not count here
    _form_rows(layout)
    return layout


def _data_rows(scheme: Scheme) -> Iterator[tuple[RowKind, str, Indicator | None]]:
    tables = {indicator.id: dependencies_of(scheme, indicator).tables for indicator in scheme.indicators}
    needed = {name for names in tables.values() for name in names}
    yield RowKind.SECTION, "", None
    for name in scheme.inputs:
        yield RowKind.INPUT, name, None
    for name in scheme.tables:
        if name not in needed:
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


def _block(layout: Layout, rows: list[FormRow], row: int, into: list[BlockRow]) -> int:
    for each in rows:
        count = layout.scheme.tables[each.each].rows if each.each else 1
        for index in range(count):
            into.append(BlockRow(row, each, index if each.each else None))
            row += 1
    return row
