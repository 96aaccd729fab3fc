"""Checks that the points that a form loses are told among the problems, in the form and in the reports on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xlgen.scheme.model import Adjustment
from xlgen.scoring.form_score import IndicatorScore
from xlgen.submissions.compare import HALF_CENT
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings.narrative import NarrativeCode
from xlgen.submissions.narrative.problems import Told, problems_in_form, problems_in_report
from xlgen.submissions.submission import Submission

WHOLE_REPORT = "全文"
"""The place of what is told anywhere, in a report without a section on problems."""
MAX_LISTED = 8
"""Indicators that a finding names."""


class Loss(NamedTuple):
    """An indicator that lost points: its name, its full marks, how many it lost, and all words that may tell of it."""

    name: str
    full: float
    points: float
    names: Sequence[str]
    reasons: Sequence[str]

    def __str__(self) -> str:
        return f"{self.name}（扣 {self.points:.2f} 分）"


def lost_points(submission: Submission) -> Iterator[Finding]:
    """Where problems are told, the lost points are; none are called none beside them."""
    lost = list(losses(submission))
    if not lost:
        return
    for told in problems_in_form(submission.documents[0]):
        yield from _about(told, lost)
    for report in submission.company.reports:
        if told_in_report := problems_in_report(report):
            yield from _about(told_in_report, lost)
        elif report.sections:  # the outline of some forms has no such section
            yield from _untold(Told(report.name, WHOLE_REPORT, "\n".join(report.texts)), lost)


def _about(told: Told, losses: Sequence[Loss]) -> Iterator[Finding]:
    if told.nothing:
        found = told.text.strip() or "（空白）"
        yield finding(NarrativeCode.NO_PROBLEMS, told.place, label=told.label, found=found, lost=_listed(losses))
    elif not told.elsewhere:
        yield from _untold(told, losses)


def _untold(told: Told, losses: Sequence[Loss]) -> Iterator[Finding]:
    untold = [loss for loss in losses if not any(told.tells_of(name, loss.reasons) for name in loss.names)]
    if untold:
        yield finding(NarrativeCode.LOSS_NOT_TOLD, told.place, label=told.label, lost=_listed(untold))


def _listed(losses: Sequence[Loss]) -> str:
    more = f"等 {len(losses)} 项" if len(losses) > MAX_LISTED else ""
    return "、".join(map(str, losses[:MAX_LISTED])) + more


def losses(submission: Submission) -> Iterator[Loss]:
    """The indicators below their full marks as the form shows them, adjustments left out."""
    for score in submission.comparison.by_rule.indicators:
        reported = submission.comparison.reported(score)
        shown = score.score if reported is None else reported
        if isinstance(score.indicator, Adjustment) or shown is None or score.points - shown <= HALF_CENT:
            continue
        names, reasons = _words(submission, score)
        yield Loss(score.indicator.name, score.points, score.points - shown, names, reasons)


def _words(submission: Submission, score: IndicatorScore) -> tuple[list[str], list[str]]:
    """The names under which a loss may be told, and the reasons that the unit gives for it."""
    filling, indicator = submission.filling, score.indicator
    names = [indicator.name, *(measure.label for measure in indicator.measures.values())]
    texts = [filling.remarks.get(indicator.id), *(filling.inputs.get(name) for name in indicator.reasons)]
    if indicator.expansion is not None:
        table = indicator.expansion.table
        column = submission.scheme.tables[table].reason
        rows = filling.tables.get(table, ())
        for key, row in zip(submission.scheme.form_rows(indicator), rows, strict=False):
            if key in score.rows and score.rows[key].score < score.rows[key].points:
                names.append(score.rows[key].name)
                texts.append(row.get(column) if column else None)
    return names, [text for text in texts if isinstance(text, str)]
