"""What goes back to a unit: a copy of its form with every problem marked where it stands, and a text to paste."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from openpyxl.styles import PatternFill
from openpyxl.workbook import Workbook

from xlgen.files.atomic import file_name, save
from xlgen.files.storage import Location
from xlgen.reports.totals import LEVEL_FILLS
from xlgen.rules.expression import Value, call
from xlgen.scheme.inputs import MAX_CHARACTERS, UNIT_NAME
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring.form_data import FormData, Row
from xlgen.submissions.file_check import FileChecker
from xlgen.submissions.finding import Finding
from xlgen.submissions.findings import Level
from xlgen.submissions.sources import Source
from xlgen.submissions.submission import Submission
from xlgen.submissions.validate import FileReport
from xlgen.submissions.verdict import Verdict, verdict_of
from xlgen.text import one_line
from xlgen.workbook.build import workbook_of
from xlgen.xlsx.refs import quoted_sheet
from xlgen.xlsx.values import CellValue
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.comments import annotate
from xlgen.xlsx.write.finishing import packed
from xlgen.xlsx.write.list_sheet import NUMBER, add_sheet, put_list, put_title

OPINION = "审核意见"
COPY, TEXT_FILE = "批注.xlsx", "退回修改意见.txt"
WIDTHS = {"序号": 7, "级别": 8, "位置": 20, "指标": 26, "问题": 60, "怎样改": 46}
HEAD_ROW = 4
MAX_NAME_LENGTH = 60
"""Of a unit's name within a file's name."""
MAX_UNIT_LENGTH = 100
"""Of a unit's name in a copy; a longer one does not fit where a workbook's identity is stored."""
ASKED = {Level.ERROR: "必须修改", Level.WARNING: "请核对，有误的请修改", Level.NOTICE: "供参考"}
BACK = (Verdict.WARNED, Verdict.RETURNED, Verdict.UNREADABLE)
"""What goes back; a file that passed, or that our program failed on, does not."""


@dataclass(frozen=True)
class FeedbackTask:
    """What is written for one file: its report, where it is read from, and the beginning of the files' names."""

    source: Source
    report: FileReport
    start: Location


@dataclass(frozen=True)
class FeedbackWriter:
    """Writing answers, in any process."""

    checker: FileChecker

    def __call__(self, answer: FeedbackTask) -> str:
        """Write the files. Gives why there is no copy where there should be one. Raises OSError."""
        copy, why = None, ""
        submission = self.checker.examine(answer.source).submission
        if submission is not None:
            try:
                copy = annotated_copy(submission, answer.report.findings)
            except Exception as error:  # ours: the unit still gets its text
                why = f"{answer.report.name}：没有写成批注副本（{type(error).__name__}：{error}）"
        if copy is not None:
            save(path_of(answer.start, COPY), copy)
        written = path_of(answer.start, COPY).name if copy is not None else ""
        save(path_of(answer.start, TEXT_FILE), opinion(answer.report, written).encode("utf-8-sig"))
        return why


def feedback_tasks(checked: Iterable[tuple[FileReport, Source]], folder: Location) -> list[FeedbackTask]:
    """What goes back, with names that no two files share, on Windows neither."""
    taken: set[str] = set()
    found = []
    for report, source in checked:
        if verdict_of(report) in BACK:
            name = first = file_name((report.unit or Path(report.name).stem)[:MAX_NAME_LENGTH])
            number = 1
            while name.casefold() in taken:
                number += 1
                name = f"{first}({number})"
            taken.add(name.casefold())
            found.append(FeedbackTask(source, report, folder / name))
    return found


def path_of(start: Location, ending: str) -> Location:
    """The file with this ending."""
    return start.with_name(f"{start.name}_{ending}")


def opinion(report: FileReport, copy: str) -> str:
    """退回修改意见: a text to paste into a message. copy: the name of the annotated copy, if there is one."""
    lines = [f"{report.unit or '报送单位'}：", "", f"你单位报送的评分表（{Path(report.name).name}）经核对，意见如下："]
    for level in Level:
        found = [each for each in report.findings if each.level is level]
        lines += ["", f"【{level}】{ASKED[level]}（{len(found)} 处）"] if found else []
        lines += [f"{number}. {_said(each)}" for number, each in enumerate(found, 1)]
    marked = f"各处已在“{copy}”中标出。" if copy else ""
    asked = "确有错误的，请修改后重新报送；没有错误的，不必再报。" if report.passed else "请修改后重新报送。"
    lines += ["", f"{marked}{asked}", ""]
    return "\r\n".join(lines)


