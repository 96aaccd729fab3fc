"""Checks whether the audit rules (审核公式) of the scheme hold, and what units say where they do not."""

from __future__ import annotations

from collections.abc import Iterator

from xlgen.scheme.describe import names_in
from xlgen.scheme.model import CheckLevel
from xlgen.scoring.audit import EXPLANATION, Audit, home_of, marked_by
from xlgen.scoring.ladder import Fault
from xlgen.scoring.status import Status, fault_of, is_blank
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings.inputs import InputCode
from xlgen.submissions.findings.sense import SenseCode
from xlgen.submissions.intent import display_value
from xlgen.submissions.submission import Submission

MAX_CELLS_NAMED = 4


def rules(submission: Submission) -> Iterator[Finding]:
    """What must hold between figures holds; where it need not, the unit says why, for the officer to judge."""
    for name, audit in submission.comparison.by_rule.audits.items():
        home = home_of(submission.scheme, audit.check)
        indicator = home.name if home else ""
        place = submission.layout.marked_by(name)[0]
        if audit.check.level is CheckLevel.BASIC:
            if audit.broken:
                yield finding(SenseCode.AUDIT_BROKEN, place, indicator, **_fields(submission, audit))
            continue
        if not submission.first_edition:  # which has no such cell
            place = submission.layout.explanations[name]
        explanation = submission.filling.explanations.get(name)
        fault = None if is_blank(explanation) else fault_of(EXPLANATION, explanation, needed=audit.broken)
        if fault is not None and fault.fault is not Fault.SYMBOL:
            fields = {"label": EXPLANATION.label, "found": display_value(explanation)}
            yield finding(InputCode.UNFIT_TEXT, place, indicator, **fields, reason=fault.words(explanation))
        elif audit.broken and audit.status is not Status.FILLED:
            yield finding(SenseCode.AUDIT_UNEXPLAINED, place, indicator, **_fields(submission, audit))
        elif audit.broken:
            told = {"message": _without_stop(audit.message), "explanation": _without_stop(str(explanation))}
            yield finding(SenseCode.AUDIT_EXPLAINED, place, indicator, **told)


def _fields(submission: Submission, audit: Audit) -> dict[str, object]:
    names = names_in(submission.scheme)
    named = [names[name] for name in marked_by(submission.scheme, audit.check)]
    more = "等" if len(named) > MAX_CELLS_NAMED else ""
    return {"message": _without_stop(audit.message), "cells": "".join(named[:MAX_CELLS_NAMED]) + more}


def _without_stop(text: str) -> str:
    return text.rstrip("。；")
