"""Checks whose workbook it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from xlgen.scheme.inputs import UNIT_NAME
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings.identity import IdentityCode
from xlgen.submissions.read import identities_in
from xlgen.submissions.submission import Submission
from xlgen.text import normalize_text, says_something

FIELD_NAMES = {
    "unit": "单位",
    "scheme": "表样",
    "year": "年度",
    "version": "版本",
    "rows": "表格行数",
    "template": "模板",
}


def places(submission: Submission) -> Iterator[Finding]:
    """All places of the file that say which form it is, and whose, say the same. Programs lose places, never parts."""
    stored = {place: asdict(identity) for place, identity in identities_in(submission.book).items()}
    for field, name in FIELD_NAMES.items():
        said = {place: identity[field] for place, identity in stored.items()}
        if len({normalize_text(value) for value in said.values()}) > 1:
            listed = "，".join(f"{place}是“{value or '空白'}”" for place, value in said.items())
            yield finding(IdentityCode.IDENTITY_DIFFERS, what=name, places=listed)


def unit(submission: Submission) -> Iterator[Finding]:
    """A workbook issued to a unit is filled in by that unit; spaces, width and invisible characters do not count."""
    issued, filled = submission.identity.unit, submission.returned.filling.inputs.get(UNIT_NAME)
    if issued and says_something(str(filled or "")) and normalize_text(issued) != normalize_text(str(filled)):
        place = submission.layout.values[UNIT_NAME]
        yield finding(IdentityCode.OTHER_UNIT, place, issued=issued, filled=filled)
