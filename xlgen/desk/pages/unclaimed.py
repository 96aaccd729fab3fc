"""Files of which nobody knows for sure whose they are: each is attributed to a unit, or left."""

from __future__ import annotations

from pathlib import Path

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from xlgen.campaign.deciding import enter, unit_named
from xlgen.campaign.events import EventKind
from xlgen.desk.decisions import wanted_in
from xlgen.desk.progress import progress_now
from xlgen.desk.web import NavEntry, Page, campaign_of, page, posted, record_of, see, text_in
from xlgen.desk.workspace import CampaignFolder
from xlgen.errors import UsageError
from xlgen.reports.letters import base_name

MAX_UNITS_OFFERED = 2_000
"""Units that the browser suggests while one types; with more, one types the name or the code."""


def unclaimed(request: Request) -> Response:
    """The list of such files."""
    return _unclaimed_page(request, campaign_of(request))


def _unclaimed_page(request: Request, campaign: CampaignFolder, wrong: str = "", file: str = "") -> Response:
    progress = progress_now(campaign)
    return page(
        request,
        "unclaimed",
        400 if wrong else 200,
        campaign=campaign,
        arrivals=progress.unclaimed,
        units=[unit.form.name for unit in progress.units[:MAX_UNITS_OFFERED]],
        with_subjects=progress.with_subjects,
        base_name=base_name,
        place=lambda name: campaign.place_of(Path(name)),
        kind=EventKind.FILE,
        wrong=wrong.split("\n") if wrong else [],
        wrong_file=file,
    )


def attribute(request: Request, form: FormData) -> Response:
    """Enter whose a file is."""
    campaign = campaign_of(request)
    try:
        unit = unit_named(progress_now(campaign), text_in(form, "unit"), text_in(form, "project"))
        with record_of(campaign) as record:
            enter(record, wanted_in(form, unit))
    except UsageError as error:
        return _unclaimed_page(request, campaign, str(error), text_in(form, "subject"))
    return see(f"/campaigns/{campaign.key}/unclaimed")


PAGE = Page(
    [
        Route("/campaigns/{campaign}/unclaimed", unclaimed),
        Route("/campaigns/{campaign}/unclaimed/attribute", posted(attribute), methods=["POST"]),
    ],
    NavEntry("不知是谁的", "/unclaimed"),
)
