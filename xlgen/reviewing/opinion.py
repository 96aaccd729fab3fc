"""征求意见表: what a unit is told of its review and what it says of it, as a workbook sent out and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.campaign.events import Event, note
from xlgen.files.storage import Location
from xlgen.reviewing.answers import Evidence
from xlgen.reviewing.deciding import WHOLE
from xlgen.reviewing.identity import ReviewIdentity, review_identities, write_review_identity
from xlgen.reviewing.objections import MAX_WORDS, Fault, Objection, objection
from xlgen.reviewing.result import IndicatorResult, ReviewResult
from xlgen.reviewing.review_rows import Decision, Taken
from xlgen.reviewing.reviews import AGREES, DISAGREES, UnitReview
from xlgen.reviewing.session import Session
from xlgen.scheme.model import Scheme
from xlgen.scheme.sheet_names import IDENTITY
from xlgen.submissions.sources import Source, find_sources
from xlgen.text import display_text, one_line
from xlgen.xlsx.read.package import package_of
from xlgen.xlsx.read.sheet import SheetRead
from xlgen.xlsx.read.unreadable import UnreadableError
from xlgen.xlsx.read.workbook import workbook_of
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import merge, put
from xlgen.xlsx.write.finishing import workbook_bytes
from xlgen.xlsx.write.list_sheet import add_sheet, list_workbook, put_signatures, put_title
from xlgen.xlsx.write.row_height import text_height
from xlgen.xlsx.write.untrusted import put_untrusted

SHEET = "征求意见表"
COLUMNS = {
    "序号": 5,
    "指标": 26,
    "分值": 7,
    "自评得分": 9,
    "复核得分": 9,
    "差": 8,
    "问题和扣分口径": 46,
    "单位意见": 9,
    "不同意的理由": 34,
}
NUMBER, TITLE, POINTS, OWN, SCORE, DIFFERENCE, PROBLEM, OPINION, REASON = "ABCDEFGHI"
WHOLE_ROW, HEAD_ROW = 4, 5
FIRST_ROW = HEAD_ROW + 1
TYPED = replace(styles.INPUT_TEXT, size=10, vertical="center", format="@")
SCORED = replace(styles.CENTRED, format=styles.SCORE_FORMAT)
SIGNERS = ("单位负责人（签字）", "单位（公章）", "日期")


def opinion_identity(scheme: Scheme, review: UnitReview, taken: Taken) -> ReviewIdentity:
    """Of which result a workbook asks a unit's opinion."""
    number = f"{taken.opened}-{taken.fingerprint[:16]}"
    form = review.unit.form
    copy = review.opened[-1].fingerprint if review.opened else ""
    return ReviewIdentity(number, form.key, one_line(form.name), copy, scheme.id, str(scheme.year))


def opinion_book(result: ReviewResult, identity: ReviewIdentity, until: str = "") -> bytes:
    """The workbook that is sent to a unit. until: the day until which it answers, as letters write it."""
    workbook = list_workbook()
    sheet = add_sheet(workbook, SHEET, COLUMNS)
    sheet.protection.sheet = True
    sheet.protection.formatRows = sheet.protection.formatColumns = False  # False means allowed
    sheet.sheet_view.showGridLines = False
    sheet.print_options.horizontalCentered = True
    width = len(COLUMNS)
    put_title(sheet, 1, f"{result.year}年度{result.title}财政复核征求意见表", styles.TITLE, width)
    scores = (
        f"自评 {_shown(result.own_total)} 分（{result.own_grade}），复核 {_shown(result.total)} 分（{result.grade}）"
    )
    put_title(sheet, 2, f"{result.who}：{scores}", styles.PLAIN, width)
    asked = f"请于{until}前" if until else "请"
    told = f"{asked}提出意见：同意的，总体选“{AGREES}”；有不同意的，总体选“{DISAGREES}”，并在该指标写明理由。"
    put_title(sheet, 3, told, styles.PLAIN, width)
    _whole(sheet)
    for letter, text in zip("ABCDEFGHI", COLUMNS, strict=True):
        styles.HEAD(put(sheet, f"{letter}{HEAD_ROW}", text))
    sheet.row_dimensions[HEAD_ROW].height = 26
    for row, indicator in enumerate(result.indicators, FIRST_ROW):
        _line(sheet, row, row - HEAD_ROW, indicator)
    last = HEAD_ROW + len(result.indicators)
    _accepts(sheet, last)
    put_signatures(sheet, last + 2, SIGNERS, width)
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.freeze_panes = f"A{FIRST_ROW}"
    hidden = workbook.create_sheet(IDENTITY)
    hidden.sheet_state = "veryHidden"
    hidden.protection.sheet = True
    write_review_identity(workbook, identity)
    return workbook_bytes(workbook, result.year)


