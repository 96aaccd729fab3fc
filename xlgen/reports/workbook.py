"""A validation report as a workbook: totals, a row per file, all findings, and the missing units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.campaign.validation_report import ValidationReport
from xlgen.reports.totals import (
    FILES,
    LEVEL_FILLS,
    OUTSIDE,
    TITLE,
    TWICE,
    UNCLAIMED,
    count_by_code,
    form_counts,
    heading,
    labelled_counts,
    labelled_files,
    names_of_several,
)
from xlgen.reports.unit_lines import unit_lines
from xlgen.rules.expression import Value
from xlgen.submissions.findings.code import Level
from xlgen.submissions.validate import FileReport
from xlgen.submissions.verdict import verdict_of
from xlgen.suspicions.sheet import write_suspicions
from xlgen.text import one_line
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.finishing import PINNED_YEAR, workbook_bytes
from xlgen.xlsx.write.list_sheet import add_sheet, put_list, put_row, put_title

SUMMARY_SHEET, FORMS_SHEET, UNITS_SHEET, FILES_SHEET = "汇总", "各表样", "各单位", "各文件"
FINDINGS_SHEET, OTHERS_SHEET = "问题清单", "其他文件"
SCORES_AND_COUNTS: Mapping[str, float] = {
    "表中总分": 10,
    "按规则总分": 12,
    "等次": 8,
    **{each.value: 7 for each in Level},
}
UNIT_COLUMNS = {
    "单位编码": 16,
    "单位": 34,
    "表样": 30,
    "情况": 14,
    "说明": 40,
    **SCORES_AND_COUNTS,
    "主管部门": 24,
    "联系人": 12,
    "联系电话": 18,
    "报送次数": 10,
    "改动": 40,
    "有效的文件": 50,
}
FILE_COLUMNS = {
    "单位": 34,
    "表样": 30,
    "年度": 7,
    "结论": 10,
    **SCORES_AND_COUNTS,
    "文件": 60,
}
FINDING_COLUMNS = {
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
SUBJECT_WIDTH = 30
CODE_COLUMNS = {"级别": 14, "问题": 30, "处数": 10, "文件数": 10, "代码": 26}
OTHER_COLUMNS = {"情况": 14, "单位": 40, "表样": 30, "说明": 50, "文件": 70}


def findings_workbook(validation: ValidationReport) -> bytes:
    """The bytes of the workbook, the same for the same report."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _write_summary(add_sheet(workbook, SUMMARY_SHEET, CODE_COLUMNS), validation)
    if names_of_several(validation):
        columns = form_columns(validation)
        put_list(add_sheet(workbook, FORMS_SHEET, columns), 1, columns, _form_lines(validation, columns))
    if validation.rounds:
        put_list(add_sheet(workbook, UNITS_SHEET, UNIT_COLUMNS), 1, UNIT_COLUMNS, _unit_lines(validation))
    about = sorted({report.subject.called for report in validation.reports if report.subject.called})
    columns = _with_subjects(FILE_COLUMNS, about)
    put_list(add_sheet(workbook, FILES_SHEET, columns), 1, columns, _file_lines(validation, about))
    columns = _with_subjects(FINDING_COLUMNS, about)
    _write_findings(add_sheet(workbook, FINDINGS_SHEET, columns), validation, about, columns)
    write_suspicions(workbook, validation.suspicions)
    if others := list(_other_lines(validation)):
        put_list(add_sheet(workbook, OTHERS_SHEET, OTHER_COLUMNS), 1, OTHER_COLUMNS, others)
    return workbook_bytes(workbook, PINNED_YEAR)


def _write_summary(sheet: Worksheet, validation: ValidationReport) -> None:
    put_title(sheet, 1, TITLE, styles.TITLE, len(CODE_COLUMNS))
    put_title(sheet, 2, "　".join(heading(validation)), styles.PLAIN, len(CODE_COLUMNS))
    row = 3
    files = {
        label if label == FILES else f"文件：{label}": number for label, number in labelled_files(validation).items()
    }
    for row, (label, number) in enumerate({**labelled_counts(validation), **files}.items(), 4):
        put_row(sheet, row, [label, number])
    put_list(sheet, row + 2, CODE_COLUMNS, _code_lines(validation), freeze=False)


