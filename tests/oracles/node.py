"""Node and Chromium, with the packages that install.sh fetches."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.oracles.ooxml import TOOLS

SECONDS = 300
"""A guard against hanging, not a limit."""


class ToolMissingError(RuntimeError):
    """Node, a package of it or a browser is not installed; a test must not pass without it."""


def node(script: Path, given: Any, *packages: str) -> Any:
    """What a script prints as JSON for what it reads as JSON; its argument is the folder with the packages."""
    found = shutil.which("node")
    missing = [name for name in packages if not (TOOLS / "node_modules" / name).is_dir()]
    if found is None or missing:
        raise ToolMissingError(f"node or {missing} is missing; run tests/oracles/install.sh")
    done = subprocess.run(
        [found, str(script), str(TOOLS)],
        input=json.dumps(given),
        capture_output=True,
        timeout=SECONDS,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def chromium() -> str:
    """The program of the browser."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        raise ToolMissingError("chromium is missing; run tests/oracles/install.sh")
    return found
