"""The licence of xlwings Server: it requires a key, for which it accepts the word noncommercial."""

from __future__ import annotations

import os

from xlgen.errors import XlgenError

LICENCE_KEY = "XLWINGS_LICENSE_KEY"
"""Environment variable in which xlwings looks for the key."""
LICENCE = (
    "许可：本服务用到 xlwings Server。它按 PolyForm Noncommercial 1.0.0 许可免费用于非商业用途，"
    "许可中写明政府机构可以使用；用于商业的，须向 xlwings 购买许可。"
    "Windows 桌面版的加载项只用到 BSD-3 许可的部分，没有这个限制。"
)


class NotLicensedError(XlgenError):
    """No licence was accepted, or its key is invalid; the message says what to do."""


def accept(noncommercial: bool) -> str:
    """Activate the licence chosen by whoever starts the server and return a sentence about it.

    Raises NotLicensedError, and ImportError if xlwings is not installed.
    """
    if not noncommercial and not os.environ.get(LICENCE_KEY):
        answers = (
            f"属于非商业用途的，加上 --noncommercial 再启动；已购买许可的，把密钥写入环境变量 {LICENCE_KEY} 再启动"
        )
        raise NotLicensedError(f"{LICENCE}\n没有启动。{answers}")
    os.environ["XLWINGS_ON_SERVER"] = "true"  # before xlwings is first imported
    if noncommercial:
        os.environ[LICENCE_KEY] = "noncommercial"
    try:
        import xlwings.server  # noqa: F401
    except Exception as error:
        if type(error).__name__ != "LicenseError":  # cannot be imported, because importing xlwings fails as a whole
            raise
        raise NotLicensedError(
            f"xlwings 不接受环境变量 {LICENCE_KEY} 中的密钥。请改正，或改用 --noncommercial"
        ) from None
    return "已按 --noncommercial 接受非商业许可。" if noncommercial else f"已使用环境变量 {LICENCE_KEY} 中的许可。"
