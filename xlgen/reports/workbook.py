"""A campaign as a workbook: totals and a line for each file, every finding, and who is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.reports.totals import LEVEL_FILLS, by_code, in_words
from xlgen.rules.expression import Value
from xlgen.submissions.batch import ValidationReport
from xlgen.submissions.findings import Level
from xlgen.submissions.verdict import verdict_of
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.finishing import workbook_bytes
from xlgen.xlsx.write.list_sheet import add_sheet, put_list, put_row, put_title

SUMMARY, FILES, FINDINGS, ROSTER = "汇总", "各文件", "问题清单", "名单核对"
OF_FILE = {
    "单位": 34,
    "结论": 10,
    "表中总分": 10,
    "按规则总分": 12,
    "等次": 8,
    "错误": 7,
    "警告": 7,
    "提示": 7,
    "文件": 60,
}
OF_FINDING = {
    "单位": 30,
    "级别": 7,
    "类别": 8,
    "问题": 18,
    "工作表": 14,
    "单元格": 8,
    "指标": 20,
    "说明": 60,
    "怎样改": 46,
    "文件": 40,
    "代码": 22,
}
OF_CODE = {"级别": 14, "问题": 30, "处数": 10, "文件数": 10, "代码": 26}
OF_UNIT = {"情况": 12, "单位编码": 16, "单位": 40, "文件": 70}
PINNED_YEAR = 2000
"""Of the file's date: it carries no moment of writing, so that the same campaign gives the same bytes."""


def findings_workbook(campaign: ValidationReport) -> bytes:
    """The bytes of the workbook; the same for the same campaign."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _summary(add_sheet(workbook, SUMMARY, OF_CODE), campaign)
    put_list(add_sheet(workbook, FILES, OF_FILE), 1, OF_FILE, _files(campaign))
    _findings(add_sheet(workbook, FINDINGS, OF_FINDING), campaign)
    if campaign.roster is not None or campaign.twice or campaign.skipped:
        put_list(add_sheet(workbook, ROSTER, OF_UNIT), 1, OF_UNIT, _units(campaign))
    return workbook_bytes(workbook, PINNED_YEAR)


def _summary(sheet: Worksheet, campaign: ValidationReport) -> None:
    put_title(sheet, 1, "评分表核对结果", styles.TITLE, len(OF_CODE))
    row = 2
    for row, (label, number) in enumerate(in_words(campaign), 3):
        put_row(sheet, row, [label, number])
    put_list(sheet, row + 2, OF_CODE, _codes(campaign), freeze=False)


def _codes(campaign: ValidationReport) -> Iterator[Sequence[Value | None]]:
    for code, findings, files in by_code(campaign):
        yield [code.level, code.title, findings, files, code.name]


def _files(campaign: ValidationReport) -> Iterator[Sequence[Value | None]]:
    for each in campaign.reports:
        counts = [each.count(level) for level in Level]
        yield [each.unit, verdict_of(each), each.total, each.by_rule, each.grade, *counts, each.name]


def _findings(sheet: Worksheet, campaign: ValidationReport) -> None:
    found = [(report, each) for report in campaign.reports for each in report.findings]
    lines = (
        [
            report.unit,
            each.level,
            each.code.part,
            each.code.title,
            each.sheet,
            each.cell,
            each.indicator,
            each.message,
            each.remedy,
            report.name,
            each.code.name,
        ]
        for report, each in found
    )
    put_list(sheet, 1, OF_FINDING, lines)
    for row, (_, each) in enumerate(found, 2):
        styles.CellStyle(vertical="top", horizontal="center", fill=LEVEL_FILLS[each.level])(sheet[f"B{row}"])


def _units(campaign: ValidationReport) -> Iterator[Sequence[Value | None]]:
    for unit in campaign.missing:
        yield ["未报送", unit.code, unit.name, ""]
    for name, file in campaign.outside:
        yield ["名单外", "", name, file]
    for name, files in campaign.twice:
        for file in files:
            yield ["重复报送", "", name, file]
    for each in campaign.skipped:
        yield ["没有核对", "", each.why, each.name]
