"""指标评分表 on paper: breaks between blocks, levels closed and named on every page, as wide as the page at most."""

from __future__ import annotations

from itertools import pairwise

import pytest
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import ALL_SCHEMES, shipped_scheme
from tests.factories.form_workbooks import BLANK, opened
from xlgen.scheme.form import Content
from xlgen.scheme.sheet_names import FORM
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.layout import BAR_ROW, Layout, Span

PIXELS_PER_CHARACTER, PIXELS_PER_COLUMN = 7, 5
"""Of a column in 宋体 of 10 points, in which widths are measured."""
INCHES = {"A4": (11.69, 8.27), "A3": (16.54, 11.69)}
LEVELS = (Content.LEVEL_1, Content.LEVEL_2)


pytestmark = pytest.mark.slow


def sheet(name: str) -> Worksheet:
    found: Worksheet = opened(name, BLANK)[FORM]
    return found


@pytest.fixture(params=ALL_SCHEMES)
def layout(request: pytest.FixtureRequest) -> Layout:
    return layout_of(shipped_scheme(request.param))


def pages(layout: Layout) -> list[Span]:
    """The printed rows of each page."""
    breaks = [each.id for each in sheet(layout.scheme.id).row_breaks.brk]
    return [Span(above + 1, below) for above, below in pairwise([BAR_ROW, *breaks, layout.last_printed_row])]


def height(layout: Layout, span: Span) -> float:
    return sum(sheet(layout.scheme.id).row_dimensions[row].height or 15.0 for row in span.rows)


def test_breaks__only_between_blocks(layout: Layout) -> None:
    whole = [*layout.spans.values(), *(row.span for row in (*layout.header_rows, *layout.footer_rows))]
    assert layout.code is not None
    ends = {span.last for span in whole} | {layout.total_row, layout.code.row}
    breaks = [page.last for page in pages(layout)]
    assert breaks == sorted(set(breaks))
    assert set(breaks) <= ends
    for above, below in pairwise(pages(layout)):
        assert below.first not in (layout.heading_row + 1, layout.total_row, layout.code.row)
        assert above.last != layout.heading_row


def test_pages__no_higher_and_no_wider_than_the_paper_at_the_fixed_scale(layout: Layout) -> None:
    form = sheet(layout.scheme.id)
    scale, (across, down) = (form.page_setup.scale or 0) / 100, INCHES[layout.scheme.form.paper]
    if form.page_setup.orientation == "portrait":
        across, down = down, across
    assert scale
    assert not form.sheet_properties.pageSetUpPr or not form.sheet_properties.pageSetUpPr.fitToPage
    margins = form.page_margins
    width = sum(each.width * PIXELS_PER_CHARACTER + PIXELS_PER_COLUMN for each in layout.form_columns) / 96
    assert width * scale <= across - margins.left - margins.right
    repeated = 0.0
    if layout.heading_row:
        titles = [int(row) for row in str(form.print_title_rows).replace("$", "").split(":")]
        assert titles[0] == layout.heading_row
        repeated = height(layout, Span(*titles))
    for page in pages(layout):
        inches = (height(layout, page) + (repeated if page.first > layout.heading_row else 0)) / 72
        assert inches * scale <= down - margins.top - margins.bottom


def test_levels__merged_within_each_page_and_named_on_it(layout: Layout) -> None:
    form, merged = sheet(layout.scheme.id), sheet(layout.scheme.id).merged_cells.ranges
    contents = [column.content for column in layout.form_columns]
    for number in [place for place, content in enumerate(contents, 1) if content in LEVELS]:
        letter = get_column_letter(number)
        areas = {area.min_row: area.max_row for area in merged if area.min_col == area.max_col == number}
        in_rows = _rows_that_say(layout, str(contents[number - 1]))
        for page in pages(layout):
            first = max(page.first, layout.block(layout.scheme.table_indicators[0]).first)
            last = min(page.last, layout.total_row - 1)
            row = first
            while row <= last:  # one area below the other; none reaches over the page's end
                named = form[f"{letter}{row}"].value
                assert named or contents[number - 1] is Content.LEVEL_2 or row in in_rows, f"{letter}{row}"
                row = areas.get(row, row) + 1
            assert row == last + 1 or first > last


def _rows_that_say(layout: Layout, content: str) -> set[int]:
    """The rows of tables that name this level themselves."""
    indicators = [each for each in layout.scheme.table_indicators if each.expansion and content in each.expansion.shows]
    return {row for indicator in indicators for row in layout.block(indicator).rows}


def test_print_area__the_form_alone(layout: Layout) -> None:
    area = str(sheet(layout.scheme.id).print_area).rpartition("!")[2].replace("$", "")
    last = get_column_letter(len(layout.form_columns))
    assert area == f"A{BAR_ROW + 1}:{last}{layout.last_printed_row}"
    assert column_index_from_string(layout.panel.label) > len(layout.form_columns)
