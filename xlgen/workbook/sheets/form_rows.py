"""The rows of 指标评分表 between headings and total: one for each indicator, or for each row of its table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import groupby

from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, Value, call
from xlgen.scheme.form import Content, Expansion, FormColumn, typed_name
from xlgen.scheme.model import Adjustment, Indicator
from xlgen.scheme.outline import ROW_SCORE
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring import points
from xlgen.scoring.form_data import FormData
from xlgen.workbook.layout import Layout, Span
from xlgen.workbook.sheets.basis import basis_formula
from xlgen.workbook.sheets.entry import EVIDENCE, NOTE, REMARK, accept, accept_text, typed
from xlgen.workbook.sheets.form_levels import NAME_OF_LEVEL, POINTS_OF_LEVEL, Level, levels_of_rows
from xlgen.workbook.sheets.form_texts import result_text, row_text, shown_text
from xlgen.workbook.sheets.form_totals import score_formula
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import merge, put
from xlgen.xlsx.write.comments import annotate

PRINTED = styles.LABEL
CENTRED = replace(PRINTED, horizontal="center")
TOP, MIDDLE, BOTTOM = (
    replace(PRINTED, vertical=vertical, sides=sides)
    for vertical, sides in (("bottom", "lrt"), ("top", "lr"), ("top", "lrb"))
)
"""评分依据 in one frame: what is computed, and right below it what is typed."""
LEVELS = NAME_OF_LEVEL.keys() | POINTS_OF_LEVEL.keys()
"""Contents whose cells are merged over the rows of their level; see `merge_levels`."""
LEFT_CONTENT = frozenset({Content.EXPLANATION, Content.CRITERIA, Content.BASIS, Content.REMARK})
PROSE_WIDTH = 18
"""A column of the form's own that is as wide as this holds texts rather than figures."""


def write_rows(
    sheet: Worksheet,
    layout: Layout,
    indicator: Indicator,
    path: tuple[Level, ...],
    filling: FormData,
    locked: FormData,
) -> None:
    """Write the printed cells of an indicator, below the levels of `path`."""
    for index, key in enumerate(layout.scheme.form_rows(indicator)):
        shown, reserve = _contents(layout, indicator, path, index), _is_reserve(layout, indicator, index)
        for number, column in enumerate(layout.form_columns, 1):
            look = replace(PRINTED if _is_prose(column) else CENTRED, border=not reserve)
            if reserve and number == len(layout.form_columns):
                look = replace(look, border=True, sides="r")  # the frame of the form stays closed
            if column.content is Content.SCORE:
                look = replace(look, format=styles.SCORE_FORMAT)
            area = _Area(get_column_letter(number), layout.spans[key])
            if column.content is Content.BASIS and layout.remarks[indicator.id].column == area.column:
                _basis(sheet, layout, indicator, area, filling, locked)
            else:
                value = shown(column.content) if column.content else None
                _write(sheet, area, look, value, merges=column.content not in LEVELS)
        reported = filling.reported.get(key)
        if reported is not None:
            put(sheet, layout.score(key).address, reported)
        if reserve and indicator.expansion is not None:
            _frame_if_used(sheet, layout, indicator.expansion, layout.spans[key])
    _typed(sheet, layout, indicator, filling, locked)
    name = f"{layout.form_column(Content.INDICATOR)}{layout.block(indicator).first}"
    annotate(sheet[name], [f"计分说明：{text}" for text in indicator.readings])


def _is_prose(column: FormColumn) -> bool:
    """Whether a column holds texts, which begin at the left."""
    own = not isinstance(column.content, Content) and column.width >= PROSE_WIDTH
    return column.content in LEFT_CONTENT or own


def _is_reserve(layout: Layout, indicator: Indicator, index: int) -> bool:
    """Whether a row of a table need not be used, so that an empty frame on paper would say nothing."""
    if indicator.expansion is None:
        return False
    table = layout.scheme.tables[indicator.expansion.table]
    return index >= max(table.at_least_rows, len(table.preset))


def _frame_if_used(sheet: Worksheet, layout: Layout, expansion: Expansion, span: Span) -> None:
    used = f"LEN(${layout.form_column(Content.INDICATOR)}{span.first})>0"
    own = levels_of_rows(expansion)
    letters = {get_column_letter(number): column.content in own for number, column in enumerate(layout.form_columns, 1)}
    for is_level, columns in groupby(letters, key=lambda letter: letters[letter]):
        first, *others = columns
        if is_level:
            continue
        rule = Rule(type="expression", dxf=styles.border_format(), formula=[used])
        sheet.conditional_formatting.add(f"{first}{span.first}:{[first, *others][-1]}{span.last}", rule)


class _Area:
    """The cells of a column in the rows of a row of the form."""

    def __init__(self, column: str, span: Span) -> None:
        self.column, self.span = column, span

    @property
    def first(self) -> str:
        return f"{self.column}{self.span.first}"


def _write(sheet: Worksheet, area: _Area, look: styles.CellStyle, value: Value | None, merges: bool = True) -> None:
    for row in area.span.rows:
        look(sheet[f"{area.column}{row}"])
    put(sheet, area.first, value)
    if merges and area.span.first < area.span.last:
        merge(sheet, f"{area.first}:{area.column}{area.span.last}")


