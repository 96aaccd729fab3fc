"""Desks: an app with its working folder, and a browser that was let in."""

from __future__ import annotations

import html
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from httpx import Response
from starlette.testclient import TestClient

from tests.factories.returns import scheme
from tests.factories.schemes import MINIMAL
from xlgen.campaign.record_file import RECORD_NAME
from xlgen.desk.app import make_app
from xlgen.desk.jobs import JobState
from xlgen.desk.web import Desk
from xlgen.desk.workspace import ISSUED, CampaignFolder, Workspace
from xlgen.scheme.known_files import VARIABLE

PORT = 8765
ADDRESS = f"http://127.0.0.1:{PORT}"
OWN = {"origin": ADDRESS}


@dataclass(frozen=True)
class OpenDesk:
    """A desk, and a browser in it."""

    desk: Desk
    browser: TestClient

    def campaign(self, name: str) -> CampaignFolder:
        """A campaign of the working folder."""
        return CampaignFolder(self.desk.workspace.folder / name)


def stranger(desk: Desk) -> TestClient:
    """A browser that was not let in. Its requests that change something come from our own pages."""
    return TestClient(make_app(desk, PORT), base_url=ADDRESS, headers=OWN, raise_server_exceptions=False)


def open_desk(folder: Path) -> OpenDesk:
    """A desk of a working folder, and a browser that entered with a token."""
    folder.mkdir(parents=True, exist_ok=True)
    desk = Desk(Workspace(folder))
    browser = stranger(desk)
    assert browser.get(f"/enter?token={desk.session.new_token()}").status_code == 200
    return OpenDesk(desk, browser)


def record_place(folder: Path, name: str) -> Path:
    """Where the desk keeps the record of a campaign."""
    place = folder / name / ISSUED / RECORD_NAME
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def own_scheme(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the small form one that is known."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(MINIMAL, folder / MINIMAL.name)
    monkeypatch.setenv(VARIABLE, str(folder))


def issue(opened: OpenDesk, name: str, units: Sequence[str], **fields: str) -> CampaignFolder:
    """Make a campaign with the small form for these units and issue it, by the pages; each has code 01, 02 …"""
    lines = [f"{number:02},{unit},教育局,张三,1380000{number:04}" for number, unit in enumerate(units, 1)]
    roster = "\n".join(["单位编码,单位名称,主管部门,联系人,联系电话", *lines])
    sent = {"name": name, "scheme": "minimal", "year": str(scheme().year), "bureau": "示例市财政局", **fields}
    opened.browser.post("/new/upload", data=sent, files={"roster": ("名单.csv", roster.encode("utf-8-sig"))})
    campaign = opened.campaign(name)
    opened.browser.post(f"/campaigns/{campaign.key}/issue/start")
    opened.desk.jobs.wait()
    return campaign


def drop(opened: OpenDesk, campaign: CampaignFolder, files: Mapping[str, bytes], day: str = "2026-03-05") -> str:
    """Drop files on the page and have them checked; the page of the job when it has ended."""
    answer = opened.browser.post(
        f"/campaigns/{campaign.key}/returns/upload",
        data={"day": day, "letters": "1"},
        files=[("files", (name, content)) for name, content in files.items()],
    )
    opened.desk.jobs.wait()
    return str(opened.browser.get(answer.url.path).text)


def end_of_job(opened: OpenDesk, answer: Response) -> str:
    """The page of the job that a form began, once it has ended; it must have been done."""
    opened.desk.jobs.wait()
    job = opened.desk.jobs.every()[0]
    assert job.state is JobState.DONE, job.error
    return html.unescape(opened.browser.get(answer.url.path).text)


def unit_address(campaign: CampaignFolder, unit: str) -> str:
    """The address of a unit's page."""
    return f"/campaigns/{campaign.key}/unit?{urlencode({'unit': unit})}"
