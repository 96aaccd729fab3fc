"""The database of a campaign's record: created, upgraded, and refused where xlgen did not write it."""

from __future__ import annotations

import errno
import math
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, get_type_hints

from xlgen.errors import XlgenError

Row = TypeVar("Row", bound=NamedTuple)
RECORD_SUFFIX = ".sqlite"
RECORD_NAME = f"下发记录{RECORD_SUFFIX}"
LAID_DOWN = """
CREATE TABLE IF NOT EXISTS laid_down (unit TEXT PRIMARY KEY, issued TEXT, planned TEXT) WITHOUT ROWID;
"""
SUBJECT = """
CREATE TABLE IF NOT EXISTS subject (
    form TEXT PRIMARY KEY, unit TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, called TEXT NOT NULL
) WITHOUT ROWID;
"""
"""What forms are about, where they are about something beside their unit; all other tables name a form by its key."""
ROUND = """
CREATE TABLE IF NOT EXISTS copy (
    form TEXT NOT NULL, fingerprint TEXT NOT NULL, saved TEXT NOT NULL, received TEXT NOT NULL,
    recorded TEXT NOT NULL, content TEXT NOT NULL, code TEXT NOT NULL, contents BLOB NOT NULL,
    PRIMARY KEY (form, fingerprint)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS detail (
    form TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (form, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS event (
    number INTEGER PRIMARY KEY, time TEXT NOT NULL, author TEXT NOT NULL, form TEXT NOT NULL, kind TEXT NOT NULL,
    subject TEXT NOT NULL, value TEXT NOT NULL, reason TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS arrival (
    file TEXT PRIMARY KEY, form TEXT NOT NULL, proposed TEXT NOT NULL, document TEXT NOT NULL, why TEXT NOT NULL,
    received TEXT NOT NULL
) WITHOUT ROWID;
"""
"""copy: what else is known of a returned form, and what it holds. detail: what the roster says of a unit.
event: decisions, calls and documents, in the order in which they were entered; none is ever changed.
arrival: files that are no form, or none that can be checked: whose, surely or presumably, and which document.
"""
REVIEW = """
CREATE TABLE IF NOT EXISTS review (
    number INTEGER PRIMARY KEY, time TEXT NOT NULL, author TEXT NOT NULL, form TEXT NOT NULL, kind TEXT NOT NULL,
    content TEXT NOT NULL
);
"""
"""What a review (财政复核) drew, gave out and took back, in the order in which it did; none is ever changed."""
SCHEMA = f"""
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
{LAID_DOWN}{SUBJECT}{ROUND}{REVIEW}"""
TABLES = ("campaign", "option", "unit", "submission", "remembered")
"""Those of every version."""
VERSION = 5
"""1 knew nothing of what was laid down in the forms, 2 of several forms of a unit, 3 of decisions, 4 of reviews."""
ADDED = f"{LAID_DOWN}{SUBJECT}{ROUND}{REVIEW}"
"""What records of older versions lack."""
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


@contextmanager
def open_database(path: Path, alone: bool = False, wait: float | None = None) -> Iterator[sqlite3.Connection]:
    """Open the database in a file, created if it is not there. Raises RecordError and OSError.

    alone: lock it for everybody else, so that no two write the same workbooks at once. wait: seconds, for another
    program that is working on it; None: the usual.
    """
    if path.is_symlink():  # it would be written wherever somebody made it lead
        raise RecordError(f"{path}：是一个链接，通到 {path.readlink()}。请换成下发记录本身，或写它真正的位置")
    try:
        with closing(sqlite3.connect(path, timeout=LOCK_TIMEOUT_SECONDS if wait is None else wait)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            if alone:
                database.execute("PRAGMA locking_mode = EXCLUSIVE")
                database.execute("BEGIN EXCLUSIVE").connection.commit()
            _check(database, path)
            yield database
    except sqlite3.Error as error:
        raise _translated(error, path) from error


@contextmanager
def new_database() -> Iterator[sqlite3.Connection]:
    """A new database in memory."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(SCHEMA)
        yield database


def _check(database: sqlite3.Connection, path: Path) -> None:
    """Create the tables of a new record, add what an older one lacks; leave others as they are. Raises RecordError."""
    version = database.execute("PRAGMA user_version").fetchone()[0]
    entries = list(database.execute("SELECT name, type, sql FROM sqlite_master"))
    if not version and not entries:
        database.executescript(f"BEGIN EXCLUSIVE; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
    elif not version or any(_acts(*entry[1:]) for entry in entries) or _columns(database) != _our_columns():
        raise damaged_record(path)
    elif version > VERSION:
        raise RecordError(f"{path}：由更新版本的 xlgen 写成。请升级 xlgen")
    elif version < VERSION:
        try:
            database.executescript(f"BEGIN EXCLUSIVE; {ADDED} PRAGMA user_version = {VERSION}; COMMIT;")
        except sqlite3.OperationalError:  # on a disk that cannot be written, where it can still be read
            database.rollback()
            database.executescript(ADDED.replace("CREATE", "CREATE TEMP"))


def _acts(kind: str, sql: str | None) -> bool:
    """Whether an entry of the schema is none of ours, but does something by itself: a view, a trigger …"""
    return kind not in ("table", "index") or (sql or "").upper().startswith("CREATE VIRTUAL")


def _columns(database: sqlite3.Connection) -> list[list[str]]:
    """The columns of the tables that every version has, hidden ones included."""
    return [[row[1] for row in database.execute(f"PRAGMA table_xinfo({table})")] for table in TABLES]


@cache
def _our_columns() -> list[list[str]]:
    with new_database() as database:
        return _columns(database)


def typed_rows(kind: type[Row], rows: Iterable[Sequence[Any]], path: Path) -> Iterator[Row]:
    """Rows as tuples of a kind. Raises RecordError where a column holds what xlgen never wrote into it."""
    hints = _hints(kind)
    for row in rows:
        wrong = len(row) != len(hints) or not all(map(isinstance, row, hints))
        if wrong or any(isinstance(value, float) and not math.isfinite(value) for value in row):
            raise damaged_record(path)
        yield kind._make(row)


@cache
def _hints(kind: type[Any]) -> tuple[Any, ...]:
    return tuple(get_type_hints(kind).values())


def _translated(error: sqlite3.Error, path: Path) -> Exception:
    code = DISK_ERRORS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)  # the other bits are details
    return damaged_record(path) if code is None else OSError(code, os.strerror(code), str(path))


def damaged_record(path: Path) -> RecordError:
    """The error for a file that xlgen did not write, or that was damaged since."""
    return RecordError(f"{path}：不是下发记录，或已损坏。请改名移走，或换一个文件夹")
