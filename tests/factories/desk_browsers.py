"""A desk that answers on a port, and a browser that entered it: Debian's Chromium, driven."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import uvicorn
from playwright.sync_api import Page, sync_playwright

from xlgen.desk.app import make_app
from xlgen.desk.serving import address_of, listening
from xlgen.desk.web import Desk
from xlgen.desk.workspace import Workspace

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


@dataclass(frozen=True)
class OpenBrowser:
    """A page of the desk; complaints: what the browser complained of, which a test wants empty."""

    desk: Desk
    port: int
    page: Page
    complaints: list[str]

    def go(self, path: str) -> None:
        """Open a page of the desk."""
        self.page.goto(f"http://127.0.0.1:{self.port}{path}")

    def end_of_job(self) -> str:
        """Wait until the job on the page has ended; what the page says then."""
        self.page.wait_for_selector("#job[data-ended]", timeout=120_000)
        return self.page.inner_text("main")

    def is_cut_off(self) -> bool:
        """Whether the page is wider than the window."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@contextmanager
def served(folder: Path) -> Iterator[tuple[Desk, int]]:
    """A desk of a working folder on a free port."""
    folder.mkdir(parents=True, exist_ok=True)
    opened = listening(None)
    desk, port = Desk(Workspace(folder)), int(opened.getsockname()[1])
    config = uvicorn.Config(make_app(desk, port), log_level="error", lifespan="off", http="h11", ws="none")
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [opened]})
    thread.start()
    try:
        yield desk, port
    finally:
        desk.jobs.stop_all()
        server.should_exit = True
        thread.join()
        opened.close()


@contextmanager
def browsing(folder: Path, width: int = 1366, height: int = 768) -> Iterator[OpenBrowser]:
    """A browser in the desk of a working folder, with a window of this size."""
    with served(folder) as (desk, port), sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address_of(port, desk.session.new_token()))
        try:
            yield OpenBrowser(desk, port, page, complaints)
        finally:
            browser.close()
