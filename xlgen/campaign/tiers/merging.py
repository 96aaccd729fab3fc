"""Packages of the 主管部门 are merged into the bureau's record: nothing lost, nothing counted twice.

What a package says of a check is not believed: its workbooks are checked as any other return. Copies of which it has
no workbook are known, and cannot be accepted.
"""

from __future__ import annotations

import hashlib
import os
import time as clock
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from xlgen.campaign.clock import current_time, day
from xlgen.campaign.events import INSERT
from xlgen.campaign.progress import CampaignProgress, UnitProgress, progress_of
from xlgen.campaign.record import CampaignRecord, find_record, open_record
from xlgen.campaign.record_rows import CopyFacts, RecordedSubmission
from xlgen.campaign.tiers.departments import Department, departments_of
from xlgen.campaign.tiers.handing_in import RETURNED, numbers_behind
from xlgen.campaign.tiers.package_events import NewEvents, new_events
from xlgen.campaign.tiers.package_file import Package, PackageError, open_package
from xlgen.campaign.validation import validate_returns
from xlgen.errors import UsageError
from xlgen.execution.executor import Executor, Progress, no_progress
from xlgen.files.atomic import safe_file_name, save
from xlgen.scheme.known_schemes import KnownSchemes
from xlgen.submissions.sources import NothingToCheckError
from xlgen.submissions.verdict import Verdict
from xlgen.text import display_text, normalize_text, one_line
from xlgen.xlsx.read.unreadable import UnreadableError

REISSUED = "装包之后，表又重新下发过，审核以重新下发的为准"
KEPT_THERE = "（原件在主管部门）"
NOT_ITS_UNIT = "名单上不是它的下属单位，没有并入"


class MergedUnit(NamedTuple):
    """What a package brought of a form: how many new copies and events, and how it stands with it before and now."""

    before: UnitProgress
    now: UnitProgress
    copies: int
    events: int


@dataclass
class MergedPackage:
    """What became of a package. refused: why nothing of it was merged; empty where it was. told: what was left out."""

    path: Path
    parent: str = ""
    refused: str = ""
    told: list[str] = field(default_factory=list)
    new: dict[str, tuple[int, int]] = field(default_factory=dict)  # copies and events, by form
    units: list[MergedUnit] = field(default_factory=list)


def merge_packages(
    packages: Sequence[Path],
    folder: Path,
    output: Path,
    *,
    schemes: KnownSchemes | None = None,
    executor: Executor | None = None,
    progress: Progress = no_progress,
) -> list[MergedPackage]:
    """Merge packages into the record of a campaign, and their files into a folder for each 主管部门 below `output`.

    Each package is merged whole or not at all, and none twice; a run that was killed is simply done again.
    Raises UsageError, RecordError and OSError.
    """
    if output.exists() and not output.is_dir():
        raise UsageError(f"{output}：是文件。请写一个文件夹", "output")
    record_file = find_record(folder)
    merged, folders = [MergedPackage(path) for path in packages], list[Path]()
    with open_record(record_file) as record:
        before = progress_of(record, day("", current_time()))
        departments = _Departments(record, before)
        for each in merged:
            try:
                with open_package(each.path) as package:
                    folders.append(_merge(each, package, departments, output))
            except (PackageError, UnreadableError) as error:
                each.refused = str(error)
    existing = [each for each in dict.fromkeys(folders) if each.is_dir()]
    if existing:
        with suppress(NothingToCheckError):  # no workbook came, only other files
            validate_returns(existing, roster=folder, schemes=schemes, executor=executor, progress=progress)
    with open_record(record_file) as record:
        now = progress_of(record, day("", current_time()))
    for each in merged:
        each.units = [MergedUnit(before.by_form[key], now.by_form[key], *new) for key, new in each.new.items()]
    return merged


@dataclass
class _Departments:
    """The 主管部门 of a campaign as they were before this run; one of which a package was merged, as it is now."""

    record: CampaignRecord
    progress: CampaignProgress
    merged: set[str] = field(default_factory=set)

    def of(self, package: Package) -> Department:
        """Whose package it is. Raises PackageError where it is of another campaign, or of nobody on the roster."""
        if package.campaign != self.progress.campaign:
            theirs, ours = (
                "、".join(f"{key} {value}" for key, value in campaign.items())
                for campaign in (package.campaign, self.progress.campaign)
            )
            raise PackageError(f"{package.path}：是另一次下发的（{display_text(theirs)}），这里是 {ours}。请核对")
        name = normalize_text(package.parent)
        department = self._by_name.get(name) if name else None
        if department is None:
            shown = display_text(package.parent) or "没有写是谁的"
            raise PackageError(f"{package.path}：{shown}：名单上没有这个主管部门。请核对名单的“主管部门”一列")
        if name in self.merged:
            now = progress_of(self.record, self.progress.today)
            department = Department(department.name, tuple(now.by_form[unit.form.key] for unit in department.units))
        self.merged.add(name)
        return department

    @cached_property
    def _by_name(self) -> Mapping[str, Department]:
        return {normalize_text(each.name): each for each in departments_of(self.progress.units) if each.name}


