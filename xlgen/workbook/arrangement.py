"""Places every element of a scheme on the sheets: the rows of 指标评分表, its 填报区, the tables."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from typing import TypeAlias

from openpyxl.utils import get_column_letter

from xlgen.scheme.dependencies import dependencies_of, part_of_rows
from xlgen.scheme.form import TOTAL, Content, FormRow, typed_name
from xlgen.scheme.inputs import InputType
from xlgen.scheme.model import CheckLevel, Indicator, Scheme
from xlgen.scheme.outline import placeholders
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring.audit import home_of, marked_by
from xlgen.scoring.total import has_note
from xlgen.workbook.identity import LAYOUT_VERSION, WITHOUT_CODE
from xlgen.workbook.layout import (
    TABLE_HEAD_ROW,
    TITLE_ROW,
    BlockCell,
    BlockRow,
    Layout,
    Line,
    LineKind,
    Panel,
    Span,
    TablePlace,
)
from xlgen.xlsx.refs import CellRef

Lines: TypeAlias = list[tuple[LineKind, str]]
"""What the lines beside a row are about, before their rows are known."""


def layout_of(scheme: Scheme, version: str = LAYOUT_VERSION) -> Layout:
    """Compute the layout of a scheme's workbook; it depends on the scheme alone. version: see `identity.py`."""
    seconds = _seconds(scheme)
    layout = Layout(scheme, _panel(scheme, bool(seconds)), seconds=seconds)
    for name in scheme.tables:
        if name not in _printed_tables(scheme):
            layout.tables[name] = _on_own_sheet(scheme, name)
    row = _head(layout)
    if scheme.table_indicators:
        layout.heading_row = row
        row += max(len(column.title) for column in scheme.form.columns)
    for indicator in scheme.table_indicators:
        row = _indicator(layout, indicator, row)
    if scheme.form.total is not None:
        layout.total_row, layout.total_cell = row, CellRef(FORM, layout.score_column, row)
        _place_lines(layout, row, _note_of_total(scheme), None)
        row += 1
    _foot(layout, row)
    if version != WITHOUT_CODE:
        layout.code = CellRef(FORM, "A", layout.last_printed_row + 1)
    return layout


def _panel(scheme: Scheme, with_second: bool) -> Panel:
    first = len(scheme.form.columns) + 2  # a narrow column stays between
    letters = (get_column_letter(number) for number in count(first))
    label, value = islice(letters, 2)
    second = next(letters) if with_second else ""
    unit, status, result, code = islice(letters, 4)
    return Panel(label, value, second, unit, status, result, code)


def _seconds(scheme: Scheme) -> dict[str, str]:
    """The shares that are typed beside the grade that they belong to: in one row, as one answers them."""
    specs = scheme.all_inputs
    grades = {
        spec.bands.by: name for name, spec in specs.items() if spec.bands is not None and specs[spec.bands.by].required
    }
    return {grade: share for grade, share in grades.items() if _home(scheme, grade) == _home(scheme, share)}


def _home(scheme: Scheme, name: str) -> str:
    """The indicator that declares an input; empty for the general ones."""
    return next((indicator.id for indicator in scheme.indicators if name in indicator.inputs), "")


def _printed_tables(scheme: Scheme) -> set[str]:
    """The tables that are typed on the form: each of their columns is printed alone in its row, and nothing scores it.

    A table that shares a row with merged cells keeps its sheet, because nobody can paste a column into those.
    """
    found = set()
    for row in (*scheme.form.header, *scheme.form.footer):
        table = scheme.tables.get(row.each or "")
        if table is None or table.measures or table.counted_once or part_of_rows(scheme, str(row.each)) is not None:
            continue
        if {cell.typed for cell in row.cells} >= set(table.columns):
            found.add(str(row.each))
    return found


def _on_own_sheet(scheme: Scheme, name: str) -> TablePlace:
    table, first = scheme.tables[name], TABLE_HEAD_ROW + 1
    letters = (get_column_letter(number) for number in count(2))
    columns = {column: next(letters) for column in table.columns}
    measures = {measure: next(letters) for measure in table.measures}
    score, status, wrong, missing, key, silent, code = islice(letters, 7)
    part = part_of_rows(scheme, name)
    return TablePlace(
        table.label,
        first,
        first + table.rows - 1,
        columns,
        measures,
        score,
        status,
        CellRef(table.label, "B", 3),
        wrong,
        missing,
        key if table.counted_once else "",
        silent if table.reason is not None and part is not None and part.row_points is not None else "",
        code,
    )


