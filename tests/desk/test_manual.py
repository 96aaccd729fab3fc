"""The manual is at hand on the desk, page by page as it is written to a folder."""

from __future__ import annotations

from pathlib import Path

from tests.factories.desks import open_desk
from xlgen.reports.manual import FIRST_PAGE, manual_files


def test_manual__is_served_as_it_is_written(tmp_path: Path) -> None:
    browser = open_desk(tmp_path).browser
    assert '<a href="/manual"' in browser.get("/").text
    first = browser.get("/manual")
    assert (first.url.path, first.content) == (f"/manual/{FIRST_PAGE}", manual_files()[FIRST_PAGE])
    for name, content in manual_files().items():
        answer = browser.get(f"/manual/{name}")
        assert (answer.status_code, answer.content) == (200, content)
    assert answer.headers["content-type"] == "image/png"
    assert browser.get("/manual/manual.css").headers["content-type"].startswith("text/css")
    for elsewhere in ("/manual/nothing.html", "/manual/../pyproject.toml", "/manual/%2e%2e/desk.json"):
        assert browser.get(elsewhere).status_code == 404
