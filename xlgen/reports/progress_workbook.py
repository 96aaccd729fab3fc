"""The progress of a campaign as a workbook: one row per form with whom to call, to be filtered and sorted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from xlgen.campaign.events import EventKind, latest
from xlgen.campaign.progress import CampaignProgress, UnitProgress, counts
from xlgen.reports.progress_terminal import by_department, campaign_title
from xlgen.roster.details import DETAILS
from xlgen.rules.expression import Value
from xlgen.text import one_line
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.finishing import PINNED_YEAR, workbook_bytes
from xlgen.xlsx.write.list_sheet import add_sheet, put_list, put_title

PROGRESS_SHEET, DEPARTMENTS_SHEET = "进度", "各主管部门"
HEAD_ROW = 2
UNIT = {"单位编码": 14, "单位": 32}
STANDING = {"情况": 14, "说明": 36, "逾期": 7, "表中总分": 10, "按规则总分": 12, "报送次数": 10}
DETAIL_WIDTHS = {"parent": 26, "parent_code": 16, "office": 14, "contact": 12, "phone": 18, "type": 12, "district": 12}
OPINION = {"初审意见": 30}
FILES = {"缺的要件": 24, "最近一次联系": 40, "审核时间": 20, "有效的文件": 50, "下发的文件": 50}


def progress_workbook(progress: CampaignProgress) -> bytes:
    """The bytes of the workbook, the same for the same record and day."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    about = subject_columns(progress)
    details = [key for key in DETAIL_WIDTHS if any(key in unit.details for unit in progress.units)]
    heads = {DETAILS[key][0]: DETAIL_WIDTHS[key] for key in details}
    opinions = OPINION if any(_opinion(unit) for unit in progress.units) else {}
    columns = {**UNIT, **about, **STANDING, **heads, **opinions, **FILES}
    sheet = add_sheet(workbook, PROGRESS_SHEET, columns)
    put_title(sheet, 1, campaign_title(progress), styles.PLAIN, len(columns))
    put_list(sheet, HEAD_ROW, columns, _lines(progress, bool(about), details, bool(opinions)))
    printed = get_column_letter(len(columns) - len(FILES))  # what is for the screen alone would make all too small
    sheet.print_area = f"A1:{printed}{HEAD_ROW + max(len(progress.units), 1)}"
    if len(departments := by_department(progress)) > 1:
        rows = {name: counts(units, progress.with_subjects) for name, units in departments.items()}
        labels = list(dict.fromkeys(label for row in rows.values() for label in row))
        widths = {"主管部门": 40, **dict.fromkeys(labels, 12)}
        lines: list[list[Value | None]] = [
            [one_line(name), *(row.get(label, 0) for label in labels)] for name, row in rows.items()
        ]
        put_list(add_sheet(workbook, DEPARTMENTS_SHEET, widths), 1, widths, lines)
    return workbook_bytes(workbook, PINNED_YEAR)


def subject_columns(progress: CampaignProgress) -> dict[str, float]:
    """The columns of what forms are about; none where they have no subject."""
    called = next((unit.form.called for unit in progress.units if unit.form.called), "")
    return {f"{called}编码": 20, f"{called}名称": 40} if called else {}


def _lines(
    progress: CampaignProgress, with_subjects: bool, details: Sequence[str], with_opinions: bool
) -> Iterator[Sequence[Value | None]]:
    for unit in progress.units:
        form, counted = unit.form, unit.counted
        checked = (one_line(counted.checked[:19]), one_line(counted.file)) if counted else (None, None)
        yield [
            one_line(form.code),
            one_line(form.name),
            *(map(one_line, (form.subject_code, form.subject_name)) if with_subjects else ()),
            unit.state,
            one_line(unit.why),
            "逾期" if unit.overdue else "",
            counted.total if counted else None,
            unit.score,
            len(unit.copies),
            *(one_line(unit.details.get(key, "")) for key in details),
            *([_opinion(unit)] if with_opinions else ()),
            "、".join(unit.lacking(progress.about)) if counted else "",
            _last_call(unit),
            *checked,
            one_line(form.path),
        ]


def _opinion(unit: UnitProgress) -> str:
    """What the 主管部门 thinks of the newest copy, or of a form on paper."""
    about = unit.counted or unit.judgement.counted
    event = latest(unit.events, EventKind.OPINION, about.fingerprint if about else "")
    return one_line("　".join(filter(None, (event.value, event.author, event.reason)))) if event else ""


def _last_call(unit: UnitProgress) -> str:
    call = latest(unit.events, EventKind.CALL)
    return one_line(f"{call.time[:16]}　{call.author}　{call.reason}") if call else ""
