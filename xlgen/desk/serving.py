"""Serving the desk on 127.0.0.1, and finding the one that is running already."""

from __future__ import annotations

import json
import os
import socket
import sys
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import uvicorn

from xlgen.desk.app import make_app
from xlgen.desk.guard import ENTER, PROOF_HEADER, RENEW
from xlgen.desk.own_schemes import know_schemes
from xlgen.desk.session import Session
from xlgen.desk.web import Desk
from xlgen.desk.workspace import Workspace
from xlgen.errors import UsageError

LOCAL = "127.0.0.1"
RUNNING = Path(".xlgen", "desk.json")
"""In the home folder: where a desk of this person answers, readable by nobody else."""
ASK_SECONDS = 3


class RunningDesk(NamedTuple):
    """A desk that was started before: its port, its working folder, and what proves that one is its owner."""

    port: int
    folder: str
    renewal: str


def address_of(port: int, token: str) -> str:
    """The address by which one enters."""
    return f"http://{LOCAL}:{port}{ENTER}?token={token}"


def address_of_running(folder: Path) -> str | None:
    """A new address of the desk that serves this working folder already; None where none does."""
    running = _recalled()
    if running is None or running.folder != str(folder):
        return None
    connection = HTTPConnection(LOCAL, running.port, timeout=ASK_SECONDS)
    try:
        connection.request("POST", RENEW, headers={PROOF_HEADER: running.renewal})
        answer = connection.getresponse()
        token = answer.read(200).decode("ascii", errors="replace")
        return address_of(running.port, token) if answer.status == 200 else None
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()


def listening(port: int | None) -> socket.socket:
    """A socket of this machine alone, on a port or on any that is free. Raises UsageError where it is taken."""
    if port is not None and not 1 <= port <= 65_535:
        raise UsageError(f"应当是 1 至 65535 的整数，写的却是 {port}", "port")
    opened = socket.socket()
    if os.name == "posix":
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a restart need not wait a minute
    try:
        opened.bind((LOCAL, port or 0))
        opened.listen()
    except OSError:
        opened.close()
        raise UsageError(f"端口 {port} 不能使用：已被占用，或没有权限。请换一个，或不写", "port") from None
    return opened


def serve(opened: socket.socket, folder: Path, say: Callable[[str], None], *, browser: bool) -> None:
    """Serve the desk of a working folder until Ctrl+C. Raises OSError where the folder cannot be made."""
    folder.mkdir(parents=True, exist_ok=True)
    know_schemes(folder)
    desk, port = Desk(Workspace(folder)), int(opened.getsockname()[1])
    _remember(RunningDesk(port, str(folder), desk.session.renewal))

    def invite() -> None:
        address = address_of(port, desk.session.new_token())
        say(f"请在本机的浏览器里打开（这个地址只能用一次）：{address}")
        if browser:
            webbrowser.open(address)

    invite()
    say("关掉了页面的，在这里按回车键，或再启动一次。用完按 Ctrl+C 停止")
    Thread(target=_invite_again, args=(invite,), daemon=True).start()
    config = uvicorn.Config(
        make_app(desk, port),
        log_level="critical",  # what goes wrong is said by `app.py`, in a line
        access_log=False,
        server_header=False,
        proxy_headers=False,  # there is none before us
        lifespan="off",
        http="h11",
        ws="none",
        timeout_graceful_shutdown=2,
    )
    try:
        uvicorn.Server(config).run(sockets=[opened])
    except KeyboardInterrupt:
        pass
    finally:
        if any(not job.ended for job in desk.jobs.every()):
            say("正在停下手头的任务，请稍候。做过的都记下了")
        desk.jobs.stop_all()
        _forget(desk.session)


def _invite_again(invite: Callable[[], None]) -> None:
    """Print a new address whenever Enter is pressed in the terminal."""
    with suppress(OSError, ValueError):  # there is no terminal
        while sys.stdin and sys.stdin.readline():
            invite()


def _remember(running: RunningDesk) -> None:
    file = Path.home() / RUNNING
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        json.dump(running._asdict(), opened)


def _recalled() -> RunningDesk | None:
    try:
        plain = json.loads((Path.home() / RUNNING).read_text(encoding="utf-8"))
        port, folder, renewal = plain["port"], plain["folder"], plain["renewal"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    known = isinstance(port, int) and isinstance(folder, str) and isinstance(renewal, str) and renewal.isascii()
    return RunningDesk(port, folder, renewal) if known else None


def _forget(session: Session) -> None:
    running = _recalled()
    if running is not None and running.renewal == session.renewal:
        with suppress(OSError):
            (Path.home() / RUNNING).unlink()
