"""The record of a campaign (下发记录): a small database beside the files that says what became of each unit's form."""

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

RECORD_NAME = "下发记录.sqlite"
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
"""What is done is recorded so often: about so much is done again if the program is killed."""
SUBMIT = """
INSERT INTO submission VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (unit, fingerprint) DO UPDATE SET
    file = iif(excluded.changed >= changed, excluded.file, file), changed = max(excluded.changed, changed),
    checked = excluded.checked, verdict = excluded.verdict, total = excluded.total, by_rule = excluded.by_rule
"""
PENDING_MARK = "~"
"""Before the fingerprint of a form that is still to be written."""
NEWEST_FIRST = "ORDER BY changed DESC, checked DESC, file"
"""Of several forms of a unit, the file that was last changed is the newest, whenever it was checked."""
LOCK_TIMEOUT_SECONDS = 30
"""Seconds to wait for another xlgen that is at work on the record."""
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
"""What the database says of the disk, as the system says it; any other error means that it is not our database."""


class RecordError(XlgenError):
    """A file is no record of a campaign, or of another one; the message says which."""


class Planned(NamedTuple):
    """A unit's form: its file below the folder, and a fingerprint of everything that it is made from."""

    name: str
    code: str
    path: str
    given: str


class DroppedUnit(NamedTuple):
    """A unit of the record that is not planned now, and whether a form is still due from it."""

    name: str
    code: str
    is_due: bool


class Plan(NamedTuple):
    """What is to be written; the units issued before that are not planned now; the files that no unit has now."""

    due: Sequence[Planned]
    beyond: Sequence[DroppedUnit]
    left: Sequence[str]


class IssuedTo(NamedTuple):
    """A unit of the record: as planned, and when its form was last issued; None where it never was."""

    name: str
    code: str
    path: str
    given: str
    issued: str | None


class Submission(NamedTuple):
    """A form that came back, and what was found."""

    unit: str
    file: str
    fingerprint: str
    changed: float  # when the file was, in seconds
    checked: str  # when, as 2026-03-01 09:30:00.125
    verdict: str
    total: float | None
    by_rule: float | None


@dataclass(frozen=True)
class CampaignRecord:
    """An opened record. Everything is written at once or not at all."""

    path: Path
    database: sqlite3.Connection

    def plan(
        self,
        campaign: Mapping[str, str],
        units: Sequence[Planned],
        is_there: Callable[[str], bool],
        drop: bool = False,
    ) -> Plan:
        """Take in what is to be issued; gives what is to be written, and what the record holds beyond it.

        is_there: whether there is a workbook at a path. drop: units that are beyond the roster are forgotten.
        Raises NotOurs where the record is one of another campaign.
        """
        self.refuse_other(campaign)
        here, files = {each.name for each in units}, {each.path for each in units}
        with self.database:
            self.database.executemany("INSERT OR IGNORE INTO campaign VALUES (?, ?)", campaign.items())
            self._respell(units)
            before = {each.name: each for each in self.units()}
            due = [each for each in units if not _is_done(each, before.get(each.name), is_there)]
            self._take_in(units, due, before)
            others = [each for each in before.values() if each.name not in here]
            if drop:
                self.database.executemany("DELETE FROM unit WHERE name = ?", [(each.name,) for each in others])
        beyond = [DroppedUnit(each.name, each.code, not drop and each.path not in files) for each in others]
        moved = [each.path for each in before.values() if drop or each.name in here]
        return Plan(due, beyond, [path for path in moved if path not in files and is_there(path)])

    def refuse_other(self, campaign: Mapping[str, str]) -> None:
        """Raise NotOurs where the record is one of another campaign."""
        known = self.campaign()
        other = [f"{known[key]}（现在是 {value}）" for key, value in campaign.items() if known.get(key, value) != value]
        if other:
            raise RecordError(f"{self.path}：是另一次下发的记录：{'、'.join(other)}。请写到别的文件夹")

    def _take_in(self, units: Sequence[Planned], due: Sequence[Planned], before: Mapping[str, IssuedTo]) -> None:
        # A unit that was renamed gives up its file to the one that has its code now.
        places = [(each.name, each.path) for each in due]
        self.database.executemany("DELETE FROM unit WHERE name = ? OR path = ?", places)
        # What a unit has already it still has until its new form is written, or where that cannot be written.
        had = {each.name: each.issued for each in before.values() if (each.name, each.path) in set(places)}
        rows = [(*each[:3], f"{PENDING_MARK}{each.given}", had.get(each.name)) for each in due]
        self.database.executemany("INSERT INTO unit VALUES (?, ?, ?, ?, ?)", rows)
        self.database.executemany("UPDATE unit SET code = ? WHERE name = ?", [(each.code, each.name) for each in units])

    def _respell(self, units: Sequence[Planned]) -> None:
        """A unit whose name is only spaced otherwise now is the same unit, with what it handed in."""
        names = {each.name for each in self.units()}
        known = {normalize_text(name): name for name in names}
        new = [each.name for each in units if each.name not in names]
        changed = [(name, known[normalize_text(name)]) for name in new if normalize_text(name) in known]
        self.database.executemany("UPDATE unit SET name = ? WHERE name = ?", changed)
        self.database.executemany("UPDATE OR REPLACE submission SET unit = ? WHERE unit = ?", changed)

    def issued(self, names: Iterable[str], time: str) -> None:
        """These units' forms are written."""
        with self.database:
            done = f"UPDATE unit SET issued = ?, given = ltrim(given, '{PENDING_MARK}') WHERE name = ?"
            self.database.executemany(done, [(time, name) for name in names])

    def submitted(self, found: Iterable[Submission]) -> None:
        """These forms came back; what came back before, byte for byte, is one submission, as new as its newest file."""
        with self.database:
            self.database.executemany(SUBMIT, found)

    def remember(self, results: Iterable[tuple[str, str, bytes]]) -> None:
        """Keep what came of work on these files: the file, its state, the result as it is stored."""
        with self.database:
            self.database.executemany("INSERT OR REPLACE INTO remembered VALUES (?, ?, ?)", results)

    def state(self, file: str) -> str:
        """The state in which a file was last worked on; empty if it was not."""
        found = self.database.execute("SELECT state FROM remembered WHERE file = ?", (file,)).fetchone()
        return found[0] if found else ""

    def result(self, file: str, state: str) -> bytes | None:
        """What came of work on a file in this state, as it is stored; None where that is not known."""
        ask = "SELECT result FROM remembered WHERE file = ? AND state = ?"
        found = self.database.execute(ask, (file, state)).fetchone()
        return found[0] if found else None

    def option(self, key: str, value: str | None) -> str | None:
        """An option of issuing: as it is given, which is kept, else as it was given last; None if it never was."""
        if value is not None:
            with self.database:
                self.database.execute("INSERT OR REPLACE INTO option VALUES (?, ?)", (key, value))
        found = self.database.execute("SELECT value FROM option WHERE key = ?", (key,)).fetchone()
        return found[0] if found else None

    def campaign(self) -> dict[str, str]:
        """What the campaign is for: scheme, version, year."""
        return dict(self.database.execute("SELECT key, value FROM campaign"))

    def units(self) -> list[IssuedTo]:
        """Every unit, by code."""
        rows = self.database.execute("SELECT name, code, path, given, issued FROM unit ORDER BY code, name")
        return list(map(IssuedTo._make, rows))

    def submissions(self) -> dict[str, list[Submission]]:
        """What each unit handed in, the newest first."""
        found: dict[str, list[Submission]] = {}
        for row in self.database.execute(f"SELECT * FROM submission {NEWEST_FIRST}"):
            found.setdefault(row[0], []).append(Submission(*row))
        return found

    def submissions_of(self, unit: str) -> list[Submission]:
        """What one unit handed in, the newest first."""
        rows = self.database.execute(f"SELECT * FROM submission WHERE unit = ? {NEWEST_FIRST}", (unit,))
        return [Submission(*row) for row in rows]


