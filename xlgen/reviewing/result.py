"""The result of a form's review, with everything that a document about it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlgen.campaign.about import About
from xlgen.reviewing.answers import Answer
from xlgen.reviewing.review_rows import ReviewedItem, Taken
from xlgen.reviewing.reviews import Rectification, Reviews, Stage, UnitReview
from xlgen.reviewing.scoring import GroupScore
from xlgen.rules.rounding import SCORE_PLACES, excel_round
from xlgen.scheme.model import Indicator, Scheme
from xlgen.text import one_line


@dataclass(frozen=True)
class Remark:
    """What a review says of an item, or of an indicator as a whole (item empty); reason: in words, with its percent."""

    item: str
    own: str
    reviewed: str
    evidence: str
    page: str
    problem: str
    reason: str

    @property
    def changed(self) -> bool:
        """Whether the review took another value."""
        return self.own != self.reviewed


@dataclass(frozen=True)
class IndicatorResult:
    """A row of the form in a review.

    levels: the names above it. first, final: the scores of 初步意见 and of the result that holds; own: of the unit.
    agrees: what the unit said of it, 同意, 不同意 or empty; ruling: 采纳 or 不采纳, or empty; each with its reason.
    """

    key: str
    title: str
    levels: tuple[str, ...]
    points: float
    own: float | None
    first: float | None
    final: float | None
    remarks: tuple[Remark, ...]
    agrees: str = ""
    answer: str = ""
    ruling: str = ""
    ruling_reason: str = ""

    @property
    def difference(self) -> float | None:
        """The score that holds less the unit's own."""
        return _less(self.own, self.final)

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong, each once."""
        return tuple(dict.fromkeys(remark.problem for remark in self.remarks if remark.problem))


@dataclass(frozen=True)
class ReviewResult:
    """The result of a form's review: numbers, words, and how far it is.

    first_total, total: of 初步意见 and of the result that holds. grade: with what a great difference costs; quality:
    points for the self-evaluation, where the scheme gives some. signers, settled: empty before 定稿.
    """

    form: str
    title: str
    year: int
    bureau: str
    unit: str
    code: str
    subject: str
    department: str
    contact: str
    stage: Stage
    points: float
    own_total: float | None
    first_total: float | None
    total: float | None
    own_grade: str
    first_grade: str
    grade: str
    quality: float | None
    indicators: tuple[IndicatorResult, ...]
    items: tuple[ReviewedItem, ...]
    reviewer: str
    day: str
    third_party: str
    asked: str
    answered: str
    agrees: str
    answer: str
    settled: str
    signers: str
    rectifications: tuple[Rectification, ...]

    @property
    def who(self) -> str:
        """The unit, and what its form is about, as documents show them."""
        return one_line("　".join(filter(None, (self.unit, self.subject))))

    @property
    def difference(self) -> float | None:
        """The total that holds less the unit's own."""
        return _less(self.own_total, self.total)

    @property
    def lowered(self) -> tuple[IndicatorResult, ...]:
        """The indicators that lost points in the review."""
        return tuple(
            indicator for indicator in self.indicators if indicator.difference is not None and indicator.difference < 0
        )


def _less(own: float | None, final: float | None) -> float | None:
    return None if own is None or final is None else excel_round(final - own, SCORE_PLACES)


def review_result(scheme: Scheme, review: UnitReview, about: About) -> ReviewResult:
    """The result of a review. scheme: of the campaign, for its year; about: the campaign."""
    first, last, form = review.first, review.last, review.unit.form
    asked, settled = review.asked, review.settled
    answers = list(review.answers.values())
    whole = review.answers.get("")
    return ReviewResult(
        form.key,
        about.form or scheme.name,
        scheme.year,
        about.bureau or scheme.issuer,
        form.name,
        form.code,
        form.unit.subject.label,
        review.unit.details.get("parent", ""),
        "　".join(filter(None, (review.unit.details.get("contact", ""), review.unit.details.get("phone", "")))),
        review.stage,
        scheme.points,
        last.own_total if last else None,
        first.total if first else None,
        last.total if last else None,
        last.own_grade if last else "",
        first.grade if first else "",
        last.grade if last else "",
        last.quality if last else None,
        tuple(_indicators(scheme, review, first, last)) if last else (),
        last.items if last else (),
        last.reviewer if last else "",
        last.day if last else "",
        last.by if last else "",
        asked.value if asked else "",
        max((event.time[:10] for event in answers), default=""),
        whole.value if whole else "",
        whole.reason if whole else "",
        settled.value if settled else "",
        settled.reason if settled else "",
        tuple(review.rectifications),
    )


def _indicators(scheme: Scheme, review: UnitReview, first: Taken | None, last: Taken) -> Iterator[IndicatorResult]:
    levels = _levels(scheme)
    before: Mapping[str, GroupScore] = {group.key: group for group in first.groups} if first else {}
    for group in last.groups:
        said, ruled = review.answers.get(group.key), review.rulings.get(group.key)
        yield IndicatorResult(
            group.key,
            group.title,
            levels.get(group.indicator, ()),
            group.points,
            group.own,
            before[group.key].score if group.key in before else None,
            group.score,
            tuple(_remarks(scheme, group, last)),
            said.value if said else "",
            said.reason if said else "",
            ruled.value if ruled else "",
            ruled.reason if ruled else "",
        )


def _levels(scheme: Scheme) -> dict[str, tuple[str, ...]]:
    walked = ((above, element) for above, element in scheme.walk() if isinstance(element, Indicator))
    levels = {element.id: tuple(group.name for group in above) for above, element in walked}
    return {**levels, **{adjustment.id: (adjustment.group,) for adjustment in scheme.adjustments}}


def _remarks(scheme: Scheme, group: GroupScore, taken: Taken) -> Iterator[Remark]:
    """What is said of a group and of its items, where something is."""
    reasons = {reason.code: reason.label for reason in scheme.review.known_reasons}
    head = taken.heads.get(group.key)
    said: Sequence[tuple[str, str, str, Answer]] = [
        *([("", "", "", head)] if head else []),
        *((item.label, item.own, item.reviewed, item.answer) for item in taken.items if item.group == group.key),
    ]
    for label, own, reviewed, answer in said:
        if own != reviewed or answer.evidence or answer.page or answer.problem or answer.reason:
            reason = reasons.get(answer.reason, answer.reason)
            yield Remark(label, own, reviewed, answer.evidence, answer.page, answer.problem, reason)


def review_results(scheme: Scheme, reviews: Reviews) -> list[ReviewResult]:
    """The results of all reviews, in the order in which they were drawn."""
    return [review_result(scheme, review, reviews.progress.about) for review in reviews.units.values()]
