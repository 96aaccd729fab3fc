"""The address at which an add-in's files lie."""

from __future__ import annotations

import re

from xlgen.errors import UsageError

_ADDRESS = re.compile(r"https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?(/[\w.~-]+)*", re.ASCII | re.IGNORECASE)
MAX_ADDRESS = 1000
"""Microsoft allows 2,048 characters for the address of a file."""


def checked_address(text: str) -> str:
    """The address without a slash at its end. Raises UsageError."""
    scheme, _, rest = text.strip().removesuffix("/manifest.xml").rstrip("/").partition("://")
    host, slash, path = rest.partition("/")
    address = f"{scheme.lower()}://{host.lower()}{slash}{path}"
    if scheme.lower() == "http":
        what = "是 http 地址，Microsoft 365 只接受 https。请在网站启用 HTTPS，再写 https:// 开头的地址"
    elif not _ADDRESS.fullmatch(address) or len(address) > MAX_ADDRESS:
        what = (
            "不能用作网址。请写 https:// 开头、只含英文字母、数字和 . - _ ~ 的网址，如 https://www.czj.gov.cn/jixiao；"
            "不要带 ? 和 #，中文的名称请换成拼音"
        )
    else:
        return address
    raise UsageError(f"{text}：{what}", "address")
