"""Checks whose workbook it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from xlgen.scheme.inputs import UNIT_NAME, SubjectInputs
from xlgen.scheme.subject import Subject, subject_of
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings.identity import IdentityCode
from xlgen.submissions.read import identities_in
from xlgen.submissions.submission import Submission
from xlgen.text import normalize_text, says_something
from xlgen.workbook.identity import HIDDEN_SHEET, PROPERTIES, SUBJECT_FIELDS

FIELD_NAMES = {
    "unit": "单位",
    "scheme": "表样",
    "year": "年度",
    "version": "版本",
    "rows": "表格行数",
    "template": "模板",
    **dict(zip(SUBJECT_FIELDS, ("填报对象的编码", "填报对象"), strict=True)),
}
SUBJECT_PLACES = (HIDDEN_SHEET, PROPERTIES)


def places(submission: Submission) -> Iterator[Finding]:
    """All places of the file that say which form it is, and whose, say the same. Programs lose places, never parts."""
    stored = {place: asdict(identity) for place, identity in identities_in(submission.book).items()}
    for field, name in FIELD_NAMES.items():
        holding = SUBJECT_PLACES if field in SUBJECT_FIELDS else stored
        said = {place: identity[field] for place, identity in stored.items() if place in holding}
        if len({normalize_text(value) for value in said.values()}) > 1:
            listed = "，".join(f"{place}是“{value or '空白'}”" for place, value in said.items())
            yield finding(IdentityCode.IDENTITY_DIFFERS, what=name, places=listed)


def subject(submission: Submission) -> Iterator[Finding]:
    """A workbook issued for a subject is about it; spaces, width and invisible characters do not count."""
    keys, issued = submission.scheme.subject, submission.identity.subject
    if keys is None:
        return
    filled = subject_of(keys, submission.returned.filling.inputs)
    pairs = zip(keys.names, _values(keys, issued), _values(keys, filled), strict=True)
    changed = [
        name
        for name, own, typed in pairs
        if own and says_something(typed) and normalize_text(own) != normalize_text(typed)
    ]
    if changed:
        place = submission.layout.values[changed[-1]]
        fields = {"called": keys.called, "issued": issued.label, "filled": filled.label}
        yield finding(IdentityCode.OTHER_SUBJECT, place, **fields)


def _values(keys: SubjectInputs, subject: Subject) -> list[str]:
    return [subject.name] if keys.code is None else [subject.code, subject.name]


def unit(submission: Submission) -> Iterator[Finding]:
    """A workbook issued to a unit is filled in by that unit; spaces, width and invisible characters do not count."""
    issued, filled = submission.identity.unit, submission.returned.filling.inputs.get(UNIT_NAME)
    if issued and says_something(str(filled or "")) and normalize_text(issued) != normalize_text(str(filled)):
        place = submission.layout.values[UNIT_NAME]
        yield finding(IdentityCode.OTHER_UNIT, place, issued=issued, filled=filled)
