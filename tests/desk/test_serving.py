"""Starting the desk: on this machine alone, its address once, a second start finds the first."""

from __future__ import annotations

import os
import re
import socket
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from xlgen.desk.serving import RUNNING, listening
from xlgen.errors import UsageError

pytestmark = pytest.mark.slow
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/enter\?token=[\w-]+")


def start(home: Path, *words: object) -> subprocess.Popen[str]:
    environment = {**os.environ, "HOME": str(home), "USERPROFILE": str(home), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "xlgen", "desk", *map(str, words), "--no-browser"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, encoding="utf-8", env=environment)


def next_address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if found := ADDRESS.search(line):
            return found[0]
    raise AssertionError("no address")


@pytest.fixture
def running(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = start(tmp_path, tmp_path / "工作")
    yield process
    process.terminate()
    process.communicate(timeout=60)


def enter(address: str) -> tuple[int, str]:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    try:
        with opener.open(address, timeout=60) as answer:
            return answer.status, answer.read().decode("utf-8")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode("utf-8")


def test_desk__lets_in_once_then_by_enter_and_by_another_start(running: subprocess.Popen[str], tmp_path: Path) -> None:
    address = next_address(running)
    status, text = enter(address)
    assert (status, "新的自评" in text) == (200, True)
    assert enter(address)[0] == 403
    assert running.stdin is not None
    running.stdin.write("\n")
    running.stdin.flush()
    renewed = next_address(running)
    assert enter(renewed)[0] == 200
    second = start(tmp_path, tmp_path / "工作")
    out, err = second.communicate(timeout=60)
    assert (second.returncode, err) == (0, "")
    found = ADDRESS.search(out)
    assert found
    assert found[0].split("/enter")[0] == address.split("/enter")[0]
    assert enter(found[0])[0] == 200
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / RUNNING).stat().st_mode) == 0o600


def test_port__of_this_machine_alone() -> None:
    with listening(None) as opened:
        host, port = opened.getsockname()
        assert host == "127.0.0.1"
        with pytest.raises(UsageError, match="端口"):
            listening(port)


@pytest.mark.parametrize("port", [0, -1, 70_000])
def test_wrong_port__refused(port: int) -> None:
    with pytest.raises(UsageError, match="65535"):
        listening(port)


def test_taken_port__said_by_the_command(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = start(tmp_path, "--port", taken.getsockname()[1])
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (3, "")
    assert err.startswith("--port 端口")
