"""Zip files of members that are compressed already: what a file shares with others is copied, not deflated again.

Only what Open XML needs: deflated members of less than 4 GB, names in UTF-8.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO
from typing import NamedTuple

from xlgen.xlsx.write.finishing import PERMISSIONS, ZIP_TIME
from xlgen.xlsx.zip_format import CENTRAL_SIGNATURE, END_SIGNATURE, LOCAL_SIGNATURE, UTF8_FLAG

VERSION, DEFLATED, UNIX = 20, 8, 3
TIME = ZIP_TIME[3] << 11 | ZIP_TIME[4] << 5 | ZIP_TIME[5] // 2
DATE = (ZIP_TIME[0] - 1980) << 9 | ZIP_TIME[1] << 5 | ZIP_TIME[2]
LOCAL_FIELDS, CENTRAL_FIELDS, END_FIELDS = "<4s5H3L2H", "<4s6H3L5H2L", "<4s4H2LH"
LOCAL_SIZE = struct.calcsize(LOCAL_FIELDS)
MAX_STORED = 0xFFFF
"""Bytes in a block that is not compressed."""
LAST_BLOCK = b"\x01\x00\x00\xff\xff"
"""An empty block, the last of a deflated member."""


class Member(NamedTuple):
    """A member as it stands in the file. content: the deflated bytes; size and checksum are those of the original."""

    name: str
    content: bytes
    size: int
    checksum: int


def members_of(data: bytes) -> dict[str, Member]:
    """The members of a zip file that has deflated ones only, as they stand in it."""
    found = {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for info in archive.infolist():
            assert info.compress_type == zipfile.ZIP_DEFLATED, info.filename
            name, extra = struct.unpack_from("<2H", data, info.header_offset + LOCAL_SIZE - 4)
            start = info.header_offset + LOCAL_SIZE + name + extra
            content = data[start : start + info.compress_size]
            found[info.filename] = Member(info.filename, content, info.file_size, info.CRC)
    return found


def block(text: bytes) -> bytes:
    """A piece of a member, compressed so that any other piece may follow it."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(text) + packer.flush(zlib.Z_FULL_FLUSH)


def plain_block(text: bytes) -> bytes:
    """The same for a short piece, not compressed, which is fastest."""
    pieces = (text[start : start + MAX_STORED] for start in range(0, len(text), MAX_STORED))
    return b"".join(struct.pack("<B2H", 0, len(each), len(each) ^ MAX_STORED) + each for each in pieces)


def zipped(members: Iterable[Member]) -> bytes:
    """The file of these members, in this order; always the same bytes for the same members."""
    pieces: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for member in members:
        name = member.name.encode("utf-8")
        sizes = (len(member.content), member.size, len(name), 0)
        common = (VERSION, UTF8_FLAG, DEFLATED, TIME, DATE, member.checksum, *sizes)
        head = struct.pack(LOCAL_FIELDS, LOCAL_SIGNATURE, *common) + name
        made = (UNIX << 8 | VERSION, *common)
        entry = struct.pack(CENTRAL_FIELDS, CENTRAL_SIGNATURE, *made, 0, 0, 0, PERMISSIONS, offset) + name
        pieces += [head, member.content]
        directory.append(entry)
        offset += len(head) + len(member.content)
    size = sum(map(len, directory))
    end = struct.pack(END_FIELDS, END_SIGNATURE, 0, 0, len(directory), len(directory), size, offset, 0)
    return b"".join([*pieces, *directory, end])
