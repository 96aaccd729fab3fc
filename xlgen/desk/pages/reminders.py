"""Texts to remind by, to be pasted into a chat or a letter: one for each 主管部门, or for a unit without one."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from xlgen.campaign.deciding import enter
from xlgen.campaign.events import NO_FORM, EventKind, events_of, latest
from xlgen.desk.decisions import wanted_in
from xlgen.desk.progress import progress_now
from xlgen.desk.web import NavEntry, Page, campaign_of, page, posted, record_of, see
from xlgen.desk.workspace import REMINDERS, CampaignFolder
from xlgen.errors import UsageError
from xlgen.reports.reminders import reminders, write_reminders

MAX_SHOWN = 200
"""Texts on the page; all are in the folder."""


def show(request: Request) -> Response:
    """The texts of today, and the last day for all."""
    return _reminders_page(request, campaign_of(request))


def _reminders_page(request: Request, campaign: CampaignFolder, wrong: str = "") -> Response:
    progress = progress_now(campaign)
    texts = reminders(progress)
    with record_of(campaign) as record:
        due = latest(events_of(record).get(NO_FORM, ()), EventKind.DUE)
    return page(
        request,
        "reminders",
        400 if wrong else 200,
        campaign=campaign,
        texts=texts[:MAX_SHOWN],
        count=len(texts),
        forms=sum(text.forms for text in texts),
        due=due.value if due else "",
        kind=EventKind.DUE,
        saved=request.query_params.get("saved", ""),
        wrong=wrong.split("\n") if wrong else [],
    )


def save(request: Request, form: FormData) -> Response:
    """Write the texts of today into the campaign's folder."""
    campaign = campaign_of(request)
    folder, _ = write_reminders(campaign.folder(REMINDERS), progress_now(campaign))
    return see(f"/campaigns/{campaign.key}/reminders?saved={folder.name}")


def change_due(request: Request, form: FormData) -> Response:
    """Enter the last day for all units."""
    campaign = campaign_of(request)
    try:
        with record_of(campaign) as record:
            enter(record, wanted_in(form, None))
    except UsageError as error:
        return _reminders_page(request, campaign, str(error))
    return see(f"/campaigns/{campaign.key}/reminders")


PAGE = Page(
    [
        Route("/campaigns/{campaign}/reminders", show),
        Route("/campaigns/{campaign}/reminders/save", posted(save), methods=["POST"]),
        Route("/campaigns/{campaign}/reminders/due", posted(change_due), methods=["POST"]),
    ],
    NavEntry("催报", "/reminders"),
)
