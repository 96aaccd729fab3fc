"""The members of a zip archive. Every claim of its directory is checked before anything is decompressed."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from mmap import mmap
from pathlib import Path
from typing import BinaryIO

from xlgen.xlsx.read.unreadable import Reason, UnreadableError
from xlgen.xlsx.zip_format import ENCRYPTED_FLAG, END_SIGNATURE, LOCAL_SIGNATURE, UTF8_FLAG

LOCAL_HEADER = struct.Struct("<8xH16xHH")
"""Of a member: compression, length of its name and of the extra field after it."""
END = struct.Struct("<4s4H2LH")
"""Of the directory: signature, disks, entries on this one, entries, size, start, length of the comment."""
MAX_GAP = 24
"""Bytes after a member: sizes and checksum once more, where a program did not know them before."""
UNSAFE_NAME = re.compile(r"^/|//|^[A-Za-z]:|\.(/|$)|[\x00-\x1f]|\]\.(last\.)?piece$")
"""No part of an office program is called so: it stands elsewhere, has no name, or is a piece of another one."""


def package_members(path: Path, data: bytes) -> list[zipfile.ZipInfo]:
    """The members of a package, without folders, each under its name in the directory. Raises UnreadableError.

    They fill the file from its first byte to the directory, under the names that stand before them: programs that
    read a damaged or joined archive in other ways see the same members. Bytes after the end are ignored by all.
    """
    members, directory = directory_of(path, io.BytesIO(data))
    for member in members:
        member.filename = member.orig_filename.replace("\\", "/")
        if UNSAFE_NAME.search(member.filename):
            raise UnreadableError(path, Reason.STRANGE_MEMBERS, detail="所含文件的名称异常")
    end = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        gap = member.header_offset - end
        if gap < 0 or gap > (MAX_GAP if end else 0):
            what = "所含文件互相重叠" if gap < 0 else "所含文件之前另有内容"
            raise UnreadableError(path, Reason.STRANGE_MEMBERS, detail=what)
        end = _content_start(path, data, member) + member.compress_size
    *_, entries, _, start, _ = END.unpack_from(data, data.index(END_SIGNATURE, directory))
    clear = data.count(END_SIGNATURE, directory) == 1 and (entries, start) == (len(members), directory)
    if not clear or directory - end not in range(MAX_GAP + 1):
        raise UnreadableError(path, Reason.STRANGE_MEMBERS, detail="不止一份目录，或目录与内容不符")
    return [member for member in members if not member.filename.endswith("/")]  # WPS lists folders too


def inflate(path: Path, data: bytes | mmap, member: zipfile.ZipInfo) -> bytes:
    """Decompress a member: no more bytes than it claims, and only if its checksum agrees. Raises UnreadableError."""
    part = member.filename
    if member.flag_bits & ENCRYPTED_FLAG:
        raise UnreadableError(path, Reason.ENCRYPTED_MEMBER, part=part)
    start = _content_start(path, data, member)
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


def directory_of(path: Path, file: BinaryIO) -> tuple[list[zipfile.ZipInfo], int]:
    """The members in the directory of a zip archive, and where it begins. Raises UnreadableError.

    path: only for messages.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.infolist(), archive.start_dir
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
        raise UnreadableError(path, Reason.BAD_ZIP, detail="目录有误") from error


def _content_start(path: Path, data: bytes | mmap, member: zipfile.ZipInfo) -> int:
    """Where a member's bytes begin: after its own header, which must say the same as the directory."""
    start = member.header_offset
    header = data[start : start + LOCAL_HEADER.size] if start >= 0 else b""
    if len(header) < LOCAL_HEADER.size or not header.startswith(LOCAL_SIGNATURE):
        raise UnreadableError(path, Reason.BAD_ZIP, detail=member.filename)
    compression, name_length, extra_length = map(int, LOCAL_HEADER.unpack(header))
    start += LOCAL_HEADER.size
    name = member.orig_filename.encode("utf-8" if member.flag_bits & UTF8_FLAG else "cp437")
    if (data[start : start + name_length], compression) != (name, member.compress_type):
        detail = f"{member.filename} 在目录和文件头里的名称或压缩方式不同"
        raise UnreadableError(path, Reason.STRANGE_MEMBERS, detail=detail)
    return start + name_length + extra_length
