"""指标评分表: the official form, in which one fills where it asks; its scores live."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from openpyxl.formatting.rule import Rule
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.scheme.form import Content, Total
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring.form_data import FormData
from xlgen.workbook.layout import BAR_ROW, CHECKED, TITLE_ROW, BlockRow, Layout, LineKind, Span
from xlgen.workbook.sheets.check_code import write_code
from xlgen.workbook.sheets.form_bar import is_ready, write_bar
from xlgen.workbook.sheets.form_blocks import write_block
from xlgen.workbook.sheets.form_heights import (
    MIN_ROW_HEIGHT,
    block_row_heights,
    heights_of,
    indicator_heights,
)
from xlgen.workbook.sheets.form_levels import POINTS_OF_LEVEL, merge_levels, paths_of, write_row_levels
from xlgen.workbook.sheets.form_pages import Piece, pages_of, set_pages
from xlgen.workbook.sheets.form_panel import GAP_WIDTH, state_colours, write_panel
from xlgen.workbook.sheets.form_reserve import unused_rows
from xlgen.workbook.sheets.form_rows import write_rows
from xlgen.workbook.sheets.form_totals import total_formula
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import merge, put
from xlgen.xlsx.write.row_height import GrowingRow, text_height

SHOWS_POINTS = frozenset({*POINTS_OF_LEVEL, Content.POINTS})
TITLE_HEIGHT, TOTAL_HEIGHT = 36.0, 28.0
MAX_FROZEN_WIDTH = 80
"""Characters of columns that stay in view: more would leave no room for the 填报区 on a laptop's screen."""
MAX_WHOLE_WIDTH = 125
"""Characters of a form that leaves room for the beginning of the 填报区 beside all of it."""
BAR_COLUMNS = 2
"""The columns of the bar above a form without a table: the verdict, and the link to the next open point."""


