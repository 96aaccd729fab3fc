"""What the tests of the desk's pages share: a desk with the small form known, and its jobs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.desks import OpenDesk, open_desk, own_scheme


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenDesk]:
    """A desk on which jobs run in this process."""
    own_scheme(tmp_path / "表样", monkeypatch)
    monkeypatch.setattr("xlgen.desk.jobs.default_jobs", lambda: 1)
    opened = open_desk(tmp_path / "工作")
    yield opened
    opened.desk.jobs.stop_all()
