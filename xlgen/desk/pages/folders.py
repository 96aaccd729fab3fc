"""Choosing a folder of this machine from a list: to open a campaign, or for another page that wants one."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from xlgen.desk.web import Page, desk_of, page, posted, see, text_in
from xlgen.desk.workspace import existing_folder, folders_in, is_campaign
from xlgen.errors import UsageError

OPEN = "/open"
WANTING = re.compile("/campaigns/[0-9a-f]+/[a-z/]+")
"""Addresses of our own to which a chosen folder is handed."""


def choose(request: Request) -> Response:
    """The folders in a folder. to: the page that wants one; without it, a campaign is opened."""
    at = existing_folder(request.query_params.get("at", "")) or Path.home()
    wanting = request.query_params.get("to", "")
    to = wanting if WANTING.fullmatch(wanting) else OPEN
    return page(
        request,
        "folders",
        at=at,
        above=None if at.parent == at else at.parent,
        folders=[(each, is_campaign(each)) for each in folders_in(at)],
        opens=to == OPEN,
        can_open=is_campaign(at),
        to=to,
        address=lambda path: f"{request.url.path}?{urlencode({'at': str(path), 'to': wanting})}",
        roots=_roots(),
    )


def open_campaign(request: Request, form: FormData) -> Response:
    """Open the campaign in a folder."""
    folder = existing_folder(text_in(form, "folder"))
    if folder is None:
        raise UsageError("没有选文件夹。请从列表里选")
    return see(f"/campaigns/{desk_of(request).workspace.open(folder).key}")


def _roots() -> list[Path]:
    """Where looking may begin: the home folder, and the drives or places where discs are mounted."""
    drives = [Path(f"{letter}:/") for letter in "CDEFGHIJKLMNOPQRSTUVWXYZ"]
    return [place for place in (Path.home(), *drives, Path("/media"), Path("/mnt"), Path("/")) if place.is_dir()]


PAGE = Page([Route(OPEN, choose), Route("/folders", choose), Route(OPEN, posted(open_campaign), methods=["POST"])])
