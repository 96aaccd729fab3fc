"""The rows of 指标评分表 between headings and total: one for each indicator, or for each row of its table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, Value, call, joined_text
from xlgen.rules.rounding import SCORE_PLACES
from xlgen.scheme.form import Content, Expansion, FormColumn
from xlgen.scheme.lint import declared_of
from xlgen.scheme.model import Adjustment, Indicator
from xlgen.scheme.outline import ROW_SCORE
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring import points
from xlgen.scoring.form_data import FormData
from xlgen.scoring.status import Status
from xlgen.scoring.tables import own_columns
from xlgen.workbook.layout import Layout
from xlgen.workbook.sheets.basis import basis_formula, expected_basis
from xlgen.workbook.sheets.form_texts import fill_placeholders, result_text, row_text
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import is_positive, put
from xlgen.xlsx.write.comments import annotate
from xlgen.xlsx.write.row_height import text_height

MIN_ROW_HEIGHT = 20.0
SPARE_LINES = {True: 8, False: 3}
"""Lines kept free in 评分依据 for the unit's own words: where it is printed with the form, and where beside it."""
SPARE_LINES_OF_ROW = {True: 3, False: 0}
"""The same in a row of a table that need not be used."""
POINTS_OF_LEVEL = {Content.LEVEL_1_POINTS: 0, Content.LEVEL_2_POINTS: 1}
NAME_OF_LEVEL = {Content.LEVEL_1: 0, Content.LEVEL_2: 1}
CENTRED_CONTENT = frozenset(set(Content) - {Content.EXPLANATION, Content.CRITERIA, Content.BASIS, Content.REMARK})


@dataclass(frozen=True, eq=False)
class Level:
    """A level above an indicator: its name and points, and the indicators below it."""

    name: str
    points: float | None
    leaves: tuple[str, ...]


def write_rows(
    sheet: Worksheet, layout: Layout, indicator: Indicator, path: tuple[Level, ...], filling: FormData
) -> None:
    """Write the rows of an indicator, below the levels of `path`."""
    keys = layout.scheme.form_rows(indicator)
    for index, key in enumerate(keys):
        row = layout.score_rows[key]
        _cells(sheet, layout, indicator, row, filling.reported.get(key), _contents(layout, indicator, path, index))
        if indicator.expansion is None:
            sheet.row_dimensions[row].height = _height(layout, sheet, indicator, row, filling)
        else:
            expansion = indicator.expansion
            sheet.row_dimensions[row].height = _height_of_table_row(layout, expansion, index, filling)
    first = layout.score_rows[keys[0]]
    name = layout.form_column(Content.INDICATOR)
    annotate(sheet[f"{name}{first}"], [f"{kind}：{text}" for kind, text in declared_of(indicator)])
    _state(sheet, layout, indicator, first)


def _contents(
    layout: Layout, indicator: Indicator, path: tuple[Level, ...], index: int
) -> Callable[[Content], Value | None]:
    if indicator.expansion is None:
        return lambda content: _content(layout, indicator, path, content)
    expansion = indicator.expansion
    return lambda content: _table_row_content(layout, indicator, expansion, path, index, content)


def _cells(
    sheet: Worksheet,
    layout: Layout,
    indicator: Indicator,
    row: int,
    reported: float | None,
    shown: Callable[[Content], Value | None],
) -> None:
    for number, column in enumerate(layout.form_columns, 1):
        content = column.content
        look = replace(styles.LABEL, horizontal="center") if content in CENTRED_CONTENT else styles.LABEL
        if content is Content.BASIS:
            look = replace(look, vertical="top")  # of a text that is too long, the beginning stays in sight
        value = shown(content) if content is not Content.SCORE or reported is None else reported
        cell = look(put(sheet, f"{get_column_letter(number)}{row}", value))
        if content is Content.SCORE:
            cell.number_format = styles.SCORE_FORMAT


def _height(layout: Layout, sheet: Worksheet, indicator: Indicator, row: int, filling: FormData) -> float:
    tallest = MIN_ROW_HEIGHT
    for number, column in enumerate(layout.form_columns, 1):
        value = sheet[f"{get_column_letter(number)}{row}"].value
        shown = value if isinstance(value, str) and not value.startswith("=") else ""
        if column.content is Content.BASIS:
            tallest = max(tallest, _basis_height(column, indicator, filling))
        elif column.content not in NAME_OF_LEVEL:
            tallest = max(tallest, text_height(shown, column.width, styles.LABEL.size))
    return tallest


def _basis_height(column: FormColumn, indicator: Indicator, filling: FormData) -> float:
    begun = any(filling.inputs.get(name) is not None for name in indicator.inputs)
    shown = expected_basis(indicator, filling) if begun else "\n" * SPARE_LINES[column.printed]
    return text_height(shown, column.width, styles.LABEL.size)


def basis_heights(layout: Layout, filling: FormData) -> list[float]:
    """The heights that 评分依据 takes, which follow what is filled in; without the rows of tables."""
    columns = [column for column in layout.form_columns if column.content is Content.BASIS]
    single = [indicator for indicator in layout.scheme.indicators if indicator.expansion is None]
    return [_basis_height(column, indicator, filling) for column in columns for indicator in single]