@dataclass(frozen=True)
class _PrintedRow:
    """A row of a block before its place is known."""

    form_row: FormRow
    index: int | None
    cells: tuple[BlockCell, ...]


def _printed_rows(scheme: Scheme, form_rows: Sequence[FormRow]) -> Iterator[_PrintedRow]:
    """The rows of a block, side by side like those of an HTML table; one for each row of the table of `each`."""
    taken: set[tuple[int, int]] = set()
    number = 0
    for form_row in form_rows:
        rows = scheme.tables[form_row.each].rows if form_row.each else 1
        for index in range(rows):
            cells: list[BlockCell] = []
            column = 1
            for cell in form_row.cells:
                while (number, column) in taken:
                    column += 1
                depth = cell.rows
                if cell.once and form_row.each:
                    if index:
                        continue  # merged down from the first row, so taken
                    depth = rows
                taken.update((number + down, column + right) for down in range(depth) for right in range(cell.columns))
                cells.append(BlockCell(cell, column, depth))
                column += cell.columns
            assert column <= len(scheme.form.columns) + 1, "the loader checks the widths"
            yield _PrintedRow(form_row, index if form_row.each else None, tuple(cells))
            number += 1


def _head(layout: Layout) -> int:
    """Place the header block and, beside it, the general inputs; return the row after it."""
    scheme = layout.scheme
    printed = list(_printed_rows(scheme, scheme.form.header))
    below = {name for row in _printed_rows(scheme, scheme.form.footer) for name in _names_in(row)}
    lines = [_lines_beside(layout, row) for row in printed]
    known = {name for beside in lines for _, name in beside}
    for row, beside in zip(printed, lines, strict=True):
        for indicator in _scored_in(scheme, row):
            beside += [(kind, name) for kind, name in _lines_of(layout, indicator) if name not in known]
    placed = {name for beside in lines for _, name in beside} | below
    loose: Lines = [(LineKind.INPUT, name) for name in scheme.inputs if name not in placed | _shares(layout)]
    used = {name for indicator in scheme.indicators for name in dependencies_of(scheme, indicator).tables}
    loose += [(LineKind.TABLE, name) for name in layout.sheet_tables if name not in used]
    lines = [loose, *_each_once(lines)]  # the first beside the title
    for name, check in scheme.checks.items():
        if home_of(scheme, check) is None and not below & {*marked_by(scheme, check)}:
            _beside_last(lines, marked_by(scheme, check)).append((LineKind.CHECK, name))
    if scheme.form.total is None:
        _beside_last(lines).extend(_note_of_total(scheme))
    _spread(lines, [1, *(row.form_row.lines for row in printed)])
    if not printed:
        return _place_lines(layout, TITLE_ROW, lines[0], None)
    beside_title, lines[1] = lines[0][:1], [*lines[0][1:], *lines[1]]
    _place_lines(layout, TITLE_ROW, beside_title, None)
    return _place_block(layout, printed, lines[1:], TITLE_ROW + 1, layout.header_rows)


def _foot(layout: Layout, row: int) -> None:
    printed = list(_printed_rows(layout.scheme, layout.scheme.form.footer))
    lines = _each_once([_lines_beside(layout, each) for each in printed])
    placed = {name for _, name in (place for beside in lines for place in beside)}
    for name, check in layout.scheme.checks.items():
        if home_of(layout.scheme, check) is None and placed & {*marked_by(layout.scheme, check)}:
            _beside_last(lines, marked_by(layout.scheme, check)).append((LineKind.CHECK, name))
    _place_block(layout, printed, lines, row, layout.footer_rows)


def _each_once(lines: Sequence[Lines]) -> list[Lines]:
    """The lines beside rows; an input that several rows show is asked for beside the first."""
    known: set[str] = set()
    result: list[Lines] = []
    for beside in lines:
        result.append([(kind, name) for kind, name in beside if kind is LineKind.ROW or name not in known])
        known.update(name for _, name in beside)
    return result


def _spread(lines: list[Lines], room: Sequence[int]) -> None:
    """Move lines up to rows that have room, so that a printed row does not grow; rows of tables keep theirs."""
    for row in range(len(lines) - 1, 0, -1):
        while len(lines[row]) > room[row]:
            above = row
            while above > 0 and not _is_table_row(lines[above]) and (above == row or len(lines[above]) >= room[above]):
                above -= 1
            if len(lines[above]) >= room[above] or _is_table_row(lines[above]):
                break
            for each in range(row, above, -1):
                lines[each - 1].append(lines[each].pop(0))


