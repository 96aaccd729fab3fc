"""Limits on requests: size, time, memory; security headers; errors that reveal nothing about the server."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from xlgen.hosts.javascript.served import CALL_PATH, CHECK_PATH
from xlgen.xlsx.read.package import MAX_BYTES

KILOBYTE = 1024


class PathLimit(NamedTuple):
    """Limits of one address: bytes per request, requests processed at once, bytes held for all requests."""

    size: int
    at_once: int
    held: int


class RequestLimits(NamedTuple):
    """Limits by address, and the seconds within which the body of a request must arrive."""

    by_path: Mapping[str, PathLimit]
    seconds: float


DEFAULT_LIMITS = RequestLimits(
    {
        CALL_PATH: PathLimit(256 * KILOBYTE, at_once=256, held=64 * KILOBYTE * KILOBYTE),
        CHECK_PATH: PathLimit(MAX_BYTES, at_once=4, held=6 * MAX_BYTES),
    },
    seconds=60,
)
OTHER_LIMITS = PathLimit(KILOBYTE, at_once=16, held=64 * KILOBYTE)
OVERSIZE_FACTOR = 4
"""A body up to this many times the limit is read and dropped: a client cut off while sending would see no error."""
SECURITY_HEADERS = {
    # office.js would send telemetry to Microsoft; the browser lets it reach only this server.
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",
}
"""No frame restrictions: Excel on the web shows the pane in a frame, from hosts that Microsoft does not list."""
SERVER_ERROR = "服务器出错，请告诉提供加载项的部门"
_SERVER_BUSY = "服务器正忙，请稍后再试"


class RequestRefusedError(Exception):
    """A request over a limit, with the HTTP status and the sentence to answer."""

    def __init__(self, status: int, sentence: str) -> None:
        self.status, self.sentence = status, sentence


class RequestQuota:
    """Quota of one address: memory for request bodies, and slots for processing them.

    A slot is taken only once the body has arrived, so a slow sender blocks nobody; and one client can use at most half
    of the memory.
    """

    def __init__(self, limit: PathLimit) -> None:
        self.size, self.slots = limit.size, asyncio.Semaphore(limit.at_once)
        self._max_held, self._held = limit.held, Counter[str]()

    @contextmanager
    def holding(self, client: str) -> Iterator[Callable[[int], None]]:
        """Yield a function that reserves bytes before they are kept; all are released at the end."""
        reserved = 0

        def keep(size: int) -> None:
            nonlocal reserved
            if self._held.total() + size > self._max_held or 2 * (self._held[client] + size) > self._max_held:
                raise RequestRefusedError(503, _SERVER_BUSY)
            reserved += size
            self._held[client] += size

        try:
            yield keep
        finally:
            self._held[client] -= reserved
            self._held = +self._held  # drops clients that hold nothing


def with_limits(app: ASGIApp, limits: RequestLimits = DEFAULT_LIMITS) -> ASGIApp:
    """Wrap the app with the limits; any failure becomes one sentence."""
    quotas = {path: RequestQuota(limit) for path, limit in limits.by_path.items()}
    other_quota = RequestQuota(OTHER_LIMITS)

    async def within(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        begun = False

        async def with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                own = [(name.encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]
                message = {**message, "headers": [*message.get("headers", []), *own]}
            await send(message)

        try:
            if scope["method"] in ("GET", "HEAD"):
                await app(scope, receive, with_headers)
                return
            for message in await _buffered_answer(
                app, scope, receive, quotas.get(scope["path"], other_quota), limits.seconds
            ):
                await with_headers(message)
        except RequestRefusedError as refused:
            await _send_error(with_headers, refused.status, refused.sentence)
        except Exception as error:
            sys.stderr.write(
                f"{scope['method']} {scope['path']}：程序出错（{_where(error)}）。请把这一行发给维护人员\n"
            )
            if not begun:
                await _send_error(with_headers, 500, SERVER_ERROR)

    return within


async def _buffered_answer(
    app: ASGIApp, scope: Scope, receive: Receive, quota: RequestQuota, seconds: float
) -> list[Message]:
    """The app's answer, sent only after the quota is released: a client may be slow to read, too."""
    answer: list[Message] = []

    async def keep_answer(message: Message) -> None:
        answer.append(message)

    with quota.holding(scope["client"][0] if scope.get("client") else "") as keep:
        body = await _body(scope, receive, quota.size, seconds, keep)
        if quota.slots.locked():
            raise RequestRefusedError(503, _SERVER_BUSY)
        async with quota.slots:
            await app(scope, _replay(body, receive), keep_answer)
    return answer


async def _body(scope: Scope, receive: Receive, max_size: int, seconds: float, keep: Callable[[int], None]) -> bytes:
    too_large = RequestRefusedError(413, f"内容太大，一次最多 {max_size / KILOBYTE:,.0f} KB")
    declared_size = dict(scope["headers"]).get(b"content-length", b"0")
    if not declared_size.isdigit() or int(declared_size) > OVERSIZE_FACTOR * max_size:
        raise too_large
    try:
        async with asyncio.timeout(seconds):
            parts, size = [], 0
            async for part in _parts(receive):
                size += len(part)
                if size <= max_size:
                    keep(len(part))
                    parts.append(part)
                if size > OVERSIZE_FACTOR * max_size:
                    raise too_large
    except TimeoutError:
        raise RequestRefusedError(408, "内容没有及时送到，请检查网络后再试") from None
    if size > max_size:
        raise too_large
    return b"".join(parts)


async def _parts(receive: Receive) -> AsyncIterator[bytes]:
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise RequestRefusedError(400, "连接中断")
        yield message.get("body", b"")
        more = message.get("more_body", False)


def _replay(body: bytes, receive: Receive) -> Receive:
    was_replayed = False

    async def replayed() -> Message:
        nonlocal was_replayed
        if was_replayed:
            return await receive()
        was_replayed = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed


async def _send_error(send: Send, status: int, sentence: str) -> None:
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
