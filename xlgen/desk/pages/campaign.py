"""A campaign: its counts, its units with filters, page by page, by department, and what can be saved of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from xlgen.campaign.progress import APART_LABEL, CampaignProgress, State, UnitProgress, counts
from xlgen.campaign.progress import OVERDUE as COUNT_OVERDUE
from xlgen.campaign.tiers.departments import PARENT
from xlgen.desk.progress import progress_now
from xlgen.desk.web import NavEntry, Page, attachment, campaign_of, page, see
from xlgen.desk.workspace import CHECKED, CampaignFolder
from xlgen.reports.progress_terminal import by_department, campaign_title
from xlgen.reports.progress_workbook import progress_workbook
from xlgen.reports.totals import score_text
from xlgen.text import normalize_text

PER_PAGE = 100
OVERDUE = "逾期"


class Filters(NamedTuple):
    """What is asked for: a state (or 逾期), a 主管部门, a piece of text; empty for all."""

    state: str = ""
    department: str = ""
    text: str = ""

    def takes(self, unit: UnitProgress) -> bool:
        """Whether a unit is asked for."""
        if self.state and not (unit.overdue if self.state == OVERDUE else unit.state == self.state):
            return False
        if self.department and normalize_text(unit.details.get(PARENT, "")) != normalize_text(self.department):
            return normalize_text(unit.form.name) == normalize_text(self.department)
        return not self.text or any(self.text in normalize_text(each) for each in _searched(unit))

    def query(self, number: int = 1) -> str:
        """The end of the address of a page of the list."""
        return urlencode({name: value for name, value in (*self._asdict().items(), ("page", number)) if value})


def _searched(unit: UnitProgress) -> Sequence[str]:
    form = unit.form
    return form.name, form.code, form.subject_code, form.subject_name, *unit.details.values()


def campaign(request: Request) -> Response:
    """The page of a campaign; of one that was not issued yet, where it is prepared."""
    folder = campaign_of(request)
    if not folder.is_issued:
        return see(f"/campaigns/{folder.key}/issue")
    progress = progress_now(folder)
    asked = Filters(*(request.query_params.get(name, "").strip() for name in Filters._fields))
    units = [unit for unit in progress.units if asked._replace(text=normalize_text(asked.text)).takes(unit)]
    number = _page_number(request.query_params.get("page", ""), len(units))
    departments, states = by_department(progress), _states(progress)
    numbers = counts(progress.units, progress.with_subjects)
    return page(
        request,
        "campaign",
        campaign=folder,
        title=campaign_title(progress),
        counts=numbers,
        links={label: f"?{Filters(state).query()}" for label in numbers if (state := _state_in(label)) in states},
        states=states,
        departments={name: counts(own, progress.with_subjects) for name, own in departments.items()},
        asked=asked,
        units=units[(number - 1) * PER_PAGE : number * PER_PAGE],
        found=len(units),
        number=number,
        pages=_pages(len(units)),
        unclaimed=len(progress.unclaimed),
        about=progress.about,
        score_text=score_text,
        report=_last_report(folder),
    )


def _last_report(folder: CampaignFolder) -> str:
    """The place of the report that was written last, a page to be saved; empty where none was."""
    reports = list(folder.folder(CHECKED).glob("*.html"))
    return folder.place_of(max(reports, key=lambda file: file.stat().st_mtime)) if reports else ""


def _states(progress: CampaignProgress) -> list[str]:
    """The states in which there is a unit, and 逾期 where one is overdue."""
    there = {unit.state for unit in progress.units}
    overdue = any(unit.overdue for unit in progress.units)
    return [*(state.value for state in State if state in there), *([OVERDUE] if overdue else [])]


def _state_in(label: str) -> str:
    """The filter for what a label of `counts` counts."""
    return OVERDUE if label == COUNT_OVERDUE else label.removeprefix(f"{APART_LABEL}：")


def _pages(found: int) -> int:
    return max((found - 1) // PER_PAGE + 1, 1)


def _page_number(text: str, found: int) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
    return min(max(number, 1), _pages(found))


def progress_file(request: Request) -> Response:
    """进度.xlsx, made now."""
    folder = campaign_of(request)
    return attachment(f"{folder.name}_进度.xlsx", progress_workbook(progress_now(folder)))


def file(request: Request) -> Response:
    """A file by its place below the campaign's folder, to be saved. Raises UsageError for one outside it."""
    found = campaign_of(request).file(request.path_params["place"])
    return FileResponse(found, filename=found.name, content_disposition_type="attachment")


PAGE = Page(
    [
        Route("/campaigns/{campaign}", campaign),
        Route("/campaigns/{campaign}/progress.xlsx", progress_file),
        Route("/campaigns/{campaign}/files/{place:path}", file),
    ],
    NavEntry("进度", ""),
)
