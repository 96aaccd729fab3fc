"""The public edition of a summary: scores, groups, analysis and notice as values; no file, note, reason or person."""

from __future__ import annotations

from openpyxl.utils import column_index_from_string, get_column_letter

from xlgen.scheme.model import Scheme
from xlgen.summary.analysis import ANALYSIS_SHEET, DEDUCTED_SHARE_COLUMN, indicator_rows
from xlgen.summary.database import Summary
from xlgen.summary.groups import GROUP_SHEETS
from xlgen.summary.notice import NOTICE_SHEET
from xlgen.summary.table_layout import SUMMARY_SHEET, layout_of_summary
from xlgen.xlsx.write.public_edition import public_edition


def public_summary(workbook: bytes, scheme: Scheme, summary: Summary) -> bytes:
    """The public edition of a summary's workbook, of the sheets that it has.

    Of 汇总表 without notes and files, of 指标分析 without reasons: units write names of persons there. What row 2 says
    of the campaign is for the bureau.
    """
    layout = layout_of_summary(scheme, summary)
    last = get_column_letter(column_index_from_string(layout.note) - 1)
    areas = {SUMMARY_SHEET: f"A1:{last}{layout.last}", **dict.fromkeys(GROUP_SHEETS.values(), "")}
    total = indicator_rows(scheme.indicators).stop
    areas |= {ANALYSIS_SHEET: f"A1:{DEDUCTED_SHARE_COLUMN}{total}", NOTICE_SHEET: ""}
    told = [(title, "A2") for title in (SUMMARY_SHEET, *GROUP_SHEETS.values())]
    return public_edition(workbook, areas, scheme.year, told)
