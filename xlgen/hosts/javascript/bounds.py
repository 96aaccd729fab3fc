"""What any request is held to: so large, so long, nothing told of the inside, nothing from another host."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from xlgen.hosts.javascript.paths import CALLED, CHECKED
from xlgen.xlsx.read.package import MAX_BYTES

KILOBYTE = 1024


class Limit(NamedTuple):
    """Of the requests to one address: bytes of each, how many are worked on at once, bytes held of all together."""

    size: int
    at_once: int
    held: int


class Limits(NamedTuple):
    """By address; and the seconds in which the body of a request must be here."""

    by_path: Mapping[str, Limit]
    seconds: float


DEFAULT_LIMITS = Limits(
    {
        CALLED: Limit(256 * KILOBYTE, at_once=256, held=64 * KILOBYTE * KILOBYTE),
        CHECKED: Limit(MAX_BYTES, at_once=4, held=6 * MAX_BYTES),
    },
    seconds=60,
)
OTHER_LIMITS = Limit(KILOBYTE, at_once=16, held=64 * KILOBYTE)
PATIENCE = 4
"""So many times the size is let by unkept: who still sends when the connection ends does not hear why."""
HEADERS = {
    # office.js would report to Microsoft how add-ins fare; the browser lets it reach nothing but this server.
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",
}
"""No word on frames: Excel on the web shows the pane in one, from hosts that Microsoft does not list."""
FAILED = "服务器出错，请告诉提供加载项的部门"
_BUSY = "服务器正忙，请稍后再试"


class _Refused(Exception):
    def __init__(self, status: int, sentence: str) -> None:
        self.status, self.sentence = status, sentence


class _Room:
    """For the requests to one address: the memory for their bodies, and the places to work on them.

    A place is taken once the body is here, so whoever sends slowly keeps nobody out; and one client can fill no more
    than half of the memory.
    """

    def __init__(self, limit: Limit) -> None:
        self.size, self.places = limit.size, asyncio.Semaphore(limit.at_once)
        self._most, self._held = limit.held, Counter[str]()

    @contextmanager
    def holding(self, client: str) -> Iterator[Callable[[int], None]]:
        """Gives what to call before so many more bytes are kept; all are given back at the end."""
        own = 0

        def keep(size: int) -> None:
            nonlocal own
            if self._held.total() + size > self._most or 2 * (self._held[client] + size) > self._most:
                raise _Refused(503, _BUSY)
            own += size
            self._held[client] += size

        try:
            yield keep
        finally:
            self._held[client] -= own
            self._held = +self._held  # forgets the clients that hold nothing


def bounded(app: ASGIApp, limits: Limits = DEFAULT_LIMITS) -> ASGIApp:
    """The same app within the limits; whatever it fails on becomes one sentence."""
    rooms = {path: _Room(limit) for path, limit in limits.by_path.items()}
    elsewhere = _Room(OTHER_LIMITS)

    async def within(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        begun = False

        async def with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                own = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message = {**message, "headers": [*message.get("headers", []), *own]}
            await send(message)

        try:
            if scope["method"] in ("GET", "HEAD"):
                await app(scope, receive, with_headers)
                return
            for message in await _answer(app, scope, receive, rooms.get(scope["path"], elsewhere), limits.seconds):
                await with_headers(message)
        except _Refused as refused:
            await _tell(with_headers, refused.status, refused.sentence)
        except Exception as error:
            sys.stderr.write(
                f"{scope['method']} {scope['path']}：程序出错（{_where(error)}）。请把这一行发给维护人员\n"
            )
            if not begun:
                await _tell(with_headers, 500, FAILED)

    return within


async def _answer(app: ASGIApp, scope: Scope, receive: Receive, room: _Room, seconds: float) -> list[Message]:
    """What the app answers, to be sent when the room is free again: a client may be slow to read, too."""
    answer: list[Message] = []

    async def keep_answer(message: Message) -> None:
        answer.append(message)

    with room.holding(scope["client"][0] if scope.get("client") else "") as keep:
        body = await _body(scope, receive, room.size, seconds, keep)
        if room.places.locked():
            raise _Refused(503, _BUSY)
        async with room.places:
            await app(scope, _again(body, receive), keep_answer)
    return answer


async def _body(scope: Scope, receive: Receive, most: int, seconds: float, keep: Callable[[int], None]) -> bytes:
    too_large = _Refused(413, f"内容太大，一次最多 {most / KILOBYTE:,.0f} KB")
    said = dict(scope["headers"]).get(b"content-length", b"0")
    if not said.isdigit() or int(said) > PATIENCE * most:
        raise too_large
    try:
        async with asyncio.timeout(seconds):
            parts, size = [], 0
            async for part in _parts(receive):
                size += len(part)
                if size <= most:
                    keep(len(part))
                    parts.append(part)
                if size > PATIENCE * most:
                    raise too_large
    except TimeoutError:
        raise _Refused(408, "内容没有及时送到，请检查网络后再试") from None
    if size > most:
        raise too_large
    return b"".join(parts)


async def _parts(receive: Receive) -> AsyncIterator[bytes]:
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Refused(400, "连接中断")
        yield message.get("body", b"")
        more = message.get("more_body", False)


def _again(body: bytes, receive: Receive) -> Receive:
    given = False

    async def replayed() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed


async def _tell(send: Send, status: int, sentence: str) -> None:
    body = json.dumps({"error": sentence}, ensure_ascii=False).encode("utf-8")
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, (b"connection", b"close")]})
    await send({"type": "http.response.body", "body": body})


def _where(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else f"，{trace.tb_frame.f_code.co_qualname} 第 {trace.tb_lineno} 行"
    return f"{type(error).__name__}{place}"
