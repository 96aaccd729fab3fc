"""The zip package of a workbook: its parts, and what belongs to what."""

from __future__ import annotations

import posixpath
import stat
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from xlgen.files.atomic import system_reason
from xlgen.xlsx.read.file_kinds import OLE_SIGNATURE, other_format
from xlgen.xlsx.read.markup import check_root
from xlgen.xlsx.read.relationships import Relationship, part_key, relationships
from xlgen.xlsx.read.unreadable import Reason, UnreadableError
from xlgen.xlsx.read.xml import parse_xml
from xlgen.xlsx.read.zip_members import inflate, package_members
from xlgen.xlsx.zip_format import CENTRAL_SIGNATURE, END_SIGNATURE

MEGABYTE = 2**20
MAX_BYTES = 64 * MEGABYTE
"""Size of a file. A filled form has 0.1 MB; pictures of receipts may be pasted into it."""
MAX_MEMBERS = 5000
MAX_PART_BYTES = 16 * MEGABYTE
"""Size of one part, decompressed. The largest of a filled form has 0.3 MB."""
MAX_READ_BYTES = 48 * MEGABYTE
"""Size of all parts that are read from one file, decompressed."""


@dataclass
class Package:
    """The parts of one file. Each is decompressed when it is asked for, up to MAX_READ_BYTES in all."""

    path: Path
    data: bytes = field(repr=False)
    members: Mapping[str, zipfile.ZipInfo] = field(repr=False)  # by their `part_key`
    bytes_left: int = MAX_READ_BYTES

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part_key(part) in self.members

    def content(self, part: str) -> bytes:
        """The bytes of a part. Raises UnreadableError."""
        member = self.members.get(part_key(part))
        if member is None:
            raise UnreadableError(self.path, Reason.MISSING_PART, part=part)
        if member.file_size > min(MAX_PART_BYTES, self.bytes_left):
            raise UnreadableError(self.path, Reason.PART_TOO_LARGE, part=part, limit=MAX_PART_BYTES // MEGABYTE)
        content = inflate(self.path, self.data, member)
        self.bytes_left -= len(content)
        return content

    def root(self, part: str) -> etree._Element:
        """The root element of a part. Raises UnreadableError."""
        return parse_xml(self.path, part, self.content(part))

    def spreadsheet(self, part: str, tag: str) -> etree._Element:
        """The root element, of this name, of a part of a workbook. Raises UnreadableError."""
        root = self.root(part)
        check_root(self.path, part, root, tag)
        return root

    def related(self, part: str = "") -> list[Relationship]:
        """The relationships of a part; without a part, those of the package itself. Raises UnreadableError."""
        folder, name = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        return relationships(self.path, listing, self.root(listing), folder) if self.has(listing) else []


def open_package(path: Path) -> Package:
    """The package in a file. Raises UnreadableError."""
    return package_of(path, bytes_of(path))


def package_of(path: Path, data: bytes) -> Package:
    """The package in these bytes; the path is only for messages. Raises UnreadableError."""
    if not data:
        raise UnreadableError(path, Reason.EMPTY)
    if path.name.startswith("~$"):
        raise UnreadableError(path, Reason.LOCK_FILE)
    if data.startswith(OLE_SIGNATURE) or END_SIGNATURE not in data:
        raise other_format(path, data)
    if data.count(CENTRAL_SIGNATURE) > MAX_MEMBERS:  # before zipfile creates an object for each
        raise UnreadableError(path, Reason.STRANGE_MEMBERS, detail=f"所含文件超过 {MAX_MEMBERS} 个")
    members: dict[str, zipfile.ZipInfo] = {}
    for member in package_members(path, data):
        if members.setdefault(part_key(member.filename), member) is not member:
            raise UnreadableError(path, Reason.STRANGE_MEMBERS, detail=f"有两个 {member.filename}")
    return Package(path, data, members)


def bytes_of(path: Path) -> bytes:
    """The bytes of a regular file. Raises UnreadableError, also where it is larger than a workbook may be."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableError(path, Reason.FOLDER)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError(path, Reason.NOT_A_FILE)
        refuse_large(path, status.st_size)
        with path.open("rb") as file:
            return file.read(MAX_BYTES)
    except FileNotFoundError as error:
        raise UnreadableError(path, Reason.NOT_FOUND) from error
    except OSError as error:
        raise UnreadableError(path, Reason.NO_ACCESS, detail=system_reason(error)) from error
    except ValueError as error:  # a path with a NUL
        raise UnreadableError(path, Reason.NOT_FOUND) from error


def refuse_large(path: Path, size: int) -> None:
    """Raise UnreadableError if a file of this size, in bytes, is larger than a workbook may be."""
    if size > MAX_BYTES:
        raise UnreadableError(path, Reason.FILE_TOO_LARGE, size=size // MEGABYTE, limit=MAX_BYTES // MEGABYTE)
