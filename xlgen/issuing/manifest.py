"""The record of a campaign (下发记录): a small database beside the files that says what became of each unit's form."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

NAME = "下发记录.sqlite"
SCHEMA = """
CREATE TABLE IF NOT EXISTS campaign (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS unit (
    name TEXT PRIMARY KEY, code TEXT NOT NULL, path TEXT NOT NULL UNIQUE, given TEXT NOT NULL, issued TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS submission (
    unit TEXT NOT NULL, file TEXT NOT NULL, fingerprint TEXT NOT NULL, changed REAL NOT NULL, checked TEXT NOT NULL,
    verdict TEXT NOT NULL, total REAL, by_rule REAL, PRIMARY KEY (unit, fingerprint)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS checked (file TEXT PRIMARY KEY, state TEXT NOT NULL, result BLOB NOT NULL) WITHOUT ROWID;
"""
VERSION = 1
AT_ONCE = 50
"""What is done is recorded so often: about so much is done again if the program is killed."""
NEWEST_FIRST = "ORDER BY changed DESC, checked DESC, file"
"""Of several forms of a unit, the file that was last changed is the newest, whenever it was checked."""


class NotOurs(Exception):
    """A file is no record of a campaign, or of another one; the message says which."""


class Planned(NamedTuple):
    """A unit's form: its file below the folder, and a fingerprint of everything that it is made from."""

    name: str
    code: str
    path: str
    given: str


class Submitted(NamedTuple):
    """A form that came back, and what was found."""

    unit: str
    file: str
    fingerprint: str
    changed: float  # when the file was, in seconds
    checked: str  # when, as 2026-03-01T09:30:00
    verdict: str
    total: float | None
    by_rule: float | None


@dataclass(frozen=True)
class Manifest:
    """An opened record. Everything is written at once or not at all."""

    path: Path
    database: sqlite3.Connection

    def plan(
        self, campaign: Mapping[str, str], units: Sequence[Planned], is_there: Callable[[str], bool]
    ) -> list[Planned]:
        """Take in what is to be issued; gives the units whose forms are not there yet, or are to be others now.

        is_there: whether there is a file at a path. Raises NotOurs where the record is one of another campaign.
        """
        known = dict(self.database.execute("SELECT key, value FROM campaign"))
        other = [f"{known[key]}（现在是 {value}）" for key, value in campaign.items() if known.get(key, value) != value]
        if other:
            raise NotOurs(f"{self.path}：是另一次下发的记录：{'、'.join(other)}。请写到别的文件夹")
        issued = {name: (path, given) for name, path, given in self._issued()}
        done = (each for each in units if issued.get(each.name) == (each.path, each.given) and is_there(each.path))
        kept = {each.name for each in done}
        due = [each for each in units if each.name not in kept]
        with self.database:
            self.database.executemany("INSERT OR IGNORE INTO campaign VALUES (?, ?)", campaign.items())
            # A unit that was renamed gives up its file to the one that has its code now.
            places = [(each.name, each.path) for each in due]
            self.database.executemany("DELETE FROM unit WHERE name = ? OR path = ?", places)
            self.database.executemany("INSERT INTO unit VALUES (?, ?, ?, ?, NULL)", due)
        return due

    def _issued(self) -> Iterator[tuple[str, str, str]]:
        yield from self.database.execute("SELECT name, path, given FROM unit WHERE issued IS NOT NULL")

    def issued(self, names: Iterable[str], time: str) -> None:
        """These units' forms are written."""
        with self.database:
            self.database.executemany("UPDATE unit SET issued = ? WHERE name = ?", [(time, name) for name in names])

    def submitted(self, found: Iterable[Submitted]) -> None:
        """These forms came back; one that came back before, byte for byte, is the same submission."""
        with self.database:
            self.database.executemany("INSERT OR REPLACE INTO submission VALUES (?, ?, ?, ?, ?, ?, ?, ?)", found)

    def checked(self, results: Iterable[tuple[str, str, bytes]]) -> None:
        """Keep what was found in these files: the file, its state, the result as it is stored."""
        with self.database:
            self.database.executemany("INSERT OR REPLACE INTO checked VALUES (?, ?, ?)", results)

    def state(self, file: str) -> str:
        """The state in which a file was last checked; empty if it was not."""
        found = self.database.execute("SELECT state FROM checked WHERE file = ?", (file,)).fetchone()
        return found[0] if found else ""

    def result(self, file: str) -> bytes:
        """What was found in a file that was checked, as it is stored."""
        data: bytes = self.database.execute("SELECT result FROM checked WHERE file = ?", (file,)).fetchone()[0]
        return data

    def campaign(self) -> dict[str, str]:
        """What the campaign is for: scheme, version, year."""
        return dict(self.database.execute("SELECT key, value FROM campaign"))

    def units(self) -> list[tuple[str, str, str | None]]:
        """Every unit: its name, its code, and when its form was issued."""
        return list(self.database.execute("SELECT name, code, issued FROM unit ORDER BY code, name"))

    def submissions(self) -> dict[str, list[Submitted]]:
        """What each unit handed in, the newest first."""
        found: dict[str, list[Submitted]] = {}
        for row in self.database.execute(f"SELECT * FROM submission {NEWEST_FIRST}"):
            found.setdefault(row[0], []).append(Submitted(*row))
        return found

    def submissions_of(self, unit: str) -> list[Submitted]:
        """What one unit handed in, the newest first."""
        rows = self.database.execute(f"SELECT * FROM submission WHERE unit = ? {NEWEST_FIRST}", (unit,))
        return [Submitted(*row) for row in rows]


def existing(path: Path) -> Path:
    """The record in a folder, or the one that is named. Raises NotOurs where there is none."""
    file = path / NAME if path.is_dir() else path
    if not file.is_file():
        raise NotOurs(f"{path}：没有下发记录（{NAME}）。请写用 xlgen new --units 下发时的文件夹")
    return file


@contextmanager
def opened(path: Path) -> Iterator[Manifest]:
    """The record in a file, made if it is not there. Raises NotOurs, and OSError."""
    try:
        with closing(sqlite3.connect(path, timeout=30)) as database:
            version = database.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, VERSION):
                raise NotOurs(f"{path}：由更新版本的 xlgen 写成。请升级 xlgen")
            database.executescript(SCHEMA)
            database.execute(f"PRAGMA user_version = {VERSION}")
            yield Manifest(path, database)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise OSError(None, f"下发记录读写失败（{error}）", str(path)) from error
        raise NotOurs(f"{path}：不是下发记录。请改名移走，或换一个文件夹") from error
