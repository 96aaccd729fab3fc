"""The trace that a checked form leaves: what its unit wrote, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlgen.scheme.inputs import UNIT_NAME, Input, InputType
from xlgen.scheme.subject import Subject
from xlgen.scoring.audit import EXPLANATION
from xlgen.scoring.form_data import FREE_TEXT_FIELDS
from xlgen.submissions.contents import content_digest
from xlgen.submissions.entries import InputEntry
from xlgen.submissions.submission import Submission
from xlgen.submissions.validate import FileReport
from xlgen.suspicions.texts import WrittenText
from xlgen.suspicions.trace import Filled, Form, Trace
from xlgen.text import display_text
from xlgen.xlsx.refs import CellRef

_NAMES_UNITS = re.compile("单位|部门|机构|人员?$|负责人")
"""The label of a short text that holds the name of a unit or a person."""


def trace_of(report: FileReport, submission: Submission) -> Trace:
    """What a checked form leaves for the comparison with other units' forms."""
    form = Form(display_text(report.unit), Subject(*map(display_text, report.subject)), report.scheme, report.year)
    texts = list(written_texts(submission))
    filled = Filled(submission.layout, submission.filling, submission.comparison.by_rule, texts)
    return submission.template.tracing.trace(form, filled, content_digest(submission))


def written_texts(submission: Submission) -> Iterator[WrittenText]:
    """What the unit itself wrote: not what was filled in for it, nor the names of its material."""
    identity = {UNIT_NAME, *(submission.scheme.subject.names if submission.scheme.subject else ())}
    evidence = {table.evidence_column for table in submission.scheme.tables.values()}
    issued = set(submission.own_approved.values())
    for entry in submission.entries:
        if _is_text(entry) and entry.value not in issued:
            known = entry.name in (identity if entry.is_single else evidence)
            if not known:
                yield _written(entry.place, entry.label, str(entry.value), entry.spec, entry.is_single)
    layout, filling = submission.layout, submission.filling
    for places, texts, label in (
        (layout.remarks, filling.remarks, FREE_TEXT_FIELDS["remarks"]),
        (layout.explanations, filling.explanations, EXPLANATION.label),
        (layout.notes, filling.notes, FREE_TEXT_FIELDS["notes"]),
    ):
        for name, text in texts.items():
            if name in places and text:
                yield WrittenText(_where(places[name]), label.partition("（")[0], str(text))


def _is_text(entry: InputEntry) -> bool:
    return entry.spec.kind is InputType.TEXT and isinstance(entry.value, str) and bool(entry.value.strip())


def _written(place: CellRef, label: str, text: str, spec: Input, is_single: bool) -> WrittenText:
    names_units = is_single and spec.lines == 1 and _NAMES_UNITS.search(spec.label) is not None
    return WrittenText(_where(place), label, text, spec.help, names_units)


def _where(place: CellRef) -> str:
    return f"{place.sheet}!{place.address}"
