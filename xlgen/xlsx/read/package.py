"""The zip package of a workbook. Every claim it makes is checked before anything is decompressed."""

from __future__ import annotations

import io
import itertools
import posixpath
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from mmap import mmap
from pathlib import Path
from typing import BinaryIO, NamedTuple
from urllib.parse import unquote

from lxml import etree

from xlgen.files.atomic import system_reason
from xlgen.xlsx.read.file_kinds import OLE_SIGNATURE, other_format
from xlgen.xlsx.read.unreadable import Reason, UnreadableError
from xlgen.xlsx.read.xml import parse_xml
from xlgen.xlsx.zip_format import CENTRAL_SIGNATURE, ENCRYPTED_FLAG, END_SIGNATURE, LOCAL_SIGNATURE

MEGABYTE = 2**20
MAX_BYTES = 64 * MEGABYTE
"""Size of a file. A filled form has 0.1 MB; pictures of receipts may be pasted into it."""
MAX_MEMBERS = 5000
MAX_PART_BYTES = 16 * MEGABYTE
"""Size of one part, decompressed. The largest of a filled form has 0.3 MB."""
MAX_READ_BYTES = 48 * MEGABYTE
"""Size of all parts that are read from one file, decompressed."""
LOCAL_HEADER = struct.Struct("<4s22xHH")
UNSAFE_NAME = re.compile(r"^/|^[A-Za-z]:|(^|/)\.\.(/|$)|[\x00-\x1f]")


class Relationship(NamedTuple):
    """A link from a part. kind: the last word of its type; target: the name of a part, or as written if external."""

    id: str
    kind: str
    target: str
    external: bool


@dataclass
class Package:
    """The parts of one file. Each is decompressed when it is asked for, up to MAX_READ_BYTES in all."""

    path: Path
    data: bytes = field(repr=False)
    members: Mapping[str, zipfile.ZipInfo] = field(repr=False)  # by name in lower case: part names are case-insensitive
    bytes_left: int = MAX_READ_BYTES

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part.lower() in self.members

    def content(self, part: str) -> bytes:
        """The bytes of a part. Raises UnreadableError."""
        member = self.members.get(part.lower())
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

    def related(self, part: str = "") -> list[Relationship]:
        """The relationships of a part; without a part, those of the package itself."""
        folder, name = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(listing):
            return []
        return [
            _relationship(element, folder)
            for element in self.root(listing)
            if etree.QName(element).localname == "Relationship" and element.get("Target") is not None
        ]


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
    return Package(path, data, _members(path, list_members(path, io.BytesIO(data))))


def list_members(path: Path, file: BinaryIO) -> list[zipfile.ZipInfo]:
    """The members in the directory of a zip archive; the path is only for messages. Raises UnreadableError."""
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
        raise UnreadableError(path, Reason.BAD_ZIP, detail="目录有误") from error


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


def _members(path: Path, infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    members: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = info.filename.replace("\\", "/")
        if UNSAFE_NAME.search(info.orig_filename) or UNSAFE_NAME.search(name):
            raise UnreadableError(path, Reason.STRANGE_MEMBERS, detail="所含文件的名称指向别处")
        if name.endswith("/"):
            continue  # WPS lists folders too
        if members.setdefault(name.lower(), info) is not info:
            raise UnreadableError(path, Reason.STRANGE_MEMBERS, detail=f"有两个 {name}")
    placed = sorted(members.values(), key=lambda info: info.header_offset)
    for info, following in itertools.pairwise(placed):
        if info.header_offset + LOCAL_HEADER.size + info.compress_size > following.header_offset:
            raise UnreadableError(path, Reason.STRANGE_MEMBERS, detail="所含文件互相重叠")
    return members


def inflate(path: Path, data: bytes | mmap, member: zipfile.ZipInfo) -> bytes:
    """Decompress a member: no more bytes than it claims, and only if its checksum agrees. Raises UnreadableError."""
    part, start = member.filename, member.header_offset
    if member.flag_bits & ENCRYPTED_FLAG:
        raise UnreadableError(path, Reason.ENCRYPTED_MEMBER, part=part)
    header = data[start : start + LOCAL_HEADER.size] if start >= 0 else b""
    if len(header) < LOCAL_HEADER.size or not header.startswith(LOCAL_SIGNATURE):
        raise UnreadableError(path, Reason.BAD_ZIP, detail=part)
    _, name_length, extra_length = LOCAL_HEADER.unpack(header)
    start += LOCAL_HEADER.size + name_length + extra_length
    content = data[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_DEFLATED:
        try:
            content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(content, member.file_size + 1)
        except zlib.error as error:
            raise UnreadableError(path, Reason.BAD_ZIP, detail=part) from error
    elif member.compress_type != zipfile.ZIP_STORED:
        raise UnreadableError(path, Reason.BAD_ZIP, detail=f"{part} 的压缩方式不明")
    if len(content) != member.file_size or zlib.crc32(content) != member.CRC:
        raise UnreadableError(path, Reason.BAD_ZIP, detail=part)
    return content


def _relationship(element: etree._Element, folder: str) -> Relationship:
    kind = element.get("Type", "").rpartition("/")[2]
    target = element.get("Target", "")
    external = element.get("TargetMode") == "External"
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, unquote(target).replace("\\", "/"))).lstrip("/")
    return Relationship(element.get("Id", ""), kind, target, external)
