"""A round of 40 units in a real browser, from a messy roster to the settled review: one number in every place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.desk_browsers import browsing
from tests.factories.desks import own_scheme
from tests.factories.officers import NAME, Officer, round_of_40
from xlgen.desk.workspace import CampaignFolder

pytestmark = [pytest.mark.oracle, pytest.mark.slow]


def test_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own_scheme(tmp_path / "表样", monkeypatch)
    with browsing(tmp_path / "工作") as browser:
        round_of_40(Officer(browser.page, tmp_path, CampaignFolder(tmp_path / "工作" / NAME)))
        assert browser.complaints == []
