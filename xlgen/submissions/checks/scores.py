"""Scores, totals and grade against the rules and against each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from xlgen.rules.rounding import excel_round, score_sum
from xlgen.rules.words import rule_in_words
from xlgen.scheme.model import Adjustment, Indicator
from xlgen.scoring.open_points import max_points
from xlgen.scoring.points import form_total
from xlgen.scoring.values import number
from xlgen.submissions.checks.balances import unbalanced
from xlgen.submissions.compare import HALF_CENT
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings import Code
from xlgen.submissions.submission import Submission
from xlgen.workbook.layout import GRADE_ON_CHECK, TOTAL_ON_CHECK
from xlgen.workbook.sheets.check import subtotals
from xlgen.xlsx.refs import CellRef

SUM_PLACES = 6
"""A difference is shown without what binary numbers add to it."""


def scores(submission: Submission) -> Iterator[Finding]:
    """Every score that the unit typed itself is what its rule gives from what was filled in, to half a cent.

    One above its points cannot be; that is told elsewhere.
    """
    comparison = submission.comparison
    for score in comparison.disagreements:
        for key, row in score.rows.items():
            shown = comparison.returned.reported[key]
            if shown is not None and key in submission.departures and shown <= max_points(score, key):
                place, rule = submission.layout.score(key), _in_words(score.indicator)
                fields = {"found": f"{shown:.2f}", "expected": f"{row.score:.2f}", "rule": rule}
                yield finding(Code.SCORE_DIFFERS, place, row.name, **fields)


def total(submission: Submission) -> Iterator[Finding]:
    """A total that was typed over its formula is the sum of the scores that are shown."""
    expected = cast(float, form_total(submission.scheme, _sum(submission, list(submission.layout.score_rows))))
    for place in (submission.layout.total, TOTAL_ON_CHECK):
        shown = _typed(submission, place)
        if shown is not None and abs(shown - expected) > HALF_CENT:
            yield finding(Code.TOTAL_DIFFERS, place, found=f"{shown:.2f}", expected=f"{expected:.2f}")


def levels(submission: Submission) -> Iterator[Finding]:
    """A level's score that was typed over its formula is the sum of the scores that are shown below it."""
    scheme = submission.scheme
    for place, group in subtotals(scheme):
        shown = _typed(submission, place)
        if shown is not None:
            expected = _sum(submission, [key for leaf in group.leaves() for key in scheme.form_rows(leaf)])
            if abs(shown - expected) > HALF_CENT:
                told = {"level": group.name, "found": f"{shown:.2f}", "expected": f"{expected:.2f}"}
                yield finding(Code.SUBTOTAL_DIFFERS, place, **told)


def grade(submission: Submission) -> Iterator[Finding]:
    """A grade that was typed over its formula is the one of the total that is shown."""
    total_shown, shown = submission.returned.total, submission.returned.grade
    if total_shown is None or shown is None or submission.computes(GRADE_ON_CHECK):
        return
    expected = submission.scheme.grade(total_shown)
    if shown.strip() != expected:
        told = {"found": shown, "total": f"{total_shown:.2f}", "expected": expected}
        yield finding(Code.GRADE_DIFFERS, GRADE_ON_CHECK, **told)


def sums(submission: Submission) -> Iterator[Finding]:
    """What the scheme says adds up does, to one unit of the last digit; mixed units are told as such elsewhere."""
    for each in unbalanced(submission):
        if each.mixed is None:
            told = {
                "parts": "、".join(f"“{part.label}”" for part in each.parts),
                "whole": each.whole.label,
                "found": f"{each.summed:.15g}",
                "expected": f"{each.whole.value:.15g}",
                "difference": f"{excel_round(abs(each.summed - each.whole.value), SUM_PLACES):.15g}",
            }
            yield finding(Code.SUM_DIFFERS, each.whole.place, each.whole.indicator, **told)


def _sum(submission: Submission, rows: list[str]) -> float:
    """The sum of the scores that are shown in rows of the form."""
    return score_sum(submission.returned.reported[key] for key in rows)


def _typed(submission: Submission, place: CellRef) -> float | None:
    """The number in a cell, where it is not the result of the cell's own formula: that one can only be out of date."""
    sheet = submission.book.sheet(place.sheet)
    return None if sheet is None or submission.computes(place) else number(sheet.value(place.address))


def _in_words(indicator: Indicator) -> str:
    if isinstance(indicator, Adjustment):
        return f"加减分在 {indicator.least:+g} 与 {indicator.most:+g} 分之间"
    parts = [rule_in_words(part.rule, {**part.parameters, "points": part.points}) for part in indicator.parts]
    return "；".join(parts)
