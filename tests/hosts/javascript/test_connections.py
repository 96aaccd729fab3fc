"""Connections on which nothing is asked, or nothing is read, take no place from others for long."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.hosts.javascript.serving import GOOD_CALL, PUBLIC, asked, served

LIMITS = """
from xlgen.hosts.javascript import connections
connections.MAX_CONNECTIONS, connections.IDLE_SECONDS, connections.REQUEST_SECONDS = {}, {}, {}
"""
SOON = 120.0
"""Seconds: far more than any limit that these tests set, on a busy machine too."""
BEGUN = b"POST /call HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n{"


@contextmanager
def limited(home: Path, at_once: int, idle: float, request: float) -> Iterator[str]:
    """Where the command serves with these limits."""
    with served(home, "--behind-proxy", PUBLIC, prepared=LIMITS.format(at_once, idle, request)) as (_, port):
        yield f"http://127.0.0.1:{port}"


def connected(origin: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", int(origin.rpartition(":")[2])))
    connection.settimeout(SOON)
    return connection


def is_cut_off(connection: socket.socket) -> bool:
    """Whether the server ends it soon, whatever it still says."""
    try:
        while connection.recv(65_536):
            pass
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
    return True


def trickle(connection: socket.socket) -> None:
    end = time.monotonic() + SOON
    while time.monotonic() < end:
        connection.sendall(b"G")
        time.sleep(0.05)


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\n"])
def test_idle_connections__give_way(tmp_path: Path, sent: bytes) -> None:
    with limited(tmp_path, at_once=4, idle=600, request=600) as origin, ExitStack() as idle:
        for _ in range(10):
            idle.enter_context(connected(origin)).sendall(sent)
        assert [asked(origin, "POST", "/call", GOOD_CALL)[0] for _ in range(10)] == [200] * 10


def test_connection_that_asks_nothing__is_cut_off(tmp_path: Path) -> None:
    with limited(tmp_path, at_once=9, idle=0.5, request=600) as origin, connected(origin) as idle:
        assert is_cut_off(idle)


def test_request_that_never_begins__is_cut_off(tmp_path: Path) -> None:
    """Also the second of a connection, however often a little of it comes."""
    with limited(tmp_path, at_once=9, idle=0.5, request=600) as origin, connected(origin) as slow:
        slow.sendall(b"GET /guide.json HTTP/1.1\r\nHost: x\r\n\r\n")
        assert slow.recv(65_536).startswith(b"HTTP/1.1 200")
        with pytest.raises(ConnectionError):
            trickle(slow)


def test_request_that_never_ends__is_cut_off(tmp_path: Path) -> None:
    with limited(tmp_path, at_once=9, idle=600, request=0.5) as origin, connected(origin) as slow:
        slow.sendall(BEGUN)
        assert is_cut_off(slow)


def test_requests_at_work__do_not_give_way(tmp_path: Path) -> None:
    with (
        limited(tmp_path, at_once=4, idle=600, request=600) as origin,
        connected(origin) as working,
        ExitStack() as idle,
    ):
        working.sendall(BEGUN)
        for _ in range(10):
            idle.enter_context(connected(origin))
        working.sendall(b" " * 899)
        assert working.recv(65_536).startswith(b"HTTP/1.1 400")


def test_connection__serves_one_request_after_another(tmp_path: Path) -> None:
    with limited(tmp_path, at_once=4, idle=60, request=3) as origin, connected(origin) as kept:
        for _ in range(4):
            kept.sendall(b"GET /served/nothing HTTP/1.1\r\nHost: x\r\n\r\n")
            answer = kept.recv(65_536)
            while not answer.endswith(b"}"):
                answer += kept.recv(65_536)
            assert answer.startswith(b"HTTP/1.1 404")
            time.sleep(1)
