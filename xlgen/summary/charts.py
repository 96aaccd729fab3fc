"""图表: how the totals are distributed and how many of the points each indicator gets, as Excel charts."""

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
from xlgen.summary.analysis import ANALYSIS, INDICATOR, RATE, rows_of
from xlgen.summary.figures import Numbers
from xlgen.xlsx.refs import ColumnRange
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import merge, put

CHARTS = "图表"
BANDS, COUNTS, SHARES = "A", "B", "C"
HEAD_ROW = 3
LOWEST_BAND, BAND = 0.60, 0.05
"""The lowest bound of a band of totals and its width, as shares of the full marks."""
WIDTH, HEIGHT_OF_BAR, HEIGHT_OF_FRAME = 24, 0.62, 3.0
"""Of the charts, in centimetres."""
BOUNDS = "各段含下限，不含上限；末段含满分"
ROW_HEIGHT, POINTS_PER_CM = 22, 72 / 2.54
ROOM_FOR_LABELS = 1.1
"""Where the scale of the rates ends: beyond 100 %, so that the label of a full bar stands beside it."""
INK, FAINT = styles.BLUE[2:], "D9D9D9"
HAIRLINE = 9525
"""0.75 points, as drawings count."""


@dataclass(frozen=True)
class Counted:
    """A row of a table beside the charts: its name and how its units are counted."""

    name: str
    count: Value


def write_charts(sheet: Worksheet, scheme: Scheme, numbers: Numbers) -> None:
    """Write the sheet: the totals by bands and by grades, and the two charts."""
    merge(sheet, "A1:O1")
    styles.TITLE(put(sheet, "A1", f"{scheme.year}年度{scheme.name}得分情况"))
    sheet.row_dimensions[1].height = 36
    for letter, width in {BANDS: 20, COUNTS: 10, SHARES: 10, "D": 3}.items():
        sheet.column_dimensions[letter].width = width
    last_band = _table(sheet, numbers.totals(), HEAD_ROW, "总分", list(_bands(scheme, numbers)))
    end = _table(sheet, numbers.totals(), last_band + 2, "等次", list(_grades(scheme, numbers)))
    merge(sheet, f"{BANDS}{last_band + 1}:{SHARES}{last_band + 1}")
    styles.CellStyle(size=9, colour=styles.GREY, border=False)(put(sheet, f"{BANDS}{last_band + 1}", BOUNDS))
    distribution = _distribution(HEAD_ROW + 1, last_band)
    distribution.height = (end - HEAD_ROW + 1) * ROW_HEIGHT / POINTS_PER_CM
    sheet.add_chart(distribution, f"E{HEAD_ROW}")
    rated = [each for each in scheme.indicators if each.points]
    sheet.add_chart(_rates(rows_of(rated)), f"E{end + 2}")
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "portrait", 1


def _bands(scheme: Scheme, numbers: Numbers) -> Iterator[Counted]:
    full, count = scheme.points, round((1 - LOWEST_BAND) / BAND)
    bounds = [round(full * (LOWEST_BAND + BAND * each), 2) for each in range(count)]
    yield Counted(f"{bounds[0]:g}分以下", numbers.within(-math.inf, bounds[0]))
    for low, high in pairwise(bounds):
        yield Counted(f"{low:g}至{high:g}", numbers.within(low, high))
    yield Counted(f"{bounds[-1]:g}至{full:g}", numbers.within(bounds[-1], math.inf))


def _grades(scheme: Scheme, numbers: Numbers) -> Iterator[Counted]:
    for each in sorted(scheme.grades, key=lambda grade: -grade.at_least):
        yield Counted(each.name, numbers.graded(each.name))


def _table(sheet: Worksheet, totals: Value, head: int, title: str, rows: Sequence[Counted]) -> int:
    """Write a table with counts and shares of all totals; gives its last row of counts."""
    for letter, text in {BANDS: title, COUNTS: "单位数", SHARES: "占比"}.items():
        styles.HEAD(put(sheet, f"{letter}{head}", text))
    for row, each in enumerate(rows, head + 1):
        styles.CENTRED(put(sheet, f"{BANDS}{row}", each.name))
        styles.CENTRED(put(sheet, f"{COUNTS}{row}", each.count))
        share = Formula(f"{COUNTS}{row}") / ex.as_formula(totals)
        styles.CellStyle(horizontal="center", format=styles.PERCENT_FORMAT)(put(sheet, f"{SHARES}{row}", share))
    for row in range(head, head + len(rows) + 2):
        sheet.row_dimensions[row].height = ROW_HEIGHT
    return head + len(rows)


def _distribution(first: int, last: int) -> BarChart:
    names, counts = (ColumnRange(CHARTS, letter, first, last) for letter in (BANDS, COUNTS))
    chart = _bars("col", "总分分布", "单位数", names, counts, styles.COUNT_FORMAT)
    chart.y_axis.numFmt = styles.COUNT_FORMAT
    chart.x_axis.title, chart.y_axis.title = _title("总分", 9), _title("单位数", 9)
    return chart


def _rates(rows: range) -> BarChart:
    names, rates = (ColumnRange(ANALYSIS, letter, rows[0], rows[-1]) for letter in (INDICATOR, RATE))
    chart = _bars("bar", "各项指标得分率", "得分率", names, rates, styles.PERCENT_FORMAT)
    chart.x_axis.scaling.orientation = "maxMin"  # the first indicator on top
    chart.y_axis.crosses = "max"  # so that the scale stays at the foot
    chart.y_axis.scaling.min, chart.y_axis.scaling.max, chart.y_axis.majorUnit = 0, ROOM_FOR_LABELS, 0.2
    chart.y_axis.numFmt = "0%"
    chart.height = HEIGHT_OF_FRAME + HEIGHT_OF_BAR * len(rows)
    return chart


def _bars(
    kind: Literal["bar", "col"], title: str, series: str, names: ColumnRange, values: ColumnRange, shown: str
) -> BarChart:
    chart = BarChart()
    chart.type, chart.gapWidth, chart.legend = kind, 45, None
    chart.width = WIDTH
    chart.title = _title(title, 14)
    bars = Series(
        idx=0,
        order=0,
        tx=SeriesLabel(v=series),
        cat=AxDataSource(strRef=StrRef(f=names.reference_from("").text)),
        val=NumDataSource(numRef=NumRef(f=values.reference_from("").text)),
        spPr=GraphicalProperties(solidFill=INK),
        invertIfNegative=False,
    )
    labels = DataLabelList(showVal=True, numFmt=shown, dLblPos="outEnd", txPr=_text(9))
    labels.showSerName = labels.showCatName = labels.showLegendKey = labels.showPercent = False
    bars.dLbls = labels
    chart.series.append(bars)
    chart.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill=FAINT, w=HAIRLINE)))
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.txPr = _text(9)
    return chart


def _letters(size: int) -> CharacterProperties:
    # A chart's font sizes are in hundredths of a point.
    return CharacterProperties(sz=size * 100, b=size > 12, latin=Font(styles.FONT_NAME), ea=Font(styles.FONT_NAME))


def _text(size: int) -> RichText:
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=_letters(size)), endParaRPr=_letters(size))])


def _title(text: str, size: int) -> Title:
    words = Paragraph(pPr=ParagraphProperties(defRPr=_letters(size)), r=[RegularTextRun(_letters(size), text)])
    return Title(tx=Text(rich=RichText(p=[words])), overlay=False, layout=Margins())
