"""The heights of the rows of 指标评分表: of the printed texts, and no less than the lines beside them need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xlgen.scheme.form import Content
from xlgen.scheme.model import Indicator
from xlgen.scoring.form_data import FormData
from xlgen.scoring.tables import own_columns
from xlgen.workbook.layout import BlockRow, Layout, Span
from xlgen.workbook.sheets.basis import expected_basis
from xlgen.workbook.sheets.form_panel import LINE_HEIGHT
from xlgen.workbook.sheets.form_texts import expected_text, fill_placeholders
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.row_height import text_height

MIN_ROW_HEIGHT = 20.0
EASY_LINE = 18.0
"""A line of the 填报区 is this high where the printed texts leave room, the reason below gets the rest."""
REASON_HEIGHT = 27.0
"""Least height of the reason: two lines."""
ROW_OF_TABLE = 29.0
"""Least height of a row of a table on the form: two lines, since rows do not fit themselves to what formulas show."""
SPARE_LINES = 3
"""Lines of the unit's own words that a page of a blank form keeps room for below each 评分依据."""


@dataclass(frozen=True)
class RowHeights:
    """The rows of one block: `fixed` by row; `growing` rows fit themselves, and take about so much."""

    fixed: dict[int, float]
    growing: dict[int, float]

    @property
    def total(self) -> float:
        """How high all of them are together."""
        return sum(self.fixed.values()) + sum(self.growing.values())

    @property
    def expected(self) -> float:
        """About how high they become: room for SPARE_LINES where the unit has not written its own words yet."""
        blank = sum(height == LINE_HEIGHT for height in list(self.growing.values())[-1:])
        return self.total + blank * (text_height("\n" * (SPARE_LINES - 1), 10, styles.LABEL.size) - LINE_HEIGHT)


def indicator_heights(layout: Layout, indicator: Indicator, filling: FormData) -> Iterator[RowHeights]:
    """The heights of each row of the form that an indicator takes."""
    for index, key in enumerate(layout.scheme.form_rows(indicator)):
        span = layout.spans[key]
        if indicator.expansion is None:
            yield _single(layout, indicator, span, filling)
        else:
            yield _shared_out(span, _table_row(layout, indicator, index, filling))


def _single(layout: Layout, indicator: Indicator, span: Span, filling: FormData) -> RowHeights:
    tallest, basis, specs = MIN_ROW_HEIGHT, layout.form_column(Content.BASIS), layout.scheme.all_inputs
    texts: dict[str, str] = {
        Content.INDICATOR: indicator.name,
        Content.EXPLANATION: indicator.explanation,
        Content.CRITERIA: indicator.criteria_text,
        Content.EVIDENCE: filling.evidence.get(indicator.id) or indicator.evidence,
        Content.REMARK: filling.notes.get(indicator.id) or indicator.remark,
        Content.RESULT: indicator.result,
        **{content: fill_placeholders(text, filling.inputs, specs) for content, text in indicator.shows.items()},
    }
    automatic, width = 0.0, 0.0
    for column in layout.form_columns:
        if column.content is Content.BASIS:
            width = column.width
            composed = expected_basis(layout, indicator, filling)
            automatic = text_height(composed, width, styles.LABEL.size) if composed else 0.0
        else:
            tallest = max(tallest, text_height(texts.get(str(column.content), ""), column.width, styles.LABEL.size))
    own = {name: cell.row for name, cell in layout.values.items() if name in indicator.inputs and cell.column == basis}
    if layout.remarks[indicator.id].column != basis:
        return _shared_out(span, tallest)
    words = {row: filling.inputs.get(name) for name, row in own.items()}
    words[layout.remarks[indicator.id].row] = filling.remarks.get(indicator.id)
    growing = {
        row: text_height(str(text), width, styles.LABEL.size) if text else LINE_HEIGHT for row, text in words.items()
    }
    rows = [row for row in span.rows if row not in growing]
    fixed = max(tallest - LINE_HEIGHT * len(growing), automatic if rows else 0.0, LINE_HEIGHT * len(rows))
    return RowHeights({row: round(fixed / len(rows), 2) for row in rows}, growing)


def _shared_out(span: Span, tallest: float) -> RowHeights:
    """A height over the rows of a span: easy lines, the rest for the reason in the last, no less than it needs."""
    count = len(span.rows)
    if count == 1:
        return RowHeights({span.first: round(max(LINE_HEIGHT, tallest), 2)}, {})
    line = max(LINE_HEIGHT, min(EASY_LINE, (tallest - REASON_HEIGHT) / (count - 1)))
    heights = dict.fromkeys(span.rows, round(line, 2))
    heights[span.last] = round(max(REASON_HEIGHT, tallest - line * (count - 1)), 2)
    return RowHeights(heights, {})


def _table_row(layout: Layout, indicator: Indicator, index: int, filling: FormData) -> float:
    """What is filled in decides; an unused row is low."""
    expansion = indicator.expansion
    assert expansion is not None, "only such indicators have rows of a table"
    table, rows = layout.scheme.tables[expansion.table], filling.tables.get(expansion.table, ())
    values = rows[index] if index < len(rows) else {}
    blank = not any(values.get(name) for name in own_columns(table, index))
    tallest = ROW_OF_TABLE
    for column in layout.form_columns:
        texts = expansion.shows.get(column.content or "", [])
        shown = "".join(fill_placeholders(text, values, table.columns) for text in texts)
        if blank and column.content is Content.BASIS and index < max(table.at_least_rows, len(table.preset)):
            shown = "\n" * SPARE_LINES
        tallest = max(tallest, text_height(shown, column.width, styles.LABEL.size))
    return tallest


def block_row_heights(layout: Layout, row: BlockRow, filling: FormData) -> RowHeights:
    """The heights of a row of the header or footer block."""
    lines = 1 if _unused(row, filling) else row.form_row.lines
    tallest = max(MIN_ROW_HEIGHT, text_height("\n" * (lines - 1), 10, styles.LABEL.size))
    for cell, column, depth in row.cells:
        if depth == 1:
            spanned = sum(each.width for each in layout.form_columns[column - 1 : column - 1 + cell.columns])
            shown = expected_text(layout.scheme, cell.text, row, filling)
            tallest = max(tallest, text_height(shown, spanned, styles.LABEL.size))
    count = len(row.span.rows)
    return RowHeights(dict.fromkeys(row.span.rows, round(max(LINE_HEIGHT, tallest / count), 2)), {})


def _unused(row: BlockRow, filling: FormData) -> bool:
    """The row is for a row of a table that was filled in without it."""
    rows = filling.tables.get(row.form_row.each or "", ())
    return row.index is not None and bool(rows) and row.index >= len(rows)


def heights_of(layout: Layout, filling: FormData) -> list[RowHeights]:
    """The heights of all rows that can be kept together on a page, from top to bottom, without the headings."""
    heights = [block_row_heights(layout, row, filling) for row in layout.header_rows]
    for indicator in layout.scheme.table_indicators:
        heights += indicator_heights(layout, indicator, filling)
    return heights + [block_row_heights(layout, row, filling) for row in layout.footer_rows]
