"""The review of a campaign as pages and jobs open it: the record, how every review stands, the form."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from xlgen.campaign.clock import current_time, day
from xlgen.campaign.record import CampaignRecord, open_record
from xlgen.desk.workspace import REVIEW, CampaignFolder
from xlgen.errors import UsageError
from xlgen.files.atomic import unique_file_names
from xlgen.reviewing.campaign_scheme import scheme_of_record
from xlgen.reviewing.opinion import SHEET
from xlgen.reviewing.reviews import Reviews, Stage, UnitReview, reviews_of
from xlgen.scheme.known_schemes import all_schemes
from xlgen.scheme.model import Scheme
from xlgen.scheme.sheet_names import WORKING_PAPER

PAPERS, OPINIONS, CAME = WORKING_PAPER, SHEET, "收到"
"""The folders of 复核: workbooks that are out, by kind, and the files that came back, by day."""
EARLIER = "以前发出的"
"""Where a workbook is kept that was given out before."""


@dataclass(frozen=True)
class OpenReview:
    """An open record, how its reviews stand, and the time."""

    record: CampaignRecord
    reviews: Reviews
    time: str

    @cached_property
    def scheme(self) -> Scheme:
        """The form. Raises UsageError where it is not known, or has no scores."""
        return scheme_of_record(self.record, all_schemes())

    @property
    def today(self) -> str:
        """The day, as 2026-03-01."""
        return day("", self.time)

    def units(self, form: str, *stages: Stage) -> list[UnitReview]:
        """The review of a form by its key, else those at some stages. Raises UsageError where it was not drawn."""
        if not form:
            return [review for review in self.reviews.units.values() if review.stage in stages]
        if form not in self.reviews.units:
            raise UsageError("这个单位没有抽取，不在复核之列。请先抽取它")
        return [self.reviews.units[form]]


@contextmanager
def open_review(campaign: CampaignFolder) -> Iterator[OpenReview]:
    """Open the record of a campaign for a step of the review. Raises RecordError and OSError."""
    time = current_time()
    with open_record(campaign.record) as record:
        yield OpenReview(record, reviews_of(record, day("", time)), time)


def workbook_of_unit(campaign: CampaignFolder, kind: str, review: UnitReview) -> Path | None:
    """The workbook of a kind that is out for a unit; None where none is."""
    (name,) = unique_file_names([review.file_name(kind)])
    file = campaign.folder(REVIEW) / kind / f"{name}.xlsx"
    return file if file.is_file() else None


def put_aside(campaign: CampaignFolder, kind: str, review: UnitReview, time: str) -> None:
    """Keep the workbook that was given out before, so that another one can be written. Raises OSError."""
    file = workbook_of_unit(campaign, kind, review)
    if file is not None:
        folder = file.parent / EARLIER
        folder.mkdir(exist_ok=True)
        file.rename(folder / f"{time[:19].replace(':', '-')}_{file.name}")