def write_form_sheet(sheet: Worksheet, layout: Layout, filling: FormData, locked: FormData) -> None:
    """Write the form and the 填报区 beside it; what the unit filled in is unlocked, what is in `locked` is not."""
    form, last = layout.scheme.form, get_column_letter(len(layout.form_columns))
    for number, column in enumerate(layout.form_columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.column_dimensions[get_column_letter(len(layout.form_columns) + 1)].width = GAP_WIDTH
    merge(sheet, f"A{TITLE_ROW}:{last}{TITLE_ROW}")
    styles.TITLE(put(sheet, f"A{TITLE_ROW}", form.title))
    sheet.row_dimensions[TITLE_ROW].height = TITLE_HEIGHT
    write_block(sheet, layout, layout.header_rows, filling, locked)
    if layout.heading_row:
        _headings(sheet, layout)
        sheet.print_title_rows = f"{layout.heading_row}:{_heading_end(layout)}"
    paths = paths_of(layout.scheme)
    for indicator in layout.scheme.table_indicators:
        write_rows(sheet, layout, indicator, paths[indicator.id], filling, locked)
    if form.total is not None:
        _total(sheet, layout, form.total)
    write_block(sheet, layout, layout.footer_rows, filling, locked)
    write_panel(sheet, layout, filling, locked)
    write_code(sheet, layout)
    _set_heights(sheet, layout, filling)
    for row in unused_rows(layout, filling, locked):
        sheet.row_dimensions[row].hidden = True
    pages = _pages(sheet, layout)
    merge_levels(sheet, layout, paths, pages)
    write_row_levels(sheet, layout, pages)
    set_pages(sheet, layout, pages)
    write_bar(sheet, layout, _frozen(layout) if layout.heading_row else BAR_COLUMNS)
    _colours(sheet, layout)
    sheet.print_area = f"A{TITLE_ROW}:{last}{layout.last_printed_row}"
    sheet.page_setup.orientation = form.orientation
    _freeze(sheet, layout)


def _heading_end(layout: Layout) -> int:
    return layout.heading_row + max(len(column.title) for column in layout.form_columns) - 1


def _frozen(layout: Layout) -> int:
    """How many columns stay in view: to the score, if that leaves room, else to the indicator's name."""
    name = column_index_from_string(layout.form_column(Content.INDICATOR) or "A")
    to_score = column_index_from_string(layout.score_column) if layout.heading_row else name
    if sum(column.width for column in layout.form_columns[:to_score]) <= MAX_FROZEN_WIDTH:
        return to_score
    return name


def _freeze(sheet: Worksheet, layout: Layout) -> None:
    """Keep bar and names in view; the rest begins with the score, beside the 填报区, or with the 填报区.

    A form without a table is filled in on its left: it keeps the bar alone in view.
    """
    frozen = _frozen(layout) if layout.heading_row else 0
    sheet.freeze_panes = f"{get_column_letter(frozen + 1)}{BAR_ROW + 1}"
    pane = sheet.sheet_view.pane
    assert pane is not None, "just frozen"
    if layout.heading_row:
        score = column_index_from_string(layout.score_column)
        first = score if frozen < score == len(layout.form_columns) else len(layout.form_columns) + 1
        if _fills_header_beyond(layout, frozen):
            first = frozen + 1
        pane.topLeftCell = f"{get_column_letter(first)}{BAR_ROW + 1}"
    start = layout.target_of(layout.lines[0]).address
    for selection in sheet.sheet_view.selection:
        if selection.pane == ("bottomRight" if frozen else "bottomLeft"):
            selection.activeCell = selection.sqref = start


def _fills_header_beyond(layout: Layout, frozen: int) -> bool:
    """Whether a narrow form is filled in above its table in columns that do not stay in view: one begins there."""
    if sum(column.width for column in layout.form_columns) > MAX_WHOLE_WIDTH:
        return False
    typed = (cell for name, cell in layout.values.items() if name in layout.scheme.all_inputs)
    columns = (cell.column_number for cell in typed if layout.is_printed(cell.column) and cell.row < layout.heading_row)
    return any(column > frozen for column in columns)


def _set_heights(sheet: Worksheet, layout: Layout, filling: FormData) -> None:
    for heights in heights_of(layout, filling):
        for row, height in heights.fixed.items():
            sheet.row_dimensions[row].height = height
        for row, height in heights.growing.items():
            sheet.row_dimensions[row] = GrowingRow(sheet, index=row, ht=height)
    if layout.total_row:
        sheet.row_dimensions[layout.total_row].height = TOTAL_HEIGHT


def _pages(sheet: Worksheet, layout: Layout) -> list[Span]:
    """The rows of each page. They follow from the scheme alone: a level's name stands on every page that it is on."""
    blank, headings = FormData(), 0.0
    pieces = [Piece(Span(TITLE_ROW, TITLE_ROW), TITLE_HEIGHT, keeps=True)]
    pieces += _block_pieces(layout, layout.header_rows)
    if layout.heading_row:
        span = Span(layout.heading_row, _heading_end(layout))
        headings = sum(sheet.row_dimensions[row].height for row in span.rows)
        pieces.append(Piece(span, headings, keeps=True))
    for indicator in layout.scheme.table_indicators:
        keys, heights = layout.scheme.form_rows(indicator), indicator_heights(layout, indicator, blank)
        pieces += [Piece(layout.spans[key], each.expected) for key, each in zip(keys, heights, strict=True)]
    if layout.total_row:
        pieces[-1] = replace(pieces[-1], keeps=True)  # the total does not stand alone
        pieces.append(Piece(Span(layout.total_row, layout.total_row), TOTAL_HEIGHT, keeps=bool(layout.footer_rows)))
    pieces += _block_pieces(layout, layout.footer_rows)
    if layout.code is not None:
        pieces[-1] = replace(pieces[-1], keeps=True)  # nor does the code, which is low enough for a page's reserve
        pieces.append(Piece(Span(layout.code.row, layout.code.row), 0.0))
    return pages_of(layout, pieces, headings)


def _block_pieces(layout: Layout, rows: list[BlockRow]) -> Iterator[Piece]:
    """The rows of a block; one stays with the next if a cell reaches down to it, or if it is only a heading."""
    for row in rows:
        reaching = any(depth > 1 for _, _, depth in row.cells)
        heading = not any("{" in cell.cell.text for cell in row.cells)
        height, ends = block_row_heights(layout, row, FormData()).total, row.form_row.ends_page
        yield Piece(row.span, height, keeps=(reaching or heading) and not ends, ends_page=ends)


def _headings(sheet: Worksheet, layout: Layout) -> None:
    columns = layout.form_columns
    depth, top = max(len(column.title) for column in columns), layout.heading_row
    for number, column in enumerate(columns):
        letter = get_column_letter(number + 1)
        for level in range(depth):
            styles.HEAD(sheet[f"{letter}{top + level}"])
        for level, text in enumerate(column.title):
            begins = number == 0 or columns[number - 1].title[: level + 1] != column.title[: level + 1]
            leaf = level == len(column.title) - 1
            if leaf or begins:
                put(sheet, f"{letter}{top + level}", text)
            if leaf and level < depth - 1:
                merge(sheet, f"{letter}{top + level}:{letter}{top + depth - 1}")
            if begins and not leaf:
                _merge_heading(sheet, layout, number, level)
    for level in range(depth):
        texts = [(column.title[level], column.width) for column in columns if len(column.title) == level + 1]
        tallest = max((text_height(text, width, styles.HEAD.size) for text, width in texts), default=MIN_ROW_HEIGHT)
        sheet.row_dimensions[top + level].height = max(MIN_ROW_HEIGHT, tallest / (depth - level))


def _merge_heading(sheet: Worksheet, layout: Layout, first: int, level: int) -> None:
    columns, last = layout.form_columns, first
    while last + 1 < len(columns) and columns[last + 1].title[: level + 1] == columns[first].title[: level + 1]:
        last += 1
    row = layout.heading_row + level
    if last > first:
        merge(sheet, f"{get_column_letter(first + 1)}{row}:{get_column_letter(last + 1)}{row}")


def _total(sheet: Worksheet, layout: Layout, total: Total) -> None:
    row, columns = layout.total_row, layout.form_columns
    look = styles.CellStyle(size=11, bold=True, horizontal="center")
    for number, column in enumerate(columns, 1):
        shown = layout.scheme.points if total.points and column.content in SHOWS_POINTS else None
        look(put(sheet, f"{get_column_letter(number)}{row}", shown))
    put(sheet, f"A{row}", total.label)
    look(put(sheet, layout.total.address, total_formula(layout))).number_format = styles.SCORE_FORMAT
    if not total.points:
        before = column_index_from_string(layout.score_column) - 1
        if before > 1:
            merge(sheet, f"A{row}:{get_column_letter(before)}{row}")


def _colours(sheet: Worksheet, layout: Layout) -> None:
    """Where the printed form asks: red if wrong, yellow while due, pale while blank; a complete form is white."""
    beside: dict[str, list[CellRef]] = {}
    for line in layout.lines:
        if line.kind not in CHECKED:
            continue
        target, status = layout.target_of(line), layout.status_of(line)
        if target.sheet != FORM or not layout.is_printed(target.column):
            continue
        if target.row == status.row:
            beside.setdefault(target.column, []).append(target)
        else:
            _colour(sheet, target.address, status.address)
    for cells in beside.values():  # from top to bottom: the formula is read from the first
        _colour(sheet, " ".join(cell.address for cell in cells), f"{layout.panel.status}{cells[0].row}")
    for line in layout.lines:
        if line.kind is LineKind.CHECK:
            marked = [cell.address for cell in layout.marked_by(line.name) if cell.sheet == FORM]
            for cell in dict.fromkeys(marked):
                _colour(sheet, cell, layout.status_of(line).address)
    for texts in (layout.evidence, layout.notes):
        waiting = [cell.address for cell in texts.values()]
        if waiting:
            formula = f"AND(LEN({waiting[0]})=0,NOT({is_ready(layout).text}))"
            rule = Rule(type="expression", dxf=styles.fill_format(styles.INPUT_FILL), formula=[formula])
            sheet.conditional_formatting.add(" ".join(waiting), rule)


def _colour(sheet: Worksheet, cells: str, status: str) -> None:
    for test, colour in state_colours(f"${status}"):
        rule = Rule(type="expression", dxf=styles.fill_format(colour), formula=[test])
        sheet.conditional_formatting.add(cells, rule)
