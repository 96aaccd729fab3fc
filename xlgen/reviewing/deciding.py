"""What is decided about a review and entered with who, when and why: 征求意见, 采纳, 定稿, 整改."""

from __future__ import annotations

from collections.abc import Sequence

from xlgen.campaign.clock import entered_day
from xlgen.campaign.deciding import MAX_REASON_LENGTH
from xlgen.campaign.events import Event
from xlgen.errors import UsageError
from xlgen.reviewing.review_rows import Decision
from xlgen.reviewing.reviews import ADOPTED, AGREES, DISAGREES, NOT_ADOPTED, UnitReview
from xlgen.reviewing.session import Session
from xlgen.text import normalize_text, one_line

WHOLE = ""
"""The row of what is said of a review as a whole."""


def ask(session: Session, review: UnitReview) -> Event:
    """Enter that a unit was asked for its opinion of the result. Raises UsageError where there is none yet."""
    author = session.named("征求意见")
    _refuse_settled(review)
    if review.last is None:
        raise UsageError(f"{review.unit.who}：还没有复核结果，不能征求意见。请先收回填好的底稿", "unit")
    return session.enter(author, review, Decision.ASKED, value=session.today)


def answer(session: Session, review: UnitReview, agrees: bool, *, reason: str = "", row: str = WHOLE) -> Event:
    """Enter what a unit said of a row of the form, or of the whole (row empty). Raises UsageError.

    row: an indicator by its name or key. reason: demanded where the unit does not agree.
    """
    author = session.named("登记单位意见")
    _refuse_settled(review)
    if not review.asked:
        raise UsageError(f"{review.unit.who}：还没有征求意见", "unit")
    key, words = row_named(review, row), _words(reason, "" if agrees else "不同意的，要写理由")
    return session.enter(author, review, Decision.ANSWERED, key, AGREES if agrees else DISAGREES, words)


def rule(session: Session, review: UnitReview, adopted: bool, *, reason: str, row: str = WHOLE) -> Event:
    """Enter whether an objection of the unit is adopted, and why. Raises UsageError where there is none."""
    author = session.named("处理单位意见")
    _refuse_settled(review)
    key = row_named(review, row)
    if key not in {event.subject for event in review.objections}:
        raise UsageError(f"{review.unit.who}：单位对这一项没有不同意见，不用处理", "row")
    words = _words(reason, "采纳与否都要写理由")
    return session.enter(author, review, Decision.RULED, key, ADOPTED if adopted else NOT_ADOPTED, words)


def settle(session: Session, review: UnitReview, *, signers: Sequence[str], day: str) -> Event:
    """定稿: nothing changes any more. signers: who signed, by name; day: of the signatures. Raises UsageError."""
    author = session.named("定稿")
    _refuse_settled(review)
    names = [name for name in (one_line(signer).strip() for signer in signers) if name]
    if not names:
        raise UsageError("没有写由谁签字。请写姓名", "signers")
    if lacking := what_lacks(review):
        raise UsageError(f"{review.unit.who}：{lacking}，不能定稿", "unit")
    signed = entered_day(day, "签字的日期", "day")
    return session.enter(author, review, Decision.SETTLED, value=signed, reason="、".join(names))


def what_lacks(review: UnitReview) -> str:
    """Why a review cannot be settled yet; empty where it can."""
    if review.last is None:
        return "还没有复核结果"
    if review.copy_changed:
        return "单位的有效版本在发出底稿以后换过，要重新发底稿"
    if not review.asked:
        return "还没有征求单位意见"
    if not review.answers:
        return "单位还没有回复（逾期未回复的，登记为同意，写明缘由）"
    if review.unruled:
        return f"单位的不同意见还有 {len(review.unruled)} 项没有处理"
    if any(event.value == ADOPTED for event in review.rulings.values()) and not review.corrected:
        return "采纳了单位意见，还没有收回改正的底稿"
    return ""


def reopen(session: Session, review: UnitReview, *, reason: str) -> Event:
    """撤销定稿, with why. Raises UsageError where there is none."""
    author = session.named("撤销定稿")
    if review.settled is None:
        raise UsageError(f"{review.unit.who}：没有定稿，不用撤销", "unit")
    return session.enter(author, review, Decision.REOPENED, reason=_words(reason, "撤销定稿要写理由"))


def drop(session: Session, review: UnitReview, *, reason: str) -> Event:
    """Take a form out of the review, with why; it may be drawn again. Raises UsageError after 定稿."""
    author = session.named("移出复核")
    _refuse_settled(review)
    return session.enter(author, review, Decision.DROPPED, reason=_words(reason, "移出复核要写理由"))


def rectify(session: Session, review: UnitReview, *, what: str, who: str, due: str) -> Event:
    """Enter what a unit must put right, who answers for it and until when. Raises UsageError before 定稿."""
    author = session.named("列入整改")
    if review.settled is None:
        raise UsageError(f"{review.unit.who}：还没有定稿，不能列整改事项", "unit")
    person = one_line(who).strip()
    if not person:
        raise UsageError("没有写由谁整改。请写责任科室或责任人", "who")
    subject = f"{len(review.rectifications) + 1}/{person}"
    words = _words(what, "没有写整改什么", "what")
    return session.enter(author, review, Decision.RECTIFY, subject, entered_day(due, "完成时限", "due"), words)


def rectified(session: Session, review: UnitReview, number: str, *, day: str) -> Event:
    """Enter the day on which something was put right, by its number. Raises UsageError."""
    author = session.named("登记整改完成")
    if number not in {item.number for item in review.rectifications}:
        listed = "、".join(item.number for item in review.rectifications) or "没有"
        raise UsageError(f"{number or '没有写序号'}：整改事项的序号有 {listed}", "number")
    return session.enter(author, review, Decision.RECTIFIED, number, entered_day(day, "完成的日期", "day"))


def row_named(review: UnitReview, row: str) -> str:
    """The key of a row of the form by its key or the name of its indicator; empty of the whole. Raises UsageError."""
    wanted = normalize_text(row)
    if not wanted:
        return WHOLE
    groups = review.last.groups if review.last else ()
    found = [group.key for group in groups if wanted in (normalize_text(group.key), normalize_text(group.title))]
    if len(found) != 1:
        raise UsageError(f"{row}：复核结果里{'没有' if not found else '不止一项'}这个指标。请照底稿写指标名称", "row")
    return found[0]


def _refuse_settled(review: UnitReview) -> None:
    if review.settled is not None:
        raise UsageError(f"{review.unit.who}：已经定稿。确需改动的，先撤销定稿", "unit")


def _words(text: str, missing: str, parameter: str = "reason") -> str:
    words = one_line(text).strip()
    if not words and missing:
        raise UsageError(missing, parameter)
    if len(words) > MAX_REASON_LENGTH:
        raise UsageError(f"太长（{len(words)} 个字）。请缩短到 {MAX_REASON_LENGTH} 个字以内", parameter)
    return words
