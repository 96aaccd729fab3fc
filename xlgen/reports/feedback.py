"""Feedback for a unit: a copy of its form with every problem marked, or a fresh form of it, and a text to paste."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from openpyxl.styles import PatternFill
from openpyxl.workbook import Workbook

from xlgen.files.atomic import save
from xlgen.files.storage import Location
from xlgen.reports.letters import Letterhead, opinion_text, save_letter
from xlgen.reports.totals import LEVEL_FILLS
from xlgen.rules.expression import Value, call
from xlgen.scheme.inputs import MAX_CHARACTERS, UNIT_NAME
from xlgen.scheme.subject import subject_inputs
from xlgen.scoring.form_data import FormData, Row
from xlgen.submissions.file_check import FileChecker
from xlgen.submissions.finding import Finding
from xlgen.submissions.findings.code import Level
from xlgen.submissions.findings.structure import StructureCode
from xlgen.submissions.repair.fresh import FreshForm, fresh_form
from xlgen.submissions.sources import Source
from xlgen.submissions.submission import Submission
from xlgen.submissions.template import NoTemplateError
from xlgen.submissions.validate import STRUCTURE_BREAKING, FileReport
from xlgen.submissions.verdict import Verdict, verdict_of
from xlgen.text import one_line
from xlgen.workbook.build import make_workbook
from xlgen.workbook.identity import MAX_UNIT_LENGTH
from xlgen.xlsx.read.unreadable import UnreadableError
from xlgen.xlsx.refs import quoted_sheet
from xlgen.xlsx.values import CellValue
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.comments import annotate
from xlgen.xlsx.write.finishing import workbook_bytes
from xlgen.xlsx.write.list_sheet import NUMBER_STYLE, add_sheet, put_list, put_title

OPINION_SHEET = "审核意见"
COPY_SUFFIX, WORKBOOK_SUFFIX, OPINION_SUFFIX = "批注.xlsx", "已转入新表.xlsx", "退回修改意见.txt"
WIDTHS = {"序号": 7, "级别": 8, "位置": 20, "指标": 26, "问题": 60, "怎样改": 46}
HEAD_ROW = 4
MOVED = STRUCTURE_BREAKING | {StructureCode.CELLS_MOVED, StructureCode.CELLS_LOST}
"""Findings after which what was filled in is put into a fresh form, although the rest could be checked."""
VERDICTS_WITH_FEEDBACK = (Verdict.WARNED, Verdict.RETURNED, Verdict.UNREADABLE)
"""Files that passed, or on which our program failed, get no feedback."""


@dataclass(frozen=True)
class FeedbackTask:
    """What is written for one file: its report as its unit may see it, where it is read from, who writes.

    start: the beginning of the files' names.
    """

    source: Source
    report: FileReport
    start: Location
    letterhead: Letterhead


@dataclass(frozen=True)
class FeedbackWriter:
    """Writing answers, in any process."""

    checker: FileChecker

    def __call__(self, answer: FeedbackTask) -> str:
        """Write the files. Gives why there is no copy where there should be one. Raises OSError."""
        copy, fresh, making, why = None, None, "批注副本", ""
        submission = self.checker.examine(answer.source).submission
        try:
            if submission is not None:
                copy = annotated_copy(submission, answer.report.findings)
            making = "新表"
            if submission is None or any(each.code in MOVED for each in answer.report.findings):
                fresh = self._fresh_form(answer.source)
        except Exception as error:  # ours: the unit still gets its text
            why = f"{answer.report.name}：没有写成{making}（{type(error).__name__}：{error}）"
        files = {COPY_SUFFIX: copy, WORKBOOK_SUFFIX: fresh and fresh.content}
        paths = {ending: feedback_path(answer.start, ending) for ending, content in files.items() if content}
        for ending, path in paths.items():
            save(path, files[ending] or b"")
        copy_name, fresh_name = (paths[ending].name if ending in paths else "" for ending in files)
        text = opinion_text(answer.letterhead, answer.report, copy_name, fresh_name, fresh)
        save_letter(feedback_path(answer.start, OPINION_SUFFIX), text)
        return why

    def _fresh_form(self, source: Source) -> FreshForm | None:
        """A fresh form of one whose cells are not where they were; None for a file that cannot be read as one."""
        try:
            return fresh_form(source.name, source.read(), self.checker.templates, self.checker.year)
        except (UnreadableError, NoTemplateError):
            return None


def is_answered(report: FileReport) -> bool:
    """Whether a unit is written to about a file of this verdict."""
    return verdict_of(report) in VERDICTS_WITH_FEEDBACK


def feedback_task(source: Source, report: FileReport, start: Location, letterhead: Letterhead) -> FeedbackTask:
    """What is to be written for a file; start: the beginning of the files' names."""
    findings = tuple(each.for_unit for each in report.findings)
    return FeedbackTask(source, replace(report, findings=findings), start, letterhead)


