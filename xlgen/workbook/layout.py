"""The cells of a scheme's workbook, for both writing and reading back. `arrangement.py` places them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from openpyxl.utils import column_index_from_string, get_column_letter

from xlgen.rules.expression import Formula, Truth, any_of, as_formula, call, rounded, total
from xlgen.rules.rounding import SCORE_PLACES
from xlgen.scheme.dependencies import Dependencies, dependencies_of, prints_variable_points
from xlgen.scheme.form import Content, FormCell, FormColumn, FormRow
from xlgen.scheme.inputs import Input
from xlgen.scheme.model import Indicator, Scheme
from xlgen.scheme.outline import ROW_SCORE
from xlgen.scheme.sheet_names import CHECK, FORM
from xlgen.scoring.audit import marked_by
from xlgen.scoring.check_code import Item
from xlgen.scoring.points import points_left_out
from xlgen.scoring.status import BLOCKING, begins_with
from xlgen.scoring.tables import own_columns
from xlgen.xlsx.refs import CellRef, ColumnRange

BAR_ROW, TITLE_ROW = 1, 2
"""Rows of 指标评分表: the bar that stays in view and is not printed, and the printed title."""
TABLE_HEAD_ROW = 4
"""Row of the column headings on a table's own sheet."""
VERDICT_ON_CHECK, FUNCTIONS_ON_CHECK = CellRef(CHECK, "A", 3), CellRef(CHECK, "A", 2)
CODE_ON_CHECK = CellRef(CHECK, "H", 2)
TOTAL_ON_CHECK, GRADE_ON_CHECK = CellRef(CHECK, "H", 5), CellRef(CHECK, "H", 6)
FIRST_GROUP_ROW_ON_CHECK = 9


class LineKind(Enum):
    """What a line of the 填报区 is about."""

    INPUT = "input"
    TABLE = "table"  # links to the sheet of a table
    ROW = "row"  # a row of a table that is typed on the form
    REMARK = "remark"
    SHARED = "shared"  # an input that is typed elsewhere
    MEASURE = "measure"
    CHECK = "check"  # an audit rule, with its explanation where it wants one
    NOTE = "note"  # why the total is not the sum of the scores


CHECKED = frozenset({LineKind.INPUT, LineKind.TABLE, LineKind.ROW, LineKind.REMARK, LineKind.CHECK})
"""The lines whose status counts: something is to be filled in."""


@dataclass(frozen=True)
class Line:
    """A line of the 填报区: its row, and the id of the input, measure, table, indicator or rule that it is about."""

    row: int
    kind: LineKind
    name: str
    indicator: Indicator | None = None
    index: int = 0  # of the row of a table, from 0


class Panel(NamedTuple):
    """The columns of the 填报区, to the right of the printed form."""

    label: str
    value: str
    second: str  # empty where the form has no grade with a share
    unit: str
    status: str
    result: str
    code: str  # hidden: what the answers and scores of a row add to the 核对码


class Span(NamedTuple):
    """The first and the last row of 指标评分表 that a row of the official form takes."""

    first: int
    last: int

    @property
    def rows(self) -> range:
        """All its rows."""
        return range(self.first, self.last + 1)


@dataclass(frozen=True)
class TablePlace:
    """Location of a table: its sheet, rows, and the letters of its columns, measures, score and status.

    score and key are empty where it has none: a table that is typed on the form has neither, nor measures.
    """

    sheet: str
    first: int
    last: int
    columns: dict[str, str]
    measures: dict[str, str]
    score: str
    status: str
    overall: CellRef
    wrong: str = ""  # the hidden columns of what is wrong in a row and what is missing
    missing: str = ""
    key: str = ""  # the hidden column of what makes rows alike, where like rows count once
    silent: str = ""  # the hidden column that marks rows below their points without a reason, where they must have one
    code: str = ""  # the hidden column of what a row adds to the 核对码; none on the form, which has its own

    @property
    def on_form(self) -> bool:
        """Typed on the form, in the rows that print it."""
        return self.sheet == FORM

    def cell(self, column: str, row: int) -> CellRef:
        """The cell of a column or measure in a row of the table; rows are counted from 0."""
        letter = self.columns.get(column) or self.measures[column]
        return CellRef(self.sheet, letter, self.first + row)

    def column(self, name: str) -> ColumnRange:
        """The cells of a column, a measure, or the scores."""
        letter = {**self.columns, **self.measures, ROW_SCORE: self.score}[name]
        return ColumnRange(self.sheet, letter, self.first, self.last)