def _shown(score: float | None) -> str:
    return "—" if score is None else f"{score:.2f}"


def _whole(sheet: Worksheet) -> None:
    merge(sheet, f"A{WHOLE_ROW}:{PROBLEM}{WHOLE_ROW}")
    for letter in "ABCDEFG":
        styles.SECTION(sheet[f"{letter}{WHOLE_ROW}"])
    replace(styles.SECTION, horizontal="right")(put(sheet, f"A{WHOLE_ROW}", "总体意见"))
    TYPED(sheet[f"{OPINION}{WHOLE_ROW}"])
    TYPED(sheet[f"{REASON}{WHOLE_ROW}"])
    sheet.row_dimensions[WHOLE_ROW].height = 30


def _line(sheet: Worksheet, row: int, number: int, each: IndicatorResult) -> None:
    styles.CENTRED(put(sheet, f"{NUMBER}{row}", float(number)))
    put_untrusted(sheet, f"{TITLE}{row}", each.title, styles.LABEL)
    scores = {POINTS: each.points, OWN: each.own, SCORE: each.final, DIFFERENCE: each.difference}
    for letter, value in scores.items():
        SCORED(put(sheet, f"{letter}{row}", value))
    problems = told_of(each)
    put_untrusted(sheet, f"{PROBLEM}{row}", problems, styles.LABEL)
    TYPED(sheet[f"{OPINION}{row}"])
    TYPED(sheet[f"{REASON}{row}"])
    heights = (text_height(problems, COLUMNS["问题和扣分口径"], 10), text_height(each.title, COLUMNS["指标"], 10))
    sheet.row_dimensions[row].height = max(24.0, *heights)


def told_of(each: IndicatorResult) -> str:
    """What a unit is told of an indicator: each item with another value or a problem, in a sentence."""
    lines = []
    for remark in each.remarks:
        changed = f"自评{remark.own or '未填'}，复核{remark.reviewed or '不计'}" if remark.changed else ""
        evidence = f"佐证{remark.evidence}" if remark.evidence and remark.evidence != Evidence.ENOUGH else ""
        said = "；".join(filter(None, (changed, evidence, remark.problem, remark.reason)))
        if said:
            lines.append(f"{remark.item}：{said}" if remark.item else said)
    return "\n".join(lines)


def _accepts(sheet: Worksheet, last: int) -> None:
    choice = DataValidation(type="list", formula1=f'"{AGREES},{DISAGREES}"', allow_blank=True, showErrorMessage=True)
    choice.errorTitle, choice.error = "填写有误", "请从下拉列表中选。"
    words = DataValidation(type="textLength", operator="lessThanOrEqual", formula1=str(MAX_WORDS))
    words.showErrorMessage = True
    words.errorTitle, words.error = "填写有误", f"不超过{MAX_WORDS}个字。"
    for letter, validation in ((OPINION, choice), (REASON, words)):
        validation.add(f"{letter}{WHOLE_ROW}")
        validation.add(f"{letter}{FIRST_ROW}:{letter}{last}")
        sheet.add_data_validation(validation)


@dataclass(frozen=True)
class TakenAnswer:
    """A file: whose answer it is, what was entered, and what is wrong with it; then nothing was."""

    file: str
    unit: str = ""
    events: Sequence[Event] = ()
    objections: Sequence[Objection] = ()


