"""Reviews of a campaign with the small form, and review workbooks filled in as a reviewer does."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import formualizer
import openpyxl

from tests.factories.campaigns import run
from tests.factories.returns import Post, form, scheme
from tests.factories.schemes import MINIMAL
from xlgen.campaign.record import CampaignRecord
from xlgen.reviewing.drawing import DrawWanted, Method, draw
from xlgen.reviewing.facts import facts_of
from xlgen.reviewing.items import ReviewGroup
from xlgen.reviewing.opening import OpenedReviews, open_reviews
from xlgen.reviewing.paper import (
    AGREED,
    EVIDENCE,
    FIRST_ROW,
    LABEL,
    PAGE,
    PROBLEM,
    REASON,
    REVIEWER,
    VALUE,
    paper_rows,
    row_label,
)
from xlgen.reviewing.review_rows import ReviewRow, enter_rows
from xlgen.reviewing.reviews import Reviews, reviews_of
from xlgen.reviewing.session import Session
from xlgen.reviewing.taking import TakenReview, take_reviews
from xlgen.scheme.known_schemes import named_schemes
from xlgen.scheme.sheet_names import WORKING_PAPER
from xlgen.xlsx.values import CellValue

TODAY = "2026-04-10"
COLUMNS = {
    "agreed": AGREED,
    "value": VALUE,
    "evidence": EVIDENCE,
    "page": PAGE,
    "problem": PROBLEM,
    "reason": REASON,
}
HEADS = "单位编码,单位名称,主管部门"
UNITS = {"甲局": 80, "乙局": 90, "丙局": 100, "丁局": 40}
"""The units of a small campaign, each with what it spent of 100."""


def campaign(folder: Path, units: Mapping[str, float] = UNITS) -> Path:
    """A campaign in a folder: every unit sent its form, and all were checked. Gives the folder of forms issued."""
    lines = [f"{100 + number},{name},{'一厅' if number % 2 else '二厅'}" for number, name in enumerate(units, 1)]
    (folder / "名单.csv").write_text("\n".join([HEADS, *lines]), encoding="utf-8-sig")
    issued, returns = folder / "下发", folder / "交回"
    assert run("new", MINIMAL, "--units", folder / "名单.csv", "-o", issued) == 0
    files = {f"{name}.xlsx": form(name, "2026-03-05T08:00:00Z", spent=spent) for name, spent in units.items()}
    Post(returns).put(files, "2026-03-10")
    run("validate", returns, "--units", issued, "--scheme", MINIMAL)
    return issued


def drawn(record: CampaignRecord, method: Method = Method.ALL, **wanted: object) -> Reviews:
    """The reviews after a drawing."""
    reviews = reviews_of(record, TODAY)
    facts = facts_of(record, reviews.progress, scheme(), amount="实际支出")
    drawing = draw(reviews.progress, DrawWanted(method, **wanted), facts)  # type: ignore[arg-type]
    enter_rows(record, [ReviewRow("2026-04-01 09:00:00.000", "赵六", "", drawing)])
    return reviews_of(record, TODAY)


def session(record: CampaignRecord, time: str) -> Session:
    """A step that 赵六 takes now."""
    return Session(record, reviews_of(record, TODAY), "赵六", time, named_schemes([str(MINIMAL)]))


def opened(record: CampaignRecord, folder: Path, time: str = "2026-04-02 09:00:00.000") -> OpenedReviews:
    """The review workbooks of all that were drawn."""
    step = session(record, time)
    done = open_reviews(step, list(step.reviews.units.values()), [folder / "交回"], folder / "底稿")
    assert not done.left, done.left
    return done


def taken(record: CampaignRecord, paths: Sequence[Path], time: str = "2026-04-05 09:00:00.000") -> list[TakenReview]:
    """What becomes of filled review workbooks."""
    return take_reviews(session(record, time), list(paths))


def rows_of_paper(file: Path) -> dict[str, int]:
    """The rows of a review workbook by what is printed in them; of several alike, the first."""
    sheet = openpyxl.load_workbook(file)[WORKING_PAPER]
    rows: dict[str, int] = {}
    for row in range(FIRST_ROW, sheet.max_row + 1):
        text = str(sheet[f"{LABEL}{row}"].value or "").strip()
        if text:
            rows.setdefault(text, row)
    return rows


def filled(
    file: Path, said: Mapping[str, Mapping[str, CellValue]], reviewer: str = "钱七", computed: bool = True
) -> None:
    """Fill in a review workbook: what is said by row, by what is printed there.

    computed: as a program saves it, with all formulas computed again.
    """
    book = openpyxl.load_workbook(file)
    sheet, rows = book[WORKING_PAPER], rows_of_paper(file)
    sheet[REVIEWER.address] = reviewer
    for text, answer in said.items():
        for column, value in answer.items():
            sheet[f"{COLUMNS[column]}{rows[text]}"] = value
    buffer = io.BytesIO()
    book.save(buffer)
    data = buffer.getvalue()
    file.write_bytes(bytes(formualizer.recalculate_xlsx_bytes(data)["bytes"]) if computed else data)


def agreed(groups: Sequence[ReviewGroup]) -> dict[str, dict[str, CellValue]]:
    """无异议 in the row of every group."""
    return {row_label(row).strip(): {"agreed": "√"} for row in paper_rows(groups) if row.item is None}
