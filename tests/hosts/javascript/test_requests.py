"""Requests as anybody may send them: each gets a sentence, none gets to see the inside."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.types import Message, Receive, Scope, Send

from tests.cli.running import CHINESE
from tests.hosts.javascript.serving import GOOD_CALL, PUBLIC, asked, served
from xlgen.hosts.javascript.checking import NotCheckedError, findings_of
from xlgen.hosts.javascript.request_limits import OVERSIZE_FACTOR, PathLimit, RequestLimits, with_limits
from xlgen.xlsx.read.package import MAX_BYTES

INSIDE = re.compile(r"Traceback|File \"|pydantic|xlwings|site-packages|[A-Za-z]+Error")


def assert_told(answer: tuple[int, str], status: int, *parts: str) -> None:
    """A sentence in Chinese and nothing else."""
    assert answer[0] == status
    told = json.loads(answer[1])
    assert set(told) == {"error"}
    assert CHINESE.search(told["error"])
    assert not INSIDE.search(told["error"])
    for part in parts:
        assert part in told["error"]


def test_good_call__is_answered(origin: str) -> None:
    assert asked(origin, "POST", "/call", GOOD_CALL) == (200, '{"result":[["优"]]}')


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"version": "0.0.1"}, "加载项已更新"),
        ({"func_name": "__class__"}, "没有这个函数"),
        ({"func_name": "grade"}, "没有这个函数"),
        ({"args": []}, "参数个数不对"),
        ({"args": [[[90]], None, None, None]}, "参数个数不对"),
        ({"args": [[[[90]]], None, None]}, "参数的形式不对"),
        ({"func_name": "STACK", "args": [[[90]]]}, "参数的形式不对"),
        ({"func_name": "STACK", "args": [None]}, "参数的形式不对"),
    ],
)
def test_call_that_cannot_be_meant__is_refused(origin: str, change: dict[str, Any], told: str) -> None:
    assert_told(asked(origin, "POST", "/call", {**GOOD_CALL, **change}), 422, told)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "null",
        "\xff",
        "[" * 100_000,
        {},
        {**GOOD_CALL, "runtime": "1.2"},
        {**GOOD_CALL, "runtime": "x"},
        {**GOOD_CALL, "args": "GRADE"},
        {**GOOD_CALL, "args": [90, None, None]},
        {**GOOD_CALL, "args": [[[{"type": "Error"}]], None, None]},
        {**GOOD_CALL, "args": [[["长" * 40_000]], None, None]},
        {**GOOD_CALL, "args": [[[{"type": "x", "basicValue": 1, "numberFormat": "[" * 256}]], None, None]},
        {**GOOD_CALL, "args": [[[90]]] * 300},
    ],
    ids=range(15),
)
def test_body_that_is_no_call__is_refused(origin: str, body: Any) -> None:
    assert_told(asked(origin, "POST", "/call", body), 400, "读不懂这个请求")


def test_oversized_body__is_refused(origin: str) -> None:
    assert_told(asked(origin, "POST", "/call", " " * 300_000), 413, "内容太大，一次最多 256 KB")


def test_oversized_body_of_unknown_length__is_refused(origin: str) -> None:
    def parts() -> Iterator[bytes]:
        yield from (b" " * 10_000 for _ in range(30))

    assert_told(asked(origin, "POST", "/call", parts()), 413, "内容太大")


def test_workbook_beyond_the_validators_limit__is_refused_unread(origin: str) -> None:
    length = {"Content-Length": str(OVERSIZE_FACTOR * MAX_BYTES + 1)}
    assert_told(asked(origin, "POST", "/check", b"", **length), 413, "内容太大，一次最多 65,536 KB")


@pytest.mark.parametrize("length", ["-1", "x", "1e3"])
def test_strange_length__is_refused(origin: str, length: str) -> None:
    assert asked(origin, "POST", "/call", b"", **{"Content-Length": length})[0] in (400, 413)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/nowhere"),
        ("GET", "/call"),
        ("POST", "/taskpane.html"),
        ("DELETE", "/manifest.xml"),
        ("GET", "/served/../functions.js.jinja"),
        ("GET", "/office-js/%2e%2e/%2e%2e/LICENSE.md"),
        ("GET", "/docs"),
        ("GET", "/openapi.json"),
        ("GET", "/certificate.crt"),
    ],
)
def test_other_addresses__are_not_there(origin: str, method: str, path: str) -> None:
    answer = asked(origin, method, path)
    assert answer[0] in (404, 405)
    assert_told(answer, answer[0])


def test_no_workbook__is_a_finding(origin: str) -> None:
    status, text = asked(origin, "POST", "/check?name=a.xlsx", b"not a workbook")
    found = json.loads(text)
    assert (status, found["name"], found["verdict"]) == (200, "a.xlsx", "无法读取")
    assert [each["code"] for each in found["findings"]] == ["UNREADABLE"]


def test_check_that_takes_too_long__is_ended() -> None:
    with pytest.raises(NotCheckedError, match="太长时间"):
        findings_of("a.xlsx", b"", seconds=0.01)


def test_check_of_a_name_with_control_characters__is_refused(origin: str) -> None:
    for name in ("a%00.xlsx", "a%0A.xlsx", "%C2%85"):
        assert_told(asked(origin, "POST", f"/check?name={name}", b"x"), 400, "读不懂这个请求")


def test_slow_senders__keep_nobody_out(origin: str) -> None:
    """More of them than are checked at once, and than the room of other addresses holds."""
    address = urlsplit(origin)
    with ExitStack() as slow:
        for path in ("/check", "/call", "/nowhere") * 20:
            sender = slow.enter_context(socket.create_connection((address.hostname or "", address.port or 0)))
            sender.sendall(f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n{{".encode())
        assert asked(origin, "POST", "/call", GOOD_CALL)[0] == 200
        assert asked(origin, "POST", "/check?name=a.xlsx", b"not a workbook")[0] == 200
        assert asked(origin, "POST", "/nowhere", b"")[0] == 404


App = Callable[[Scope, Receive, Send], Awaitable[None]]


async def _empty(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


SMALL = PathLimit(1000, at_once=1, held=2000)


async def _through(
    app: App, receive: Receive, seconds: float = 60, limit: PathLimit = SMALL, several: int = 1
) -> list[Message]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/call", "headers": []}
    limited = with_limits(app, RequestLimits({"/call": limit}, seconds))
    await asyncio.gather(*(limited(scope, receive, send) for _ in range(several)))
    return sent


async def _never() -> Message:
    await asyncio.sleep(10)
    raise AssertionError


async def _nothing() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


def _statuses(sent: list[Message]) -> list[int]:
    return [each["status"] for each in sent if each["type"] == "http.response.start"]


def test_slow_body__is_not_waited_for() -> None:
    assert _statuses(asyncio.run(_through(_empty, _never, seconds=0.05))) == [408]


def test_too_many_at_once__are_sent_away() -> None:
    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(0.05)
        await _empty(scope, receive, send)

    sent = asyncio.run(_through(slow, _nothing, limit=PathLimit(1000, at_once=2, held=2000), several=3))
    assert sorted(_statuses(sent)) == [200, 200, 503]


def test_bodies_of_one_client__fill_half_of_the_memory() -> None:
    async def some_of_it() -> Message:
        await asyncio.sleep(0)
        return {"type": "http.request", "body": b"x" * 600, "more_body": False}

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(0.05)
        await _empty(scope, receive, send)

    sent = asyncio.run(_through(slow, some_of_it, limit=PathLimit(1000, at_once=9, held=2500), several=3))
    assert sorted(_statuses(sent)) == [200, 200, 503]


def test_answer_that_is_read_slowly__takes_no_place() -> None:
    async def answered(app: App) -> list[int]:
        both, statuses = asyncio.Barrier(2), []

        async def send(message: Message) -> None:
            if "status" in message:
                statuses.append(message["status"])
                await asyncio.wait_for(both.wait(), 60)  # neither is read before the other is there

        scope = {"type": "http", "method": "POST", "path": "/call", "headers": []}
        limited = with_limits(app, RequestLimits({"/call": SMALL}, seconds=60))
        await asyncio.gather(limited(scope, _nothing, send), limited(scope, _nothing, send))
        return statuses

    assert asyncio.run(answered(_empty)) == [200, 200]


def test_failure_of_ours__is_one_sentence_and_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise ValueError("预算数 1234.5")

    sent = asyncio.run(_through(broken, _nothing))
    assert _statuses(sent) == [500]
    assert "服务器出错" in sent[1]["body"].decode("utf-8")
    told = capsys.readouterr().err
    assert told.startswith("POST /call：程序出错（ValueError")
    assert told.count("\n") == 1
    assert "1234.5" not in told  # what a unit filled in is not logged


BROKEN = """
import sys
from xlgen.hosts.javascript import checking, guide
def broken(*_):
    raise ValueError("预算数 1234.5")
checking.findings_of = guide.rows = broken
sys.stderr = open({log!r}, "w", encoding="utf-8", buffering=1)
"""


@pytest.mark.parametrize(("method", "path"), [("GET", "/guide.json"), ("POST", "/check")])
def test_failure_in_the_command__is_one_sentence_and_one_line(tmp_path: Path, method: str, path: str) -> None:
    log = tmp_path / "log"
    with served(tmp_path, "--behind-proxy", PUBLIC, prepared=BROKEN.format(log=str(log))) as (_, port):
        assert_told(asked(f"http://127.0.0.1:{port}", method, path, None), 500, "服务器出错")
    told = log.read_text(encoding="utf-8")
    assert told.startswith(f"{method} {path}：程序出错（ValueError")
    assert told.count("\n") == 1
    assert "1234.5" not in told
