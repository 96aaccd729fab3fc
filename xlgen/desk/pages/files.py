"""Files of a campaign, to be saved: only from inside its folder."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from xlgen.desk.web import Page, campaign_of, download


def file(request: Request) -> Response:
    """A file by its place below the campaign's folder."""
    return download(campaign_of(request), request.path_params["place"])


PAGE = Page([Route("/campaigns/{campaign}/files/{place:path}", file)])
