"""Gets the files of the add-in as Excel would get them from a site, or from the folder that is to be put there."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Mapping
from http.client import HTTPException
from pathlib import Path
from typing import NamedTuple, TypeAlias
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from xlgen.errors import XlgenError
from xlgen.files.atomic import system_reason

SECONDS = 20.0
"""How long a site may take for an answer."""
MAX_BYTES = 32 * 1024 * 1024
"""More than any file has."""
EXCEL_ON_THE_WEB = "https://excel.officeapps.live.com"
"""An origin from which Excel on the web asks for files."""


class Fetched(NamedTuple):
    """A file; headers: of the answer by their names in small letters, None for a file in a folder."""

    content: bytes
    headers: Mapping[str, str] | None


class NotFetchedError(XlgenError):
    """There is no such file; the message says why, remedy what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


Fetch: TypeAlias = Callable[[str], Fetched]
"""Gets a file by its path below the address. Raises NotFetchedError."""


class _NoRedirect(HTTPRedirectHandler):
    """Excel may follow, but what it then gets is mostly a page to sign in."""

    def redirect_request(self, *_: object) -> None:
        """Follow nowhere."""


def from_site(address: str) -> Fetch:
    """Get files from below an address."""
    opener = build_opener(_NoRedirect)

    def fetch(name: str) -> Fetched:
        asked = Request(f"{address}/{name}" if name else address, headers={"Origin": EXCEL_ON_THE_WEB})
        try:
            with opener.open(asked, timeout=SECONDS) as answer:
                headers = {key.lower(): value for key, value in answer.headers.items()}
                return Fetched(answer.read(MAX_BYTES), headers)
        except HTTPError as error:
            raise _of_status(error.code, error.headers.get("Location", "")) from None
        except (URLError, OSError, HTTPException) as error:
            raise _of_connection(error.reason if isinstance(error, URLError) else error) from None

    return fetch


def from_folder(folder: Path) -> Fetch:
    """Get files from a folder."""

    def fetch(name: str) -> Fetched:
        try:
            return Fetched((folder / name).read_bytes(), None)
        except OSError as error:
            raise NotFetchedError(f"读不到：{system_reason(error)}", "请重新生成加载项") from None

    return fetch


def _of_status(status: int, location: str) -> NotFetchedError:
    if 300 <= status < 400:
        return NotFetchedError(
            f"转到了别的地址 {location}", "请让网站直接给出文件，不要求登录；真正的地址是别的，请用那个地址重新生成"
        )
    if status in (401, 403, 407):
        return NotFetchedError(f"网站不让读取（{status}）", "请把文件设为任何人可读，不要求登录")
    if status == 404:
        return NotFetchedError("网站上没有这个文件（404）", "请把加载项文件夹里的全部文件放到这个地址，名称大小写不变")
    return NotFetchedError(f"网站出错（{status}）", "请网站的管理人员查看网站的日志")


def _of_connection(reason: object) -> NotFetchedError:
    if isinstance(reason, ssl.SSLCertVerificationError):
        return NotFetchedError(
            f"证书不被信任：{reason.verify_message}",
            "请换用受信任的证书，名称与网址一致、没有过期，否则 Office 打不开",
        )
    if isinstance(reason, ssl.SSLError):
        return NotFetchedError("没有启用 HTTPS，或加密方式太旧", "请在网站启用 HTTPS（TLS 1.2 以上）")
    if isinstance(reason, socket.gaierror):
        return NotFetchedError("找不到这个网站", "请检查网址；网址正确的，检查本机的网络和 DNS")
    if isinstance(reason, ConnectionError):
        return NotFetchedError("连接被拒绝或中断", "请检查网址和端口，或请网站的管理人员查看网站是否开着")
    if isinstance(reason, TimeoutError):
        return NotFetchedError(f"{SECONDS:.0f} 秒没有答复", "请检查本机的网络，或请网站的管理人员查看")
    what = system_reason(reason) if isinstance(reason, OSError) else "答复不完整"
    return NotFetchedError(f"连接不上：{what}", "请检查网址、本机的网络和代理，或请网站的管理人员查看")
