"""LibreOffice as its users drive it: one process in which workbook after workbook is opened, edited and saved.

It computes as it does for its users: what is stored is believed when a file is opened, and what depends on an edit is
computed anew.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from openpyxl.utils import get_column_letter

from tests.oracles.failed import OracleFailedError
from tests.oracles.libreoffice import SOFFICE
from tests.random_editing.edits import Edit, Place

PYTHON = "/usr/bin/python3"
"""The system's, for which Debian builds the bridge to LibreOffice (python3-uno)."""
SCRIPT = Path(__file__).with_name("program_script.py")
SECONDS = 300
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>zh-CN</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Input"><prop oor:name="ReplaceCellsWarning" oor:op="fuse">
<value>false</value></prop></item>
</oor:items>
"""
"""Dates and numbers are read as in China; pasting over a filled cell asks nothing (without a window: is given up)."""


class Program:
    """The program, for as long as the context lasts."""

    def __enter__(self) -> Program:
        if not Path(SOFFICE).is_file():
            raise OracleFailedError(f"{SOFFICE} is missing; the tests need it: run tests/oracles/install.sh")
        self._home = Path(tempfile.mkdtemp(prefix="xlgen-office-"))
        (self._home / "user").mkdir()
        (self._home / "user" / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
        pipe = self._home.name
        environment = {"HOME": str(self._home), **ENVIRONMENT}
        self._office = subprocess.Popen(
            [
                *(SOFFICE, f"-env:UserInstallation={self._home.as_uri()}", "--headless", "--norestore"),
                f"--accept=pipe,name={pipe};urp;",
            ],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._bridge = subprocess.Popen(
            [PYTHON, str(SCRIPT), pipe],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._bridge.communicate(timeout=SECONDS)
            if self._bridge.returncode == 0:
                self._office.wait(SECONDS)
        except subprocess.TimeoutExpired:
            self._bridge.kill()
        finally:
            with suppress(ProcessLookupError):
                os.killpg(self._office.pid, signal.SIGKILL)  # the script that started the program, and the program
            self._office.wait()
            shutil.rmtree(self._home, ignore_errors=True)

    def open(self, file: Path) -> None:
        """Open a workbook; the one before is closed."""
        self._ask("open", file.as_uri())

    def unlocked(self) -> list[Place]:
        """The cells of the workbook's visible sheets that its protection lets one edit."""
        areas: dict[str, list[list[int]]] = self._ask("unlocked")
        return [
            Place(sheet, f"{get_column_letter(column + 1)}{row + 1}")
            for sheet, found in areas.items()
            for left, top, right, bottom in found
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]

    def locked(self, place: Place) -> bool:
        """Whether a cell is marked as locked."""
        return bool(self._ask("locked", *place))

    def contents(self) -> dict[str, list[list[str]]]:
        """What stands in the cells of every sheet, row by row from A1, formulas as formulas."""
        contents: dict[str, list[list[str]]] = self._ask("contents")
        return contents

    def edit(self, edits: Iterable[Edit]) -> None:
        """Make the edits; what protection refuses changes nothing."""
        for each in edits:
            self._ask(each.command, *each.given)

    def save(self, file: Path) -> None:
        """Save a copy as xlsx and close the workbook."""
        self._ask("save", file.as_uri())
        self._ask("close")

    def overwrite(self, place: Place, text: str) -> None:
        """Fill a cell as no user can: by a setter, which ignores protection."""
        self._ask("overwrite", place.sheet, place.area, text)

    def _ask(self, *request: object) -> Any:
        assert self._bridge.stdin is not None
        assert self._bridge.stdout is not None
        try:
            self._bridge.stdin.write(f"{json.dumps(request)}\n".encode())
            self._bridge.stdin.flush()
            answered, _, _ = select.select([self._bridge.stdout], [], [], SECONDS)
            answer = self._bridge.stdout.readline() if answered else b""
        except BrokenPipeError:
            answer = b""
        if not answer:
            assert self._bridge.stderr is not None
            self._bridge.kill()
            said = self._bridge.stderr.read().decode(errors="replace")
            raise OracleFailedError(f"LibreOffice ended, or hangs, at {request}: {said[-2000:]}")
        return json.loads(answer)
