"""Checks whose workbook it is."""

from __future__ import annotations

from collections.abc import Iterator

from xlgen.scheme.inputs import UNIT_NAME
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings import Code
from xlgen.submissions.submission import Submission
from xlgen.text import normalize_text, says_something


def unit(submission: Submission) -> Iterator[Finding]:
    """A workbook issued to a unit is filled in by that unit; spaces, width and invisible characters do not count."""
    issued, filled = submission.identity.unit, submission.returned.filling.inputs.get(UNIT_NAME)
    if issued and says_something(str(filled or "")) and normalize_text(issued) != normalize_text(str(filled)):
        place = submission.layout.values[UNIT_NAME]
        yield finding(Code.OTHER_UNIT, place, issued=issued, filled=filled)
