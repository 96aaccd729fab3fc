"""The review of a campaign as pages and jobs open it, and the workbooks of its units that are out."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from xlgen.desk.progress import progress_now
from xlgen.desk.web import record_of
from xlgen.desk.workspace import REVIEW, CampaignFolder
from xlgen.errors import UsageError
from xlgen.files.atomic import unique_file_names
from xlgen.reviewing.campaign_scheme import scheme_of_record
from xlgen.reviewing.opinion import SHEET
from xlgen.reviewing.review_rows import rows_of
from xlgen.reviewing.reviews import Reviews, Stage, UnitReview, reviews_in
from xlgen.reviewing.session import Session, open_session
from xlgen.scheme.known_schemes import all_schemes
from xlgen.scheme.model import Scheme
from xlgen.scheme.sheet_names import WORKING_PAPER

PAPERS, OPINIONS, CAME = WORKING_PAPER, SHEET, "收到"
"""The folders of 复核: workbooks that are out, by kind, and the files that came back, by day."""
EARLIER = "以前发出的"
"""Where a workbook is kept that was given out before."""


def open_review(campaign: CampaignFolder, author: str = "") -> AbstractContextManager[Session]:
    """Open the record of a campaign for a step of the review. Raises RecordError and OSError."""
    return open_session(campaign.record, author)


def reviews_now(campaign: CampaignFolder) -> tuple[Reviews, Scheme]:
    """How the reviews of a campaign stand, for a page, and the campaign's scheme. Raises UsageError, RecordError."""
    with record_of(campaign) as record:
        return reviews_in(list(rows_of(record)), progress_now(campaign)), scheme_of_record(record, all_schemes())


def review_of_form(reviews: Reviews, form: str) -> UnitReview:
    """The review of a form by its key. Raises UsageError where it was not drawn."""
    if form not in reviews.units:
        raise UsageError("这个单位没有抽取，不在复核之列。请先抽取它")
    return reviews.units[form]


def units_of(opened: Session, form: str, *stages: Stage) -> list[UnitReview]:
    """The review of a form by its key, else those at some stages. Raises UsageError where it was not drawn."""
    return [review_of_form(opened.reviews, form)] if form else opened.at(*stages)


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
