"""Where everything stands on 复核底稿, for writing it and for reading it back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xlgen.reviewing.answers import head_key
from xlgen.reviewing.items import ReviewGroup, ReviewItem
from xlgen.scheme.sheet_names import WORKING_PAPER
from xlgen.xlsx.refs import CellRef

NUMBER, LABEL, UNIT, OWN, AGREED, VALUE, EVIDENCE, PAGE, PROBLEM, REASON = "ABCDEFGHIJ"
POINTS, OWN_SCORE, SCORE, DIFFERENCE = "KLMN"
EFFECTIVE, PERCENT = "OP"
"""Hidden columns: the value that is scored, and what the chosen reason takes."""
HEADS = {
    NUMBER: ("序号", 5),
    LABEL: ("指标、填报项", 30),
    UNIT: ("单位", 6),
    OWN: ("自评值", 12),
    AGREED: ("无异议", 7),
    VALUE: ("复核值", 12),
    EVIDENCE: ("佐证情况", 9),
    PAGE: ("佐证页码", 9),
    PROBLEM: ("问题", 28),
    REASON: ("扣分口径", 20),
    POINTS: ("分值", 7),
    OWN_SCORE: ("自评得分", 8),
    SCORE: ("复核得分", 8),
    DIFFERENCE: ("差", 7),
}
"""Each printed column with its heading and its width."""
TITLE_ROW, ABOUT_ROW, TOTAL_ROW, REVIEWER_ROW, HEAD_ROW = 1, 2, 3, 4, 5
FIRST_ROW = HEAD_ROW + 1
TYPED = (AGREED, VALUE, EVIDENCE, PAGE, PROBLEM, REASON)
"""The columns in which a reviewer writes."""
REVIEWER, DAY = CellRef(WORKING_PAPER, "C", REVIEWER_ROW), CellRef(WORKING_PAPER, "I", REVIEWER_ROW)
TOTAL, OWN_TOTAL = CellRef(WORKING_PAPER, SCORE, TOTAL_ROW), CellRef(WORKING_PAPER, OWN_SCORE, TOTAL_ROW)
GRADE = CellRef(WORKING_PAPER, PROBLEM, TOTAL_ROW)


class PaperRow(NamedTuple):
    """A row: of an item, or where it has none, of a group as a whole."""

    row: int
    group: ReviewGroup
    item: ReviewItem | None = None

    @property
    def key(self) -> str:
        """The key of what is said in it."""
        return head_key(self.group) if self.item is None else self.item.key

    def cell(self, column: str) -> CellRef:
        """Its cell in a column."""
        return CellRef(WORKING_PAPER, column, self.row)


def paper_rows(groups: Sequence[ReviewGroup]) -> Iterator[PaperRow]:
    """Every row from the first: each group's own, then those of its items."""
    row = FIRST_ROW
    for group in groups:
        yield PaperRow(row, group)
        row += 1
        for item in group.items:
            yield PaperRow(row, group, item)
            row += 1


def row_label(row: PaperRow) -> str:
    """What is printed in a row, by which it is known again."""
    return row.group.title if row.item is None else f"　{row.item.label}"
