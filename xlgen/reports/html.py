"""A validation report as a single self-contained HTML page, for desktop and phone."""

from __future__ import annotations

from xlgen.campaign.validation_report import ValidationReport
from xlgen.files.render import render_template
from xlgen.reports.totals import (
    TITLE,
    about_suspicions,
    count_by_code,
    form_counts,
    heading,
    labelled_counts,
    labelled_files,
    names_of_several,
    score_text,
)
from xlgen.reports.unit_lines import dates_of, unit_lines
from xlgen.submissions.findings.code import Level

TEMPLATE = "审核报告.html.jinja"
MAX_SUSPICIONS = 500
"""Suspicions that the page lists; the workbook lists more."""


def html_report(validation: ValidationReport) -> bytes:
    """The page in UTF-8, rendered from templates/texts/审核报告.html.jinja."""
    lines = list(unit_lines(validation))
    text = render_template(
        TEMPLATE,
        escaped=True,  # texts from units are never HTML
        validation=validation,
        title=TITLE,
        heading=heading(validation),
        counts=labelled_counts(validation),
        file_counts=labelled_files(validation),
        codes=count_by_code(validation),
        levels=list(Level),
        lines=lines,
        states=list(dict.fromkeys(line.state for line in lines)),
        shown=score_text,
        dates_of=dates_of,
        forms=names_of_several(validation),
        form_counts=form_counts(validation),
        suspicions=validation.suspicions[:MAX_SUSPICIONS],
        about_suspicions=about_suspicions(validation),
    )
    return text.encode("utf-8")
