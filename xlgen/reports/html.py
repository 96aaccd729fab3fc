"""A campaign as one page for the browser, on a desk or on a phone: nothing is loaded from elsewhere."""

from __future__ import annotations

from xlgen.files.render import render_template
from xlgen.reports.totals import by_code, in_words, shown_score
from xlgen.submissions.batch import ValidationReport
from xlgen.submissions.findings import Level
from xlgen.submissions.verdict import Verdict, verdict_of

TEMPLATE = "核对报告.html.jinja"


def page(campaign: ValidationReport) -> bytes:
    """The page, in UTF-8; how it looks is templates/texts/核对报告.html.jinja."""
    text = render_template(
        TEMPLATE,
        escaped=True,  # units' texts are texts, never HTML
        campaign=campaign,
        totals=list(in_words(campaign)),
        codes=by_code(campaign),
        levels=list(Level),
        verdicts=[verdict for verdict in Verdict if campaign.count(verdict)],
        verdict_of=verdict_of,
        shown=shown_score,
    )
    return text.encode("utf-8")