def take_answers(session: Session, paths: Sequence[Location]) -> list[TakenAnswer]:
    """Take back what units said of their results, and enter it. Raises UsageError, NothingToCheckError, OSError."""
    author = session.named("登记单位意见")
    results = [_taken(source, session, author) for source in find_sources(paths).workbooks]
    note(session.record, [event for result in results for event in result.events])
    return results


def _taken(source: Source, session: Session, author: str) -> TakenAnswer:
    file = one_line(source.name)
    try:
        book = workbook_of(package_of(Path(source.name), source.read()))
        identities = review_identities(book)
        sheet = book.sheet(SHEET)
    except UnreadableError as error:
        return TakenAnswer(file, objections=[objection(Fault.UNREADABLE, reason=error.message)])
    if not identities or sheet is None:
        return TakenAnswer(file, objections=[objection(Fault.NOT_AN_OPINION)])
    review = session.reviews.units.get(identities[0].form)
    last = review.last if review else None
    if review is None or last is None or set(identities) != {opinion_identity(session.scheme, review, last)}:
        return TakenAnswer(file, objections=[objection(Fault.NOT_ASKED)])
    faults = [objection(Fault.SETTLED)] if review.settled else [] if review.asked else [objection(Fault.NOT_ASKED)]
    answers, wrong = _answers(sheet, last)
    if faults or wrong:
        return TakenAnswer(file, review.unit.who, objections=[*faults, *wrong])
    events = [Event(session.time, author, review.form, Decision.ANSWERED, key, *said) for key, said in answers.items()]
    return TakenAnswer(file, review.unit.who, events)


def _answers(sheet: SheetRead, taken: Taken) -> tuple[dict[str, tuple[str, str]], list[Objection]]:
    """What is said of the whole and of each row: 同意 or 不同意, and why; and what is wrong."""
    answers: dict[str, tuple[str, str]] = {}
    wrong: list[Objection] = []
    rows = {WHOLE: WHOLE_ROW, **{group.key: row for row, group in enumerate(taken.groups, FIRST_ROW)}}
    titles = {WHOLE: "总体意见", **{group.key: group.title for group in taken.groups}}
    objects = False
    for key, row in rows.items():
        said, why = (_words(sheet, f"{letter}{row}") for letter in (OPINION, REASON))
        place = f"{OPINION}{row}"
        objects |= said == DISAGREES and key != WHOLE
        if len(why) > MAX_WORDS:
            about = {"column": list(COLUMNS)[-1], "length": len(why)}
            wrong.append(objection(Fault.TOO_LONG, f"{REASON}{row}", titles[key], **about))
        if said and said not in (AGREES, DISAGREES):
            wrong.append(objection(Fault.UNKNOWN_OPINION, place, titles[key], found=display_text(said)))
        elif said == DISAGREES and not why and key != WHOLE:
            wrong.append(objection(Fault.NO_GROUNDS, f"{REASON}{row}", titles[key]))
        elif why and not said:
            wrong.append(objection(Fault.NO_OPINION, place, titles[key]))
        elif said:
            answers[key] = said, why
    whole, why = answers.get(WHOLE, ("", ""))
    if not whole and not any(each.cell == f"{OPINION}{WHOLE_ROW}" for each in wrong):
        wrong.append(objection(Fault.NO_OPINION, f"{OPINION}{WHOLE_ROW}", titles[WHOLE]))
    elif whole == AGREES and objects:
        wrong.append(objection(Fault.AGREES_AND_NOT, f"{OPINION}{WHOLE_ROW}", titles[WHOLE]))
    elif whole == DISAGREES and not objects and not why:
        wrong.append(objection(Fault.NO_GROUNDS, f"{REASON}{WHOLE_ROW}", titles[WHOLE]))
    return answers, wrong


def _words(sheet: SheetRead, address: str) -> str:
    return one_line(str(sheet.value(address) or "")).strip()
