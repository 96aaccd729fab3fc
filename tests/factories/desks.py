"""Desks: an app with its working folder, and a browser that was let in."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.factories.schemes import MINIMAL
from xlgen.campaign.record_file import RECORD_NAME
from xlgen.desk.app import make_app
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
