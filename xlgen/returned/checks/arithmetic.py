"""Scores, totals and grade against the rules and against each other."""

from __future__ import annotations

from collections.abc import Iterator

from xlgen.returned.finding import Finding, finding
from xlgen.returned.findings import Code
from xlgen.returned.submission import Submission
from xlgen.rules.words import rule_in_words
from xlgen.scheme.model import Indicator


def scores(submission: Submission) -> Iterator[Finding]:
    """Every score that the unit typed itself is what its rule gives from what was filled in, to half a cent."""
    comparison = submission.comparison
    for score in comparison.disagreements:
        for key, row in score.rows.items():
            shown = comparison.returned.reported[key]
            if shown is not None and key in submission.departures:
                place, rule = submission.layout.score(key), _in_words(score.indicator)
                fields = {"found": f"{shown:.2f}", "expected": f"{row.score:.2f}", "rule": rule}
                yield finding(Code.SCORE_DIFFERS, place, row.name, **fields)


def _in_words(indicator: Indicator) -> str:
    parts = [rule_in_words(part.rule, {**part.parameters, "points": part.points}) for part in indicator.parts]
    return "；".join(parts)