def _merge(merged: MergedPackage, package: Package, departments: _Departments, output: Path) -> Path:
    """Merge a package; gives the folder of its files. Raises PackageError where nothing of it can be merged."""
    record, today = departments.record, departments.progress.today
    department = departments.of(package)
    merged.parent = department.name
    own = {unit.form.key: unit for unit in department.units}
    for form in package.units:
        if form.key not in own:
            merged.told.append(f"{form.unit}：{NOT_ITS_UNIT}")
        elif form.fingerprint != own[form.key].form.fingerprint:
            merged.told.append(f"{form.unit}：{REISSUED}")
    target = output / safe_file_name(department.name)
    places = _write_files(package, target, own)
    moved = {place: one_line(str(path)) for place, path in places.items()}
    copies = {key: package.copies.get(key, ()) for key in own}
    events = {key: new_events(package, own[key], copies[key], department.name, moved) for key in own}
    with record.database:
        for key, unit in own.items():
            _enter(record, package, key, copies[key], moved, events[key], today)
            known_copies = {copy.fingerprint for copy in unit.copies}
            new = sum(copy.fingerprint not in known_copies for copy in copies[key])
            merged.new[key] = new, len(events[key].events)
            merged.told += events[key].told
        arrivals = [each for each in package.arrivals if each.file in moved and each.form in {"", *own}]
        record.database.executemany(
            "INSERT OR IGNORE INTO arrival VALUES (?, ?, ?, ?, ?, ?)",
            [
                (moved[each.file], each.form, *map(display_text, each[2:5]), _past_day(each.received, today))
                for each in arrivals
            ],
        )
    return target


def _write_files(package: Package, target: Path, own: Mapping[str, UnitProgress]) -> dict[str, Path]:
    """Write the files of a package that are not there yet; gives where each is. No file is ever replaced."""
    others = {copy.file for key, copies in package.copies.items() if key not in own for copy in copies}
    others |= {each.file for each in package.arrivals if each.form not in {"", *own}}
    changed = {copy.file: copy.changed for copies in package.copies.values() for copy in copies}
    places = {}
    for place in package.files:
        if place in others:
            continue
        data = package.read(place)
        path, is_new = _free_path(target, PurePosixPath(place).relative_to(RETURNED), data)
        if not path.resolve().is_relative_to(target.parent.resolve()):
            raise PackageError(f"{path}：是一个链接，通到别处。请移走再并入")
        if is_new:
            save(path, data)
            if place in changed:
                moment = min(max(changed[place], 0.0), clock.time())
                os.utime(path, (moment, moment))
        places[place] = path
    return places


def _free_path(target: Path, place: PurePosixPath, data: bytes) -> tuple[Path, bool]:
    """Where a file is or can be: the first name with these bytes, or without a file; and whether to write it."""
    digest = hashlib.sha256(data).digest()
    for more in numbers_behind():
        path = target / place.parent / f"{place.stem}{more}{place.suffix}"
        if not os.path.lexists(path):
            return path, True
        if path.is_file() and path.stat().st_size == len(data) and hashlib.sha256(path.read_bytes()).digest() == digest:
            return path, False
    raise AssertionError("numbers have no end")


def _enter(
    record: CampaignRecord,
    package: Package,
    key: str,
    copies: Sequence[RecordedSubmission],
    moved: Mapping[str, str],
    events: NewEvents,
    today: str,
) -> None:
    """Enter what the record does not know of a form; copies as if they could not be checked, which is done next."""
    now = current_time()
    rows = [
        (key, moved.get(copy.file, KEPT_THERE), copy.fingerprint, copy.changed, now, Verdict.UNREADABLE, None, None)
        for copy in copies
    ]
    record.database.executemany("INSERT OR IGNORE INTO submission VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    facts = [
        CopyFacts(
            key,
            copy.fingerprint,
            display_text(copy.saved),
            _past_day(copy.received, today),
            min(copy.recorded, now),
            copy.content[:64],
            display_text(copy.code),
            package.record.contents(key, copy.fingerprint),
        )
        for copy in copies
    ]
    record.database.executemany("INSERT OR IGNORE INTO copy VALUES (?, ?, ?, ?, ?, ?, ?, ?)", facts)
    record.database.executemany(INSERT, events.events)


def _past_day(text: str, today: str) -> str:
    """A day as it is written, where it is one that is over; else this one."""
    with suppress(ValueError):
        return min(date.fromisoformat(text).isoformat(), today)
    return today
