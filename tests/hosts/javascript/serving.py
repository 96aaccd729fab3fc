"""The server as an officer starts it, in a process of its own, and the tools that stand in for Excel."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.oracles.ooxml import TOOLS
from xlgen.files.resources import package_digest

HERE = Path(__file__).parent
PUBLIC = "https://jixiao.example"
COMMAND = (sys.executable, "-c", "from xlgen.cli.main import main; main()", "addin", "serve")
SECONDS = 300
"""A guard against hanging, not a limit."""


class ToolMissingError(RuntimeError):
    """Node, a package of it or a browser is not installed; a test must not pass without it."""


def environment(home: Path, **more: str) -> dict[str, str]:
    """That of a user who has accepted nothing yet, with an empty home folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XLWINGS_")}
    return {**kept, "HOME": str(home), "USERPROFILE": str(home), "PYTHONIOENCODING": "utf-8", **more}


@contextmanager
def served(home: Path, *options: str, prepared: str = "") -> Iterator[tuple[str, str]]:
    """What the command says until it serves, and the port; prepared: code that is run before."""
    python, flag, code, *words = COMMAND
    command = [python, flag, f"{prepared}\n{code}", *words, "--noncommercial", "--port", "0", *options]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, env=environment(home), encoding="utf-8") as process:
        try:
            assert process.stdout is not None
            said = ""
            for line in process.stdout:
                said += line
                if "Ctrl+C" in line:
                    break
            found = re.search(r"(?:localhost:|本机端口 )([0-9]+)", said)
            assert found is not None, said + (process.stderr.read() if process.stderr else "")
            yield said, found[1]
        finally:
            process.terminate()
            process.wait(timeout=SECONDS)


def node(script: str, given: Any, *packages: str) -> Any:
    """What a script of this folder prints as JSON for what it reads as JSON."""
    found = shutil.which("node")
    missing = [name for name in packages if not (TOOLS / "node_modules" / name).is_dir()]
    if found is None or missing:
        raise ToolMissingError(f"node or {missing} is missing; run tests/oracles/install.sh")
    done = subprocess.run(
        [found, str(HERE / script), str(TOOLS)],
        input=json.dumps(given),
        capture_output=True,
        timeout=SECONDS,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def cells(address: str, values: Sequence[Sequence[Any]], number_format: str = "General") -> dict[str, Any]:
    """An argument that is a range of the sheet; None is an empty cell."""
    return {"address": f"评分表!{address}", "values": values, "format": number_format}


def constant(value: Any) -> dict[str, Any]:
    """An argument that is written into the formula."""
    return {"address": None, "values": [[value]]}


GOOD_CALL: Mapping[str, Any] = {
    "func_name": "GRADE",
    "args": [[[90]], None, None],
    "version": package_digest(),
    "runtime": "1.4",
}


def asked(origin: str, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, str]:
    """Status and text; body: as it is sent, or data that is sent as JSON."""
    address = urlsplit(origin)
    assert address.hostname is not None
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=SECONDS)
    sent = json.dumps(body) if isinstance(body, (dict, list)) else body
    try:
        connection.request(method, path, sent, {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8")
    finally:
        connection.close()
