"""The steps of a review that an officer takes by entering something, each checked as far as the record can tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from xlgen.campaign.events import NO_FORM
from xlgen.reviewing.drawing import Drawing, DrawWanted, draw
from xlgen.reviewing.facts import facts_of
from xlgen.reviewing.review_rows import ReviewRow, enter_rows
from xlgen.reviewing.reviews import Reviews, reviews_of
from xlgen.reviewing.session import Session
from xlgen.suspicions.suspicion import Suspicion


class DrawnForms(NamedTuple):
    """A drawing that was entered, and how all reviews stand after it."""

    drawing: Drawing
    reviews: Reviews


def draw_forms(
    session: Session,
    wanted: DrawWanted,
    *,
    amount: str = "",
    suspicions: Iterable[Suspicion] = (),
    earlier: Sequence[Path] = (),
) -> DrawnForms:
    """Draw a sample and enter it; where nothing could be drawn, nothing is entered.

    suspicions: about the forms that count (`ValidationReport.suspicions`). amount, earlier: see `facts_of`.
    Raises UsageError and RecordError.
    """
    author, record, progress = session.named("抽取"), session.record, session.reviews.progress
    facts = facts_of(record, progress, session.scheme, amount=amount, suspicions=suspicions, earlier=earlier)
    drawing = draw(progress, wanted, facts)
    if drawing.chosen:
        enter_rows(record, [ReviewRow(session.time, author, NO_FORM, drawing)])
    return DrawnForms(drawing, reviews_of(record, session.today))
