"""What stands already where a workbook is to be written, so that nobody's work is written over."""

from __future__ import annotations

from pathlib import Path

from xlgen.files.storage import Location, read_remote
from xlgen.xlsx.read.package import open_package, package_of
from xlgen.xlsx.read.unreadable import UnreadableError
from xlgen.xlsx.write.finishing import is_written_by_xlgen

LOOKED_AT = 64
"""Bytes at the beginning of a file: where these are nothing, the rest is too."""


def holds_something(path: Path) -> bool:
    """There is a file, and it is not one that lost its content when the power went."""
    try:
        with path.open("rb") as file:
            return bool(file.read(LOOKED_AT).strip(b"\0"))
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # it cannot be read, or is a folder
        return True


def is_as_written(path: Location) -> bool:
    """A file is a workbook that xlgen wrote and no program saved since. Raises OSError where it is elsewhere."""
    try:
        package = open_package(path) if isinstance(path, Path) else package_of(Path(path.name), read_remote(path))
        return all(map(is_written_by_xlgen, package.members.values()))
    except UnreadableError:
        return False
