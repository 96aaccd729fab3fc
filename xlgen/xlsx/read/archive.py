"""Zip archives of submitted workbooks: members are read into memory within limits, never unpacked to disk."""

from __future__ import annotations

import itertools
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from mmap import ACCESS_READ, mmap
from pathlib import Path

from xlgen.files.atomic import system_reason
from xlgen.text import one_line
from xlgen.xlsx.read.package import MEGABYTE, refuse_large
from xlgen.xlsx.read.unreadable import Reason, UnreadableError
from xlgen.xlsx.read.zip_members import directory_of, inflate
from xlgen.xlsx.zip_format import CENTRAL_SIGNATURE, ENCRYPTED_FLAG, UTF8_FLAG

MAX_ARCHIVE_BYTES = 2048 * MEGABYTE
"""Size of an archive: enough for all units of a city with their scanned evidence."""
MAX_FILES = 50_000


def members_of(path: Path) -> list[zipfile.ZipInfo]:
    """The files in an archive, with their names decoded. Raises UnreadableError."""
    with _mapped(path) as data:
        entries = sum(1 for _ in itertools.islice(re.finditer(re.escape(CENTRAL_SIGNATURE), data), MAX_FILES + 1))
        if entries > MAX_FILES:  # before zipfile creates an object for each
            raise UnreadableError(path, Reason.ARCHIVE_TOO_LARGE, detail=f"里的文件超过 {MAX_FILES} 个")
        with path.open("rb") as file:
            infos = [info for info in directory_of(path, file)[0] if not info.is_dir()]
    for info in infos:
        info.filename = _name(info)
    return infos


def read_member(path: Path, member: zipfile.ZipInfo) -> bytes:
    """The bytes of a member. Raises UnreadableError, also where it is larger than a workbook may be."""
    if member.flag_bits & ENCRYPTED_FLAG:
        raise UnreadableError(path, Reason.LOCKED_ARCHIVE)
    refuse_large(path, member.file_size)
    with _mapped(path) as data:
        return inflate(path, data, member)


@contextmanager
def _mapped(path: Path) -> Iterator[mmap]:
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            if size == 0:
                raise UnreadableError(path, Reason.EMPTY)
            if size > MAX_ARCHIVE_BYTES:
                raise UnreadableError(path, Reason.ARCHIVE_TOO_LARGE, detail=f"有 {size // MEGABYTE} MB")
            with mmap(file.fileno(), 0, access=ACCESS_READ) as data:
                yield data
    except OSError as error:
        raise UnreadableError(path, Reason.NO_ACCESS, detail=system_reason(error)) from error


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name. Chinese Windows programs write GBK and macOS writes UTF-8, without setting the UTF-8 flag."""
    name = info.orig_filename
    if not info.flag_bits & UTF8_FLAG:
        raw = name.encode("cp437")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return one_line(name.replace("\\", "/"))
