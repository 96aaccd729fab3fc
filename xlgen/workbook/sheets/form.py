"""指标评分表: the official form, its scores live."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from openpyxl.formatting.rule import Rule
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, call, joined_text
from xlgen.scheme.form import Content, FormCell, Total
from xlgen.scheme.model import Indicator, Scheme
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring import points
from xlgen.scoring.form_data import FormData
from xlgen.workbook.layout import BlockRow, Layout
from xlgen.workbook.sheets.form_rows import MIN_ROW_HEIGHT, NAME_OF_LEVEL, POINTS_OF_LEVEL, Level, write_rows
from xlgen.workbook.sheets.form_texts import expected_text, text_value
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import merge, put
from xlgen.xlsx.write.comments import annotate
from xlgen.xlsx.write.row_height import text_height

STATE_WIDTH = 16
MERGED_LEVEL = replace(styles.LABEL, horizontal="center", vertical="top")
POINTS_PER_WIDTH_UNIT = 5.25
MAX_PAGE_SHARE = 0.45
"""Of the form's width, to which each page is fitted: a landscape page is 0.66 of it high."""
SHOWS_POINTS = frozenset({*POINTS_OF_LEVEL, Content.POINTS})


def write_form_sheet(sheet: Worksheet, layout: Layout, filling: FormData) -> None:
    """Write the form: title, header block, headings, indicators, total, footer."""
    form, last = layout.scheme.form, get_column_letter(len(layout.scheme.form.printed_columns))
    for number, column in enumerate(layout.form_columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.column_dimensions[layout.state_column].width = STATE_WIDTH
    merge(sheet, f"A1:{last}1")
    styles.TITLE(put(sheet, "A1", form.title))
    annotate(sheet["A1"], [f"推定：{part}" for part in layout.scheme.reconstructed])
    sheet.row_dimensions[1].height = 36
    _block(sheet, layout, layout.header_rows, filling)
    _headings(sheet, layout)
    paths = paths_of(layout.scheme)
    for indicator in layout.scheme.indicators:
        write_rows(sheet, layout, indicator, paths[indicator.id], filling)
    _merge_levels(sheet, layout, paths)
    _total(sheet, layout, form.total)
    _block(sheet, layout, layout.footer_rows, filling)
    _colours(sheet, layout)
    heading_end = layout.heading_row + max(len(column.title) for column in form.columns) - 1
    end = layout.footer_rows[-1].row if layout.footer_rows else layout.total_row
    sheet.print_area = f"A1:{last}{end}"
    sheet.print_title_rows = f"{layout.heading_row}:{heading_end}"
    _break_below_block(sheet, layout)
    if layout.heading_row <= 4:  # a taller header block, frozen, would leave no room on a laptop's screen
        sheet.freeze_panes = f"A{heading_end + 1}"
    else:
        first = column_index_from_string(layout.form_column(Content.INDICATOR) or "A")
        sheet.freeze_panes = f"{get_column_letter(first + 1)}1"


def _break_below_block(sheet: Worksheet, layout: Layout) -> None:
    """The table begins on a page of its own below a block that fills most of one.

    Its headings would else stand alone at the foot of the page; and LibreOffice loses rows where the headings,
    repeated on every page, meet the end of one.
    """
    tall = sum(sheet.row_dimensions[row].height or MIN_ROW_HEIGHT for row in range(1, layout.heading_row))
    wide = sum(column.width for column in layout.scheme.form.printed_columns) * POINTS_PER_WIDTH_UNIT
    if tall > MAX_PAGE_SHARE * wide:
        sheet.row_breaks.append(Break(id=layout.heading_row - 1))


def _area(top: int, left: int, bottom: int, right: int) -> str:
    return f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"


def paths_of(scheme: Scheme) -> dict[str, tuple[Level, ...]]:
    """The levels above each indicator, from the outermost."""
    paths: dict[str, tuple[Level, ...]] = {}
    path: tuple[Level, ...] = ()
    for above, element in scheme.walk():
        path = path[: len(above)]
        if isinstance(element, Indicator):
            paths[element.id] = path  # the same objects for its neighbours, whose cells are merged
        else:
            path = (*path, Level(element.name, element.points, tuple(leaf.id for leaf in element.leaves())))
    for adjustment in scheme.adjustments:
        paths[adjustment.id] = (Level(adjustment.group, None, (adjustment.id,)),)
    return paths


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
        merge(sheet, _area(row, first + 1, row, last + 1))


def _merge_levels(sheet: Worksheet, layout: Layout, paths: dict[str, tuple[Level, ...]]) -> None:
    """Merge the cells of a level over the rows of its indicators."""
    for number, column in enumerate(layout.form_columns, 1):
        level = {**NAME_OF_LEVEL, **POINTS_OF_LEVEL}.get(column.content)
        if level is None:
            continue
        rows: dict[int, list[int]] = {}
        for indicator in layout.scheme.indicators:
            if level < len(paths[indicator.id]):
                numbers = [layout.score_rows[key] for key in layout.scheme.form_rows(indicator)]
                rows.setdefault(id(paths[indicator.id][level]), []).extend(numbers)
        for span in rows.values():
            if len(span) > 1:
                # At the top: in the middle, a page break would cut the name in two.
                MERGED_LEVEL(sheet[f"{get_column_letter(number)}{span[0]}"])
                merge(sheet, _area(span[0], number, span[-1], number))
                for row in span[1:]:
                    sheet[f"{get_column_letter(number)}{row}"].value = None


def _total(sheet: Worksheet, layout: Layout, total: Total) -> None:
    row, columns = layout.total_row, layout.form_columns
    due = ex.as_formula(layout.expected_score_count(layout.scheme.indicators, FORM))
    counted = call("COUNT", layout.scores.reference_from(FORM))
    lacking = joined_text(["待填 ", due - counted, " 项"])
    summed = points.form_total(layout.scheme, call("SUM", layout.scores.reference_from(FORM)))
    formula = call("IF", Formula(f"{counted.text}<{due.text}", ex.COMPARISON), lacking, summed)
    look = styles.CellStyle(size=11, bold=True, horizontal="center")
    for number, column in enumerate(columns, 1):
        if column.printed:
            shown = layout.scheme.points if total.points and column.content in SHOWS_POINTS else None
            look(put(sheet, f"{get_column_letter(number)}{row}", shown))
    put(sheet, f"A{row}", total.label)
    look(put(sheet, layout.total.address, formula)).number_format = styles.SCORE_FORMAT
    if not total.points:
        before = column_index_from_string(layout.score_column) - 1
        merge(sheet, _area(row, 1, row, before))
    sheet.row_dimensions[row].height = 28


def _block(sheet: Worksheet, layout: Layout, rows: list[BlockRow], filling: FormData) -> None:
    """A header or footer block: cells with spans, side by side like those of an HTML table."""
    for block_row, cells in _block_cells(layout, rows):
        for cell, column, depth in cells:
            place = CellRef(FORM, get_column_letter(column), block_row.row)
            _block_cell(sheet, layout, place, cell, depth, block_row)
        sheet.row_dimensions[block_row.row].height = _block_height(layout, block_row, cells, filling)


BlockCells: TypeAlias = list[tuple[FormCell, int, int]]
"""The cells of a row of a block, each with its first column and how many rows it spans."""


def _block_cells(layout: Layout, rows: list[BlockRow]) -> Iterator[tuple[BlockRow, BlockCells]]:
    taken: set[tuple[int, int]] = set()
    for block_row in rows:
        row, form_row, column = block_row.row, block_row.form_row, 1
        cells: BlockCells = []
        for cell in form_row.cells:
            while (row, column) in taken:
                column += 1
            depth = cell.rows
            if cell.once and form_row.each:
                if block_row.index:
                    continue  # merged down from the first row, so taken
                depth = layout.scheme.tables[form_row.each].rows
            taken.update((row + down, column + right) for down in range(depth) for right in range(cell.columns))
            cells.append((cell, column, depth))
            column += cell.columns
        assert column <= len(layout.scheme.form.printed_columns) + 1, "the loader checks the widths"
        yield block_row, cells


def _block_height(layout: Layout, row: BlockRow, cells: BlockCells, filling: FormData) -> float:
    lines = 1 if _unused(row, filling) else row.form_row.lines
    tallest = text_height("\n" * (lines - 1), 10, styles.LABEL.size)
    for cell, column, depth in cells:
        if depth == 1:
            spanned = sum(each.width for each in layout.form_columns[column - 1 : column - 1 + cell.columns])
            tallest = max(tallest, text_height(expected_text(cell.text, row, filling), spanned, styles.LABEL.size))
    return max(MIN_ROW_HEIGHT, tallest)


def block_heights(layout: Layout, filling: FormData) -> list[float]:
    """The heights of the rows above and below the table, which follow what is filled in."""
    rows = [*_block_cells(layout, layout.header_rows), *_block_cells(layout, layout.footer_rows)]
    return [_block_height(layout, row, cells, filling) for row, cells in rows]


def _unused(row: BlockRow, filling: FormData) -> bool:
    """The row is for a row of a table that was filled in without it."""
    rows = filling.tables.get(row.form_row.each or "", ())
    return row.index is not None and bool(rows) and row.index >= len(rows)


def _block_cell(sheet: Worksheet, layout: Layout, place: CellRef, cell: FormCell, depth: int, row: BlockRow) -> None:
    vertical = "top" if row.form_row.lines > 1 and row.index is None else "center"
    look = styles.CellStyle(bold=cell.bold, horizontal=cell.align, vertical=vertical, border=row.form_row.border)
    first = column_index_from_string(place.column)
    for down in range(depth):
        for right in range(cell.columns):
            look(sheet[f"{get_column_letter(first + right)}{place.row + down}"])
    put(sheet, place.address, text_value(layout, cell, row))
    if depth > 1 or cell.columns > 1:
        merge(sheet, _area(place.row, first, place.row + depth - 1, first + cell.columns - 1))


def _colours(sheet: Worksheet, layout: Layout) -> None:
    """Over the points: red. Below them without a reason, or still missing: yellow."""
    first, last = layout.scores.first, layout.scores.last
    column, state = layout.score_column, layout.state_column
    points_column = layout.form_column(Content.POINTS)
    rules = [
        (f"AND(ISNUMBER(${column}{first}),${column}{first}>${points_column}{first})", styles.INVALID_FILL),
        (f'${state}{first}<>""', styles.MISSING_FILL),
    ]
    for formula, colour in rules:
        sheet.conditional_formatting.add(
            f"{column}{first}:{column}{last}",
            Rule(type="expression", dxf=styles.fill_format(colour), formula=[formula], stopIfTrue=True),
        )
