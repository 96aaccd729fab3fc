"""征求单位意见: a workbook for each unit, entered as asked once it is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xlgen.errors import UsageError
from xlgen.files.atomic import save, unique_file_names
from xlgen.reviewing.deciding import ask
from xlgen.reviewing.opening import Left, OpenedReview, OpenedReviews
from xlgen.reviewing.opinion import SHEET, opinion_book, opinion_identity
from xlgen.reviewing.result import review_result
from xlgen.reviewing.reviews import UnitReview
from xlgen.reviewing.session import Session
from xlgen.text import chinese_day


def ask_units(session: Session, units: Sequence[UnitReview], output: Path, until: str = "") -> OpenedReviews:
    """Write a 征求意见表 for each of these units into a folder, and enter that they were asked.

    until: the day until which they answer, as 2026-03-01. A file that is there already stays, and its unit is not
    entered. Raises UsageError, RecordError and OSError.
    """
    session.named("征求意见")
    if output.exists() and not output.is_dir():
        raise UsageError(f"{output}：是文件。请写一个文件夹", "output")
    written, left = [], []
    names = unique_file_names(review.file_name(SHEET) for review in units)
    for review, name in zip(units, names, strict=True):
        target = output / f"{name}.xlsx"
        why = _why_not(review) or (f"{target} 已有，没有覆盖。请移走它，或换一个文件夹" if target.exists() else "")
        if why or review.last is None:
            left.append(Left(review.form, review.unit.who, why))
            continue
        result = review_result(session.scheme, review, session.about)
        save(target, opinion_book(result, opinion_identity(session.scheme, review, review.last), chinese_day(until)))
        ask(session, review)
        written.append(OpenedReview(review.form, review.unit.who, target))
    return OpenedReviews(written, left)


def _why_not(review: UnitReview) -> str:
    if review.settled is not None:
        return "已经定稿。确需改动的，先撤销定稿"
    if review.last is None:
        return "还没有复核结果。请先收回填好的底稿"
    return "单位的有效版本换过，要重新发底稿" if review.copy_changed else ""
