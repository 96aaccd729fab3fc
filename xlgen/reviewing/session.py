"""A step of the review: the open record, how every review stands, who takes the step, and when."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from xlgen.campaign.about import About
from xlgen.campaign.clock import current_time, day
from xlgen.campaign.events import Event, note
from xlgen.campaign.record import CampaignRecord, open_record
from xlgen.errors import UsageError
from xlgen.reviewing.campaign_scheme import scheme_of_record
from xlgen.reviewing.review_rows import Decision
from xlgen.reviewing.reviews import Reviews, Stage, UnitReview, reviews_of
from xlgen.scheme.known_schemes import KnownSchemes, all_schemes
from xlgen.scheme.model import Scheme
from xlgen.text import one_line


@dataclass(frozen=True)
class Session:
    """An open record, how its reviews stood when it was opened, who enters something, and the time.

    schemes: those that the campaign's may be of; None for every known one.
    """

    record: CampaignRecord
    reviews: Reviews
    author: str
    time: str
    schemes: KnownSchemes | None = None

    @cached_property
    def known(self) -> KnownSchemes:
        """The schemes that forms may be of."""
        return self.schemes or all_schemes()

    @cached_property
    def scheme(self) -> Scheme:
        """The campaign's scheme. Raises UsageError where it is not known, or has no scores."""
        return scheme_of_record(self.record, self.known)

    @property
    def title(self) -> str:
        """What the campaign is called on lists to sign."""
        return f"{self.scheme.year}年度{self.scheme.name}"

    @property
    def about(self) -> About:
        """What the campaign says of itself."""
        return self.reviews.progress.about

    @property
    def today(self) -> str:
        """The day, as 2026-03-01."""
        return day("", self.time)

    def named(self, what: str) -> str:
        """Who enters something. Raises UsageError where nobody is named."""
        plain = one_line(self.author).strip()
        if not plain:
            raise UsageError(f"没有写由谁{what}。请写姓名", "by")
        return plain

    def at(self, *stages: Stage) -> list[UnitReview]:
        """The reviews at some stages."""
        return [review for review in self.reviews.units.values() if review.stage in stages]

    def enter(
        self, author: str, review: UnitReview, kind: Decision, subject: str = "", value: str = "", reason: str = ""
    ) -> Event:
        """Enter a decision about a review."""
        event = Event(self.time, author, review.form, kind, subject, value, reason)
        note(self.record, [event])
        return event


@contextmanager
def open_session(file: Path, author: str = "", schemes: KnownSchemes | None = None) -> Iterator[Session]:
    """Open a campaign's record for a step of the review. Raises RecordError and OSError."""
    time = current_time()
    with open_record(file) as record:
        yield Session(record, reviews_of(record, day("", time)), author, time, schemes)