def feedback_path(start: Location, ending: str) -> Location:
    """The path of the feedback file with this ending."""
    return start.with_name(f"{start.name}_{ending}")


def annotated_copy(submission: Submission, findings: Sequence[Finding]) -> bytes:
    """The unit's values in a fresh workbook, with problem cells coloured and annotated, and a sheet that lists all."""
    scheme = submission.scheme
    issued_to = submission.identity.unit[:MAX_UNIT_LENGTH]
    issued_for = FormData(subject_inputs(scheme.subject, submission.identity.subject))
    workbook = make_workbook(scheme, submitted_data(submission), issued_to, issued_for)
    _mark_cells(workbook, findings)
    who = "　".join(filter(None, (submission.unit, submission.subject.label)))
    _write_list(workbook, who, findings)
    return workbook_bytes(workbook, scheme.year)


def submitted_data(submission: Submission) -> FormData:
    """The unit's data as far as a workbook can store it, including scores typed over formulas."""
    returned, typed = submission.returned, submission.typed_over
    filling = returned.filling
    inputs = _storable_row(filling.inputs)
    if isinstance(unit := inputs.get(UNIT_NAME), str):
        inputs[UNIT_NAME] = unit[:MAX_UNIT_LENGTH]
    return replace(
        filling,
        inputs=inputs,
        tables={name: [_storable_row(row) for row in rows] for name, rows in filling.tables.items()},
        remarks=_storable_texts(filling.remarks),
        explanations=_storable_texts(filling.explanations),
        evidence=_storable_texts(filling.evidence),
        notes=_storable_texts(filling.notes),
        reported={key: score for key, score in returned.reported.items() if score is not None and key in typed},
    )


def _storable_row(row: Row) -> dict[str, CellValue]:
    return {name: _storable(value) for name, value in row.items()}


def _storable_texts(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: str(_storable(text)) for name, text in texts.items()}


def _storable(value: CellValue) -> CellValue:
    """The value without characters that a workbook cannot store; far too long texts are cut."""
    return "\n".join(map(one_line, value[: 2 * MAX_CHARACTERS].split("\n"))) if isinstance(value, str) else value


def _mark_cells(workbook: Workbook, findings: Sequence[Finding]) -> None:
    by_cell: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if _has_cell(workbook, finding):
            by_cell[finding.sheet, finding.cell].append(finding)
    for (sheet, address), cell_findings in by_cell.items():
        cell = workbook[sheet][address]
        printed = [cell.comment.text] if cell.comment else []
        annotate(
            cell,
            [*printed, *(f"【{finding.level}】{finding.message}。{finding.remedy}。" for finding in cell_findings)],
        )
        worst = min(cell_findings, key=lambda finding: list(Level).index(finding.level))
        cell.fill = PatternFill("solid", fgColor=LEVEL_FILLS[worst.level])


def _write_list(workbook: Workbook, who: str, findings: Sequence[Finding]) -> None:
    sheet = add_sheet(workbook, OPINION_SHEET, WIDTHS)
    workbook.move_sheet(sheet, -workbook.index(sheet))
    workbook.active = 0
    put_title(sheet, 1, OPINION_SHEET, styles.TITLE, len(WIDTHS))
    marked = "，已在各表中标色并加批注，点“位置”可前往"
    put_title(sheet, 2, f"{who}：核对发现 {len(findings)} 处问题{marked}。", styles.PLAIN, len(WIDTHS))
    put_title(
        sheet, 3, "本表是批注副本。请在原来报送的表（或下发的模板）中修改，再重新报送。", styles.PLAIN, len(WIDTHS)
    )
    put_list(sheet, HEAD_ROW, WIDTHS, _finding_lines(workbook, findings))
    for row, finding in enumerate(findings, HEAD_ROW + 1):
        replace(NUMBER_STYLE, fill=LEVEL_FILLS[finding.level])(sheet[f"B{row}"])
        if _has_cell(workbook, finding):
            replace(styles.LINK, vertical="top")(sheet[f"C{row}"])


def _has_cell(workbook: Workbook, finding: Finding) -> bool:
    """True if the fresh workbook has the finding's cell; it lacks sheets that the unit added."""
    return bool(finding.cell) and finding.sheet in workbook.sheetnames


def _finding_lines(workbook: Workbook, findings: Sequence[Finding]) -> Iterator[Sequence[Value | None]]:
    for number, finding in enumerate(findings, 1):
        place: Value = f"{finding.sheet}!{finding.cell}" if finding.cell else finding.sheet or "整个文件"
        if _has_cell(workbook, finding):
            place = call("HYPERLINK", f"#{quoted_sheet(finding.sheet)}!{finding.cell}", str(place))
        yield [number, finding.level, place, finding.indicator, finding.message, finding.remedy]
