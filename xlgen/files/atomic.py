"""Writing files so that nothing is ever half written or lost, and why it cannot be done, in Chinese."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from xlgen.files.storage import Location, write

_PREFIX, _SUFFIX = ".xlgen-", ".tmp"
LEFT_OVER = f"{_PREFIX}*{_SUFFIX}"
"""The temporary files of a program that was killed."""
NAME_BYTES = 240
"""A file name has at most 255 bytes on Linux, and a hanzi has three; Windows with a long folder takes as many."""
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff<>:"/\\|?*]')
_PORTS = {f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"}
_RESERVED = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", *_PORTS}
_TEMPORARY = "~$"
"""Excel's lock files begin so; a form that did would be taken for one when it comes back."""

SYSTEM_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已有同名的文件",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EIO: "磁盘读写出错",
    errno.EBUSY: "正被另一个程序使用",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "文件名太长",
}


def system_reason(error: OSError) -> str:
    """Why the system refused to read or write, in Chinese where it is one of the usual reasons."""
    return SYSTEM_REASONS.get(error.errno or 0, error.strerror or str(error))


def save(path: Location, content: bytes) -> None:
    """Write a file whole or not at all. Raises OSError."""
    if not isinstance(path, Path):
        write(path, content)
        return
    with saved(path) as file:
        file.write(content)


@contextlib.contextmanager
def saved(path: Path) -> Iterator[IO[bytes]]:
    """A file to write into, whole or not at all: a temporary one beside it, then in its place. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _replacing(path) as file:
            yield file
    except OSError as error:
        error.filename = str(path)  # the file that was asked for, not the temporary one, and not none at all
        raise


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=_PREFIX, suffix=_SUFFIX)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)  # mkstemp gives 0600: readable by the writer alone
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


def file_name(text: str) -> str:
    """A text as the name of a file that Windows takes too (without ending)."""
    name = _FORBIDDEN.sub("_", text).strip(" .")
    name = name.encode("utf-8")[:NAME_BYTES].decode("utf-8", errors="ignore").rstrip(" .") or "_"
    return f"_{name}" if _is_taken(name) else name


def _is_taken(name: str) -> bool:
    """Windows, or Excel, keeps such a name for itself, whatever stands after its first dot."""
    return name.startswith(_TEMPORARY) or name.split(".")[0].rstrip().upper() in _RESERVED
