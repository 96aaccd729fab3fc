"""`xlgen addin serve`: the custom functions and the task pane for Microsoft 365, until it is stopped."""

from __future__ import annotations

import argparse
import os
import re
import socket
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from xlgen.cli.options import add_schemes
from xlgen.cli.output import say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_OK, UsageError

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from xlgen.hosts.javascript.certificate import Certificate

LOCAL = "localhost"
CERTIFICATES = Path(".xlgen", "certificates")
"""In the home folder."""


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen addin serve --noncommercial"
    add = parser.options.add_argument
    add("--noncommercial", action="store_true", help="确认用于非商业用途（如政府机构），接受 xlwings 的非商业许可")
    add("--host", default=LOCAL, metavar="名称", help="别的电脑访问本机所用的名称或地址；不写则只供本机使用")
    add("--port", type=int, default=8443, metavar="端口", help="端口；不写则用 8443")
    proxied = "由本单位的网站转发时，写对外的地址（https://…）；本服务改用 HTTP，由网站负责 HTTPS"
    add("--behind-proxy", metavar="网址", help=proxied)
    add_schemes(parser)


def run(args: argparse.Namespace) -> int:
    """Serve until Ctrl+C."""
    from xlgen.scheme.known_schemes import named_schemes

    if not re.fullmatch(r"[A-Za-z0-9.-]+", args.host):
        raise UsageError(f"--host 应当是名称或 IP 地址，如 jixiao.example.gov.cn，写的却是 {args.host}")
    named_schemes(args.scheme)  # raises where one cannot be used
    accepted = _accepted(args.noncommercial)
    listening = _listening(args.host, args.port)
    port = listening.getsockname()[1]
    address = f"https://{args.host}:{port}" if args.behind_proxy is None else _proxied(args.behind_proxy)
    from xlgen.hosts.javascript.app import make_app
    from xlgen.hosts.javascript.certificate import certificate

    own = certificate(Path.home() / CERTIFICATES, args.host) if args.behind_proxy is None else None
    say(*accepted.split("\n"), "")
    say(f"函数服务器：{address}", f"加载项清单：{address}/manifest.xml", f"安装说明：{address}/")
    if own is None:
        say(f"本机端口 {port}（HTTP），请让网站把 {address}/ 转发到这里")
    else:
        say(*_trust(own, address))
    say("按 Ctrl+C 停止")
    _serve(listening, make_app(address, None if own is None else own.authority, args.scheme), own)
    return EXIT_OK


def _accepted(noncommercial: bool) -> str:
    """How the licence stands, in words. Everything that is only there with the extra is looked for."""
    from xlgen.hosts.javascript.licence import LICENCE, accept
    from xlgen.hosts.javascript.vendored import MissingPackageError, office_js_folder

    try:
        accepted = accept(noncommercial)
        import trustme  # noqa: F401
        import uvicorn  # noqa: F401

        office_js_folder()
    except (ImportError, MissingPackageError):
        raise UsageError('没有安装服务器所用的程序。请在程序所在文件夹运行 pip install ".[server]"') from None
    return f"{LICENCE}\n{accepted}"


def _listening(host: str, port: int) -> socket.socket:
    if not 0 <= port <= 65_535:
        raise UsageError(f"--port 应当是 1 至 65535 的整数，写的却是 {port}")
    listening = socket.socket()
    if os.name == "posix":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a restart need not wait a minute
    try:
        listening.bind(("127.0.0.1" if host == LOCAL else "0.0.0.0", port))
        listening.listen()  # before it is said that we serve
    except OSError:
        other = port + 1 if port >= 8443 else 8443
        raise UsageError(f"端口 {port} 不能使用：已被占用，或没有权限。请用 --port 换一个，如 --port {other}") from None
    return listening


def _proxied(address: str) -> str:
    if not re.fullmatch(r"https://[A-Za-z0-9.:-]+(/[A-Za-z0-9._~/-]*)?", address):
        raise UsageError(f"--behind-proxy 应当是 https:// 开头的网址，写的却是 {address}")
    return address.rstrip("/")


def _trust(own: Certificate, address: str) -> tuple[str, ...]:
    begun = "已为本机生成证书" if own.made else "沿用本机的证书"
    windows = f'certutil -user -addstore Root "{own.authority}"'
    mac = f'security add-trusted-cert -k ~/Library/Keychains/login.keychain-db "{own.authority}"'
    others = f"别的电脑先下载 {address}/certificate.crt，把命令里的路径换成下载的文件"
    why = f"{begun}，使用的电脑须先信任它，否则 Excel 打不开加载项："
    return why, f"  Windows：{windows}", f"  Mac：{mac}", f"  {others}"


def _serve(listening: socket.socket, app: ASGIApp, own: Certificate | None) -> None:
    import uvicorn

    from xlgen.hosts.javascript.connections import MAX_CONNECTIONS, Connection

    config = uvicorn.Config(
        app,
        log_level="error",
        access_log=False,
        server_header=False,
        lifespan="off",
        http=Connection,
        ws="none",
        limit_concurrency=MAX_CONNECTIONS,
        ssl_certfile=None if own is None else own.server,
    )
    with suppress(KeyboardInterrupt):  # raised by some ends only: uvicorn's signal may come after its last step
        uvicorn.Server(config).run(sockets=[listening])
    say("已停止")
