"""Write zip files from compressed members, so that content shared by many files is deflated only once.

Supports only what Open XML needs: deflated members of less than 4 GB with UTF-8 names.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO
from typing import NamedTuple

from xlgen.xlsx.write.finishing import PART_PERMISSIONS, ZIP_TIME
from xlgen.xlsx.zip_format import CENTRAL_SIGNATURE, END_SIGNATURE, LOCAL_SIGNATURE, UTF8_FLAG

ZIP_VERSION, DEFLATED, UNIX_SYSTEM = 20, 8, 3
DOS_TIME = ZIP_TIME[3] << 11 | ZIP_TIME[4] << 5 | ZIP_TIME[5] // 2
DOS_DATE = (ZIP_TIME[0] - 1980) << 9 | ZIP_TIME[1] << 5 | ZIP_TIME[2]
LOCAL_FIELDS, CENTRAL_FIELDS, END_FIELDS = "<4s5H3L2H", "<4s6H3L5H2L", "<4s4H2LH"
LOCAL_SIZE = struct.calcsize(LOCAL_FIELDS)
MAX_STORED_BLOCK = 0xFFFF
"""Maximum size of an uncompressed deflate block in bytes."""
LAST_BLOCK = b"\x01\x00\x00\xff\xff"
"""The empty block that ends a deflated member."""


class CompressedMember(NamedTuple):
    """A zip member. `content` is deflated; `size` and `checksum` are those of the original."""

    name: str
    content: bytes
    size: int
    checksum: int


def compressed_members(data: bytes) -> dict[str, CompressedMember]:
    """The still compressed members of a zip file, all of which must be deflated."""
    members = {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for info in archive.infolist():
            assert info.compress_type == zipfile.ZIP_DEFLATED, info.filename
            name, extra = struct.unpack_from("<2H", data, info.header_offset + LOCAL_SIZE - 4)
            start = info.header_offset + LOCAL_SIZE + name + extra
            content = data[start : start + info.compress_size]
            members[info.filename] = CompressedMember(info.filename, content, info.file_size, info.CRC)
    return members


def compressed_block(text: bytes) -> bytes:
    """Compress a piece of a member so that any other block may follow it."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(text) + packer.flush(zlib.Z_FULL_FLUSH)


def stored_block(text: bytes) -> bytes:
    """Store a short piece uncompressed, which is fastest; any other block may follow it."""
    pieces = (text[start : start + MAX_STORED_BLOCK] for start in range(0, len(text), MAX_STORED_BLOCK))
    return b"".join(struct.pack("<B2H", 0, len(piece), len(piece) ^ MAX_STORED_BLOCK) + piece for piece in pieces)


def zip_bytes(members: Iterable[CompressedMember]) -> bytes:
    """Build the zip file of these members, in this order; always the same bytes for the same members."""
    pieces: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for member in members:
        name = member.name.encode("utf-8")
        sizes = (member.checksum, len(member.content), member.size, len(name), 0)
        common = (ZIP_VERSION, UTF8_FLAG, DEFLATED, DOS_TIME, DOS_DATE, *sizes)
        head = struct.pack(LOCAL_FIELDS, LOCAL_SIGNATURE, *common) + name
        made_by = (UNIX_SYSTEM << 8 | ZIP_VERSION, *common)
        entry = struct.pack(CENTRAL_FIELDS, CENTRAL_SIGNATURE, *made_by, 0, 0, 0, PART_PERMISSIONS, offset) + name
        pieces += [head, member.content]
        directory.append(entry)
        offset += len(head) + len(member.content)
    size = sum(map(len, directory))
    end = struct.pack(END_FIELDS, END_SIGNATURE, 0, 0, len(directory), len(directory), size, offset, 0)
    return b"".join([*pieces, *directory, end])
