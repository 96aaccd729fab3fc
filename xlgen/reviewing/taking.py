"""Filled review workbooks taken back: read as anybody's, checked, scored here, and entered as 初步意见."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from xlgen.execution.executor import Executor, Progress, no_progress
from xlgen.execution.local import LocalExecutor
from xlgen.files.storage import Location
from xlgen.reviewing.answers import NO_ANSWER, Answers, answer_to, effective_value, head_key
from xlgen.reviewing.checking import faults_of_answers
from xlgen.reviewing.identity import ReviewIdentity, review_identities
from xlgen.reviewing.objections import Fault, Objection, objection
from xlgen.reviewing.opening import ReadBack, read_back
from xlgen.reviewing.paper_reading import PaperRead, read_paper
from xlgen.reviewing.review_rows import Opened, ReviewedItem, ReviewRow, Taken, enter_rows
from xlgen.reviewing.reviews import Reviews, UnitReview
from xlgen.reviewing.scoring import ReviewScores, review_scores
from xlgen.reviewing.session import Session
from xlgen.scheme.model import Scheme
from xlgen.scheme.sheet_names import WORKING_PAPER
from xlgen.submissions.intent import display_value
from xlgen.submissions.sources import Source, find_sources
from xlgen.text import one_line
from xlgen.xlsx.read.package import package_of
from xlgen.xlsx.read.unreadable import UnreadableError
from xlgen.xlsx.read.workbook import WorkbookRead, workbook_of


@dataclass(frozen=True)
class TakenReview:
    """A file: whose review it is (empty where nobody knows), what came of it, and what is wrong with it.

    taken: entered into the record; None where something is wrong. known: it was taken before, and has not changed.
    """

    file: str
    form: str = ""
    unit: str = ""
    taken: Taken | None = None
    objections: Sequence[Objection] = ()
    known: bool = False

    @property
    def accepted(self) -> bool:
        """Whether nothing in it had to be refused."""
        return not any(found.blocks for found in self.objections)


class ReadReview(NamedTuple):
    """A file as it was read, before anybody knows what else came: whose it is, the result, what is wrong."""

    identity: ReviewIdentity | None
    taken: Taken | None
    objections: Sequence[Objection]


def take_reviews(
    session: Session,
    paths: Sequence[Location],
    *,
    executor: Executor | None = None,
    progress: Progress = no_progress,
) -> list[TakenReview]:
    """Take back filled review workbooks; those without faults are entered as the result that holds.

    paths: files, folders, archives. Raises UsageError, NothingToCheckError, RecordError and OSError.
    """
    session.named("收回")
    sources = find_sources(paths).workbooks
    return take_read(session, sources, read_reviews(session, sources, "", executor, progress))


def read_reviews(
    session: Session,
    sources: Sequence[Source],
    by: str = "",
    executor: Executor | None = None,
    progress: Progress = no_progress,
) -> list[ReadReview]:
    """Read and check files, without entering anything. by: who filled them in, where that is not the bureau."""
    given_out = {review.form: review.opened[-1] for review in session.reviews.units.values() if review.opened}
    reader = _Reader(session.scheme, given_out, by)
    return list(progress((executor or LocalExecutor(1))(reader, sources, _crashed), len(sources), "读复核底稿"))


def take_read(session: Session, sources: Sequence[Source], read: Sequence[ReadReview]) -> list[TakenReview]:
    """Enter the results of files that were read, where nothing is wrong with them."""
    author, files = session.named("收回"), _by_form(sources, read)
    results = [_settled(source.name, each, session.reviews, files) for source, each in zip(sources, read, strict=True)]
    entered = [(result.form, result.taken) for result in results if result.taken is not None and not result.known]
    enter_rows(session.record, [ReviewRow(session.time, author, form, taken) for form, taken in dict(entered).items()])
    return results


def _crashed(source: Source) -> ReadReview:
    return ReadReview(None, None, [objection(Fault.UNREADABLE, reason="读取时程序中断")])


def _by_form(sources: Sequence[Source], read: Sequence[ReadReview]) -> Mapping[str, Mapping[str, str]]:
    """The files that came for each form, by fingerprint."""
    files: dict[str, dict[str, str]] = {}
    for source, each in zip(sources, read, strict=True):
        if each.identity is not None and each.taken is not None:
            files.setdefault(each.identity.form, {})[each.taken.fingerprint] = source.name
    return files


def _settled(name: str, read: ReadReview, reviews: Reviews, files: Mapping[str, Mapping[str, str]]) -> TakenReview:
    """What becomes of a file, once all of the run are read."""
    file = one_line(name)
    review = reviews.units.get(read.identity.form) if read.identity else None
    if review is None:
        return TakenReview(file, objections=read.objections or [objection(Fault.NOT_GIVEN_OUT)])
    who = review.unit.who
    objections = [*_of_state(review), *read.objections]
    together = files.get(review.form, {})
    if len(together) > 1:
        objections.insert(0, objection(Fault.TWICE, files="、".join(map(one_line, together.values()))))
    accepted = read.taken is not None and not any(found.blocks for found in objections)
    known = accepted and review.last is not None and replace(review.last, file="") == replace(_sure(read), file="")
    return TakenReview(file, review.form, who, read.taken if accepted else None, objections, known)


def _sure(read: ReadReview) -> Taken:
    assert read.taken is not None, "accepted"
    return read.taken


def _of_state(review: UnitReview) -> list[Objection]:
    found = [objection(Fault.SETTLED)] if review.settled else []
    return [*found, *([objection(Fault.OTHER_COPY)] if review.copy_changed else [])]


@dataclass(frozen=True)
class _Reader:
    """Reads and checks a file; in any process. given_out: the last workbook given out for each form."""

    scheme: Scheme
    given_out: Mapping[str, Opened]
    by: str = ""

    def __call__(self, source: Source) -> ReadReview:
        try:
            data = source.read()
            book = workbook_of(package_of(Path(source.name), data))
            identities = review_identities(book)
            return self._read(source, hashlib.sha256(data).hexdigest(), book, identities)
        except UnreadableError as error:
            return ReadReview(None, None, [objection(Fault.UNREADABLE, reason=error.message)])

    def _read(
        self, source: Source, fingerprint: str, book: WorkbookRead, identities: Sequence[ReviewIdentity]
    ) -> ReadReview:
        if not identities:
            return ReadReview(None, None, [objection(Fault.NOT_A_REVIEW)])
        identity = identities[0]
        if len(set(identities)) > 1:
            return ReadReview(None, None, [objection(Fault.OTHER_IDENTITY)])
        opened = self.given_out.get(identity.form)
        expected = opened and ReviewIdentity(
            opened.id, identity.form, opened.unit, opened.fingerprint, self.scheme.id, str(self.scheme.year)
        )
        if opened is None or identity != expected:
            return ReadReview(identity, None, [objection(Fault.NOT_GIVEN_OUT)])
        sheet = book.sheet(WORKING_PAPER)
        if sheet is None:
            return ReadReview(identity, None, [objection(Fault.UNREADABLE, reason=f"没有《{WORKING_PAPER}》")])
        about = read_back(self.scheme, opened)
        paper = read_paper(sheet, about.groups, about.scheme.review, book.from_1904)
        if paper.rows_moved:
            return ReadReview(identity, None, paper.objections)
        scores = review_scores(about.scheme, about.filling, about.groups, paper.answers)
        objections = [*paper.objections, *faults_of_answers(about, paper.answers, scores)]
        objections += _of_whole(paper, scores, {found.fault for found in objections})
        taken = taken_of(about, opened.id, fingerprint, paper.answers, scores)
        taken = replace(taken, file=one_line(source.name), reviewer=paper.reviewer, day=paper.day, by=self.by)
        return ReadReview(identity, taken, objections)


def _of_whole(paper: PaperRead, scores: ReviewScores, told: Collection[Fault]) -> list[Objection]:
    """What is wrong beside the rows; told: what is wrong there, which mostly is why there is no score."""
    found = [] if paper.reviewer else [objection(Fault.NO_REVIEWER)]
    total = scores.reviewed.total
    if total is None and not {Fault.NOT_DECIDED, Fault.WRONG_VALUE} & set(told):
        lacking = [indicator.indicator.name for indicator in scores.reviewed.indicators if indicator.exact is None]
        found.append(objection(Fault.NO_SCORE, why="、".join(lacking) or "总分"))
    elif total is not None and paper.total not in (None, total):
        found.append(objection(Fault.SHOWN_DIFFERS, shown=f"{paper.total or 0:.2f}", due=f"{total:.2f}"))
    return found


def taken_of(about: ReadBack, opened: str, fingerprint: str, answers: Answers, scores: ReviewScores) -> Taken:
    """What the record keeps of a review with these answers."""
    items = []
    for group in about.groups:
        for item in group.items:
            answer = answer_to(answers, item, group)
            values = (None if item.blank else item.value), effective_value(item, answer)
            own, reviewed = ("" if value is None else display_value(value, item.spec.kind) for value in values)
            items.append(ReviewedItem(item.key, group.key, item.label, own, reviewed, answer))
    said = {group.key: answers.get(head_key(group), NO_ANSWER) for group in about.groups}
    heads = {key: answer for key, answer in said.items() if answer != NO_ANSWER}
    return Taken(
        opened,
        fingerprint,
        "",
        "",
        "",
        scores.groups,
        tuple(items),
        heads,
        scores.own.total,
        scores.reviewed.total,
        scores.own.grade or "",
        scores.grade or "",
        scores.quality,
    )
