"""Narrative against table: what the texts of a form say is what its table says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xlgen.scheme.form import Content
from xlgen.scheme.inputs import InputType
from xlgen.scheme.model import Scheme
from xlgen.scheme.sheet_names import FORM
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings import Code
from xlgen.submissions.narrative.amounts import contradictions
from xlgen.submissions.narrative.claims import grade_meant, grades, totals
from xlgen.submissions.submission import Submission
from xlgen.xlsx.refs import CellRef

SAID_IN = (Content.RESULT, Content.BASIS, Content.REMARK)
"""The columns of the form in which a row says what was reached."""


@dataclass(frozen=True)
class Narrative:
    """A text of several lines about the unit as a whole: where it stands, what it is called, what it says."""

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
        for claim in totals(narrative.text, scheme.year, scheme.points, parts):
            if not claim.agrees(shown):
                fields = {"label": narrative.label, "found": f"{claim.value:.10g}", "expected": f"{shown:.2f}"}
                yield finding(Code.TOTAL_IN_TEXT, narrative.place, **fields)


def grade(submission: Submission) -> Iterator[Finding]:
    """A grade that a text states is the one of the form's total."""
    scheme, shown = submission.scheme, submission.returned.total
    if shown is None:
        return
    names, parts = [each.name for each in scheme.grades], _parts(scheme)
    expected = scheme.grade(shown)
    for narrative in _narratives(submission):
        for word in grades(narrative.text, scheme.year, parts):
            if grade_meant(word, names) not in (None, expected):
                fields = {"label": narrative.label, "found": word, "total": f"{shown:.2f}", "expected": expected}
                yield finding(Code.GRADE_IN_TEXT, narrative.place, **fields)


def numbers(submission: Submission) -> Iterator[Finding]:
    """An amount or count that a text states is the one the form's table states of the same thing."""
    told = ((narrative, narrative.text) for narrative in _narratives(submission))
    for narrative, said, place, tabled in contradictions(told, _rows(submission), submission.scheme.year):
        fields = {"label": narrative.label, "found": said.text, "expected": tabled.text}
        yield finding(Code.NUMBER_IN_TEXT, narrative.place, **fields, place=f"{place.sheet} {place.address}")


def _narratives(submission: Submission) -> Iterator[Narrative]:
    for name, spec in submission.scheme.inputs.items():
        text = submission.filling.inputs.get(name)
        if spec.kind is InputType.TEXT and spec.lines > 1 and isinstance(text, str) and text:
            label = spec.short or spec.label.partition("（")[0]
            yield Narrative(submission.layout.values[name], label, text)


def _rows(submission: Submission) -> Iterator[tuple[CellRef, str, str]]:
    """Every cell of the form in which a row says what was reached: the cell, the row's name, the text."""
    layout, sheet = submission.layout, submission.book.sheet(FORM)
    names = layout.form_column(Content.INDICATOR)
    columns = [column for content in SAID_IN if (column := layout.form_column(content))]
    if sheet is None or names is None:
        return
    for row in layout.score_rows.values():
        for column in columns:
            text = sheet.value(f"{column}{row}")
            if isinstance(text, str) and text:
                yield CellRef(FORM, column, row), str(sheet.value(f"{names}{row}") or ""), text


def _parts(scheme: Scheme) -> list[str]:
    """The names of the form's levels and indicators."""
    return [element.name for _, element in scheme.walk()]
