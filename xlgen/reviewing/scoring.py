"""The scores of a review: by the same rules on the reviewed values, and not above what the chosen reasons leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import cast

from xlgen.reviewing.answers import Answers, answer_to, head_key, reviewed_filling
from xlgen.reviewing.items import ReviewGroup
from xlgen.rules import expression as ex
from xlgen.rules.grading import grade_of
from xlgen.rules.rounding import SCORE_PLACES, excel_round, score_sum
from xlgen.scheme.model import Adjustment, Indicator, Scheme
from xlgen.scheme.review import Review, ReviewReason
from xlgen.scoring.form_data import FormData
from xlgen.scoring.form_score import FormRowScore, FormScore, IndicatorScore, score_form


def left_by_reasons(points: ex.Number, percent: ex.Number) -> ex.Number:
    """What a reason leaves that takes some percent of the full marks, to the cent."""
    return ex.rounded(points * (100.0 - percent) / 100.0, SCORE_PLACES)


def base_points(indicator: Indicator, points: ex.Number) -> ex.Number:
    """The full marks of which a reason takes its percent: of 加减分 the most that can be added."""
    return indicator.most if isinstance(indicator, Adjustment) else points


def lowered_cut_offs(scheme: Scheme) -> dict[str, float]:
    """The total from which each grade is given to a form that is lowered by one grade."""
    grades = sorted(scheme.grades, key=lambda grade: -grade.at_least)
    lowered = {lower.name: grade.at_least for grade, lower in pairwise(grades)}
    return {**lowered, grades[-1].name: grades[-1].at_least}


def final_grade(scheme: Scheme, own: ex.Number, total: ex.Number) -> ex.Text:
    """The grade of a reviewed total: one lower where the unit's own total exceeds it by as much as the scheme says."""
    grade = grade_of(total, scheme.cut_offs)
    if scheme.review.lowers_grade is None:
        return grade
    exceeds = ex.at_least(ex.difference(own, total), scheme.review.lowers_grade)
    return ex.chosen(exceeds, grade_of(total, lowered_cut_offs(scheme)), grade)


@dataclass(frozen=True)
class GroupScore:
    """The points of a row of the form: full marks, the unit's score by rule, and the reviewed one.

    by_rule: what the reviewed values give; score: the same, but not above what the reasons leave. None while open.
    percent: what the gravest chosen reason takes.
    """

    key: str
    title: str
    indicator: str
    points: float
    own: float | None
    by_rule: float | None
    score: float | None
    percent: float

    @property
    def difference(self) -> float | None:
        """Reviewed less own: below 0 where points were taken."""
        if self.own is None or self.score is None:
            return None
        return excel_round(self.score - self.own, SCORE_PLACES)


@dataclass(frozen=True)
class ReviewScores:
    """The scores of a form as the unit has them and as the review does, both by rule; None while something is open.

    quality: the points for the quality of the self-evaluation, where the scheme gives some.
    """

    groups: tuple[GroupScore, ...]
    own: FormScore
    reviewed: FormScore
    grade: str | None
    quality: float | None

    @property
    def difference(self) -> float | None:
        """Reviewed total less own."""
        if self.own.total is None or self.reviewed.total is None:
            return None
        return excel_round(self.reviewed.total - self.own.total, SCORE_PLACES)


def reasons_in(review: Review, group: ReviewGroup, answers: Answers) -> list[ReviewReason]:
    """The reasons chosen in a group's row and for its items, each once; unknown codes are left out."""
    known = {reason.code: reason for reason in review.known_reasons}
    own = [answers[head_key(group)].reason] if head_key(group) in answers else []
    codes = [*own, *(answer_to(answers, item, group).reason for item in group.items)]
    return [known[code] for code in dict.fromkeys(codes) if code in known]


def percent_of(reasons: Sequence[ReviewReason]) -> float:
    """What the gravest of some reasons takes, in percent of the full marks."""
    return max((reason.percent or 0.0 for reason in reasons), default=0.0)


def review_scores(scheme: Scheme, filling: FormData, groups: Sequence[ReviewGroup], answers: Answers) -> ReviewScores:
    """The scores of a review. filling: the form as the unit filled it in; groups: of that form."""
    own = score_form(scheme, filling)
    by_rule = score_form(scheme, reviewed_filling(filling, groups, answers))
    taken = {group.key: percent_of(reasons_in(scheme.review, group, answers)) for group in groups}
    reviewed = replace(by_rule, indicators=[_capped(score, taken) for score in by_rule.indicators])
    rows = tuple(_group_score(group, own, by_rule, reviewed, taken[group.key]) for group in groups if group.scored)
    total, before = reviewed.total, own.total
    if total is None or before is None:
        return ReviewScores(rows, own, reviewed, None, None)
    difference = excel_round(before - total, SCORE_PLACES)
    grade = cast(str, final_grade(scheme, before, total))
    return ReviewScores(rows, own, reviewed, grade, scheme.review.quality_points(difference))


def _capped(score: IndicatorScore, taken: Mapping[str, float]) -> IndicatorScore:
    """An indicator's score, none of whose rows gets more than the reasons leave."""
    if score.exact is None or not any(taken.get(key) for key in score.rows):
        return score
    rows = {
        key: replace(row, exact=_least(score.indicator, row, taken[key])) if taken.get(key) else row
        for key, row in score.rows.items()
    }
    if score.indicator.expansion is None:
        return replace(score, rows=rows, exact=rows[score.indicator.id].exact)
    return replace(score, rows=rows, exact=score_sum(row.score for row in rows.values()))


def _least(indicator: Indicator, row: FormRowScore, percent: float) -> float:
    left = left_by_reasons(base_points(indicator, row.points), percent)
    return cast(float, ex.minimum(row.score, left))


def _group_score(
    group: ReviewGroup, own: FormScore, by_rule: FormScore, reviewed: FormScore, percent: float
) -> GroupScore:
    indicator = group.indicator
    assert indicator is not None, "only groups with points are scored"
    before, rule, after = (_row(form, group) for form in (own, by_rule, reviewed))
    points = next((row.points for row in (after, before) if row is not None), indicator.points)
    own_score, rule_score, score = (None if row is None else row.score for row in (before, rule, after))
    return GroupScore(group.key, group.title, indicator.id, points, own_score, rule_score, score, percent)


def _row(form: FormScore, group: ReviewGroup) -> FormRowScore | None:
    """The score of a group's row; None while it is open."""
    rows = (score.rows for score in form.indicators if group.key in score.rows)
    return next((found[group.key] for found in rows), None)
