"""What is already at the path of a workbook, so that nobody's work is overwritten."""

from __future__ import annotations

from pathlib import Path

from xlgen.files.storage import Location, read_remote
from xlgen.xlsx.read.package import open_package, package_of
from xlgen.xlsx.read.unreadable import UnreadableError
from xlgen.xlsx.write.finishing import is_written_by_xlgen

HEAD_BYTES = 64
"""Bytes read from the beginning of a file: where these are zeros, the rest is too."""


def holds_something(path: Path) -> bool:
    """Whether there is a file, and not one that lost its content in a power failure."""
    try:
        with path.open("rb") as file:
            return bool(file.read(HEAD_BYTES).strip(b"\0"))
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # unreadable, or a folder
        return True


def is_as_written(path: Location) -> bool:
    """Whether a file is a workbook that xlgen wrote and no program saved since.

    Raises OSError where it is not on this machine and cannot be read.
    """
    try:
        package = open_package(path) if isinstance(path, Path) else package_of(Path(path.name), read_remote(path))
        return all(map(is_written_by_xlgen, package.members.values()))
    except UnreadableError:
        return False