def _basis(
    sheet: Worksheet, layout: Layout, indicator: Indicator, area: _Area, filling: FormData, locked: FormData
) -> None:
    """评分依据: above, how the score came about; below, the unit's own texts, in cells whose rows grow with them."""
    remark: CellValue = filling.remarks.get(indicator.id)
    own = {layout.remarks[indicator.id].row: (REMARK, remark)}
    for name, spec in indicator.inputs.items():
        if layout.values[name].column == area.column:
            own[layout.values[name].row] = (spec, filling.inputs.get(name))
    last = min(own) - 1
    if last >= area.span.first:
        _write(sheet, _Area(area.column, Span(area.span.first, last)), TOP, basis_formula(layout, indicator))
    for row, (spec, words) in own.items():
        look = BOTTOM if row == area.span.last else MIDDLE
        typed(spec, look, locked=False)(put(sheet, f"{area.column}{row}", words))
        accept_text(sheet, CellRef(FORM, area.column, row), spec)


def _typed(sheet: Worksheet, layout: Layout, indicator: Indicator, filling: FormData, locked: FormData) -> None:
    """Unlock the printed cells in which the unit types: its own judgement, own columns, evidence, notes."""
    columns = {get_column_letter(number): column for number, column in enumerate(layout.form_columns, 1)}
    for name, spec in indicator.inputs.items():
        place = layout.values[name]
        column = columns.get(place.column)
        if name != indicator.judged and (column is None or typed_name(_own_text(indicator, column)) != name):
            continue
        plain = PRINTED if column is not None and _is_prose(column) else CENTRED
        look = typed(spec, plain, locked.inputs.get(name) is not None)
        look = replace(look, format=styles.SCORE_FORMAT) if name == indicator.judged else look
        for row in layout.block(indicator).rows:
            look(sheet[f"{place.column}{row}"])
        put(sheet, place.address, filling.inputs.get(name))
        accept(sheet, layout, name, place)
    for places, given, suggested, spec in (
        (layout.evidence, filling.evidence, indicator.evidence, EVIDENCE),
        (layout.notes, filling.notes, indicator.remark, NOTE),
    ):
        if indicator.id in places:
            place, look = places[indicator.id], typed(spec, PRINTED)
            for row in layout.block(indicator).rows:
                look(sheet[f"{place.column}{row}"])
            put(sheet, place.address, given.get(indicator.id) or suggested)
            accept_text(sheet, place, spec)


def _own_text(indicator: Indicator, column: FormColumn) -> str:
    """What an indicator says in a column of the form's own."""
    return indicator.shows.get(column.content or "", "")


def _contents(
    layout: Layout, indicator: Indicator, path: tuple[Level, ...], index: int
) -> Callable[[str], Value | None]:
    if indicator.expansion is None:
        return lambda content: _content(layout, indicator, path, content)
    expansion = indicator.expansion
    return lambda content: _table_row_content(layout, indicator, expansion, path, index, content)


def _content(layout: Layout, indicator: Indicator, path: tuple[Level, ...], content: str) -> Value | None:
    if content in NAME_OF_LEVEL:
        level = NAME_OF_LEVEL[content]
        return path[level].name if level < len(path) else None
    if content in POINTS_OF_LEVEL:
        return _points_of_level(layout, path, POINTS_OF_LEVEL[content])
    if content in indicator.shows:
        text = indicator.shows[content]
        return None if typed_name(text) in indicator.inputs else shown_text(layout, text)
    plain: dict[str, Value] = {
        Content.INDICATOR: indicator.name,
        Content.POINTS: _points(layout, indicator),
        Content.EXPLANATION: indicator.explanation,
        Content.CRITERIA: indicator.criteria_text,
    }
    if content in plain:
        return plain[content]
    if content is Content.SCORE:
        return None if indicator.judged is not None else score_formula(layout, indicator)
    return result_text(layout, indicator) if content is Content.RESULT else None


def _table_row_content(
    layout: Layout,
    indicator: Indicator,
    expansion: Expansion,
    path: tuple[Level, ...],
    index: int,
    content: str,
) -> Value | None:
    """What a row of a table shows as a row of the form; levels of its own follow once the pages are known."""
    if content in LEVELS:
        return None if content in levels_of_rows(expansion) else _content(layout, indicator, path, content)
    if content in expansion.shows:
        return row_text(layout, expansion.shows[content], expansion.table, index)
    if content is Content.POINTS:
        worth = _cell(layout, expansion, str(indicator.parts[0].row_points), index)
        return call("IF", ex.equals(call("LEN", worth), 0.0), "", worth)
    if content is Content.SCORE:
        complete = call("ISNUMBER", layout.result(indicator).reference_from(FORM))
        return call("IF", complete, _cell(layout, expansion, ROW_SCORE, index), "")
    return None


def _cell(layout: Layout, expansion: Expansion, column: str, index: int) -> Formula:
    span = layout.tables[expansion.table].column(column)
    return CellRef(span.sheet, span.column, span.first + index).reference_from(FORM)


def _points_of_level(layout: Layout, path: tuple[Level, ...], level: int) -> Value | None:
    if level >= len(path):
        return None
    leaves = [each for each in layout.scheme.indicators if each.id in path[level].leaves]
    return layout.level_points(leaves, path[level].points, FORM)


def _points(layout: Layout, indicator: Indicator) -> Value:
    """An indicator's full marks: live where points may move, the bounds for an adjustment."""
    if isinstance(indicator, Adjustment):
        return f"{indicator.most:+g}/{indicator.least:+g}"
    return points.printed_points(layout.scheme, indicator, layout.names(FORM))
