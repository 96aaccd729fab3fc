"""Atomic file writing, safe file names, and system errors in Chinese."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import IO

from xlgen.files.storage import Location, write_remote

_PREFIX, _SUFFIX = ".xlgen-", ".tmp"
TEMPORARY_PATTERN = f"{_PREFIX}*{_SUFFIX}"
"""Glob pattern of temporary files; those found were left behind by a killed process."""
MAX_NAME_LENGTH = 60
"""Characters of a unit's name in a file name."""
MAX_NAME_BYTES = 240
"""Linux limits file names to 255 bytes (three per hanzi); this also fits Windows with a long folder path."""
_FORBIDDEN_CHARACTERS = re.compile(r'[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff<>:"/\\|?*]')
_DEVICE_PORTS = {f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"}
_RESERVED_NAMES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", *_DEVICE_PORTS}
_LOCK_FILE_PREFIX = "~$"
"""Prefix of Excel's lock files; a form with such a name would be ignored when it is submitted."""

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
    """Reason for a failed read or write; in Chinese for the common errors, otherwise as the system reports it."""
    return SYSTEM_REASONS.get(error.errno or 0, error.strerror or str(error))


def failure_sentence(error: OSError) -> str:
    """What could not be read or written, why, and what to do."""
    failed = f"{error.filename2 or error.filename or ''}：读写失败（{system_reason(error)}）"
    return f"{failed}。请检查路径、权限、磁盘空间，并关闭占用它的程序"


def save(path: Location, content: bytes) -> None:
    """Write a local or remote file completely or not at all. Raises OSError."""
    if not isinstance(path, Path):
        write_remote(path, content)
        return
    with atomic_file(path) as file:
        file.write(content)


@contextlib.contextmanager
def atomic_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a temporary file next to `path` for writing; it replaces `path` at the end. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _replacing_file(path) as file:
            yield file
    except OSError as error:
        error.filename = str(path)  # name the target, not the temporary file, also where the system names none
        raise


@contextlib.contextmanager
def _replacing_file(path: Path) -> Iterator[IO[bytes]]:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=_PREFIX, suffix=_SUFFIX)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)  # mkstemp creates files with 0600, readable by the owner only
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


def safe_file_name(text: str) -> str:
    """Turn a text into a file name (without extension) that is valid on Windows, too."""
    name = _FORBIDDEN_CHARACTERS.sub("_", text).strip(" .")
    name = name.encode("utf-8")[:MAX_NAME_BYTES].decode("utf-8", errors="ignore").rstrip(" .") or "_"
    return f"_{name}" if _is_reserved(name) else name


def unique_file_names(texts: Iterable[str]) -> Iterator[str]:
    """The texts as file names (without extension), with numbers behind those that Windows would take for the same."""
    taken: set[str] = set()
    for text in texts:
        first = safe_file_name(text[:MAX_NAME_LENGTH])
        names = (first if number == 1 else f"{first}({number})" for number in count(1))
        name = next(name for name in names if name.casefold() not in taken)
        taken.add(name.casefold())
        yield name


def _is_reserved(name: str) -> bool:
    """True if Windows or Excel reserves this name, whatever follows its first dot."""
    return name.startswith(_LOCK_FILE_PREFIX) or name.split(".")[0].rstrip().upper() in _RESERVED_NAMES
