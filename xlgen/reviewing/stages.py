"""The steps of a review that an officer takes by entering something, each checked as far as the record can tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from xlgen.campaign.clock import day
from xlgen.campaign.events import NO_FORM
from xlgen.campaign.record import CampaignRecord
from xlgen.errors import UsageError
from xlgen.reviewing.drawing import Drawing, DrawWanted, draw
from xlgen.reviewing.facts import facts_of
from xlgen.reviewing.review_rows import ReviewRow, enter_rows
from xlgen.reviewing.reviews import Reviews, reviews_of
from xlgen.scheme.model import Scheme
from xlgen.suspicions.suspicion import Suspicion
from xlgen.text import one_line


class DrawnForms(NamedTuple):
    """A drawing that was entered, and how all reviews stand after it."""

    drawing: Drawing
    reviews: Reviews


def named(author: str, what: str) -> str:
    """Who enters something. Raises UsageError where nobody is named."""
    plain = one_line(author).strip()
    if not plain:
        raise UsageError(f"没有写由谁{what}。请写姓名", "by")
    return plain


def draw_forms(
    record: CampaignRecord,
    scheme: Scheme,
    wanted: DrawWanted,
    *,
    author: str,
    time: str,
    amount: str = "",
    suspicions: Iterable[Suspicion] = (),
    earlier: Sequence[Path] = (),
) -> DrawnForms:
    """Draw a sample and enter it; where nothing could be drawn, nothing is entered.

    suspicions: about the forms that count (`ValidationReport.suspicions`). amount, earlier: see `facts_of`.
    Raises UsageError and RecordError.
    """
    author = named(author, "抽取")
    today = day("", time)
    progress = reviews_of(record, today).progress
    facts = facts_of(record, progress, scheme, amount=amount, suspicions=suspicions, earlier=earlier)
    drawing = draw(progress, wanted, facts)
    if drawing.chosen:
        enter_rows(record, [ReviewRow(time, author, NO_FORM, drawing)])
    return DrawnForms(drawing, reviews_of(record, today))
