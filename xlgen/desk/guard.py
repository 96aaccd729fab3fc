"""What stands before every route: who asks, from where, by which name, and how much is sent.

Whoever answers on 127.0.0.1 is reachable from every web page that the officer has open. So a request must name us by
our address (a foreign name may be made to lead here), must have come from our own pages if it changes anything, and
must carry the cookie. A websocket is never opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from xlgen.desk.session import Session

ENTER, RENEW, UPLOAD = "/enter", "/renew", "/upload"
"""Where one enters with a token; where another start asks for one; the end of addresses that take files."""
PROOF_HEADER = "x-xlgen-proof"
MAX_FORM_BYTES, MAX_UPLOAD_BYTES = 2**20, 2**31
"""The size of a body: of a form that is filled in, and of files that are dropped."""
READING = ("GET", "HEAD")
HEADERS = {
    "content-security-policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
WRONG_HOST = "请用 xlgen desk 显示的地址打开这个页面"
FOREIGN = "这个操作不是从工作台的页面发出的，没有执行"
NOT_ENTERED = "还没有进入工作台，或工作台已重新启动。请用它显示的新地址打开：再启动一次，或在它的窗口里按回车键"
SPENT = "这个地址已经用过。请在工作台的窗口里按回车键取得新地址，或再启动一次"
TOO_LARGE = "发来的内容太大，没有接收。文件请分几次拖入"


@dataclass(frozen=True)
class Guard:
    """The app behind the guard. port: the one on which it answers."""

    app: ASGIApp
    session: Session
    port: int

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it with one sentence."""
        if scope["type"] == "websocket":
            await receive()  # the request to connect
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] == "http":
            await self._http(scope, receive, _with_headers(send))
        else:
            await self.app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        host = headers.getlist("host")
        if len(host) != 1 or host[0] not in self._hosts:
            await _say(send, 421, WRONG_HOST)
        elif scope["path"] == RENEW and scope["method"] == "POST":
            await self._renew(headers, send)
        elif scope["path"] == ENTER and scope["method"] == "GET":
            await self._enter(scope, send)
        elif not self.session.is_member(cookie_parser(headers.get("cookie", ""))):
            await _say(send, 403, NOT_ENTERED)
        elif scope["method"] not in READING and not _is_own(headers, host[0]):
            await _say(send, 403, FOREIGN)
        else:
            await self._bounded(scope, receive, send, headers)

    @property
    def _hosts(self) -> tuple[str, str]:
        return f"127.0.0.1:{self.port}", f"localhost:{self.port}"

    async def _enter(self, scope: Scope, send: Send) -> None:
        token = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if not self.session.spend(token):
            await _say(send, 403, SPENT)
            return
        name, value = self.session.cookie
        cookie = f"{name}={value}; Path=/; HttpOnly; SameSite=Strict"
        more = [(b"location", b"/"), (b"set-cookie", cookie.encode("ascii"))]
        await _say(send, 303, "", more)

    async def _renew(self, headers: Headers, send: Send) -> None:
        """Give another start of the same person a token of its own."""
        if self.session.may_renew(headers.get(PROOF_HEADER, "")):
            await _say(send, 200, self.session.new_token())
        else:
            await _say(send, 403, NOT_ENTERED)

    async def _bounded(self, scope: Scope, receive: Receive, send: Send, headers: Headers) -> None:
        """Pass a request on, with at most as many bytes as its address may take."""
        limit = MAX_UPLOAD_BYTES if scope["path"].endswith(UPLOAD) else MAX_FORM_BYTES
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > limit:
            await _say(send, 413, TOO_LARGE)
            return
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > limit:
                raise HTTPException(413, TOO_LARGE)
            return message

        await self.app(scope, counted, send)


def _is_own(headers: Headers, host: str) -> bool:
    """Whether a page of ours sent a request: every browser says so in one of two ways, or it is refused."""
    origin = headers.get("origin")
    return origin == f"http://{host}" if origin is not None else headers.get("sec-fetch-site") == "same-origin"


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
            kept = [(name, value) for name, value in message.get("headers", []) if name.decode() not in HEADERS]
            message = {**message, "headers": [*kept, *own]}
        await send(message)

    return sending


async def _say(send: Send, status: int, sentence: str, more: list[tuple[bytes, bytes]] | None = None) -> None:
    body = sentence.encode("utf-8")
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *(more or [])]})
    await send({"type": "http.response.body", "body": body})
