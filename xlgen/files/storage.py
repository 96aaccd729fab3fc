"""Where files lie: on this machine, or wherever fsspec reaches by a URL such as s3://桶/文件夹 (xlgen[cluster])."""

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
"""A file or folder; what is no Path is elsewhere."""


CHANGED = ("LastModified", "last_modified", "mtime", "updated", "modified", "last_write_time", "created")
"""When a file was last changed, as the libraries of storages call it."""


class Found(NamedTuple):
    """A file below a folder: its place there, where it lies, its size and when it was last changed (seconds)."""

    place: PurePosixPath
    location: Location
    size: int
    modified: float


def located(text: str) -> Location:
    """The file or folder of a path or URL; file:// is this machine. Raises UsageError for what cannot be reached."""
    if "://" not in text:
        return Path(text)
    if text.startswith("file://"):
        from urllib.request import url2pathname  # brings half of the network along

        return Path(url2pathname(urlsplit(text).path))
    try:
        from upath import UPath

        location = UPath(text if text.endswith("://") else text.rstrip("/"))
        location.fs  # noqa: B018  # asks for the library that speaks this protocol
    except Exception as error:  # a library that is not there, an address it does not like, a server that is not there
        why = "地址不完整" if isinstance(error, TypeError) else error  # a part that the library cannot do without
        raise UsageError(
            f"{text}：不能读写这种地址（{why}）。请检查地址，安装 xlgen[cluster] 和这种存储所需的库，或写本机的路径"
        ) from error
    return location


def read(location: UPath) -> bytes:
    """The bytes of a file elsewhere. Raises OSError."""
    with _explained(location):
        return bytes(location.fs.cat_file(location.path))


def write(location: UPath, content: bytes) -> None:
    """Write a file elsewhere; object stores show it whole or not at all. Raises OSError."""
    with _explained(location):
        location.fs.pipe_file(location.path, content)


def is_folder(location: Location) -> bool:
    """It is a folder, here or elsewhere. Raises OSError where that cannot be known."""
    if isinstance(location, Path):
        return location.is_dir()
    with _explained(location):
        return bool(location.fs.isdir(location.path))


def is_inside(location: Location, folder: Location) -> bool:
    """It lies in a folder, or is it; both here or both elsewhere."""
    if isinstance(location, Path) and isinstance(folder, Path):
        return location.resolve().is_relative_to(folder.resolve())
    return f"{location}/".startswith(f"{str(folder).rstrip('/')}/")


def files_below(location: UPath) -> Iterator[Found]:
    """The files below a folder elsewhere, or the file that it is; none where there is nothing. Raises OSError."""
    with _explained(location):
        location.fs.invalidate_cache()
        listed = location.fs.find(location.path, detail=True)
    for path, facts in listed.items():
        if path.endswith("/"):  # what the web pages of object stores put there for an empty folder
            continue
        place = PurePosixPath(posixpath.relpath(path, location.path))
        inside = place.name != ""
        changed = next((facts[key] for key in CHANGED if facts.get(key)), 0)
        modified = changed.timestamp() if isinstance(changed, datetime) else float(changed)
        size = int(facts.get("size") or 0)
        where = location / str(place) if inside else location
        yield Found(place if inside else PurePosixPath(location.name), where, size, modified)


def local_copy(location: UPath) -> Path:
    """A copy of a file on this machine, made once in a process for each state of the file. Raises OSError."""
    with _explained(location):
        copy = Path(_copies().name, location.fs.ukey(location.path))
        if not copy.exists():
            arriving = copy.with_suffix(".part")  # where the network fails in the middle, there is no copy
            location.fs.get_file(location.path, str(arriving))
            arriving.replace(copy)
        return copy


@cache
def _copies() -> TemporaryDirectory[str]:
    """A folder that is gone when the process ends."""
    return TemporaryDirectory(prefix="xlgen-")


@contextmanager
def _explained(location: UPath) -> Iterator[None]:
    """Whatever a library of some storage raises becomes an OSError that names the file."""
    try:
        yield
    except FileNotFoundError as error:
        raise FileNotFoundError(errno.ENOENT, "", str(location)) from error
    except PermissionError as error:
        raise PermissionError(errno.EACCES, "", str(location)) from error
    except Exception as error:
        raise OSError(None, f"{type(error).__name__}：{error}", str(location)) from error
