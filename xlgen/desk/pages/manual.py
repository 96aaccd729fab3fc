"""The manual beside the desk: the same pages that `xlgen manual` writes."""

from __future__ import annotations

import mimetypes

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from xlgen.desk.web import Page, see
from xlgen.reports.manual import FIRST_PAGE, manual_files


def contents(_: Request) -> Response:
    """Lead to the first page, from where the links of the pages work."""
    return see(f"/manual/{FIRST_PAGE}")


def file(request: Request) -> Response:
    """A page, its style or a picture."""
    name = request.path_params["name"]
    content = manual_files().get(name)
    if content is None:
        raise HTTPException(404)
    return Response(content, media_type=mimetypes.guess_type(name)[0])


PAGE = Page([Route("/manual", contents), Route("/manual/{name:path}", file)])
