"""A package that a 主管部门 reports, as it is read: anybody may have made it, so nothing in it is believed."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import NamedTuple

from xlgen.campaign.arrivals import Arrival, arrivals_of
from xlgen.campaign.events import Event, events_of
from xlgen.campaign.record import MAX_RESULT_BYTES, CampaignRecord, open_record
from xlgen.campaign.record_file import RECORD_NAME, RecordError
from xlgen.campaign.record_rows import IssuedTo, RecordedSubmission
from xlgen.campaign.tiers.departments import PARENT
from xlgen.campaign.tiers.handing_in import MAX_PATH, RETURNED
from xlgen.errors import XlgenError
from xlgen.files.atomic import safe_file_name
from xlgen.text import display_text
from xlgen.xlsx.read.archive import MAX_ARCHIVE_BYTES, members_of, read_member
from xlgen.xlsx.read.unreadable import UnreadableError

FINGERPRINT = re.compile("[0-9a-f]{64}")
ASK_AGAIN = "请主管部门重新导出，再传一次"


class PackageError(XlgenError):
    """A file is no package of this campaign, or was changed or damaged; the message says why."""


class Package(NamedTuple):
    """An open package: whose it is, its files by their places in it, and what its record says, checked only in kind."""

    path: Path
    parent: str
    campaign: Mapping[str, str]
    files: Mapping[str, zipfile.ZipInfo]
    units: Sequence[IssuedTo]
    copies: Mapping[str, Sequence[RecordedSubmission]]
    arrivals: Sequence[Arrival]
    events: Mapping[str, Sequence[Event]]
    record: CampaignRecord

    def read(self, place: str) -> bytes:
        """The bytes of a file. Raises UnreadableError."""
        return read_member(self.path, self.files[place])


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """Open a package, every workbook of which is the one that its record names. Raises PackageError, OSError."""
    with TemporaryDirectory() as folder:
        database = Path(folder) / RECORD_NAME
        try:
            members = _members(path)
            database.write_bytes(read_member(path, members.pop(RECORD_NAME)))
        except UnreadableError as error:
            raise PackageError(str(error)) from error
        try:
            with open_record(database) as record:
                record.database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_RESULT_BYTES)
                package = _package(path, members, record)
        except RecordError as error:
            raise PackageError(f"{path}：其中的记录不是 xlgen 写的，或已损坏。{ASK_AGAIN}") from error
        _refuse_other_files(package)
        with open_record(database) as record:
            yield package._replace(record=record)


def _members(path: Path) -> dict[str, zipfile.ZipInfo]:
    """The files of a package by their places. Raises PackageError where it is none, or a path leads out of it."""
    members = members_of(path)
    found = {member.filename: member for member in members}
    strange = [name for name in found if name != RECORD_NAME and not _is_safe(name)]
    if RECORD_NAME not in found or strange or len(found) < len(members):
        shown = f"（{display_text(strange[0])}）" if strange else ""
        raise PackageError(f"{path}：不是主管部门的报送包{shown}。请让主管部门用 xlgen 装成报送包")
    if sum(member.file_size for member in members) > MAX_ARCHIVE_BYTES:
        raise PackageError(f"{path}：解压后太大。请让主管部门分开报送")
    return found


def _is_safe(name: str) -> bool:
    """Whether a path is one that a package may have: below its folder, and a file's name on every system."""
    parts = PurePosixPath(name).parts
    plain = len(name) <= MAX_PATH and "/".join(parts) == name and len(parts) > 1 and parts[0] == RETURNED
    return plain and all(safe_file_name(part) == part for part in parts)


def _package(path: Path, members: Mapping[str, zipfile.ZipInfo], record: CampaignRecord) -> Package:
    copies = record.submissions()
    every = [copy for own in copies.values() for copy in own]
    if not all(FINGERPRINT.fullmatch(copy.fingerprint) for copy in every):
        raise RecordError(str(path))
    parent = record.option(PARENT) or ""
    known = record.units(), copies, list(arrivals_of(record)), events_of(record)
    return Package(path, parent, record.campaign(), members, *known, record)


def _refuse_other_files(package: Package) -> None:
    """Raise PackageError where a workbook is not the one that the record names."""
    for own in package.copies.values():
        for copy in own:
            if not copy.file:
                continue
            try:
                same = copy.file in package.files and _digest(package.read(copy.file)) == copy.fingerprint
            except UnreadableError:
                same = False
            if not same:
                what = f"{display_text(copy.file)} 与记录不符，可能传坏了，或装好以后改动过"
                raise PackageError(f"{package.path}：{what}。{ASK_AGAIN}")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
