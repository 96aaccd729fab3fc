"""复核底稿 read back: what a reviewer wrote in every row, and what cannot be read as it is meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from xlgen.reviewing.answers import AGREED as TICK
from xlgen.reviewing.answers import Answer, Evidence
from xlgen.reviewing.items import ReviewGroup, ReviewItem
from xlgen.reviewing.objections import MAX_WORDS, Fault, Objection, objection
from xlgen.reviewing.paper import (
    AGREED,
    DAY,
    EVIDENCE,
    HEADS,
    LABEL,
    OWN,
    PAGE,
    PROBLEM,
    REASON,
    REVIEWER,
    TOTAL,
    VALUE,
    PaperRow,
    paper_rows,
    row_label,
)
from xlgen.scheme.inputs import InputType
from xlgen.scheme.review import Review
from xlgen.submissions.intent import display_value
from xlgen.text import display_text, normalize_text, one_line
from xlgen.workbook.approved import same_value
from xlgen.xlsx.read.dates import DAYS_TO_1904
from xlgen.xlsx.read.sheet import SheetRead
from xlgen.xlsx.values import CellValue, is_number
from xlgen.xlsx.write.untrusted import shown_text


@dataclass
class PaperRead:
    """What stands on a filled 复核底稿; total: as it shows it, None where it shows none.

    rows_moved: rows are not where they were, so that nothing else can be said of it.
    """

    answers: dict[str, Answer] = field(default_factory=dict)
    objections: list[Objection] = field(default_factory=list)
    reviewer: str = ""
    day: str = ""
    total: float | None = None
    rows_moved: bool = False


def read_paper(sheet: SheetRead, groups: Sequence[ReviewGroup], review: Review, from_1904: bool) -> PaperRead:
    """Read the sheet of a review workbook with these groups."""
    read = PaperRead(reviewer=_words(sheet, REVIEWER.address), day=_words(sheet, DAY.address))
    total = sheet.value(TOTAL.address)
    read.total = float(total) if is_number(total) else None
    rows = list(paper_rows(groups))
    if moved := [row for row in rows if _is_moved(sheet, row)]:
        place = moved[0].cell(LABEL).address
        shown = {"expected": row_label(moved[0]).strip(), "found": display_text(_words(sheet, place))}
        read.objections.append(objection(Fault.ROW_MOVED, place, "", count=len(moved), **shown))
        read.rows_moved = True
        return read
    for row in rows:
        read.answers[row.key] = _answer(sheet, row, review, from_1904)
        read.objections += _faults(sheet, row, review)
    return read


def _is_moved(sheet: SheetRead, row: PaperRow) -> bool:
    return normalize_text(_words(sheet, row.cell(LABEL).address)) != normalize_text(shown_text(row_label(row)))


def _answer(sheet: SheetRead, row: PaperRow, review: Review, from_1904: bool) -> Answer:
    codes = {normalize_text(reason.label): reason.code for reason in review.known_reasons}
    value = sheet.value(row.cell(VALUE).address) if row.item is not None else None
    if row.item is not None and row.item.spec.kind is InputType.DATE and from_1904 and is_number(value):
        value += DAYS_TO_1904
    return Answer(
        _words(sheet, row.cell(AGREED).address) == TICK,
        None if value == "" else value,
        _words(sheet, row.cell(EVIDENCE).address),
        _words(sheet, row.cell(PAGE).address),
        _words(sheet, row.cell(PROBLEM).address),
        codes.get(normalize_text(_words(sheet, row.cell(REASON).address)), ""),
    )


def _faults(sheet: SheetRead, row: PaperRow, review: Review) -> Iterator[Objection]:
    label = row.group.title if row.item is None else row.item.label
    mark, evidence, reason = (_words(sheet, row.cell(letter).address) for letter in (AGREED, EVIDENCE, REASON))
    if mark and mark != TICK:
        yield objection(Fault.UNKNOWN_MARK, row.cell(AGREED).address, label, found=display_text(mark))
    if evidence and evidence not in list(Evidence):
        yield objection(Fault.UNKNOWN_EVIDENCE, row.cell(EVIDENCE).address, label, found=display_text(evidence))
    if reason and normalize_text(reason) not in {normalize_text(each.label) for each in review.known_reasons}:
        yield objection(Fault.UNKNOWN_REASON, row.cell(REASON).address, label, found=display_text(reason))
    for letter in (PAGE, PROBLEM):
        length = len(_words(sheet, row.cell(letter).address))
        if length > MAX_WORDS:
            yield objection(Fault.TOO_LONG, row.cell(letter).address, label, column=HEADS[letter][0], length=length)
    if row.item is not None:
        yield from _faults_of_values(sheet, row, row.item)


def _faults_of_values(sheet: SheetRead, row: PaperRow, item: ReviewItem) -> Iterator[Objection]:
    own, due = sheet.value(row.cell(OWN).address), None if item.blank else item.value
    if not same_value(own, due):
        shown = {"found": display_value(own, item.spec.kind), "expected": display_value(due, item.spec.kind)}
        yield objection(Fault.OWN_CHANGED, row.cell(OWN).address, item.label, **shown)
    cell = sheet.cells.get(row.cell(VALUE).address)
    if cell is not None and cell.stored is not None:
        yield objection(Fault.FORMULA, row.cell(VALUE).address, item.label)


def _words(sheet: SheetRead, address: str) -> str:
    value: CellValue = sheet.value(address)
    return "" if value is None else one_line(display_value(value) if is_number(value) else str(value)).strip()
