"""图表: Excel charts of the distribution of totals and of the score rate of each indicator."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from openpyxl.chart import BarChart
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout as Margins
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, Value
from xlgen.scheme.model import Scheme
from xlgen.summary.analysis import ANALYSIS_SHEET, INDICATOR_COLUMN, RATE_COLUMN, indicator_rows
from xlgen.summary.figures import Numbers
from xlgen.xlsx.refs import ColumnRange
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import merge, put

CHARTS_SHEET = "图表"
BANDS_COLUMN, COUNTS_COLUMN, SHARES_COLUMN = "A", "B", "C"
HEAD_ROW = 3
LOWEST_BOUND, BAND_WIDTH = 0.60, 0.05
"""The lowest boundary between bands of totals, and the width of a band, as ratios of the full marks."""
CHART_WIDTH, BAR_HEIGHT, FRAME_HEIGHT = 24, 0.62, 3.0
"""Chart dimensions in centimetres."""
BANDS_NOTE = "各段含下限，不含上限；末段含满分"
ROW_HEIGHT, POINTS_PER_CM = 22, 72 / 2.54
RATE_SCALE_MAX = 1.1
"""End of the rate scale, beyond 100 %, so that the label of a full bar fits next to it."""
BAR_COLOUR, GRIDLINE_COLOUR = styles.BLUE[2:], "D9D9D9"
GRIDLINE_WIDTH = 9525
"""0.75 points in EMU, the unit of drawings."""


@dataclass(frozen=True)
class CountRow:
    """A row of a table next to the charts: its name and its number of units, a value or a formula."""

    name: str
    count: Value


def write_charts(sheet: Worksheet, scheme: Scheme, numbers: Numbers) -> None:
    """Write the sheet: totals by band and by grade, and the two charts."""
    merge(sheet, "A1:O1")
    styles.TITLE(put(sheet, "A1", f"{scheme.year}年度{scheme.name}得分情况"))
    sheet.row_dimensions[1].height = 36
    for letter, width in {BANDS_COLUMN: 20, COUNTS_COLUMN: 10, SHARES_COLUMN: 10, "D": 3}.items():
        sheet.column_dimensions[letter].width = width
    last_band = _table(sheet, numbers.totals(), HEAD_ROW, "总分", list(_bands(scheme, numbers)))
    end = _table(sheet, numbers.totals(), last_band + 2, "等次", list(_grades(scheme, numbers)))
    merge(sheet, f"{BANDS_COLUMN}{last_band + 1}:{SHARES_COLUMN}{last_band + 1}")
    styles.CellStyle(size=9, colour=styles.GREY, border=False)(put(sheet, f"{BANDS_COLUMN}{last_band + 1}", BANDS_NOTE))
    distribution = _distribution(HEAD_ROW + 1, last_band)
    distribution.height = (end - HEAD_ROW + 1) * ROW_HEIGHT / POINTS_PER_CM
    sheet.add_chart(distribution, f"E{HEAD_ROW}")
    rated = [indicator for indicator in scheme.indicators if indicator.points]
    sheet.add_chart(_rates(indicator_rows(rated)), f"E{end + 2}")
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "portrait", 1


def _bands(scheme: Scheme, numbers: Numbers) -> Iterator[CountRow]:
    full, count = scheme.points, round((1 - LOWEST_BOUND) / BAND_WIDTH)
    bounds = [round(full * (LOWEST_BOUND + BAND_WIDTH * number), 2) for number in range(count)]
    yield CountRow(f"{bounds[0]:g}分以下", numbers.within(-math.inf, bounds[0]))
    for low, high in pairwise(bounds):
        yield CountRow(f"{low:g}至{high:g}", numbers.within(low, high))
    yield CountRow(f"{bounds[-1]:g}至{full:g}", numbers.within(bounds[-1], math.inf))


def _grades(scheme: Scheme, numbers: Numbers) -> Iterator[CountRow]:
    for grade in sorted(scheme.grades, key=lambda grade: -grade.at_least):
        yield CountRow(grade.name, numbers.graded(grade.name))


def _table(sheet: Worksheet, totals: Value, head: int, title: str, rows: Sequence[CountRow]) -> int:
    """Write a table with unit counts and their shares of all totals; return its last row of counts."""
    for letter, text in {BANDS_COLUMN: title, COUNTS_COLUMN: "单位数", SHARES_COLUMN: "占比"}.items():
        styles.HEAD(put(sheet, f"{letter}{head}", text))
    for row, count_row in enumerate(rows, head + 1):
        styles.CENTRED(put(sheet, f"{BANDS_COLUMN}{row}", count_row.name))
        styles.CENTRED(put(sheet, f"{COUNTS_COLUMN}{row}", count_row.count))
        share = Formula(f"{COUNTS_COLUMN}{row}") / ex.as_formula(totals)
        styles.CellStyle(horizontal="center", format=styles.PERCENT_FORMAT)(put(sheet, f"{SHARES_COLUMN}{row}", share))
    for row in range(head, head + len(rows) + 2):
        sheet.row_dimensions[row].height = ROW_HEIGHT
    return head + len(rows)


def _distribution(first: int, last: int) -> BarChart:
    names, counts = (ColumnRange(CHARTS_SHEET, letter, first, last) for letter in (BANDS_COLUMN, COUNTS_COLUMN))
    chart = _bars("col", "总分分布", "单位数", names, counts, styles.COUNT_FORMAT)
    chart.y_axis.numFmt = styles.COUNT_FORMAT
    chart.x_axis.title, chart.y_axis.title = _title("总分", 9), _title("单位数", 9)
    return chart


def _rates(rows: range) -> BarChart:
    names, rates = (
        ColumnRange(ANALYSIS_SHEET, letter, rows[0], rows[-1]) for letter in (INDICATOR_COLUMN, RATE_COLUMN)
    )
    chart = _bars("bar", "各项指标得分率", "得分率", names, rates, styles.PERCENT_FORMAT)
    chart.x_axis.scaling.orientation = "maxMin"  # first indicator on top
    chart.y_axis.crosses = "max"  # keeps the scale at the bottom
    chart.y_axis.scaling.min, chart.y_axis.scaling.max, chart.y_axis.majorUnit = 0, RATE_SCALE_MAX, 0.2
    chart.y_axis.numFmt = "0%"
    chart.height = FRAME_HEIGHT + BAR_HEIGHT * len(rows)
    return chart


def _bars(
    kind: Literal["bar", "col"], title: str, series: str, names: ColumnRange, values: ColumnRange, number_format: str
) -> BarChart:
    chart = BarChart()
    chart.type, chart.gapWidth, chart.legend = kind, 45, None
    chart.width = CHART_WIDTH
    chart.title = _title(title, 14)
    bars = Series(
        idx=0,
        order=0,
        tx=SeriesLabel(v=series),
        cat=AxDataSource(strRef=StrRef(f=names.reference_from("").text)),
        val=NumDataSource(numRef=NumRef(f=values.reference_from("").text)),
        spPr=GraphicalProperties(solidFill=BAR_COLOUR),
        invertIfNegative=False,
    )
    labels = DataLabelList(showVal=True, numFmt=number_format, dLblPos="outEnd", txPr=_text(9))
    labels.showSerName = labels.showCatName = labels.showLegendKey = labels.showPercent = False
    bars.dLbls = labels
    chart.series.append(bars)
    chart.y_axis.majorGridlines = ChartLines(
        spPr=GraphicalProperties(ln=LineProperties(solidFill=GRIDLINE_COLOUR, w=GRIDLINE_WIDTH))
    )
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.txPr = _text(9)
    return chart


def _characters(size: int) -> CharacterProperties:
    # A chart's font sizes are in hundredths of a point.
    return CharacterProperties(sz=size * 100, b=size > 12, latin=Font(styles.FONT_NAME), ea=Font(styles.FONT_NAME))


def _text(size: int) -> RichText:
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=_characters(size)), endParaRPr=_characters(size))])


def _title(text: str, size: int) -> Title:
    words = Paragraph(pPr=ParagraphProperties(defRPr=_characters(size)), r=[RegularTextRun(_characters(size), text)])
    return Title(tx=Text(rich=RichText(p=[words])), overlay=False, layout=Margins())
