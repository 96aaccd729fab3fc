"""What any request is held to: so large, so long, nothing told of the inside, nothing from another host."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Mapping
from typing import NamedTuple

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from xlgen.officejs.paths import CALLED, CHECKED
from xlgen.returned.package import MOST_BYTES

KILOBYTE = 1024


class Limit(NamedTuple):
    """Of the requests to one address: bytes of each, and how many are held at once."""

    size: int
    at_once: int


class Limits(NamedTuple):
    """By address; and the seconds in which the body of a request must be here."""

    by_path: Mapping[str, Limit]
    seconds: float


USUAL = Limits({CALLED: Limit(256 * KILOBYTE, at_once=256), CHECKED: Limit(MOST_BYTES, at_once=4)}, seconds=60)
OTHER = Limit(KILOBYTE, at_once=16)
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


class _Refused(Exception):
    def __init__(self, status: int, sentence: str) -> None:
        self.status, self.sentence = status, sentence


def bounded(app: ASGIApp, limits: Limits = USUAL) -> ASGIApp:
    """The same app within the limits; whatever it fails on becomes one sentence."""
    rooms = {path: asyncio.Semaphore(limit.at_once) for path, limit in limits.by_path.items()}
    elsewhere = asyncio.Semaphore(OTHER.at_once)

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
            room = rooms.get(scope["path"], elsewhere)
            if room.locked():
                raise _Refused(503, "服务器正忙，请稍后再试")
            async with room:
                body = await _body(scope, receive, limits)
                await app(scope, _again(body, receive), with_headers)
        except _Refused as refused:
            await _tell(with_headers, refused.status, refused.sentence)
        except Exception as error:
            sys.stderr.write(
                f"{scope['method']} {scope['path']}：程序出错（{_where(error)}）。请把这一行发给维护人员\n"
            )
            if not begun:
                await _tell(with_headers, 500, "服务器出错，请告诉提供加载项的部门")

    return within


async def _body(scope: Scope, receive: Receive, limits: Limits) -> bytes:
    most = limits.by_path.get(scope["path"], OTHER).size
    too_large = _Refused(413, f"内容太大，一次最多 {most / KILOBYTE:,.0f} KB")
    said = dict(scope["headers"]).get(b"content-length", b"0")
    if not said.isdigit() or int(said) > PATIENCE * most:
        raise too_large
    try:
        async with asyncio.timeout(limits.seconds):
            parts, size = [], 0
            async for part in _parts(receive):
                size += len(part)
                if size <= most:
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
