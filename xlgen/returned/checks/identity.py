"""Whose workbook it is."""

from __future__ import annotations

from collections.abc import Iterator

from xlgen.returned.finding import Finding, finding
from xlgen.returned.findings import Code
from xlgen.returned.submission import Submission
from xlgen.rules.typed_text import narrow
from xlgen.scheme.inputs import UNIT_NAME


def unit(submission: Submission) -> Iterator[Finding]:
    """A workbook issued to a unit is filled in by that unit, however its spaces and brackets are typed."""
    issued, filled = submission.identity.unit, submission.returned.filling.inputs.get(UNIT_NAME)
    if issued and any(map(str.isalnum, str(filled or ""))) and narrow(issued) != narrow(str(filled)):
        place = submission.layout.values[UNIT_NAME]
        yield finding(Code.OTHER_UNIT, place, issued=issued, filled=filled)