def _is_done(unit: Planned, known: IssuedTo | None, is_there: Callable[[str], bool]) -> bool:
    same = known is not None and known.issued is not None and (known.path, known.given) == (unit.path, unit.given)
    return same and is_there(unit.path)


def find_record(path: Path) -> Path:
    """The record in a folder, or the one that is named. Raises NotOurs where there is none."""
    file = path / RECORD_NAME if path.is_dir() else path
    if not file.is_file():
        raise RecordError(f"{path}：没有下发记录（{RECORD_NAME}）。请写用 xlgen new --units 下发时的文件夹")
    return file


@contextmanager
def open_record(path: Path, alone: bool = False) -> Iterator[CampaignRecord]:
    """The record in a file, made if it is not there. Raises NotOurs, and OSError.

    alone: nobody else reads or writes it meanwhile, so that no two write the same workbooks at once.
    """
    try:
        with closing(sqlite3.connect(path, timeout=LOCK_TIMEOUT_SECONDS)) as database:
            if alone:
                database.execute("PRAGMA locking_mode = EXCLUSIVE")
                database.execute("BEGIN EXCLUSIVE").connection.commit()
            _check(database, path)
            yield CampaignRecord(path, database)
    except sqlite3.Error as error:
        raise _in_our_words(error, path) from error


def _check(database: sqlite3.Connection, path: Path) -> None:
    """Make the tables where there is nothing yet; what is there stays as it is. Raises NotOurs."""
    version = database.execute("PRAGMA user_version").fetchone()[0]
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    if not version and not tables:
        database.executescript(f"BEGIN EXCLUSIVE; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
    elif not tables >= TABLES:
        raise unknown_record(path)
    elif version != VERSION:
        raise RecordError(f"{path}：由更新版本的 xlgen 写成。请升级 xlgen")


def _in_our_words(error: sqlite3.Error, path: Path) -> Exception:
    code = DISK_ERRORS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)  # the rest of it says which of the ways
    return unknown_record(path) if code is None else OSError(code, os.strerror(code), str(path))


def unknown_record(path: Path) -> RecordError:
    """A file that we did not write, or that was damaged since."""
    return RecordError(f"{path}：不是下发记录，或已损坏。请改名移走，或换一个文件夹")
