"""Checks narrative texts against the form: totals, grades and numbers that they state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xlgen.scheme.form import Content
from xlgen.scheme.inputs import InputType
from xlgen.scheme.model import Scheme
from xlgen.scheme.sheet_names import FORM
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings.narrative import NarrativeCode
from xlgen.submissions.narrative.amounts import contradictions
from xlgen.submissions.narrative.claims import grade_claims, grade_named, total_claims
from xlgen.submissions.submission import Submission
from xlgen.xlsx.refs import CellRef

RESULT_COLUMNS = (Content.RESULT, Content.BASIS, Content.REMARK)
"""The columns of the form that describe results."""


@dataclass(frozen=True)
class Narrative:
    """A text of several lines about the unit as a whole: its cell, what it is called, what it says."""

    place: CellRef
    label: str
    text: str


def total(submission: Submission) -> Iterator[Finding]:
    """A total that a text states is the total of the form."""
    scheme, shown = submission.scheme, submission.returned.total
    if shown is None:
        return
    parts = _parts(scheme)
    for narrative in _narratives(submission):
        for claim in total_claims(narrative.text, scheme.year, scheme.points, parts):
            if not claim.agrees(shown):
                fields = {"label": narrative.label, "found": f"{claim.value:.10g}", "expected": f"{shown:.2f}"}
                yield finding(NarrativeCode.TOTAL_IN_TEXT, narrative.place, **fields)


def grade(submission: Submission) -> Iterator[Finding]:
    """A grade that a text states is the grade of the form's total."""
    scheme, shown = submission.scheme, submission.returned.total
    if shown is None:
        return
    names, parts = [grade.name for grade in scheme.grades], _parts(scheme)
    expected = scheme.grade(shown)
    for narrative in _narratives(submission):
        for word in grade_claims(narrative.text, scheme.year, parts):
            if grade_named(word, names) not in (None, expected):
                fields = {"label": narrative.label, "found": word, "total": f"{shown:.2f}", "expected": expected}
                yield finding(NarrativeCode.GRADE_IN_TEXT, narrative.place, **fields)


def numbers(submission: Submission) -> Iterator[Finding]:
    """An amount or count that a text states is the one that the form's table states of the same subject."""
    texts = ((narrative, narrative.text) for narrative in _narratives(submission))
    for narrative, mention, place, tabled in contradictions(texts, _result_cells(submission), submission.scheme.year):
        fields = {"label": narrative.label, "found": mention.text, "expected": tabled.text}
        yield finding(NarrativeCode.NUMBER_IN_TEXT, narrative.place, **fields, place=f"{place.sheet} {place.address}")


def _narratives(submission: Submission) -> Iterator[Narrative]:
    for name, spec in submission.scheme.inputs.items():
        text = submission.filling.inputs.get(name)
        if spec.kind is InputType.TEXT and spec.lines > 1 and isinstance(text, str) and text:
            label = spec.short or spec.label.partition("（")[0]
            yield Narrative(submission.layout.values[name], label, text)


def _result_cells(submission: Submission) -> Iterator[tuple[CellRef, str, str]]:
    """Every cell of the form that describes results: the cell, the name of the row, the text."""
    layout, sheet = submission.layout, submission.book.sheet(FORM)
    names = layout.form_column(Content.INDICATOR)
    columns = [column for content in RESULT_COLUMNS if (column := layout.form_column(content))]
    if sheet is None or names is None:
        return
    for first, last in layout.spans.values():
        for column in columns:
            for row in range(first, last + 1):  # below what is computed stand the unit's own words
                text = sheet.value(f"{column}{row}")
                if isinstance(text, str) and text:
                    yield CellRef(FORM, column, row), str(sheet.value(f"{names}{first}") or ""), text


def _parts(scheme: Scheme) -> list[str]:
    """The names of the form's levels and indicators."""
    return [element.name for _, element in scheme.walk()]
