"""What a 主管部门 reports to the bureau: the copies that count, what came with them, and its record."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from xlgen.campaign.arrivals import Arrival, arrivals_of, note_arrivals
from xlgen.campaign.clock import current_time, day
from xlgen.campaign.events import EventKind
from xlgen.campaign.progress import CampaignProgress, UnitProgress, progress_of
from xlgen.campaign.record import CampaignRecord, find_record, open_record
from xlgen.campaign.record_file import RECORD_NAME
from xlgen.campaign.record_rows import RecordedSubmission
from xlgen.campaign.returns import folder_of
from xlgen.campaign.tiers.departments import PARENT
from xlgen.campaign.tiers.sub_record import sub_record
from xlgen.campaign.validation import validate_returns
from xlgen.errors import UsageError
from xlgen.execution.executor import Executor, Progress, no_progress
from xlgen.files.atomic import atomic_file, safe_file_name
from xlgen.roster.unit_status import UnitStatus
from xlgen.scheme.known_schemes import KnownSchemes
from xlgen.submissions.sources import ARCHIVE, WORKBOOKS, files_below_path
from xlgen.xlsx.read.archive import MAX_ARCHIVE_BYTES, MAX_FILES
from xlgen.xlsx.read.unreadable import UnreadableError

RETURNED = "交回"
"""The folder of a package with what the units returned, in the folders in which the 主管部门 keeps it."""
SECRET = "是涉密单位的，没有装入。请按保密规定报送"
MAX_PATH = 200
"""Characters of a path in a package."""
MAX_STEM = 60
"""Characters of a file's name where its path is too long, or several have it."""
NOT_AT_HAND = "有效的一份不在所给的文件里，没有装入。请把它放回去，再装一次"


class HandedIn(NamedTuple):
    """The package that was written.

    progress: how it stands with each form. absent: the forms of which a copy that should go along was not at hand.
    left_out: files that could not be read, or must not go along, each with why. outside: forms of nobody
    on the roster.
    """

    file: Path
    progress: CampaignProgress
    absent: Sequence[UnitProgress]
    left_out: Sequence[str]
    outside: Sequence[str]


@dataclass
class _Contents:
    """What goes into a package: by name of the file, its place there; and the copies that are in it."""

    places: dict[str, str] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)  # by fingerprint
    taken: set[str] = field(default_factory=set)
    left_out: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    size: int = 0  # in bytes


def hand_in(
    folder: Path,
    returns: Path,
    output: Path,
    *,
    schemes: KnownSchemes | None = None,
    executor: Executor | None = None,
    progress: Progress = no_progress,
) -> HandedIn:
    """Check what was returned once more, and write a package of it for the bureau.

    folder: the forms and the record from the package that the bureau handed out. returns: where the units' forms are.
    Copies that another one took the place of stay behind; the record tells of them. Raises UsageError, RecordError,
    NothingToCheckError and OSError.
    """
    if output.suffix.lower() != ARCHIVE or output.is_dir():
        raise UsageError(f"{output}：报送包是 {ARCHIVE} 文件。请改用 {ARCHIVE} 结尾的文件名", "output")
    if returns.is_dir() and output.resolve().is_relative_to(returns.resolve()):
        raise UsageError(f"{output}：在交回的文件夹 {returns} 之中。请写到别的文件夹", "output")
    with open_record(find_record(folder)) as record:
        parent = record.option(PARENT)
    if not parent:
        why = "不是分发给主管部门的包。请写分发包解压后的“下发”文件夹"
        raise UsageError(f"{folder}：{why}", "folder")
    validate_returns([returns], roster=folder, schemes=schemes, executor=executor, progress=progress)
    with open_record(find_record(folder)) as record:
        known = progress_of(record, day("", current_time()))
        going = {copy.fingerprint: unit for unit in known.units for copy in _going(unit)}
        keys = [unit.form.key for unit in known.units]
        returned = [unit.form.key for unit in known.units if not _is_secret(unit)]
        with (
            atomic_file(output) as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive,
            sub_record(record, keys, parent, returned) as own,
        ):
            contents = _write_files(archive, returns, known, going)
            _rename(own, contents, list(arrivals_of(record)))
            archive.write(own.path, RECORD_NAME)
    absent = [unit for fingerprint, unit in going.items() if fingerprint not in contents.copies]
    return HandedIn(
        output, known, list({unit.form.key: unit for unit in absent}.values()), contents.left_out, contents.outside
    )


def _going(unit: UnitProgress) -> Sequence[RecordedSubmission]:
    """The copies that go along: the one that counts or was sent back; all of them where that is open."""
    if _is_secret(unit):
        return ()
    return unit.copies if unit.judgement.counted is None else (unit.judgement.counted,)


