"""Checks scores, totals and grade against the rules and against each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from xlgen.rules.registry import RULES
from xlgen.rules.rounding import excel_round, score_sum
from xlgen.scheme.describe import judgement, only_one
from xlgen.scheme.model import Adjustment, Indicator, ScoringPart
from xlgen.scoring.open_points import max_points
from xlgen.scoring.total import TotalTerms, form_total, has_note
from xlgen.scoring.values import number
from xlgen.submissions.checks.balances import unbalanced_sums
from xlgen.submissions.compare import HALF_CENT
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings.arithmetic import SUM_OF_SCORES, TOTAL_BY_RULE, ArithmeticCode
from xlgen.submissions.submission import Submission
from xlgen.workbook.layout import GRADE_ON_CHECK, TOTAL_ON_CHECK
from xlgen.workbook.sheets.check import subtotals
from xlgen.xlsx.refs import CellRef

DIFFERENCE_PLACES = 6
"""Decimal places to which a difference is rounded, to hide binary rounding errors."""


def row_scores(submission: Submission) -> Iterator[Finding]:
    """Every score that the unit typed over its formula is the score by rule, within HALF_CENT.

    Scores above the full points are left to `sense.scores_above_points`.
    """
    comparison = submission.comparison
    for score in comparison.disagreements:
        for key, row in score.rows.items():
            shown = comparison.returned.reported[key]
            if shown is not None and key in submission.wrong_overrides and shown <= max_points(score, key):
                place, rule = submission.layout.score(key), describe_rule(score.indicator)
                fields = {"found": f"{shown:.2f}", "expected": f"{row.score:.2f}", "rule": rule}
                yield finding(ArithmeticCode.SCORE_DIFFERS, place, row.name, **fields)


def total(submission: Submission) -> Iterator[Finding]:
    """A total typed over its formula is what the scores shown give: their sum, rescaled and capped by the scheme."""
    terms = submission.comparison.by_rule.terms
    if terms is None or not submission.scheme.scored:
        return
    expected = total_of_shown(submission, terms)
    how = TOTAL_BY_RULE if has_note(submission.scheme) else SUM_OF_SCORES
    for place in (submission.layout.total, TOTAL_ON_CHECK):
        shown = _typed_number(submission, place)
        if shown is not None and abs(shown - expected) > HALF_CENT:
            fields = {"found": f"{shown:.2f}", "expected": f"{expected:.2f}", "how": how}
            yield finding(ArithmeticCode.TOTAL_DIFFERS, place, **fields)


def total_of_shown(submission: Submission, terms: TotalTerms) -> float:
    """The total that the scores shown give."""
    scheme = submission.scheme

    def shown(leaves: Sequence[Indicator]) -> float:
        return _sum(submission, [key for leaf in leaves for key in scheme.form_rows(leaf)])

    return cast(float, form_total(scheme, shown, terms))


def levels(submission: Submission) -> Iterator[Finding]:
    """A level's score typed over its formula is the sum of the scores shown in that level."""
    scheme = submission.scheme
    for place, group in subtotals(scheme):
        shown = _typed_number(submission, place)
        if shown is not None:
            expected = _sum(submission, [key for leaf in group.leaves() for key in scheme.form_rows(leaf)])
            if abs(shown - expected) > HALF_CENT:
                fields = {"level": group.name, "found": f"{shown:.2f}", "expected": f"{expected:.2f}"}
                yield finding(ArithmeticCode.SUBTOTAL_DIFFERS, place, **fields)


def grade(submission: Submission) -> Iterator[Finding]:
    """A grade typed over its formula is the grade of the total shown."""
    total_shown, shown = submission.returned.total, submission.returned.grade
    if total_shown is None or shown is None or submission.computes(GRADE_ON_CHECK):
        return
    expected = submission.scheme.grade(total_shown)
    if shown.strip() != expected:
        fields = {"found": shown, "total": f"{total_shown:.2f}", "expected": expected}
        yield finding(ArithmeticCode.GRADE_DIFFERS, GRADE_ON_CHECK, **fields)


def sums(submission: Submission) -> Iterator[Finding]:
    """The sums of the scheme add up, to one unit of the last digit; mixed units are reported elsewhere."""
    for unbalanced in unbalanced_sums(submission):
        if unbalanced.mixed is None:
            fields = {
                "parts": "、".join(f"“{part.label}”" for part in unbalanced.parts),
                "whole": unbalanced.whole.label,
                "found": f"{unbalanced.summed:.15g}",
                "expected": f"{unbalanced.whole.value:.15g}",
                "difference": f"{excel_round(abs(unbalanced.summed - unbalanced.whole.value), DIFFERENCE_PLACES):.15g}",
            }
            yield finding(ArithmeticCode.SUM_DIFFERS, unbalanced.whole.place, unbalanced.whole.indicator, **fields)


def _sum(submission: Submission, rows: list[str]) -> float:
    """The sum of the scores shown in these rows of the form."""
    return score_sum(submission.returned.reported[key] for key in rows)


def _typed_number(submission: Submission, place: CellRef) -> float | None:
    """The number typed over a cell's formula; None if the formula is still there, whose result can only be stale."""
    sheet = submission.book.sheet(place.sheet)
    return None if sheet is None or submission.computes(place) else number(sheet.value(place.address))


def describe_rule(indicator: Indicator) -> str:
    """The rule of an indicator's score, in Chinese."""
    if isinstance(indicator, Adjustment):
        return f"加减分在 {indicator.least:+g} 与 {indicator.most:+g} 分之间"
    if indicator.judged is not None:
        return judgement(indicator)
    return "；".join(_part_in_words(indicator, part) for part in indicator.parts)


def _part_in_words(indicator: Indicator, part: ScoringPart) -> str:
    rule, choice = RULES[part.rule].describe({**part.parameters, "points": part.points}), only_one(indicator, part)
    return f"{rule}（{choice}）" if choice else rule
