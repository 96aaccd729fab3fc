"""Local and remote files. Remote: whatever fsspec reaches by a URL such as s3://桶/文件夹 (needs xlgen[cluster])."""

from __future__ import annotations

import errno
import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from urllib.parse import urlsplit

from xlgen.errors import UsageError

if TYPE_CHECKING:
    from upath import UPath

Location: TypeAlias = "Path | UPath"
"""A file or folder: a `Path` is local, anything else is remote."""
_MODIFIED_KEYS = ("LastModified", "last_modified", "mtime", "updated", "modified", "last_write_time", "created")
"""Keys under which the storage libraries report a file's modification time."""


class StoredFile(NamedTuple):
    """A file in a folder. `size` in bytes, `modified` as a Unix timestamp in seconds."""

    relative_path: PurePosixPath
    location: Location
    size: int
    modified: float


def parse_location(text: str) -> Location:
    """Parse a path or URL; file:// URLs are local. Raises UsageError if the storage cannot be used."""
    if "://" not in text:
        return Path(text)
    if text.startswith("file://"):
        from urllib.request import url2pathname  # imports much of the network stack

        return Path(url2pathname(urlsplit(text).path))
    try:
        from upath import UPath

        location = UPath(text if text.endswith("://") else text.rstrip("/"))
        location.fs  # noqa: B018  # loads the library for this protocol
    except Exception as error:  # missing library, invalid address, unreachable server
        why = "地址不完整" if isinstance(error, TypeError) else error  # a part that the library requires is missing
        raise UsageError(
            f"{text}：不能读写这种地址（{why}）。请检查地址，安装 xlgen[cluster] 和这种存储所需的库，或写本机的路径"
        ) from error
    return location


def read_remote(location: UPath) -> bytes:
    """Read a remote file. Raises OSError."""
    with _as_os_error(location):
        return bytes(location.fs.cat_file(location.path))


def write_remote(location: UPath, content: bytes) -> None:
    """Write a remote file; object stores make it visible atomically. Raises OSError."""
    with _as_os_error(location):
        location.fs.pipe_file(location.path, content)


def is_folder(location: Location) -> bool:
    """True if the location, local or remote, is a folder. Raises OSError if that cannot be determined."""
    if isinstance(location, Path):
        return location.is_dir()
    with _as_os_error(location):
        return bool(location.fs.isdir(location.path))


def is_inside(location: Location, folder: Location) -> bool:
    """True if `location` is `folder` or inside it. Both must be local or both remote."""
    if isinstance(location, Path) and isinstance(folder, Path):
        return location.resolve().is_relative_to(folder.resolve())
    return f"{location}/".startswith(f"{str(folder).rstrip('/')}/")


def files_below(location: UPath) -> Iterator[StoredFile]:
    """List all files below a remote folder, or the file itself; nothing if it does not exist. Raises OSError."""
    with _as_os_error(location):
        location.fs.invalidate_cache()
        details_by_path = location.fs.find(location.path, detail=True)
    for path, details in details_by_path.items():
        if path.endswith("/"):  # placeholder that the web consoles of object stores create for an empty folder
            continue
        relative_path = PurePosixPath(posixpath.relpath(path, location.path))
        is_below = relative_path.name != ""  # "." for the location itself
        changed = next((details[key] for key in _MODIFIED_KEYS if details.get(key)), 0)
        modified = changed.timestamp() if isinstance(changed, datetime) else float(changed)
        size = int(details.get("size") or 0)
        if is_below:
            yield StoredFile(relative_path, location / str(relative_path), size, modified)
        else:
            yield StoredFile(PurePosixPath(location.name), location, size, modified)


def local_copy(location: UPath) -> Path:
    """Copy a remote file to this machine, once per process and version of the file. Raises OSError."""
    with _as_os_error(location):
        copy = Path(_copies_folder().name, location.fs.ukey(location.path))
        if not copy.exists():
            partial = copy.with_suffix(".part")  # if the network fails half-way, there is no copy
            location.fs.get_file(location.path, str(partial))
            partial.replace(copy)
        return copy


@cache
def _copies_folder() -> TemporaryDirectory[str]:
    """Temporary folder for copies, removed when the process ends."""
    return TemporaryDirectory(prefix="xlgen-")


@contextmanager
def _as_os_error(location: UPath) -> Iterator[None]:
    """Turn any exception of a storage library into an OSError that names the file."""
    try:
        yield
    except FileNotFoundError as error:
        raise FileNotFoundError(errno.ENOENT, "", str(location)) from error
    except PermissionError as error:
        raise PermissionError(errno.EACCES, "", str(location)) from error
    except Exception as error:
        raise OSError(None, f"{type(error).__name__}：{error}", str(location)) from error
