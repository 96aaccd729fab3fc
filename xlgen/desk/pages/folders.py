"""Choosing a folder of this machine from a list: to open a campaign, or to take what came from it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from xlgen.desk.web import Page, desk_of, page, posted, see, text_in
from xlgen.desk.workspace import folders_in, is_campaign
from xlgen.errors import UsageError


def choose(request: Request) -> Response:
    """The folders in a folder, each of which may be opened or chosen."""
    folder = _folder(request.query_params.get("at", "")) or desk_of(request).workspace.folder
    return page(
        request,
        "folders",
        at=folder,
        above=None if folder.parent == folder else folder.parent,
        folders=[(each, is_campaign(each)) for each in folders_in(folder)],
        can_open=is_campaign(folder),
        address=lambda path: f"/open?{urlencode({'at': str(path)})}",
        roots=_roots(),
    )


def open_campaign(request: Request, form: FormData) -> Response:
    """Open the campaign in a folder."""
    folder = _folder(text_in(form, "folder"))
    if folder is None:
        raise UsageError("没有选文件夹。请从列表里选")
    return see(f"/campaigns/{desk_of(request).workspace.open(folder).key}")


def _folder(text: str) -> Path | None:
    """The folder that is named; None where none is. Raises UsageError where it is none of this machine."""
    if not text:
        return None
    path = Path(text)
    if "\0" in text or not path.is_absolute() or not path.is_dir():
        raise UsageError(f"{text}：没有这个文件夹。请从列表里选")
    return path.resolve()


def _roots() -> list[Path]:
    """Where looking may begin: the home folder, and the drives or places where discs are mounted."""
    drives = [Path(f"{letter}:/") for letter in "CDEFGHIJKLMNOPQRSTUVWXYZ"]
    return [place for place in (Path.home(), *drives, Path("/media"), Path("/mnt"), Path("/")) if place.is_dir()]


PAGE = Page([Route("/open", choose), Route("/open", posted(open_campaign), methods=["POST"])])