def _code_lines(validation: ValidationReport) -> Iterator[Sequence[Value | None]]:
    for code, findings, files in count_by_code(validation):
        yield [code.level, code.title, findings, files, code.name]


def form_columns(validation: ValidationReport) -> dict[str, float]:
    """The columns of what is counted of each form."""
    labels = dict.fromkeys(label for each in form_counts(validation) for label in each["counts"])
    return {"表样": 40, **dict.fromkeys(labels, 12)}


def _form_lines(validation: ValidationReport, columns: Mapping[str, float]) -> Iterator[Sequence[Value | None]]:
    for each in form_counts(validation):
        yield [each["form"], *(each["counts"].get(label, 0) for label in list(columns)[1:])]


def _unit_lines(validation: ValidationReport) -> Iterator[Sequence[Value | None]]:
    for line in unit_lines(validation):
        if line.unit is None:
            continue
        details = (line.unit.details.get(key) for key in ("parent", "contact", "phone"))
        changed = str(line.history.steps[0]) if line.history.steps else ""
        yield [
            one_line(line.unit.form.code),
            line.who,
            line.form,
            line.state,
            line.why,
            *line.scores,
            *(line.count(level) for level in Level),
            *details,
            len(line.unit.copies),
            changed,
            line.file,
        ]


def _with_subjects(columns: Mapping[str, float], about: Sequence[str]) -> dict[str, float]:
    """The columns with one more behind the unit's for each kind of thing that forms are about."""
    first, *others = columns.items()
    return dict([first, *((called, SUBJECT_WIDTH) for called in about), *others])


def _whose(report: FileReport, about: Sequence[str]) -> list[str]:
    """The unit, and what its form is about, each kind in its column."""
    return [report.unit, *(report.subject.label if called == report.subject.called else "" for called in about)]


def _file_lines(validation: ValidationReport, about: Sequence[str]) -> Iterator[Sequence[Value | None]]:
    for report in validation.reports:
        counts = [report.count(level) for level in Level]
        scores = report.total, report.by_rule, report.grade
        yield [
            *_whose(report, about),
            report.form or report.scheme,
            report.year,
            verdict_of(report),
            *scores,
            *counts,
            report.name,
        ]


def _write_findings(
    sheet: Worksheet, validation: ValidationReport, about: Sequence[str], columns: Mapping[str, float]
) -> None:
    findings = [(report, finding) for report in validation.reports for finding in report.findings]
    lines = (
        [
            *_whose(report, about),
            finding.level,
            finding.code.part,
            finding.code.title,
            finding.sheet,
            finding.cell,
            finding.indicator,
            finding.message,
            finding.remedy,
            report.name,
            finding.code.name,
        ]
        for report, finding in findings
    )
    put_list(sheet, 1, columns, lines)
    level = get_column_letter(len(about) + 2)
    for row, (_, finding) in enumerate(findings, 2):
        styles.CellStyle(vertical="top", horizontal="center", fill=LEVEL_FILLS[finding.level])(sheet[f"{level}{row}"])


def _other_lines(validation: ValidationReport) -> Iterator[Sequence[Value | None]]:
    """Files that are no copy of a form that is due, and forms without a roster of which several files came."""
    names = names_of_several(validation)
    for name, file, scheme in validation.outside:
        yield [OUTSIDE, name, names.get(scheme), "", file]
    for arrival in validation.unclaimed:
        yield [UNCLAIMED, "", "", arrival._replace(file="").told, one_line(arrival.file)]
    for name, files, scheme in validation.twice:
        for file in files:
            yield [TWICE, name, names.get(scheme), "", file]
    for unit in validation.units:
        for arrival in unit.arrivals:
            if arrival.why:
                yield [unit.state, unit.who, "", one_line(arrival.why), one_line(arrival.file)]
    known = {arrival.file for arrival in validation.unclaimed} | validation.claimed_files
    for skipped in validation.skipped:
        if skipped.name not in known:
            yield ["没有审核", "", "", skipped.why, skipped.name]