class BlockCell(NamedTuple):
    """A cell of a header or footer block: its first column (from 1) and how many rows of the block it spans."""

    cell: FormCell
    column: int
    depth: int


@dataclass(frozen=True)
class BlockRow:
    """A row of the form's header or footer block. `index`: the table row, if the row is repeated for each of them."""

    span: Span
    form_row: FormRow
    index: int | None
    cells: tuple[BlockCell, ...]


@dataclass
class Layout:
    """The cells of a scheme's workbook; made by `layout_of`."""

    scheme: Scheme
    panel: Panel
    header_scores: dict[str, CellRef] = field(default_factory=dict)  # of indicators that are scored in the header
    total_cell: CellRef | None = None  # none where the form has no scores
    total_note: CellRef | None = None  # why the total is not the sum of the scores, where it may not be
    values: dict[str, CellRef] = field(default_factory=dict)  # inputs and measures
    statuses: dict[str, CellRef] = field(default_factory=dict)  # of inputs
    seconds: dict[str, str] = field(default_factory=dict)  # the share that is typed beside a grade, by the grade
    lines: list[Line] = field(default_factory=list)
    remarks: dict[str, CellRef] = field(default_factory=dict)  # by indicator id
    explanations: dict[str, CellRef] = field(default_factory=dict)  # by audit rule, of those that want one
    evidence: dict[str, CellRef] = field(default_factory=dict)
    notes: dict[str, CellRef] = field(default_factory=dict)
    tables: dict[str, TablePlace] = field(default_factory=dict)
    header_rows: list[BlockRow] = field(default_factory=list)
    footer_rows: list[BlockRow] = field(default_factory=list)
    heading_row: int = 0  # 0 where the form has no table of indicators
    spans: dict[str, Span] = field(default_factory=dict)  # by row of the form (Scheme.form_rows)
    total_row: int = 0
    code: CellRef | None = None  # the 核对码 in the last printed row; none in forms issued before there was one
    _names_by_sheet: dict[str, dict[str, Formula]] = field(default_factory=dict)  # filled on first use
    _conditions_by_sheet: dict[str, dict[str, Formula]] = field(default_factory=dict)

    @property
    def form_columns(self) -> list[FormColumn]:
        """The form's columns."""
        return self.scheme.form.columns

    def form_column(self, content: str) -> str | None:
        """The letter of the form's column with this content."""
        contents = [column.content for column in self.form_columns]
        return get_column_letter(contents.index(content) + 1) if content in contents else None

    @property
    def score_column(self) -> str:
        """The letter of the form's score column."""
        column = self.form_column(Content.SCORE)
        assert column is not None, "the loader requires a score column"
        return column

    def is_printed(self, column: str) -> bool:
        """Whether a column belongs to the printed form, not to the 填报区."""
        return column_index_from_string(column) <= len(self.form_columns)

    @property
    def last_printed_row(self) -> int:
        """The last row of the printed form."""
        if self.code is not None:
            return self.code.row
        rows = [row.span.last for row in (*self.header_rows, *self.footer_rows)]
        return max([TITLE_ROW, self.total_row, *rows, *(span.last for span in self.spans.values())])

    @property
    def sheet_tables(self) -> list[str]:
        """The tables that have a sheet of their own."""
        return [name for name, place in self.tables.items() if not place.on_form]

    def score(self, form_row: str) -> CellRef:
        """The printed score cell in a row of the form."""
        return self.header_scores.get(form_row) or CellRef(FORM, self.score_column, self.spans[form_row].first)

    def block(self, indicator: Indicator) -> Span:
        """All rows of an indicator."""
        keys = self.scheme.form_rows(indicator)
        return Span(self.spans[keys[0]].first, self.spans[keys[-1]].last)

    def result(self, indicator: Indicator) -> CellRef:
        """The cell of the 填报区 that computes an indicator's score, or says that something is missing."""
        return CellRef(FORM, self.panel.result, self.block(indicator).first)

    def results(self, leaves: Sequence[Indicator], sheet: str) -> list[Formula]:
        """These cells of indicators that follow each other: one reference for those in the table."""
        return self._cells_of(leaves, self.panel.result, sheet)

    def printed_scores(self, leaves: Sequence[Indicator], sheet: str) -> list[Formula]:
        """The printed scores of indicators that follow each other."""
        return self._cells_of(leaves, "", sheet)

    def _cells_of(self, leaves: Sequence[Indicator], column: str, sheet: str) -> list[Formula]:
        """Cells of a column (empty: of the printed scores), the blank ones between them included."""
        above = [leaf for leaf in leaves if leaf.id in self.header_scores]
        cells = [self.result(leaf) if column else self.score(leaf.id) for leaf in above]
        found = [cell.reference_from(sheet) for cell in cells]
        below = [leaf for leaf in leaves if leaf.id not in self.header_scores]
        if below:
            first, last = self.block(below[0]).first, self.block(below[-1]).last
            found.append(ColumnRange(FORM, column or self.score_column, first, last).reference_from(sheet))
        return found

    def level_points(self, leaves: Sequence[Indicator], printed: float | None, sheet: str) -> float | Formula | None:
        """A level's points: as printed, or the sum of its indicators' points if points may be transferred."""
        if not any(prints_variable_points(self.scheme, leaf) for leaf in leaves):
            return printed
        column = self.form_column(Content.POINTS)
        assert column is not None, "the loader requires the column"
        points = ColumnRange(FORM, column, self.block(leaves[0]).first, self.block(leaves[-1]).last)
        return as_formula(rounded(call("SUM", points.reference_from(sheet)), SCORE_PLACES))

    def applicable_points(
        self, leaves: Sequence[Indicator], printed: float | None, sheet: str
    ) -> float | Formula | None:
        """The same without those of indicators that are not applicable, where the form prints them all the same."""
        points = self.level_points(leaves, printed, sheet)
        left_out = [points_left_out(leaf, self.conditions(sheet)) for leaf in leaves if leaf.rescales]
        return as_formula(rounded((points or 0.0) - total(left_out), SCORE_PLACES)) if left_out else points

    @property
    def total(self) -> CellRef:
        """The cell of the total score, in a form that has scores."""
        assert self.total_cell is not None, "only a form with scores has a total"
        return self.total_cell

    def lines_of(self, indicator: Indicator) -> list[Line]:
        """The lines of the 填报区 beside an indicator."""
        return [line for line in self.lines if line.indicator is not None and line.indicator.id == indicator.id]

    def start_of_indicator(self, indicator: Indicator) -> CellRef:
        """The cell where one begins to fill in an indicator."""
        if indicator.id not in self.header_scores:
            return self.target_of(self.lines_of(indicator)[0])
        needed = dependencies_of(self.scheme, indicator)
        places = [*(self.values[name] for name in needed.inputs), *map(self.start_of, needed.tables)]
        return places[0] if places else self.remarks[indicator.id]

    def status_of(self, line: Line) -> CellRef:
        """The status cell of a line."""
        return CellRef(FORM, self.panel.status, line.row)

    def target_of(self, line: Line) -> CellRef:
        """The cell to go to for what a line asks for."""
        if line.kind is LineKind.TABLE:
            return self.start_of(line.name)
        if line.kind is LineKind.ROW:
            table = self.tables[line.name]
            return table.cell(own_columns(self.scheme.tables[line.name], line.index)[0], line.index)
        if line.kind is LineKind.CHECK:
            return self.explanations.get(line.name) or self.marked_by(line.name)[0]
        return self.remarks[line.name] if line.kind is LineKind.REMARK else self.values[line.name]

    def marked_by(self, rule: str) -> list[CellRef]:
        """The cells that are marked where an audit rule does not hold; of a column the first."""
        names = (name.partition(".") for name in marked_by(self.scheme, self.scheme.checks[rule]))
        return [self.tables[name].cell(column, 0) if column else self.values[name] for name, _, column in names]

    def start_of(self, table: str) -> CellRef:
        """The cell where one begins to fill in a table: some hold what the form itself lays down."""
        return self.tables[table].cell(own_columns(self.scheme.tables[table], 0)[0], 0)

    def names(self, sheet: str) -> dict[str, Formula]:
        """The cells that the scheme's names refer to in formulas on a sheet. Do not modify: the result is cached."""
        if sheet not in self._names_by_sheet:
            names = {name: cell.reference_from(sheet) for name, cell in self.values.items()}
            for name, table in self.tables.items():
                for column in (*table.columns, *table.measures, *([ROW_SCORE] if table.score else [])):
                    names[f"{name}.{column}"] = table.column(column).reference_from(sheet)
            self._names_by_sheet[sheet] = names
        return self._names_by_sheet[sheet]

    def conditions(self, sheet: str) -> dict[str, Formula]:
        """Like `names`, for conditions: in them, a number typed as text counts as 0, as in Python."""
        if sheet not in self._conditions_by_sheet:
            self._conditions_by_sheet[sheet] = _as_numbers(self.names(sheet), self.scheme.all_inputs)
        return self._conditions_by_sheet[sheet]

    def numbers(self, sheet: str) -> dict[str, Formula]:
        """Like `names`, for rules: an optional number left blank counts as 0, which MIN and MAX would pass over."""
        specs = {name: spec for name, spec in self.scheme.all_inputs.items() if not spec.required}
        return _as_numbers(self.names(sheet), specs)

    def row_numbers(self, table: str, row: int) -> dict[str, Formula]:
        """Like `numbers`, for a table's own names in one of its rows."""
        specs = {name: spec for name, spec in self.scheme.tables[table].columns.items() if not spec.required}
        return _as_numbers(self.row_names(table, row), specs)

    def limit_source(self, name: str, sheet: str) -> Formula | None:
        """The cell of the input that limits what another input may hold, if there is one."""
        other = self.scheme.all_inputs[name].limit_source
        return None if other is None else self.values[other].reference_from(sheet)

    def row_conditions(self, table: str, row: int) -> dict[str, Formula]:
        """Like `conditions`, for a table's own names in one of its rows."""
        return _as_numbers(self.row_names(table, row), self.scheme.tables[table].columns)

    def row_names(self, table: str, row: int) -> dict[str, Formula]:
        """The cells that a table's own names refer to in formulas in one of its rows."""
        place = self.tables[table]
        return {name: Formula(f"{letter}{row}") for name, letter in {**place.columns, **place.measures}.items()}

    def is_open(self, required: Dependencies, sheet: str) -> Truth:
        """Whether something of what is required is missing or wrong, in a formula on a sheet."""
        cells = [self.statuses[name] for name in required.inputs]
        cells += [self.tables[name].overall for name in required.tables]
        states = [begins_with(cell.reference_from(sheet), state) for cell in dict.fromkeys(cells) for state in BLOCKING]
        return any_of(states)

    def counted_cell(self, item: Item) -> CellRef:
        """The cell of something that counts in the 核对码."""
        if item.column:
            return self.tables[item.name].cell(item.column, item.row)
        if item.spec is not None:
            return self.values[item.name]
        return self.score(item.name) if item.name else self.total

    def code_column(self, sheet: str) -> str:
        """The letter of a sheet's hidden column with what each row adds to the 核对码."""
        letters = {place.sheet: place.code for place in self.tables.values() if place.code}
        return letters.get(sheet, self.panel.code)

    def typed_cells(self) -> Iterator[CellRef]:
        """Every cell that the unit may fill in."""
        for name in self.scheme.all_inputs:
            yield self.values[name]
        for texts in (self.remarks, self.explanations, self.evidence, self.notes):
            yield from texts.values()
        for name, place in self.tables.items():
            for row in range(self.scheme.tables[name].rows):
                yield from (place.cell(column, row) for column in place.columns)


def _as_numbers(names: dict[str, Formula], specs: dict[str, Input]) -> dict[str, Formula]:
    return {name: call("SUM", cell) if name in specs and specs[name].numeric else cell for name, cell in names.items()}
