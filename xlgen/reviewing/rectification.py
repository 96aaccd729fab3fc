"""整改清单: what every unit must put right after its review, who, until when, and whether it did; a sheet to sign."""

from __future__ import annotations

from collections.abc import Iterator

from xlgen.campaign.about import About
from xlgen.reviewing.reviews import Reviews
from xlgen.rules.expression import Value
from xlgen.text import chinese_day, one_line
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.finishing import workbook_bytes
from xlgen.xlsx.write.list_sheet import add_sheet, list_workbook, put_list, put_signatures, put_title

SHEET = "整改清单"
NOTHING = "没有整改事项"
COLUMNS = {"单位": 32, "序号": 6, "整改事项": 56, "责任科室、责任人": 18, "完成时限": 13, "完成日期": 13, "情况": 10}
SIGNERS = ("经办人（签字）", "科室负责人（签字）", "日期")


def rectification_book(reviews: Reviews, about: About, today: str) -> bytes:
    """The workbook. today: as 2026-03-01, by which what is late is told."""
    workbook = list_workbook()
    sheet = add_sheet(workbook, SHEET, COLUMNS)
    sheet.print_options.horizontalCentered = True
    year = reviews.progress.campaign.get("年度", "")
    put_title(sheet, 1, f"{year}年度{about.form}财政复核{SHEET}", styles.TITLE, len(COLUMNS))
    put_title(sheet, 2, f"{about.bureau}　{chinese_day(today)}".strip("　"), styles.PLAIN, len(COLUMNS))
    lines = list(_lines(reviews, today)) or [[NOTHING, *[""] * (len(COLUMNS) - 1)]]
    put_list(sheet, 3, COLUMNS, lines)
    put_signatures(sheet, 3 + len(lines) + 2, SIGNERS, len(COLUMNS))
    return workbook_bytes(workbook, int(today[:4]))


def _lines(reviews: Reviews, today: str) -> Iterator[list[Value | None]]:
    for review in reviews.units.values():
        for item in review.rectifications:
            texts = [review.unit.who, item.number, item.what, item.who, item.due, item.done, item.state(today)]
            yield [one_line(text) for text in texts]
