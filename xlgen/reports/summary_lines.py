"""What came of summing up, in sentences: for the terminal and for pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from xlgen.summary.database import Summary

MAX_LISTED = 100
"""Lines of each kind that are told where all of them are in the workbook."""
NOTHING = "没有可以汇总的表，什么也没有写。请按所列原因处理"


def written_lines(written: Sequence[tuple[Path, Summary, list[Path]]], public: Path | None) -> Iterator[str]:
    """The workbooks of `write_summaries`, with the lists beside them."""
    if len(written) > 1:
        yield f"有 {len(written)} 种表，各写一份汇总"
    for workbook, summary, lists in written:
        yield f"已写出 {workbook}：{summary}"
        for file in lists:
            yield f"已写出 {file}：每份一行，工作表放不下，可用 Excel 打开"
    if public is not None:
        yield f"已写出公开版 {public}{'（各种表各一份）' if len(written) > 1 else ''}"


def doubtful_lines(summary: Summary, written: bool) -> Iterator[str]:
    """What is left out and why, and who is there twice; in full where no workbook says so."""
    max_listed = MAX_LISTED if written else None
    for left_out in islice((form for form in summary.left_out() if form.name), max_listed):
        yield f"未计入：{left_out.name}　{left_out.why}"
    if max_listed is not None and summary.not_counted > max_listed:
        yield f"未计入的还有 {summary.not_counted - max_listed} 份，见工作表“未计入”"
    twice = summary.duplicates()
    for unit in islice(twice, max_listed):
        yield f"多次报送：{unit}，各份都已计入；请删去多余的，再汇总一次"
    more = sum(1 for _ in twice)
    if more:
        yield f"多次报送的还有 {more} 个单位，“备注”栏都已注明"
