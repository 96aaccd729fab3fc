"""The manual's pictures of the desk, from the round of 40 units: python -m docs.make_desk_pictures"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from docs.make_start_pictures import take
from tests.factories.desk_browsers import browsing
from tests.factories.desks import own_scheme
from tests.factories.officers import NAME, TWICE, Officer, round_of_40
from xlgen.desk.workspace import CampaignFolder

PAGES = {"工作台-进度": "", "工作台-单位": f"/unit?unit={TWICE}", "工作台-复核": "/review"}


def main() -> None:
    """Play the round, then take the pictures of the pages as they are at its end."""
    with tempfile.TemporaryDirectory() as temporary, pytest.MonkeyPatch.context() as patch:
        folder = Path(temporary)
        own_scheme(folder / "表样", patch)
        with browsing(folder / "工作") as browser:
            officer = Officer(browser.page, folder, CampaignFolder(folder / "工作" / NAME))
            round_of_40(officer)
            for name, place in PAGES.items():
                officer.go(place)
                take(browser.page, name)


if __name__ == "__main__":
    main()