def _beside_last(lines: Sequence[Lines], names: Collection[str] = ()) -> Lines:
    """The lines of the last row of a block that asks for one of these names, else of the last one.

    Never those of a row of a table, which keeps the one it has.
    """
    free = [beside for beside in lines if not _is_table_row(beside)]
    asking = [beside for beside in free if any(name in names for _, name in beside)]
    return (asking or free or [lines[0]])[-1]


def _note_of_total(scheme: Scheme) -> Lines:
    return [(LineKind.NOTE, TOTAL)] if has_note(scheme) else []


def _is_table_row(lines: Lines) -> bool:
    return any(kind is LineKind.ROW for kind, _ in lines)


def _shares(layout: Layout) -> set[str]:
    return set(layout.seconds.values())


def _names_in(row: _PrintedRow) -> list[str]:
    return [] if row.form_row.each else [name for cell in row.cells for name in placeholders(cell.cell.text)]


def _lines_beside(layout: Layout, row: _PrintedRow) -> Lines:
    """What is asked for beside a row of a block: the general inputs that it shows first, or the row of a table."""
    if row.form_row.each is not None:
        return [(LineKind.ROW, row.form_row.each)] if row.form_row.each in _printed_tables(layout.scheme) else []
    asked = _asked_in_header(layout.scheme)
    names = dict.fromkeys(name for name in _names_in(row) if name in asked)
    return [(LineKind.INPUT, name) for name in names if name not in _shares(layout)]


def _place_block(
    layout: Layout, printed: Sequence[_PrintedRow], lines: Sequence[Lines], row: int, block: list[BlockRow]
) -> int:
    for each, beside in zip(printed, lines, strict=True):
        span = Span(row, row + max(1, len(beside)) - 1)
        block.append(BlockRow(span, each.form_row, each.index, each.cells))
        for placed in each.cells:
            _place_cell(layout, each, placed, CellRef(FORM, get_column_letter(placed.column), row))
        for indicator in _scored_in(layout.scheme, each):
            layout.spans[indicator.id] = span
        if each.index == 0 and each.form_row.each in _printed_tables(layout.scheme):
            _place_printed_table(layout, each, row)
        _place_lines(layout, row, beside, None, each.index or 0)
        row = span.last + 1
    return row


def _place_cell(layout: Layout, row: _PrintedRow, placed: BlockCell, place: CellRef) -> None:
    """Note what a cell of a block holds alone: an input, the score of an indicator of the header, the total."""
    scheme, cell = layout.scheme, placed.cell
    if row.index is None and cell.typed in scheme.all_inputs:
        layout.values[str(cell.typed)] = place
    for indicator in scheme.header_indicators:
        if cell.score == indicator.id:
            layout.header_scores[indicator.id] = place
            if indicator.judged is not None:
                layout.values[indicator.judged] = place
    if scheme.scored and layout.total_cell is None and scheme.form.total is None and cell.typed == TOTAL:
        layout.total_cell = place


def _scored_in(scheme: Scheme, row: _PrintedRow) -> list[Indicator]:
    """The indicators of the header whose scores a row shows."""
    shown = {placed.cell.score for placed in row.cells}
    return [indicator for indicator in scheme.header_indicators if indicator.id in shown]


def _asked_in_header(scheme: Scheme) -> dict[str, Indicator | None]:
    """The inputs that are asked for beside the blocks, each with the indicator of the header that it belongs to."""
    own = {name: indicator for indicator in scheme.header_indicators for name in indicator.inputs}
    return {**dict.fromkeys(scheme.inputs), **own}


def _place_printed_table(layout: Layout, row: _PrintedRow, first: int) -> None:
    name = str(row.form_row.each)
    letters = {cell.cell.typed: get_column_letter(cell.column) for cell in row.cells}
    columns = {column: letters[column] for column in layout.scheme.tables[name].columns}
    last = first + layout.scheme.tables[name].rows - 1
    overall = CellRef(FORM, layout.panel.result, first)
    layout.tables[name] = TablePlace(FORM, first, last, columns, {}, "", layout.panel.status, overall)


def _indicator(layout: Layout, indicator: Indicator, row: int) -> int:
    """Place an indicator's rows of the form, as many as its lines beside them need; return the row after them."""
    scheme, lines = layout.scheme, _lines_of(layout, indicator)
    keys = scheme.form_rows(indicator)
    own_words = _own_words_printed(scheme, indicator)
    needed = max(len(lines), len(keys), 2 if own_words else 1)
    for number, key in enumerate(keys):
        last = row + needed - 1 if key == keys[-1] else row + number
        layout.spans[key] = Span(row + number, last)
    span = layout.block(indicator)
    after = _place_lines(layout, row, lines[:-1], indicator)
    # The reason stands in the last row, which gets what height is left; beside rows that need not be used, right below.
    _place_lines(layout, span.last if indicator.expansion is None else after, lines[-1:], indicator)
    _printed_inputs(layout, indicator, span)
    return span.last + 1


