"""The progress of a campaign as a workbook: one row per unit, to be filtered and sorted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl.workbook import Workbook

from xlgen.campaign.progress import CampaignProgress, folder_of
from xlgen.rules.expression import Value
from xlgen.text import one_line
from xlgen.xlsx.write.finishing import PINNED_YEAR, workbook_bytes
from xlgen.xlsx.write.list_sheet import add_sheet, put_list

PROGRESS_SHEET = "进度"
COLUMNS = {
    "单位编码": 16,
    "单位": 40,
    "文件夹": 16,
    "情况": 12,
    "表中总分": 10,
    "按规则总分": 12,
    "报送次数": 10,
    "核对时间": 20,
    "交回的文件": 60,
    "下发的文件": 50,
}


def progress_workbook(progress: CampaignProgress) -> bytes:
    """The bytes of the workbook, the same for the same record."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    about = subject_columns(progress)
    columns = {**dict(list(COLUMNS.items())[:2]), **about, **dict(list(COLUMNS.items())[2:])}
    put_list(add_sheet(workbook, PROGRESS_SHEET, columns), 1, columns, _lines(progress, bool(about)))
    return workbook_bytes(workbook, PINNED_YEAR)


def subject_columns(progress: CampaignProgress) -> dict[str, float]:
    """The columns of what forms are about; none where they have no subject."""
    called = next((unit.called for unit in progress.units if unit.called), "")
    return {f"{called}编码": 20, f"{called}名称": 40} if called else {}


def _lines(progress: CampaignProgress, with_subjects: bool) -> Iterator[Sequence[Value | None]]:
    for unit in progress.units:
        counted, submission_count = progress.counted(unit), len(progress.submissions.get(unit.key, ()))
        scores = (counted.total, counted.by_rule) if counted else (None, None)
        checked = (one_line(counted.checked[:19]), one_line(counted.file)) if counted else (None, None)
        yield [
            one_line(unit.code),
            one_line(unit.name),
            *(map(one_line, (unit.subject_code, unit.subject_name)) if with_subjects else ()),
            one_line(folder_of(unit)),
            progress.state(unit),
            *scores,
            submission_count,
            *checked,
            one_line(unit.path),
        ]
