"""Checks of a workbook of the first edition, which is read but not compared with today's template."""

from __future__ import annotations

from collections.abc import Iterator

from xlgen.submissions.checks.scores import describe_rule
from xlgen.submissions.compare import Comparison
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings.arithmetic import ArithmeticCode
from xlgen.submissions.findings.identity import IdentityCode
from xlgen.submissions.first_edition.grid import Unplaced
from xlgen.submissions.submission import Submission
from xlgen.text import shorten

MAX_LISTED = 5
"""Values without a place that are named; the others are only counted, because repairing the form names them all."""
MAX_TEXT_SHOWN = 16


def edition(submission: Submission) -> Iterator[Finding]:
    """A form is filled into a workbook of today's edition."""
    yield from edition_told(submission.comparison)


def edition_told(comparison: Comparison) -> Iterator[Finding]:
    """The one finding that a workbook is of the first edition, with all that today's scheme has no place for."""
    unplaced, shown, by_rule = comparison.returned.unplaced, comparison.returned.total, comparison.by_rule.total
    if unplaced is None:
        return
    differs = lost = ""
    if shown is not None and by_rule is not None and not comparison.total_agrees:
        differs = f"（表上总分 {shown:.2f} 分，现行规则 {by_rule:.2f} 分）"
    if unplaced:
        listed = "、".join(_named(each) for each in unplaced[:MAX_LISTED])
        more = "等" if len(unplaced) > MAX_LISTED else ""
        lost = f"；现行表里没有位置的有 {len(unplaced)} 处：{listed}{more}"
    yield finding(IdentityCode.FIRST_EDITION, differs=differs, lost=lost)


def typed_scores(submission: Submission) -> Iterator[Finding]:
    """A score that the unit typed over its formula is the score by rule."""
    first, comparison = submission.first_edition, submission.comparison
    for score in comparison.disagreements:
        for key, row in score.rows.items():
            if first is not None and key in submission.wrong_overrides:
                fields = {"found": f"{first.typed_scores[key]:.2f}", "expected": f"{row.score:.2f}"}
                rule = describe_rule(score.indicator)
                yield finding(ArithmeticCode.SCORE_DIFFERS, first.scores[key].place, row.name, **fields, rule=rule)


def _named(lost: Unplaced) -> str:
    label, value = (shorten(str(text), MAX_TEXT_SHOWN) for text in (lost.label, lost.value))
    return f"{lost.place.sheet} {lost.place.address} “{label}”填的“{value}”"
