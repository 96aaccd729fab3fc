"""The record of a campaign (下发记录): a small database beside the workbooks with the state of each unit's form."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from xlgen.errors import XlgenError
from xlgen.text import normalize_text

RECORD_SUFFIX = ".sqlite"
RECORD_NAME = f"下发记录{RECORD_SUFFIX}"
SCHEMA = """
CREATE TABLE IF NOT EXISTS campaign (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS option (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS unit (
    name TEXT PRIMARY KEY, code TEXT NOT NULL, path TEXT NOT NULL UNIQUE, given TEXT NOT NULL, issued TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS submission (
    unit TEXT NOT NULL, file TEXT NOT NULL, fingerprint TEXT NOT NULL, changed REAL NOT NULL, checked TEXT NOT NULL,
    verdict TEXT NOT NULL, total REAL, by_rule REAL, PRIMARY KEY (unit, fingerprint)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS remembered (file TEXT PRIMARY KEY, state TEXT NOT NULL, result BLOB NOT NULL) WITHOUT ROWID;
"""
TABLES = {"campaign", "option", "unit", "submission", "remembered"}
VERSION = 1
COMMIT_EVERY = 50
"""Results that are recorded together: if the program is killed, about this many are computed again."""
UPSERT_SUBMISSION = """
INSERT INTO submission VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (unit, fingerprint) DO UPDATE SET
    file = iif(excluded.changed >= changed, excluded.file, file), changed = max(excluded.changed, changed),
    checked = excluded.checked, verdict = excluded.verdict, total = excluded.total, by_rule = excluded.by_rule
"""
PENDING_MARK = "~"
"""Prefix of the fingerprint of a form that is still to be written."""
NEWEST_FIRST = "ORDER BY changed DESC, checked DESC, file"
"""The newest of several forms of a unit is the file that was last changed, whenever it was checked."""
LOCK_TIMEOUT_SECONDS = 30
"""How long to wait for another xlgen that is working on the record."""
DISK_ERRORS = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_BUSY: errno.EBUSY,
    sqlite3.SQLITE_LOCKED: errno.EBUSY,
    sqlite3.SQLITE_READONLY: errno.EACCES,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_AUTH: errno.EACCES,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_IOERR: errno.EIO,
}
"""Database errors that are the disk's, as the system numbers them; any other means that it is not our database."""


class RecordError(XlgenError):
    """A file is not a campaign's record, or belongs to another campaign; the message says which."""


class PlannedForm(NamedTuple):
    """A unit's form: its path below the folder, and a fingerprint of everything that it is made from."""

    name: str
    code: str
    path: str
    fingerprint: str


class DroppedUnit(NamedTuple):
    """A unit of the record that is not on the roster any more, and whether its form is still due."""

    name: str
    code: str
    is_due: bool


class Plan(NamedTuple):
    """The forms that are to be written, the units that left the roster, and the files that no unit uses any more."""

    to_write: Sequence[PlannedForm]
    dropped_units: Sequence[DroppedUnit]
    orphaned_files: Sequence[str]


class IssuedTo(NamedTuple):
    """A unit of the record: its form as planned, and when it was last issued; None if it never was."""

    name: str
    code: str
    path: str
    fingerprint: str
    issued: str | None


class RecordedSubmission(NamedTuple):
    """A returned form and the result of its check."""

    unit: str
    file: str
    fingerprint: str
    changed: float  # the file's modification time, in seconds
    checked: str  # the time of the check, as 2026-03-01 09:30:00.125
    verdict: str
    total: float | None
    by_rule: float | None


@dataclass(frozen=True)
class CampaignRecord:
    """An open record. Each method writes all of its changes or none."""

    path: Path
    database: sqlite3.Connection

    def plan(
        self,
        campaign: Mapping[str, str],
        forms: Sequence[PlannedForm],
        exists: Callable[[str], bool],
        drop: bool = False,
    ) -> Plan:
        """Enter the forms that are to be issued; returns which are to be written, and what else the record holds.

        exists: whether there is a workbook at a path. drop: units that are not on the roster are deleted.
        Raises RecordError where the record belongs to another campaign.
        """
        self.refuse_other(campaign)
        names, files = {form.name for form in forms}, {form.path for form in forms}
        with self.database:
            self.database.executemany("INSERT OR IGNORE INTO campaign VALUES (?, ?)", campaign.items())
            self._respell(forms)
            before = {unit.name: unit for unit in self.units()}
            to_write = [form for form in forms if not _is_done(form, before.get(form.name), exists)]
            self._enter(forms, to_write, before)
            others = [unit for unit in before.values() if unit.name not in names]
            if drop:
                self.database.executemany("DELETE FROM unit WHERE name = ?", [(unit.name,) for unit in others])
        dropped = [DroppedUnit(unit.name, unit.code, not drop and unit.path not in files) for unit in others]
        paths = [unit.path for unit in before.values() if drop or unit.name in names]
        return Plan(to_write, dropped, [path for path in paths if path not in files and exists(path)])

    def refuse_other(self, campaign: Mapping[str, str]) -> None:
        """Raise RecordError where the record belongs to another campaign."""
        known = self.campaign()
        other = [f"{known[key]}（现在是 {value}）" for key, value in campaign.items() if known.get(key, value) != value]
        if other:
            raise RecordError(f"{self.path}：是另一次下发的记录：{'、'.join(other)}。请写到别的文件夹")

    def _enter(
        self, forms: Sequence[PlannedForm], to_write: Sequence[PlannedForm], before: Mapping[str, IssuedTo]
    ) -> None:
        # A unit that was renamed gives up its file to the one that has its code now.
        keys = [(form.name, form.path) for form in to_write]
        self.database.executemany("DELETE FROM unit WHERE name = ? OR path = ?", keys)
        # A unit keeps the form that it has until the new one is written, or if that cannot be written.
        issued = {unit.name: unit.issued for unit in before.values() if (unit.name, unit.path) in set(keys)}
        rows = [(*form[:3], f"{PENDING_MARK}{form.fingerprint}", issued.get(form.name)) for form in to_write]
        self.database.executemany("INSERT INTO unit VALUES (?, ?, ?, ?, ?)", rows)
        codes = [(form.code, form.name) for form in forms]
        self.database.executemany("UPDATE unit SET code = ? WHERE name = ?", codes)

    def _respell(self, forms: Sequence[PlannedForm]) -> None:
        """A unit whose name is only spaced differently is the same unit, and keeps what it handed in."""
        names = {unit.name for unit in self.units()}
        known = {normalize_text(name): name for name in names}
        new = [form.name for form in forms if form.name not in names]
        changed = [(name, known[normalize_text(name)]) for name in new if normalize_text(name) in known]
        self.database.executemany("UPDATE unit SET name = ? WHERE name = ?", changed)
        self.database.executemany("UPDATE OR REPLACE submission SET unit = ? WHERE unit = ?", changed)

    def issued(self, names: Iterable[str], time: str) -> None:
        """Note that these units' forms are written."""
        with self.database:
            update = f"UPDATE unit SET issued = ?, given = ltrim(given, '{PENDING_MARK}') WHERE name = ?"
            self.database.executemany(update, [(time, name) for name in names])

    def submitted(self, submissions: Iterable[RecordedSubmission]) -> None:
        """Note that these forms were returned. Files with the same bytes are one submission, as new as the newest."""
        with self.database:
            self.database.executemany(UPSERT_SUBMISSION, submissions)

    def remember(self, results: Iterable[tuple[str, str, bytes]]) -> None:
        """Keep the results of work on files: each with the file's name, its state and the stored result."""
        with self.database:
            self.database.executemany("INSERT OR REPLACE INTO remembered VALUES (?, ?, ?)", results)

    def state(self, file: str) -> str:
        """The state of a file when it was last worked on; empty if it never was."""
        row = self.database.execute("SELECT state FROM remembered WHERE file = ?", (file,)).fetchone()
        return row[0] if row else ""

    def result(self, file: str, state: str) -> bytes | None:
        """The stored result of work on a file in this state; None if there is none."""
        query = "SELECT result FROM remembered WHERE file = ? AND state = ?"
        row = self.database.execute(query, (file, state)).fetchone()
        return row[0] if row else None

    def option(self, key: str, value: str | None) -> str | None:
        """An option of issuing: the value if there is one, which is kept, else the last one kept, else None."""
        if value is not None:
            with self.database:
                self.database.execute("INSERT OR REPLACE INTO option VALUES (?, ?)", (key, value))
        row = self.database.execute("SELECT value FROM option WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def campaign(self) -> dict[str, str]:
        """The scheme, version and year of the campaign, by their names in Chinese."""
        return dict(self.database.execute("SELECT key, value FROM campaign"))

    def units(self) -> list[IssuedTo]:
        """Every unit, by code."""
        rows = self.database.execute("SELECT name, code, path, given, issued FROM unit ORDER BY code, name")
        return list(map(IssuedTo._make, rows))

    def submissions(self) -> dict[str, list[RecordedSubmission]]:
        """The submissions of each unit, the newest first."""
        by_unit: dict[str, list[RecordedSubmission]] = {}
        for row in self.database.execute(f"SELECT * FROM submission {NEWEST_FIRST}"):
            by_unit.setdefault(row[0], []).append(RecordedSubmission(*row))
        return by_unit

    def submissions_of(self, unit: str) -> list[RecordedSubmission]:
        """The submissions of one unit, the newest first."""
        rows = self.database.execute(f"SELECT * FROM submission WHERE unit = ? {NEWEST_FIRST}", (unit,))
        return [RecordedSubmission(*row) for row in rows]


def _is_done(form: PlannedForm, known: IssuedTo | None, exists: Callable[[str], bool]) -> bool:
    if known is None or known.issued is None:
        return False
    return (known.path, known.fingerprint) == (form.path, form.fingerprint) and exists(form.path)


def find_record(path: Path) -> Path:
    """The record in a folder, or the record itself. Raises RecordError where there is none."""
    file = path / RECORD_NAME if path.is_dir() else path
    if not file.is_file():
        raise RecordError(f"{path}：没有下发记录（{RECORD_NAME}）。请写下发评分表时的文件夹")
    return file


@contextmanager
def open_record(path: Path, alone: bool = False) -> Iterator[CampaignRecord]:
    """Open the record in a file, created if it is not there. Raises RecordError and OSError.

    alone: lock it for everybody else, so that no two write the same workbooks at once.
    """
    try:
        with closing(sqlite3.connect(path, timeout=LOCK_TIMEOUT_SECONDS)) as database:
            if alone:
                database.execute("PRAGMA locking_mode = EXCLUSIVE")
                database.execute("BEGIN EXCLUSIVE").connection.commit()
            _check(database, path)
            yield CampaignRecord(path, database)
    except sqlite3.Error as error:
        raise _translated(error, path) from error


def _check(database: sqlite3.Connection, path: Path) -> None:
    """Create the tables of a new record; leave others as they are. Raises RecordError."""
    version = database.execute("PRAGMA user_version").fetchone()[0]
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    if not version and not tables:
        database.executescript(f"BEGIN EXCLUSIVE; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
    elif not tables >= TABLES:
        raise damaged_record(path)
    elif version != VERSION:
        raise RecordError(f"{path}：由更新版本的 xlgen 写成。请升级 xlgen")


def _translated(error: sqlite3.Error, path: Path) -> Exception:
    code = DISK_ERRORS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)  # the other bits are details
    return damaged_record(path) if code is None else OSError(code, os.strerror(code), str(path))


def damaged_record(path: Path) -> RecordError:
    """The error for a file that xlgen did not write, or that was damaged since."""
    return RecordError(f"{path}：不是下发记录，或已损坏。请改名移走，或换一个文件夹")
