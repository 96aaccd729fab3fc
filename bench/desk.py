"""The officer's desk with 20,000 units, and with 5,000 dropped files: each beside the library's own time for the same.

`python -m bench.desk`: a desk in this process, asked through its socket, as a browser does. Wall-clock seconds, since
that is what somebody waits; the ratio is to what the same run needed without the desk.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import uvicorn
from rich.console import Console
from rich.table import Table

from bench.returns import unit_name, write_returns
from bench.timing import own_peak
from xlgen.campaign.clock import current_time
from xlgen.campaign.progress import progress_of
from xlgen.campaign.record import open_record
from xlgen.campaign.record_rows import CopyFacts, PlannedForm, RecordedSubmission
from xlgen.campaign.validation import validate_returns
from xlgen.desk.app import make_app
from xlgen.desk.serving import listening
from xlgen.desk.web import Desk
from xlgen.desk.workspace import CampaignFolder, Workspace
from xlgen.roster.unit import Unit
from xlgen.scheme.load import load_scheme
from xlgen.submissions.verdict import Verdict

SCHEME = "jiangsu-2020"
UNITS, FILES, FILES_AT_ONCE = 20_000, 5_000, 40
TIME, DAY = "2026-03-01 09:30:00.125", "2026-03-01"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        _pages(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        _drop(Path(folder))


@dataclass
class Asking:
    """A browser that was let in."""

    desk: Desk
    port: int

    def get(self, path: str) -> bytes:
        """A page."""
        return self._ask("GET", path, b"", "")

    def post(self, path: str, fields: Sequence[tuple[str, str]], files: Sequence[Path] = ()) -> bytes:
        """Send a form; the answer, or where it leads."""
        mark = uuid.uuid4().hex
        body = io.BytesIO()
        for name, value in fields:
            body.write(f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
        for file in files:
            head = f'Content-Disposition: form-data; name="files"; filename="{file.name}"\r\n'
            body.write(f"--{mark}\r\n{head}Content-Type: application/octet-stream\r\n\r\n".encode())
            body.write(file.read_bytes() + b"\r\n")
        body.write(f"--{mark}--\r\n".encode())
        return self._ask("POST", path, body.getvalue(), f"multipart/form-data; boundary={mark}")

    def _ask(self, method: str, path: str, body: bytes, kind: str) -> bytes:
        host = f"127.0.0.1:{self.port}"
        headers = {"cookie": "=".join(self.desk.session.cookie), "origin": f"http://{host}", "content-type": kind}
        connection = HTTPConnection("127.0.0.1", self.port)
        connection.request(method, path, body, {**headers, "accept": "application/json" if kind else "*/*"})
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        assert answer.status in (200, 303), content.decode("utf-8", errors="replace")[:2_000]
        return content


@contextmanager
def _served(folder: Path) -> Iterator[Asking]:
    opened = listening(None)
    desk, port = Desk(Workspace(folder)), int(opened.getsockname()[1])
    config = uvicorn.Config(make_app(desk, port), log_level="error", lifespan="off", http="h11", ws="none")
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [opened]}, daemon=True)
    thread.start()
    yield Asking(desk, port)
    desk.jobs.stop_all()
    server.should_exit = True
    thread.join()


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _campaign(folder: Path, units: int) -> CampaignFolder:
    """A campaign whose units were all issued their forms."""
    campaign = Workspace(folder).create("自评")
    campaign.issued.mkdir()
    names = [unit_name(number) for number in range(units)]
    with open_record(campaign.record) as record:
        scheme = load_scheme(SCHEME)
        planned = [
            PlannedForm(Unit(name, f"{at:06}"), f"{at}.xlsx", "", details={"parent": f"{at % 60}局", "phone": f"{at}"})
            for at, name in enumerate(names)
        ]
        about = {"方案": SCHEME, "版本": scheme.version, "年度": str(scheme.year)}
        record.plan(about, planned, lambda _: False)
        record.issued(names, TIME)
    return campaign


def _pages(folder: Path) -> None:
    campaign = _campaign(folder, UNITS)
    with open_record(campaign.record) as record:
        rows = [
            RecordedSubmission(unit.key, f"/交回/{unit.name}.xlsx", f"{at:064}", 0.0, TIME, Verdict.PASSED, 90.0, 90.0)
            for at, unit in enumerate(record.units())
            if at % 3
        ]
        facts = [CopyFacts(row.form, row.fingerprint, TIME, DAY, TIME, f"{at}", "", b"") for at, row in enumerate(rows)]
        record.submitted(rows, facts)
    with open_record(campaign.record) as record:
        alone = _seconds(lambda: progress_of(record, current_time()[:10]))
    base = f"/campaigns/{campaign.key}"
    unit = f"{base}/unit?{urlencode({'unit': unit_name(7_000)})}"
    paths = {
        "the campaign, first time": base,
        "the campaign, again": base,
        "page 150": f"{base}?page=150",
        "by state and text": f"{base}?{urlencode({'state': '未报送', 'text': '0123'})}",
        "the first page": "/",
        "a unit": unit,
        "a unit, again": unit,
        "reminders": f"{base}/reminders",
        "进度.xlsx": f"{base}/progress.xlsx",
    }
    table = Table("page", "s", "÷ reading the record", title=f"{UNITS:,} units; the record is read in {alone:.2f} s")
    with _served(folder) as asking:
        for name, path in paths.items():
            seconds = _seconds(partial(asking.get, path))
            table.add_row(name, f"{seconds:.2f}", f"{seconds / alone:.2f}")
    Console(width=100).print(table)


def _drop(folder: Path) -> None:
    came = folder / "来件"
    write_returns(came, load_scheme(SCHEME), FILES)
    files = sorted(came.iterdir())
    size = sum(file.stat().st_size for file in files) / 2**20
    copying = _seconds(lambda: shutil.copytree(came, folder / "副本"))
    alone = _campaign(folder / "命令", FILES)
    checking = _seconds(lambda: validate_returns([came], roster=alone.issued))
    work = folder / "工作"
    campaign = _campaign(work, FILES)
    base = f"/campaigns/{campaign.key}"
    table = Table("step", "s", "÷ without the desk", title=f"{FILES:,} files, {size:.0f} MB")
    with _served(work) as asking:
        batches = [files[at : at + FILES_AT_ONCE] for at in range(0, FILES, FILES_AT_ONCE)]
        dropping = _seconds(lambda: [asking.post(f"{base}/returns/upload", [("day", DAY)], batch) for batch in batches])
        table.add_row("dropped", f"{dropping:.1f}", f"{dropping / copying:.1f}")
        start = time.perf_counter()
        asking.post(f"{base}/returns/check", [("day", DAY)])
        slowest = dict.fromkeys(("the campaign", "the job", "a unit"), 0.0)
        paths = base, "/jobs/1", f"{base}/unit?{urlencode({'unit': unit_name(70)})}"
        while asking.desk.jobs.on(campaign.key):
            for name, path in zip(slowest, paths, strict=True):
                slowest[name] = max(slowest[name], _seconds(partial(asking.get, path)))
            time.sleep(0.5)
        checked = time.perf_counter() - start
        table.add_row("checked, with its reports, pages being read", f"{checked:.1f}", f"{checked / checking:.2f}")
        for name, seconds in slowest.items():
            table.add_row(f"slowest page meanwhile: {name}", f"{seconds:.2f}", "")
        unit = _seconds(partial(asking.get, f"{base}/unit?{urlencode({'unit': unit_name(90)})}"))
        table.add_row("a unit's page, its file among these", f"{unit:.2f}", "")
        again = time.perf_counter()
        asking.post(f"{base}/returns/check", [("day", DAY)])
        asking.desk.jobs.wait()
        table.add_row("checked again", f"{time.perf_counter() - again:.1f}", "")
    Console(width=100).print(table)
    print(f"{own_peak() / 1024:.0f} MB")


if __name__ == "__main__":
    main()
