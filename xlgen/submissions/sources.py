"""Finds the workbooks to check in files, folders and zip archives, each with its 佐证材料."""

from __future__ import annotations

import os
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from xlgen.errors import XlgenError
from xlgen.files.atomic import system_reason
from xlgen.files.storage import Location, StoredFile, files_below, is_folder, local_copy, read_remote
from xlgen.submissions.reports_beside import DOCUMENTS, assigned, is_report
from xlgen.text import one_line
from xlgen.xlsx.read.archive import members_of, read_member
from xlgen.xlsx.read.package import bytes_of, refuse_large
from xlgen.xlsx.read.unreadable import Reason, UnreadableError

ARCHIVE = ".zip"
OTHER_ARCHIVES = (".rar", ".7z", ".gz", ".tar")
WORKBOOKS = (
    *(".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".xlt", ".et", ".ett", ".ods", ".fods", ".numbers"),
    *OTHER_ARCHIVES,
)
"""Files that may be meant as a form. Those that cannot be read are reported, so that no unit is lost silently."""
MATERIAL_FOLDER = re.compile("佐证|证明|附件")
"""A workbook in a folder with such a name, beside a form, is evidence and not a form."""
IGNORED = (
    (re.compile(r"~\$.*|\.~.*"), "表格打开期间的临时文件"),
    (re.compile(r"\._.*|\.DS_Store|Thumbs\.db|desktop\.ini", re.IGNORECASE), "系统文件"),
)
SYSTEM_FOLDER = "__MACOSX"
NO_FORM_NEARBY = "旁边没有评分表"
NO_FORM_OF_REPORT = "是自评报告，看不出是哪一份评分表的"


class Refusal(NamedTuple):
    """Why a file cannot even be opened."""

    code: Reason
    detail: str = ""


@dataclass(frozen=True)
class Source:
    """A workbook to check, or a file that cannot be opened. Picklable, so that another process can read it.

    name: as in reports. material: the files handed in with it, by their paths relative to its folder. reports: the
    written reports on it, among them or named beside it. size, modified: in bytes and seconds; they tell it from
    another file of the same name.
    """

    name: str
    path: Location
    member: zipfile.ZipInfo | None = field(default=None, compare=False)  # if it is in an archive
    material: tuple[str, ...] = ()
    reports: tuple[Source, ...] = ()
    refusal: Refusal | None = None
    size: int = field(default=0, compare=False)
    modified: float = field(default=0.0, compare=False)

    def read(self) -> bytes:
        """Its bytes. Raises UnreadableError."""
        if self.refusal is not None:
            raise UnreadableError(Path(self.name), self.refusal.code, detail=self.refusal.detail)
        try:
            if self.member is not None:
                return read_member(self._local_archive(), self.member)
            if isinstance(self.path, Path):
                return bytes_of(self.path)
            refuse_large(Path(self.name), self.size)
            return read_remote(self.path)
        except OSError as error:
            raise UnreadableError(Path(self.name), Reason.NO_ACCESS, detail=system_reason(error)) from error

    def _local_archive(self) -> Path:
        """The archive, or a copy of it on this machine."""
        return self.path if isinstance(self.path, Path) else local_copy(self.path)


class Skipped(NamedTuple):
    """A file that is not checked, and why."""

    name: str
    why: str


@dataclass(frozen=True)
class Sources:
    """The workbooks to check, and the files that are not checked."""

    workbooks: tuple[Source, ...]
    skipped: tuple[Skipped, ...] = ()


class NothingToCheckError(XlgenError):
    """Paths without anything to check; the message names each and says what to do."""


class _Entry(NamedTuple):
    """A file: its place below the given path, and how to read it."""

    place: PurePosixPath
    source: Source


def find_sources(paths: Sequence[Location]) -> Sources:
    """The workbooks below these paths, in the order of the paths and then of names. Raises NothingToCheckError."""
    absent = [f"{path}：{why}" for path in paths if (why := _access_problem(path))]
    if absent:
        raise NothingToCheckError("\n".join(absent))
    workbooks: dict[tuple[Location, int], Source] = {}
    skipped: dict[str, Skipped] = {}
    documents: dict[tuple[Location, int], Source] = {}
    for path in paths:
        sources = _classify(_entries(path), named=not is_folder(path) and path.suffix.lower() != ARCHIVE)
        for source in map(_portable, sources.workbooks):
            is_document = source.member is None and source.path.suffix.lower() in DOCUMENTS
            (documents if is_document else workbooks).setdefault(_identity(source), source)
        skipped.update({file.name: file for file in sources.skipped})
    found = _with_named_reports(list(workbooks.values()), list(documents.values()))
    skipped.update({file.name: file for file in found.skipped})
    if not found.workbooks:
        where = "、".join(map(str, paths))
        raise NothingToCheckError(f"{where}：没有找到评分表。请给出 .xlsx 文件、装有它们的文件夹或 .zip 压缩包")
    return Sources(found.workbooks, tuple(skipped.values()))


def files_below_path(path: Location) -> Iterator[tuple[PurePosixPath, Source]]:
    """Every file that somebody handed in at or below a path, with its place there; an archive counts as a folder."""
    return ((entry.place, entry.source) for entry in _entries(path) if not _ignored(entry.place))


def _portable(source: Source) -> Source:
    """A source with places that another process finds, too, which may work in another folder."""
    return replace(source, path=_resolved(source.path), reports=tuple(map(_portable, source.reports)))


def _identity(source: Source) -> tuple[Location, int]:
    """What tells files apart: paths may overlap."""
    return source.path, source.member.header_offset if source.member else -1


def _with_named_reports(forms: Sequence[Source], documents: Sequence[Source]) -> Sources:
    """The forms with the documents that were named beside them; one that is no form's report may be meant as a form."""
    names = [PurePosixPath(source.name).name for source in documents]
    of_forms = assigned([PurePosixPath(source.name).name for source in forms], names) if forms else {}
    if len(forms) > 1:  # whose it is, its name says; that it is a report must be said, too
        of_forms = {
            form: [number for number in numbers if is_report(PurePosixPath(names[number]))]
            for form, numbers in of_forms.items()
        }
    kept, skipped = [], []
    for place, form in enumerate(forms):
        more = {_identity(each): each for each in (*form.reports, *(documents[at] for at in of_forms.get(place, ())))}
        kept.append(replace(form, reports=tuple(more.values())))
    known = {_identity(report) for form in kept for report in form.reports}
    for document, name in zip(documents, names, strict=True):
        if _identity(document) in known:
            continue
        if forms and is_report(PurePosixPath(name)):
            skipped.append(Skipped(document.name, NO_FORM_OF_REPORT))
        else:
            kept.append(document)
    return Sources(tuple(kept), tuple(skipped))


def _resolved(path: Location) -> Location:
    """The path without links; of one that links to itself, the path: what is wrong is told when it is read."""
    return Path(os.path.realpath(path)) if isinstance(path, Path) else path.resolve()


def _access_problem(path: Location) -> str:
    """Why nothing can be read at a path; empty if something can."""
    try:
        exists = path.exists() if isinstance(path, Path) else next(files_below(path), None) is not None
    except OSError as error:
        return f"读不到（{system_reason(error)}）。请检查地址和权限"
    return "" if exists else "没有这个文件或文件夹。请检查路径"


def _entries(path: Location) -> list[_Entry]:
    """The files at or below a path; an archive counts as a folder."""
    entries: list[_Entry] = []
    for file in _files(path, entries) if isinstance(path, Path) else files_below(path):
        entries += _opened(file)
    return sorted(entries, key=lambda entry: entry.place.parts)


def _files(path: Path, refused: list[_Entry]) -> Iterator[StoredFile]:
    """The files below a folder, or the one file; folders that cannot be read are added to `refused`."""

    def refuse(error: OSError) -> None:
        folder = Path(error.filename)
        source = Source(_label(folder), folder, refusal=Refusal(Reason.NO_ACCESS, system_reason(error)))
        refused.append(_Entry(PurePosixPath(folder.relative_to(path).as_posix()), source))

    if not path.is_dir():
        yield _found(PurePosixPath(path.name), path)
    for parent, _, names in os.walk(path, onerror=refuse) if path.is_dir() else ():
        for name in names:
            file = Path(parent) / name
            yield _found(PurePosixPath(file.relative_to(path).as_posix()), file)


def _found(place: PurePosixPath, path: Path) -> StoredFile:
    try:
        status = path.stat()
    except OSError:  # reported when it is read
        return StoredFile(place, path, 0, 0.0)
    return StoredFile(place, path, status.st_size, status.st_mtime)


def _opened(file: StoredFile) -> Iterator[_Entry]:
    """A file; or an archive's members, each below the archive's place."""
    name, (place, path, size, modified) = _label(file.location), file
    if place.suffix.lower() != ARCHIVE or _ignored(place):
        yield _Entry(place, Source(name, path, size=size, modified=modified))
        return
    try:
        members = members_of(path if isinstance(path, Path) else local_copy(path))
    except UnreadableError as error:
        yield _Entry(place, Source(name, path, refusal=Refusal(error.code, error.detail)))
        return
    except OSError as error:
        yield _Entry(place, Source(name, path, refusal=Refusal(Reason.NO_ACCESS, system_reason(error))))
        return
    entries = [_member(place, path, member) for member in members]
    yield from sorted(entries, key=lambda entry: (entry.place.parts, entry.source.name))


def _label(path: Location) -> str:
    return one_line(str(path))


def _member(place: PurePosixPath, path: Location, member: zipfile.ZipInfo) -> _Entry:
    # A name that points outside is harmless: nothing is written under it.
    parts = [part for part in PurePosixPath(member.filename).parts if part not in ("/", "..")] or ["_"]
    inside = PurePosixPath(*parts)
    refusal = Refusal(Reason.ARCHIVE_IN_ARCHIVE) if inside.suffix.lower() == ARCHIVE else None
    try:
        modified = datetime(*member.date_time).timestamp()
    except (ValueError, OverflowError, OSError):  # anybody may write any date
        modified = 0.0
    name = f"{_label(path)}/{inside}"
    source = Source(name, path, member, refusal=refusal, size=member.file_size, modified=modified)
    return _Entry(place / inside, source)


def _classify(entries: Iterable[_Entry], named: bool) -> Sources:
    """Tell workbooks, their material and other files apart. named: a single file that was given by name."""
    forms: list[_Entry] = []
    others: list[_Entry] = []
    skipped: list[Skipped] = []
    for entry in entries:
        why = _ignored(entry.place)
        if why:
            skipped.append(Skipped(entry.source.name, why))
        elif named or entry.source.refusal is not None or entry.place.suffix.lower() in WORKBOOKS:
            forms.append(entry)
        else:
            others.append(entry)
    homes = {entry.place.parent for entry in forms if not _in_material_folder(entry.place)}
    material: defaultdict[PurePosixPath, list[str]] = defaultdict(list)
    workbooks = []
    for entry in forms:
        home = _home(entry.place.parent, homes) if _in_material_folder(entry.place) else None
        if home is None:
            workbooks.append(entry)
        else:
            material[home].append(str(entry.place.relative_to(home)))
    homes = {entry.place.parent for entry in workbooks}
    reports: defaultdict[PurePosixPath, list[_Entry]] = defaultdict(list)
    for entry in others:
        home = _home(entry.place.parent, homes)
        if home is None:
            skipped.append(Skipped(entry.source.name, NO_FORM_NEARBY))
            continue
        material[home].append(str(entry.place.relative_to(home)))
        if is_report(entry.place):
            reports[home].append(entry)
    return Sources(tuple(_with_company(workbooks, material, reports)), tuple(sorted(skipped)))


def _with_company(
    workbooks: Sequence[_Entry],
    material: Mapping[PurePosixPath, Sequence[str]],
    reports: Mapping[PurePosixPath, Sequence[_Entry]],
) -> Iterator[Source]:
    """The workbooks in their order, with the material and the reports of their folders."""
    by_home: defaultdict[PurePosixPath, list[int]] = defaultdict(list)
    for number, entry in enumerate(workbooks):
        by_home[entry.place.parent].append(number)
    own: dict[int, tuple[Source, ...]] = {}
    for home, found in reports.items():
        numbers = by_home[home]
        of_forms = assigned([workbooks[number].place.name for number in numbers], [each.place.name for each in found])
        own |= {numbers[place]: tuple(found[at].source for at in ats) for place, ats in of_forms.items()}
    for number, entry in enumerate(workbooks):
        beside = tuple(sorted(material.get(entry.place.parent, ())))
        yield replace(entry.source, material=beside, reports=own.get(number, ()))


def _ignored(place: PurePosixPath) -> str:
    """Why a file was not handed in by anybody; empty if it may have been."""
    if SYSTEM_FOLDER in place.parts:
        return IGNORED[1][1]
    return next((why for pattern, why in IGNORED if pattern.fullmatch(place.name)), "")


def _in_material_folder(place: PurePosixPath) -> bool:
    return any(MATERIAL_FOLDER.search(part) for part in place.parent.parts)


def _home(folder: PurePosixPath, homes: set[PurePosixPath]) -> PurePosixPath | None:
    """The nearest folder with a form in it, this one or one above."""
    return next((parent for parent in (folder, *folder.parents) if parent in homes), None)
