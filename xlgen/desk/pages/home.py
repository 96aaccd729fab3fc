"""The first page: every campaign with its counts; a new one; opening one that lies elsewhere."""

from __future__ import annotations

from typing import NamedTuple

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from xlgen.campaign.progress import counts
from xlgen.campaign.record_file import RecordError
from xlgen.desk.failures import sentence_of
from xlgen.desk.progress import progress_now
from xlgen.desk.web import Page, campaign_of, desk_of, page, posted, see
from xlgen.desk.workspace import CampaignFolder
from xlgen.reports.progress_terminal import campaign_title


class Shown(NamedTuple):
    """A campaign on the list: what it is, its counts, or why they cannot be shown."""

    folder: CampaignFolder
    is_own: bool
    title: str = ""
    counts: dict[str, int] | None = None
    why: str = ""


def home(request: Request) -> Response:
    """The list of campaigns."""
    workspace = desk_of(request).workspace
    shown = [_shown(folder, workspace.is_own(folder)) for folder in workspace.campaigns()]
    return page(request, "home", campaigns=shown, workspace=workspace)


def _shown(folder: CampaignFolder, is_own: bool) -> Shown:
    if not folder.is_issued:
        return Shown(folder, is_own, why="还没有下发")
    try:
        progress = progress_now(folder)
    except (RecordError, OSError) as error:
        return Shown(folder, is_own, why=sentence_of(error))
    return Shown(folder, is_own, campaign_title(progress), counts(progress.units, progress.with_subjects))


def forget(request: Request, form: FormData) -> Response:
    """Take a campaign that lies elsewhere off the list."""
    desk_of(request).workspace.forget(campaign_of(request))
    return see("/")


PAGE = Page([Route("/", home), Route("/campaigns/{campaign}/forget", posted(forget), methods=["POST"])])
