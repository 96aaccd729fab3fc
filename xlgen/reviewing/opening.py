"""Review workbooks: written from the copies that count, each with what is needed to read it back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from xlgen.campaign.counting_files import counting_files
from xlgen.errors import UsageError, XlgenError
from xlgen.execution.executor import Executor, Progress, no_progress
from xlgen.execution.local import LocalExecutor
from xlgen.files.atomic import save, unique_file_names
from xlgen.files.storage import Location
from xlgen.reviewing.answers import HEAD, Answer, Answers
from xlgen.reviewing.book import review_workbook
from xlgen.reviewing.identity import ReviewIdentity
from xlgen.reviewing.items import ReviewGroup, review_groups
from xlgen.reviewing.review_rows import Opened, ReviewRow, Taken, enter_rows
from xlgen.reviewing.reviews import Stage, UnitReview
from xlgen.reviewing.scoring import review_scores
from xlgen.reviewing.session import Session
from xlgen.scheme.model import Scheme
from xlgen.scheme.sheet_names import WORKING_PAPER
from xlgen.scoring.form_data import FREE_TEXT_FIELDS, FormData, presets, with_overrides
from xlgen.submissions.contents import EXPLANATIONS
from xlgen.submissions.read import identity_in
from xlgen.submissions.sources import Source
from xlgen.submissions.submission import submission_of
from xlgen.submissions.template import Templates, templates_of
from xlgen.text import one_line
from xlgen.workbook.approved import filling_of, items_of
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.identity import with_reserved_rows
from xlgen.xlsx.read.package import package_of
from xlgen.xlsx.read.unreadable import Reason, UnreadableError
from xlgen.xlsx.read.workbook import workbook_of

OPENABLE = (Stage.DRAWN, Stage.OPENED, Stage.FIRST, Stage.ASKED, Stage.ANSWERED, Stage.RULED)
NOT_AT_HAND = "有效的一份（{file}）不在所给的文件里，或已改动。请把它放回去，再发一次"
TEXT_FIELDS = (*FREE_TEXT_FIELDS, EXPLANATIONS)


class Left(NamedTuple):
    """A form for which nothing was written, and why."""

    form: str
    unit: str
    why: str


class OpenedReview(NamedTuple):
    """A review workbook that was written, and whose."""

    form: str
    unit: str
    file: Path


class OpenedReviews(NamedTuple):
    """What was written, and what was not."""

    written: Sequence[OpenedReview]
    left: Sequence[Left]


class _Task(NamedTuple):
    review: UnitReview
    source: Source
    target: Path
    time: str


class _Made(NamedTuple):
    opened: Opened | None
    content: bytes
    why: str = ""


def open_reviews(
    session: Session,
    units: Sequence[UnitReview],
    returns: Sequence[Location],
    output: Path,
    *,
    executor: Executor | None = None,
    progress: Progress = no_progress,
) -> OpenedReviews:
    """Write a review workbook for each of these units, from its copy that counts, and enter that it was given out.

    returns: where the returned files are; a copy is taken only with the bytes that were checked. output: a folder; a
    file that is there already is somebody's work and stays.
    Raises UsageError, NothingToCheckError, RecordError and OSError.
    """
    author = session.named("发出")
    if output.exists() and not output.is_dir():
        raise UsageError(f"{output}：是文件。请写一个文件夹", "output")
    tasks, left = _tasks(units, returns, output, session.time)
    writer = _Writer(templates_of(session.known))
    made = progress((executor or LocalExecutor(1))(writer, tasks, _crashed), len(tasks), "写复核底稿")
    written = []
    for task, result in zip(tasks, made, strict=True):
        review = task.review
        if result.opened is None:
            left.append(Left(review.form, review.unit.who, result.why))
            continue
        enter_rows(session.record, [ReviewRow(session.time, author, review.form, result.opened)])
        save(task.target, result.content)
        written.append(OpenedReview(review.form, review.unit.who, task.target))
    return OpenedReviews(written, left)


def _tasks(
    units: Sequence[UnitReview], returns: Sequence[Location], output: Path, time: str
) -> tuple[list[_Task], list[Left]]:
    """What is written where, and for whom nothing can be, with why."""
    left = [Left(review.form, review.unit.who, why) for review in units if (why := _why_not(review))]
    barred = {left_form.form for left_form in left}
    wanted = [review for review in units if review.form not in barred]
    found = counting_files((review.unit for review in wanted), returns)
    for review in wanted:
        if review.form not in found and review.unit.counted is not None:
            left.append(Left(review.form, review.unit.who, NOT_AT_HAND.format(file=one_line(review.unit.counted.file))))
    names = unique_file_names(review.file_name(WORKING_PAPER) for review in wanted)
    tasks = []
    for review, name in zip(wanted, names, strict=True):
        target = output / f"{name}.xlsx"
        if review.form in found and target.exists():
            left.append(Left(review.form, review.unit.who, f"{target} 已有，没有覆盖。请移走它，或换一个文件夹"))
        elif review.form in found:
            tasks.append(_Task(review, found[review.form], target, time))
    return tasks, left


def _why_not(review: UnitReview) -> str:
    if review.stage not in OPENABLE:
        return f"{review.stage}，不能再发底稿。确需改动的，先撤销定稿"
    if review.unit.counted is None or not review.unit.counted.accepted:
        return f"现在没有可以接收的一份（{review.unit.state}）"
    return ""


def _crashed(task: _Task) -> _Made:
    return _Made(None, b"", "程序中断，请再试一次")


@dataclass(frozen=True)
class _Writer:
    """Writes a review workbook; in any process."""

    templates: Templates

    def __call__(self, task: _Task) -> _Made:
        try:
            return self._made(task)
        except XlgenError as error:
            return _Made(None, b"", str(error))

    def _made(self, task: _Task) -> _Made:
        source, unit = task.source, task.review.unit
        data = source.read()
        fingerprint = hashlib.sha256(data).hexdigest()
        book = workbook_of(package_of(Path(source.name), data))
        identity = identity_in(book)
        if identity is None:
            raise UnreadableError(Path(source.name), Reason.NOT_OURS)
        submission = submission_of(source.name, book, identity, self.templates)
        scheme = submission.scheme
        if not scheme.scored:
            raise UsageError(f"《{scheme.name}》不计分，没有可以复核的得分")
        filling, rows = submission.filling, ".".join(str(table.rows) for table in scheme.tables.values())
        laid_down = tuple({**submission.own_approved, **items_of(presets(scheme))})
        mark = f"{unit.form.key}\n{fingerprint}\n{task.time}".encode(errors="surrogatepass")
        opened = Opened(
            hashlib.sha256(mark).hexdigest()[:16],
            fingerprint,
            one_line(source.name),
            one_line(unit.form.name),
            rows,
            items_of(filling),
            {name: dict(getattr(filling, name)) for name in TEXT_FIELDS},
            laid_down,
        )
        last = task.review.last  # of the same copy: what was said of another may be about other rows
        goes_on = last is not None and task.review.opened[-1].fingerprint == fingerprint
        answers = answers_in(last) if last is not None and goes_on else {}
        return _Made(opened, workbook_of_review(scheme, unit.form.key, unit.who, opened, answers))


def answers_in(taken: Taken) -> dict[str, Answer]:
    """What was said in a workbook that was taken back."""
    heads = {f"{HEAD}{key}": answer for key, answer in taken.heads.items()}
    agreed = {key for key, answer in taken.heads.items() if answer.agreed}  # which says it for its items, too
    items = {
        item.key: replace(item.answer, agreed=False) if item.group in agreed else item.answer for item in taken.items
    }
    return {**items, **heads}


class ReadBack(NamedTuple):
    """What a review is about, as its record has it: the scheme with its rows, the form as filled in, and its groups."""

    scheme: Scheme
    filling: FormData
    groups: Sequence[ReviewGroup]


def read_back(scheme: Scheme, opened: Opened) -> ReadBack:
    """The form under review. scheme: of the campaign, for its year."""
    scheme = with_reserved_rows(scheme, opened.rows)
    remarks, evidence, notes, explanations = (opened.texts.get(name, {}) for name in TEXT_FIELDS)
    filling = filling_of(opened.values)
    filling = replace(filling, remarks=remarks, evidence=evidence, notes=notes, explanations=explanations)
    filling = with_overrides(replace(filling, year=scheme.year), presets(scheme))
    return ReadBack(scheme, filling, review_groups(layout_of(scheme), filling, opened.laid_down))


def workbook_of_review(
    scheme: Scheme, form: str, who: str, opened: Opened, answers: Answers = MappingProxyType({})
) -> bytes:
    """The review workbook of what was opened. answers: those to begin with."""
    about = read_back(scheme, opened)
    scores = review_scores(about.scheme, about.filling, about.groups, {})
    identity = ReviewIdentity(opened.id, form, opened.unit, opened.fingerprint, scheme.id, str(scheme.year))
    said = f"被复核单位：{who}　　依据：{opened.file}"
    return review_workbook(layout_of(about.scheme), about.filling, about.groups, scores, identity, said, answers)
