"""The summary as a workbook: 汇总表, 指标分析, 图表, 未计入."""

from __future__ import annotations

from openpyxl.workbook import Workbook
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.returned.reports.sheets import add_sheet
from xlgen.returned.reports.summary_analysis import ANALYSIS, write_analysis
from xlgen.returned.reports.summary_charts import CHARTS, write_charts
from xlgen.returned.reports.summary_table import SUMMARY, SummaryLayout, put_words, write_summary_table
from xlgen.returned.summary import Summary
from xlgen.scheme.model import Scheme
from xlgen.workbook import styles
from xlgen.workbook.build import MARGIN
from xlgen.workbook.cells import merge, put
from xlgen.workbook.package import packed
from xlgen.workbook.text_height import height

LEFT_OUT = "未计入"
LEFT_OUT_WIDTHS = {"A": 6, "B": 28, "C": 44, "D": 90}


def summary_book(scheme: Scheme, summary: Summary) -> bytes:
    """The bytes of the summary of units that all filled in this scheme; of at least one unit."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    layout = SummaryLayout(scheme, len(summary.units))
    write_summary_table(_sheet(workbook, SUMMARY, Worksheet.PAPERSIZE_A3), layout, summary)
    write_analysis(_sheet(workbook, ANALYSIS), layout, summary)
    write_charts(_sheet(workbook, CHARTS), layout)
    _left_out(_sheet(workbook, LEFT_OUT), summary)
    workbook.properties.title = f"{scheme.year}年度{scheme.name}汇总"
    return packed(workbook, scheme.year)


def _sheet(workbook: Workbook, title: str, paper: str = Worksheet.PAPERSIZE_A4) -> Worksheet:
    sheet = add_sheet(workbook, title, {})
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.paperSize = int(paper)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = MARGIN
    margins.bottom = MARGIN + 0.2
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="第 &P 页，共 &N 页"))
    return sheet


def _left_out(sheet: Worksheet, summary: Summary) -> None:
    """The files that are not summed up, and why."""
    for letter, text in {"A": "序号", "B": "单位", "C": "文件", "D": "原因"}.items():
        styles.HEAD(put(sheet, f"{letter}1", text))
        sheet.column_dimensions[letter].width = LEFT_OUT_WIDTHS[letter]
    sheet.row_dimensions[1].height = 24
    if not summary.left_out:
        merge(sheet, "A2:D2")
        styles.PLAIN(put(sheet, "A2", "没有：全部文件都已计入"))
    for row, each in enumerate(summary.left_out, 2):
        styles.CENTRED(put(sheet, f"A{row}", float(row - 1)))
        texts = {"B": each.unit, "C": each.name, "D": each.why}
        for letter, text in texts.items():
            put_words(sheet, f"{letter}{row}", text, styles.LABEL)
        tallest = max(height(text, LEFT_OUT_WIDTHS[letter], 10) for letter, text in texts.items())
        sheet.row_dimensions[row].height = max(20.0, tallest)
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    sheet.auto_filter.ref = f"A1:D{max(len(summary.left_out), 1) + 1}"
