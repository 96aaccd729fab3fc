"""未计入: the files left out, and the forms of which there is none: whose they are, why, and whom to call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.roster.details import DETAILS
from xlgen.summary.database import LeftOut, Summary
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import merge, put
from xlgen.xlsx.write.row_height import text_height
from xlgen.xlsx.write.untrusted import put_untrusted

LEFT_OUT_SHEET = "未计入"
COLUMNS: Mapping[str, float] = {"序号": 6, "单位": 28, "文件": 44, "原因": 90}
STATE, SCORE = "情况", "线下评分"
CAMPAIGN_COLUMNS: Mapping[str, float] = {
    STATE: 14,
    DETAILS["parent"][0]: 24,
    DETAILS["contact"][0]: 12,
    DETAILS["phone"][0]: 18,
    SCORE: 10,
}
"""More of them, where there is a campaign."""


def left_out_heads(with_campaign: bool) -> dict[str, float]:
    """The headings of the list with the widths of their columns."""
    return {**COLUMNS, **CAMPAIGN_COLUMNS} if with_campaign else dict(COLUMNS)


def left_out_texts(out: LeftOut, with_campaign: bool) -> Sequence[str]:
    """What stands under these headings, but for the number."""
    texts = [out.unit, out.name, out.why]
    if not with_campaign:
        return texts
    whose = out.whose
    score = "" if whose.score is None else f"{whose.score:.2f}"
    return [*texts, whose.state, whose.parent, whose.contact, whose.phone, score]


def write_left_out(sheet: Worksheet, summary: Summary, list_file: str, max_rows: int, with_campaign: bool) -> None:
    """Write the sheet. list_file: name of the file with all of them if there are more than max_rows, or ""."""
    heads = left_out_heads(with_campaign)
    widths, letters = list(heads.values()), [get_column_letter(number) for number in range(1, len(heads) + 1)]
    for letter, (text, width) in zip(letters, heads.items(), strict=True):
        styles.HEAD(put(sheet, f"{letter}1", text))
        sheet.column_dimensions[letter].width = width
    sheet.row_dimensions[1].height = 24
    row = 1
    for row, out in enumerate(islice(summary.left_out(), max_rows), 2):
        styles.CENTRED(put(sheet, f"A{row}", float(row - 1)))
        texts = left_out_texts(out, with_campaign)
        for letter, text in zip(letters[1:], texts, strict=True):
            put_untrusted(sheet, f"{letter}{row}", text, styles.LABEL)
        row_height = max(text_height(text, width, 10) for text, width in zip(texts, widths[1:], strict=True))
        sheet.row_dimensions[row].height = max(20.0, row_height)
    last = letters[-1]
    sheet.auto_filter.ref = f"A1:{last}{max(row, 2)}"
    if row == 1 or list_file:
        more = f"还有 {summary.listed - row + 1} 份；全部列在同一文件夹中的“{list_file}”"
        merge(sheet, f"A{row + 1}:{last}{row + 1}")
        styles.PLAIN(put(sheet, f"A{row + 1}", more if list_file else "没有：全部文件都已计入"))
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
