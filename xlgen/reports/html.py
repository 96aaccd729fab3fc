"""A validation report as a single self-contained HTML page, for desktop and phone."""

from __future__ import annotations

from xlgen.files.render import render_template
from xlgen.reports.totals import FORM_LABELS, count_by_code, form_names, form_totals, labelled_totals, score_text
from xlgen.submissions.batch import ValidationReport
from xlgen.submissions.findings.code import Level
from xlgen.submissions.verdict import Verdict, verdict_of

TEMPLATE = "核对报告.html.jinja"


def html_report(validation: ValidationReport) -> bytes:
    """The page in UTF-8, rendered from templates/texts/核对报告.html.jinja."""
    text = render_template(
        TEMPLATE,
        escaped=True,  # texts from units are never HTML
        validation=validation,
        totals=list(labelled_totals(validation)),
        codes=count_by_code(validation),
        levels=list(Level),
        verdicts=[verdict for verdict in Verdict if validation.count(verdict)],
        verdict_of=verdict_of,
        shown=score_text,
        forms=form_names(validation),
        form_totals=form_totals(validation),
        form_labels=FORM_LABELS,
    )
    return text.encode("utf-8")
