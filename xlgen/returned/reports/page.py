"""A campaign as one page for the browser, on a desk or on a phone: nothing is loaded from elsewhere."""

from __future__ import annotations

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from xlgen.places import TEXTS
from xlgen.returned.campaign import Campaign, Verdict, verdict_of
from xlgen.returned.findings import Level
from xlgen.returned.reports.totals import by_code, in_words, shown_score

TEMPLATE = "核对报告.html.jinja"


def page(campaign: Campaign) -> bytes:
    """The page, in UTF-8; how it looks is templates/texts/核对报告.html.jinja."""
    environment = Environment(
        loader=FileSystemLoader(TEXTS, encoding="utf-8"),
        undefined=StrictUndefined,
        autoescape=True,  # units' texts are texts, never HTML
        trim_blocks=True,
        lstrip_blocks=True,
    )
    text = environment.get_template(TEMPLATE).render(
        campaign=campaign,
        totals=list(in_words(campaign)),
        codes=by_code(campaign),
        levels=list(Level),
        verdicts=[verdict for verdict in Verdict if campaign.count(verdict)],
        verdict_of=verdict_of,
        shown=shown_score,
    )
    return text.encode("utf-8")