def _own_words_printed(scheme: Scheme, indicator: Indicator) -> bool:
    """Whether the unit's own words stand in the printed 评分依据."""
    return indicator.expansion is None and any(column.content is Content.BASIS for column in scheme.form.columns)


def _printed_alone(indicator: Indicator) -> list[str]:
    """An indicator's own texts that 评分依据 prints alone."""
    return [name for name in indicator.inputs if f"{{{name}}}" in indicator.basis]


def _printed_inputs(layout: Layout, indicator: Indicator, span: Span) -> None:
    """The cells of the printed form that are typed in an indicator's rows."""
    if indicator.judged is not None:
        layout.values[indicator.judged] = CellRef(FORM, layout.score_column, span.first)
    for content, text in indicator.shows.items():
        name, column = typed_name(text), layout.form_column(content)
        if name in indicator.inputs and column is not None:
            layout.values[str(name)] = CellRef(FORM, column, span.first)
    if _own_words_printed(layout.scheme, indicator):
        basis = str(layout.form_column(Content.BASIS))
        layout.remarks[indicator.id] = CellRef(FORM, basis, span.last)
        for name in _printed_alone(indicator):
            layout.values[name] = CellRef(FORM, basis, layout.statuses[name].row)
    for content, texts in ((Content.EVIDENCE, layout.evidence), (Content.REMARK, layout.notes)):
        column = layout.form_column(content)
        if column is not None and not (indicator.expansion and content in indicator.expansion.shows):
            texts[indicator.id] = CellRef(FORM, column, span.first)


def _lines_of(layout: Layout, indicator: Indicator) -> Lines:
    """What is asked for beside an indicator: figures and choices, tables; then what is computed; then texts."""
    dependencies = dependencies_of(layout.scheme, indicator)
    own = [name for name in indicator.inputs if name not in _shares(layout)]
    texts = [name for name in own if indicator.inputs[name].kind is InputType.TEXT]
    texts.sort(key=_printed_alone(indicator).__contains__)  # those typed on the form last, above the unit's own words
    lines: Lines = [(LineKind.INPUT, name) for name in own if name not in texts]
    lines += [(LineKind.TABLE, name) for name in dependencies.tables if name in layout.sheet_tables]
    lines += [(LineKind.SHARED, name) for name in dependencies.inputs if name not in indicator.inputs]
    lines += [(LineKind.MEASURE, name) for name in indicator.measures]
    lines += [(LineKind.INPUT, name) for name in texts]
    rules = layout.scheme.checks.items()
    lines += [(LineKind.CHECK, name) for name, rule in rules if home_of(layout.scheme, rule) is indicator]
    return [*lines, (LineKind.REMARK, indicator.id)]


def _place_lines(layout: Layout, first: int, lines: Lines, indicator: Indicator | None, index: int = 0) -> int:
    """Put lines one below the other, from `first` on; return the row after them."""
    panel = layout.panel
    for row, (kind, name) in enumerate(lines, first):
        layout.lines.append(Line(row, kind, name, indicator or _owner(layout.scheme, kind, name), index))
        place = CellRef(FORM, panel.value, row)
        if kind is LineKind.NOTE:
            layout.total_note = CellRef(FORM, panel.label, row)
        if kind is LineKind.CHECK and layout.scheme.checks[name].level is CheckLevel.VERIFY:
            layout.explanations[name] = place
        if kind is LineKind.REMARK:
            layout.remarks.setdefault(name, place)
        if kind in (LineKind.INPUT, LineKind.MEASURE):
            layout.values.setdefault(name, place)
        if kind is LineKind.INPUT:
            layout.statuses[name] = CellRef(FORM, panel.status, row)
            if name in layout.seconds:
                share = layout.seconds[name]
                layout.values[share] = CellRef(FORM, panel.second, row)
                layout.statuses[share] = layout.statuses[name]
    return first + len(lines)


def _owner(scheme: Scheme, kind: LineKind, name: str) -> Indicator | None:
    """The indicator of the header that a line beside the header is about."""
    for indicator in scheme.header_indicators:
        own = {LineKind.INPUT: [*indicator.inputs], LineKind.MEASURE: [*indicator.measures]}
        if name in own.get(kind, [indicator.id] if kind is LineKind.REMARK else []):
            return indicator
    return None
