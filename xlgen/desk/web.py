"""What every page uses: the desk behind a request, pages from templates, handlers of forms."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute

from xlgen import __version__
from xlgen.campaign.record import CampaignRecord, open_record
from xlgen.desk.jobs import Describe, Jobs, Work
from xlgen.desk.session import Session
from xlgen.desk.workspace import AUTHOR, CampaignFolder, Workspace
from xlgen.errors import UsageError
from xlgen.files.render import render_template
from xlgen.files.resources import DESK

RECORD_WAIT_SECONDS = 3
"""How long a page waits for a record that somebody else has locked, before it says so."""
JSON = "application/json"
"""What the script of a page accepts; everything else is asked for by the browser itself."""
MAX_FILES, MAX_FIELDS = 1_000, 2_000
"""Files and fields of one form; the browser sends many files in several."""


class NavEntry(NamedTuple):
    """An entry of the navigation inside a campaign: its words, and the end of the page's address."""

    text: str
    place: str


class Page(NamedTuple):
    """What a module of `pages` has: its routes, and its entry in a campaign's navigation, if it has one."""

    routes: Sequence[BaseRoute]
    nav: NavEntry | None = None


@dataclass(frozen=True)
class Desk:
    """What stands behind the pages."""

    workspace: Workspace
    session: Session = field(default_factory=Session)
    jobs: Jobs = field(default_factory=Jobs)
    nav: Sequence[NavEntry] = ()


def desk_of(request: Request) -> Desk:
    """The desk that a request is for."""
    desk = request.app.state.desk
    assert isinstance(desk, Desk)
    return desk


def campaign_of(request: Request) -> CampaignFolder:
    """The campaign that an address names. Raises UsageError where it is gone."""
    return desk_of(request).workspace.campaign(request.path_params["campaign"])


def issued_campaign_of(request: Request) -> CampaignFolder:
    """The same, of one with a record. Raises UsageError where nothing was issued yet."""
    campaign = campaign_of(request)
    require_issued(campaign)
    return campaign


def require_issued(campaign: CampaignFolder) -> None:
    """Raise UsageError where nothing was issued yet: opening the record would make one."""
    if not campaign.is_issued:
        raise UsageError(f"“{campaign.name}”还没有下发评分表。请先下发")


@contextmanager
def record_of(campaign: CampaignFolder) -> Iterator[CampaignRecord]:
    """The record of a campaign for a page, which does not wait long.

    Raises UsageError where nothing was issued yet, RecordError and OSError.
    """
    require_issued(campaign)
    with open_record(campaign.record, wait=RECORD_WAIT_SECONDS) as record:
        yield record


def page(request: Request, template: str, /, status: int = 200, **values: object) -> HTMLResponse:
    """A page from a template of templates/desk.

    Among the values, campaign is that of whose pages it is one, and author the name that is suggested: the last one.
    """
    desk = desk_of(request)
    campaign = values.setdefault("campaign", None)
    assert campaign is None or isinstance(campaign, CampaignFolder)
    values.setdefault(AUTHOR, last_author(request))
    text = render_template(
        f"{template}.html.jinja",
        folder=DESK,
        escaped=True,  # texts from units are never HTML
        version=__version__,
        here=request.url.path,
        base=f"/campaigns/{campaign.key}" if campaign else "",
        nav=desk.nav,
        busy=desk.jobs.on(campaign.key) if campaign else None,
        running=[job for job in desk.jobs.every() if not job.ended],
        **values,
    )
    return HTMLResponse(text, status)


def posted(handler: Callable[[Request, FormData], Response]) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of a form: its fields are read, then the handler is called in a thread.

    Who enters it is remembered, so that the next page suggests the name.
    """

    def handled(request: Request, form: FormData) -> Response:
        author = text_in(form, AUTHOR)
        if author and author != last_author(request):
            desk_of(request).workspace.remember(AUTHOR, [author])
        return handler(request, form)

    async def endpoint(request: Request) -> Response:
        async with request.form(max_files=MAX_FILES, max_fields=MAX_FIELDS) as form:
            return await run_in_threadpool(handled, request, form)

    return endpoint


def text_in(form: FormData, name: str) -> str:
    """A field as it was typed, without blanks around it; empty where there is none."""
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def last_author(request: Request) -> str:
    """Who entered something last, to be suggested again; empty at first."""
    return next(iter(desk_of(request).workspace.recall(AUTHOR)), "")


def names_in(text: str) -> list[str]:
    """The names in a field's text, however they are set apart."""
    return [each for each in re.split("[、，,；;\\s]+", text) if each]


def texts_in(form: FormData, name: str) -> list[str]:
    """All values of a field."""
    return [value for value in form.getlist(name) if isinstance(value, str)]


def begin(request: Request, what: str, work: Work, describe: Describe | None = None) -> RedirectResponse:
    """Queue a job on the campaign that an address names, and lead to the job's page. what: as 汇总."""
    campaign = campaign_of(request)
    job = desk_of(request).jobs.start(f"{what}：{campaign.name}", campaign.key, work, describe)
    return see(f"/jobs/{job.number}")


def see(address: str) -> RedirectResponse:
    """Lead to a page after a form."""
    return RedirectResponse(address, 303)


def attachment(name: str, content: bytes) -> Response:
    """Something made for this request, to be saved under a name."""
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type="application/octet-stream", headers={"content-disposition": disposition})