def _height_of_table_row(layout: Layout, expansion: Expansion, index: int, filling: FormData) -> float:
    """What is filled in decides; in a blank form, rows that must be used have room for the unit's words."""
    table, rows = layout.scheme.tables[expansion.table], filling.tables.get(expansion.table, ())
    values = rows[index] if index < len(rows) else {}
    blank = not any(values.get(name) for name in own_columns(table, index))
    unused = blank and len(rows) > len(table.preset)
    tallest = MIN_ROW_HEIGHT
    for column in layout.form_columns:
        shown = "".join(fill_placeholders(text, values) for text in expansion.shows.get(column.content, []))
        if blank and not unused and column.content is Content.BASIS:
            needed = index < max(table.at_least_rows, len(table.preset))
            spare = SPARE_LINES[column.printed] if needed else SPARE_LINES_OF_ROW[column.printed]
            shown = "\n" * spare
        tallest = max(tallest, text_height(shown, column.width, styles.LABEL.size))
    return tallest


def score_formula(layout: Layout, indicator: Indicator, by_rule: points.ByRule = points.written_out) -> Formula:
    """An indicator's score on the form: nothing while something is missing, else its points to the cent."""
    reached = points.indicator_points(layout.scheme, indicator, layout.names(FORM), by_rule)
    score = ex.rounded(ex.as_formula(reached), SCORE_PLACES)
    return call("IF", is_positive(layout.open_count(indicator.id).reference_from(FORM)), "", score)


def _content(layout: Layout, indicator: Indicator, path: tuple[Level, ...], content: Content) -> Value | None:
    if content in NAME_OF_LEVEL:
        level = NAME_OF_LEVEL[content]
        return path[level].name if level < len(path) else None
    if content in POINTS_OF_LEVEL:
        return _points_of_level(layout, path, POINTS_OF_LEVEL[content])
    plain: dict[Content, Value] = {
        Content.INDICATOR: indicator.name,
        Content.POINTS: _points(layout, indicator),
        Content.EXPLANATION: indicator.explanation,
        Content.CRITERIA: indicator.criteria_text,
        Content.EVIDENCE: _own_or(layout, layout.evidence.get(indicator.id), indicator.evidence),
        Content.REMARK: _own_or(layout, layout.notes.get(indicator.id), indicator.remark),
    }
    if content in plain:
        return plain[content]
    if content is Content.SCORE:
        return score_formula(layout, indicator)
    return basis_formula(layout, indicator) if content is Content.BASIS else result_text(layout, indicator)


def _table_row_content(
    layout: Layout,
    indicator: Indicator,
    expansion: Expansion,
    path: tuple[Level, ...],
    index: int,
    content: Content,
) -> Value | None:
    """What a row of a table shows as a row of the form; the unit's remark on all of them stands in the first."""
    if content in expansion.shows:
        return row_text(layout, expansion.shows[content], expansion.table, index)
    if content in NAME_OF_LEVEL or content in POINTS_OF_LEVEL:
        return _content(layout, indicator, path, content)
    if content is Content.POINTS:
        worth = _cell(layout, expansion, str(indicator.parts[0].row_points), index)
        return call("IF", ex.equals(worth, ""), "", worth)
    if content is Content.SCORE:
        lacking = is_positive(layout.open_count(indicator.id).reference_from(FORM))
        return call("IF", lacking, "", _cell(layout, expansion, ROW_SCORE, index))
    if content is Content.BASIS and index == 0:
        return _own_or(layout, layout.remarks[indicator.id], "")
    return None


def _cell(layout: Layout, expansion: Expansion, column: str, index: int) -> Formula:
    span = layout.tables[expansion.table].column(column)
    return CellRef(span.sheet, span.column, span.first + index).reference_from(FORM)


def _points_of_level(layout: Layout, path: tuple[Level, ...], level: int) -> Value | None:
    if level >= len(path):
        return None
    leaves = [each for each in layout.scheme.indicators if each.id in path[level].leaves]
    return layout.level_points(leaves, path[level].points, FORM)


def _own_or(layout: Layout, own: CellRef | None, printed: str) -> Value:
    """The unit's own words where it has any, else those of the form."""
    if own is None:
        return printed
    words = own.reference_from(FORM)
    return call("IF", ex.equals(words, ""), printed, words)


def _points(layout: Layout, indicator: Indicator) -> Value:
    """An indicator's full marks: live where points may move, the bounds for an adjustment."""
    if isinstance(indicator, Adjustment):
        return f"{indicator.most:+g}/{indicator.least:+g}"
    return points.full_points(layout.scheme, indicator, layout.names(FORM))


def _state(sheet: Worksheet, layout: Layout, indicator: Indicator, row: int) -> None:
    """Beside the printed form: what the score still lacks."""
    lacking = layout.open_count(indicator.id).reference_from(FORM)
    remark = layout.status(layout.remarks[indicator.id]).reference_from(FORM)
    explain = call("IF", ex.equals(remark, Status.UNEXPLAINED), "待说明扣分原因", "")
    state = call("IF", is_positive(lacking), joined_text(["待填 ", lacking, " 处"]), explain)
    styles.CellStyle(size=9, border=False)(put(sheet, f"{layout.state_column}{row}", state))