def _said(each: Finding) -> str:
    where = f"{each.where}：" if each.where else ""
    return f"{where}{each.message}。{each.remedy}。"


def annotated_copy(submission: Submission, findings: Sequence[Finding]) -> bytes:
    """The unit's own values in a fresh workbook: problem cells coloured and with notes, all problems on a sheet."""
    scheme = submission.scheme
    workbook = workbook_of(scheme, _own(submission), submission.identity.unit[:MAX_UNIT_LENGTH])
    _mark(workbook, findings)
    _list(workbook, submission.unit, findings)
    return packed(workbook, scheme.year)


def _own(submission: Submission) -> FormData:
    """What the unit filled in, as a workbook can hold it, with the scores that it typed over formulas."""
    returned, layout = submission.returned, submission.layout
    form = submission.book.sheet(FORM)
    cells = {} if form is None else form.cells
    filling = returned.filling
    inputs = _row(filling.inputs)
    if isinstance(unit := inputs.get(UNIT_NAME), str):
        inputs[UNIT_NAME] = unit[:MAX_UNIT_LENGTH]
    return replace(
        filling,
        inputs=inputs,
        tables={name: [_row(row) for row in rows] for name, rows in filling.tables.items()},
        remarks=_texts(filling.remarks),
        evidence=_texts(filling.evidence),
        notes=_texts(filling.notes),
        reported={
            key: score
            for key, score in returned.reported.items()
            if score is not None and cells[layout.score(key).address].stored is None
        },
    )


def _row(row: Row) -> dict[str, CellValue]:
    return {name: _storable(value) for name, value in row.items()}


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: str(_storable(text)) for name, text in texts.items()}


def _storable(value: CellValue) -> CellValue:
    """A value without what no workbook can hold; of a text that is far too long, the beginning."""
    return "\n".join(map(one_line, value[: 2 * MAX_CHARACTERS].split("\n"))) if isinstance(value, str) else value


def _mark(workbook: Workbook, findings: Sequence[Finding]) -> None:
    by_cell: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for each in findings:
        if _stands_in(workbook, each):
            by_cell[each.sheet, each.cell].append(each)
    for (sheet, address), found in by_cell.items():
        cell = workbook[sheet][address]
        printed = [cell.comment.text] if cell.comment else []
        annotate(cell, [*printed, *(f"【{each.level}】{each.message}。{each.remedy}。" for each in found)])
        worst = min(found, key=lambda each: list(Level).index(each.level))
        cell.fill = PatternFill("solid", fgColor=LEVEL_FILLS[worst.level])


def _list(workbook: Workbook, unit: str, findings: Sequence[Finding]) -> None:
    sheet = add_sheet(workbook, OPINION, WIDTHS)
    workbook.move_sheet(sheet, -workbook.index(sheet))
    workbook.active = 0
    put_title(sheet, 1, OPINION, styles.TITLE, len(WIDTHS))
    marked = "，已在各表中标色并加批注，点“位置”可前往"
    put_title(sheet, 2, f"{unit}：核对发现 {len(findings)} 处问题{marked}。", styles.PLAIN, len(WIDTHS))
    put_title(
        sheet, 3, "本表是批注副本。请在原来报送的表（或下发的模板）中修改，再重新报送。", styles.PLAIN, len(WIDTHS)
    )
    put_list(sheet, HEAD_ROW, WIDTHS, _lines(workbook, findings))
    for row, each in enumerate(findings, HEAD_ROW + 1):
        replace(NUMBER, fill=LEVEL_FILLS[each.level])(sheet[f"B{row}"])
        if _stands_in(workbook, each):
            replace(styles.LINK, vertical="top")(sheet[f"C{row}"])


def _stands_in(workbook: Workbook, each: Finding) -> bool:
    """The finding's cell is in the fresh workbook; sheets that the unit added are not."""
    return bool(each.cell) and each.sheet in workbook.sheetnames


def _lines(workbook: Workbook, findings: Sequence[Finding]) -> Iterator[Sequence[Value | None]]:
    for number, each in enumerate(findings, 1):
        place: Value = f"{each.sheet}!{each.cell}" if each.cell else each.sheet or "整个文件"
        if _stands_in(workbook, each):
            place = call("HYPERLINK", f"#{quoted_sheet(each.sheet)}!{each.cell}", str(place))
        yield [number, each.level, place, each.indicator, each.message, each.remedy]