def _is_secret(unit: UnitProgress) -> bool:
    """Whether nothing of a unit may leave this machine."""
    return unit.status is UnitStatus.CLASSIFIED


def _write_files(
    archive: zipfile.ZipFile, returns: Path, known: CampaignProgress, going: Mapping[str, UnitProgress]
) -> _Contents:
    """Write the copies that go along, and everything that lies beside forms; no copy twice, and no other workbook."""
    contents = _Contents()
    copies = {copy.fingerprint for unit in known.units for copy in unit.copies}
    arrived = {arrival.file for unit in known.units for arrival in unit.arrivals}
    arrived |= {arrival.file for arrival in known.unclaimed}
    secrets = _Secrets.of(known.units)
    for place, source in files_below_path(returns):
        if secrets.has(source.name):
            contents.left_out.append(f"{source.name}：{SECRET}")
            continue
        try:
            data = source.read()
        except UnreadableError as error:
            contents.left_out.append(str(error))
            continue
        fingerprint = hashlib.sha256(data).hexdigest()
        if fingerprint in secrets.copies:
            contents.left_out.append(f"{source.name}：{SECRET}")
            continue
        if fingerprint in copies:
            if fingerprint not in going or fingerprint in contents.copies:
                continue
        elif place.suffix.lower() in WORKBOOKS and source.name not in arrived:
            contents.outside.append(source.name)
            continue
        contents.size += len(data)
        if contents.size > MAX_ARCHIVE_BYTES or len(contents.taken) >= MAX_FILES - 1:
            raise UsageError(f"{returns}：太多，一个包装不下。请分成几个文件夹，各装一个包", "returns")
        inside = _free_place(place, contents.taken)
        archive.writestr(inside, data)
        contents.places[source.name] = inside
        if fingerprint in copies:
            contents.copies[fingerprint] = inside
    return contents


class _Secrets(NamedTuple):
    """What must not leave this machine: files and copies, and everything in folders of such forms alone."""

    files: frozenset[str]
    copies: frozenset[str]
    folders: tuple[str, ...]

    @classmethod
    def of(cls, units: Sequence[UnitProgress]) -> _Secrets:
        secret = [unit for unit in units if _is_secret(unit)]
        folders, others = (
            {folder_of(copy.file) for unit in units if _is_secret(unit) is is_secret for copy in unit.copies}
            for is_secret in (True, False)
        )
        return cls(
            frozenset(arrival.file for unit in secret for arrival in unit.arrivals),
            frozenset(copy.fingerprint for unit in secret for copy in unit.copies),
            tuple(f"{folder}/" for folder in folders - others),
        )

    def has(self, file: str) -> bool:
        return file in self.files or file.startswith(self.folders)


def _free_place(place: PurePosixPath, taken: set[str]) -> str:
    """A safe path in the package; archives were folders, and are so there."""
    *folders, name = place.parts
    parts = [safe_file_name(part.removesuffix(ARCHIVE)) for part in folders]
    whole = PurePosixPath(RETURNED, *parts, safe_file_name(name))
    stem, suffix = whole.stem[:MAX_STEM], whole.suffix[:MAX_STEM]
    home = whole.parent if len(str(whole.parent)) + 3 * MAX_STEM <= MAX_PATH else PurePosixPath(RETURNED)
    numbered = (home / safe_file_name(f"{stem}{more}{suffix}") for more in numbers_behind())
    paths = map(str, chain([whole], numbered))
    path = next(path for path in paths if len(path) <= MAX_PATH and path.casefold() not in taken)
    taken.add(path.casefold())
    return path


def numbers_behind() -> Iterator[str]:
    """What is put behind names of files until one is free."""
    yield ""
    yield from (f"({number})" for number in count(2))


def _rename(own: CampaignRecord, contents: _Contents, arrivals: Sequence[Arrival]) -> None:
    """Let the record name files as they lie in the package; of those that are not in it, it tells no path."""
    with own.database:
        own.database.execute("UPDATE submission SET file = ''")
        own.database.executemany(
            "UPDATE submission SET file = ? WHERE fingerprint = ?",
            [(place, fingerprint) for fingerprint, place in contents.copies.items()],
        )
        claims = own.database.execute("SELECT number, subject FROM event WHERE kind = ?", (EventKind.FILE,)).fetchall()
        own.database.executemany(
            "UPDATE event SET subject = ? WHERE number = ?",
            [(contents.places.get(file, ""), number) for number, file in claims],
        )
    known = [each._replace(file=contents.places[each.file]) for each in arrivals if each.file in contents.places]
    note_arrivals(own, known)
