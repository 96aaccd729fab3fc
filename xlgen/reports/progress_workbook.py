"""How a campaign stands, as a workbook: a line for each unit, to be filtered and sorted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl.workbook import Workbook

from xlgen.campaign.progress import CampaignProgress, folder_of
from xlgen.reports.workbook import PINNED_YEAR
from xlgen.rules.expression import Value
from xlgen.xlsx.write.finishing import packed
from xlgen.xlsx.write.list_sheet import add_sheet, put_list

SHEET = "进度"
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


def progress_workbook(standing: CampaignProgress) -> bytes:
    """The bytes of the workbook; the same for the same record."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    put_list(add_sheet(workbook, SHEET, COLUMNS), 1, COLUMNS, _lines(standing))
    return packed(workbook, PINNED_YEAR)


def _lines(standing: CampaignProgress) -> Iterator[Sequence[Value | None]]:
    for unit in standing.units:
        counted, times = standing.counted(unit), len(standing.submissions.get(unit.name, ()))
        scores = (counted.total, counted.by_rule) if counted else (None, None)
        came_back = (counted.checked[:19], counted.file) if counted else (None, None)
        yield [unit.code, unit.name, folder_of(unit), standing.state(unit), *scores, times, *came_back, unit.path]
