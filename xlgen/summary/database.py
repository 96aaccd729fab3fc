"""The units summed up, and what is left out. Nothing of a file is kept but its row, and that on disk."""

from __future__ import annotations

import errno
import heapq
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple, TypeAlias

from xlgen.errors import XlgenError
from xlgen.submissions.file_check import CheckedFile
from xlgen.submissions.finding import finding
from xlgen.submissions.findings import Code, Level
from xlgen.submissions.unit_row import FormOf, UnitRow, as_text, from_text
from xlgen.submissions.validate import FileReport
from xlgen.submissions.verdict import Verdict, verdict_of
from xlgen.text import display_text, normalize_text, one_line

NAMED_ERRORS = 3
"""So many errors of a file that is left out are given in words; the others are counted."""
SCHEMA = """
PRAGMA journal_mode = OFF;
CREATE TABLE file (fingerprint TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE unit (
    number INTEGER PRIMARY KEY, place BLOB NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL, who TEXT NOT NULL,
    scheme TEXT NOT NULL, year TEXT NOT NULL, errors INTEGER NOT NULL, content TEXT NOT NULL
);
CREATE TABLE left_out (
    name TEXT NOT NULL, fingerprint TEXT NOT NULL, unit TEXT NOT NULL, why TEXT NOT NULL, readable INTEGER NOT NULL
);
"""
"""place: where a dictionary has the unit; who: its name without what tells apart only how it was typed."""
INDEXES = """
CREATE INDEX ordered ON unit (place, name);
CREATE INDEX named ON unit (who);
"""
TWICE = "unit.who <> '' AND EXISTS (SELECT 1 FROM unit AS o WHERE o.who = unit.who AND o.number <> unit.number)"
REASONS = """
SELECT indicator.key, reason.value, COUNT(*)
FROM unit, json_each(unit.content, '$.reasons') AS indicator, json_each(indicator.value) AS reason
GROUP BY indicator.key, reason.value ORDER BY indicator.key, reason.value
"""


class MixedFormsError(XlgenError):
    """Forms that do not belong in one table: the message names each, and says what to do."""


@dataclass(frozen=True)
class LeftOut:
    """A file that is not summed up, and why."""

    name: str
    fingerprint: str
    unit: str
    why: str
    readable: bool = True


Entry: TypeAlias = UnitRow | LeftOut
Reason: TypeAlias = tuple[str, int]
"""Why points were lost, and how many units say so."""


def entry_of(checked: CheckedFile, include_failed: bool) -> Entry:
    """What a checked file adds: a row where it passed, or where failed ones are wanted and it could be scored."""
    report, row = checked
    if row is not None and (report.passed or include_failed):
        return row
    return LeftOut(
        one_line(report.name), report.fingerprint, display_text(report.unit), _why(report), _readable(report)
    )


def _readable(report: FileReport) -> bool:
    return verdict_of(report) not in (Verdict.UNREADABLE, Verdict.FAILED)


def _why(report: FileReport) -> str:
    errors = [each for each in report.findings if each.level is Level.ERROR]
    named = [f"{each.where}：{each.message}" if each.where else each.message for each in errors[:NAMED_ERRORS]]
    more = [f"等共 {len(errors)} 处错误"] if len(errors) > NAMED_ERRORS else []
    return "；".join([*named, *more])


class Summed(NamedTuple):
    """A row that is summed up, and whether its unit is there more than once."""

    row: UnitRow
    twice: bool


class Summary:
    """The units summed up and the files left out, as a database holds them: whoever asks gets one after the other."""

    def __init__(self, database: sqlite3.Connection, entries: Iterable[Entry]) -> None:
        """Take them all in."""
        self._database = database
        self._indicators = dict[FormOf, tuple[str, ...]]()
        database.executescript(SCHEMA)
        for each in entries:
            self._add(each)
        database.executescript(INDEXES)

    def _add(self, entry: Entry) -> None:
        other = self._first_like(entry)
        if isinstance(entry, UnitRow) and other != entry.name:
            why = finding(Code.SAME_FILE, others=other).message
            entry = LeftOut(entry.name, entry.fingerprint, entry.unit, why)
        if isinstance(entry, LeftOut):
            values = (entry.name, entry.fingerprint, entry.unit, entry.why, entry.readable)
            self._database.execute("INSERT INTO left_out VALUES (?, ?, ?, ?, ?)", values)
        else:
            self._indicators.setdefault(entry.form, tuple(entry.scores))
            place, who = _as_in_a_dictionary(entry.unit), normalize_text(entry.unit)
            row = (None, place, entry.name, entry.unit, who, *entry.form, entry.errors, as_text(entry))
            self._database.execute("INSERT INTO unit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def _first_like(self, entry: Entry) -> str:
        """The name of the first file with the same content."""
        if not entry.fingerprint:
            return entry.name
        file = (entry.fingerprint, entry.name)
        if self._database.execute("INSERT OR IGNORE INTO file VALUES (?, ?)", file).rowcount:
            return entry.name
        return str(self._one("SELECT name FROM file WHERE fingerprint = ?", entry.fingerprint))

    def _one(self, query: str, *given: object) -> Any:
        return self._database.execute(query, given).fetchone()[0]

    @cached_property
    def counted(self) -> int:
        """How many rows are summed up."""
        return int(self._one("SELECT COUNT(*) FROM unit"))

    @cached_property
    def not_counted(self) -> int:
        """How many files are left out."""
        return int(self._one("SELECT COUNT(*) FROM left_out"))

    def __str__(self) -> str:
        return f"计入 {self.counted} 份，未计入 {self.not_counted} 份"

    def units(self) -> Iterator[Summed]:
        """The units by name, as a dictionary orders them."""
        query = f"SELECT scheme, year, content, {TWICE} FROM unit ORDER BY place, name, number"
        for scheme, year, content, twice in self._database.execute(query):
            yield Summed(from_text(content, self._indicators[FormOf(scheme, year)]), bool(twice))

    def left_out(self) -> Iterator[LeftOut]:
        """The files that are not summed up, as they came."""
        found = self._database.execute("SELECT * FROM left_out ORDER BY rowid")
        yield from (LeftOut(name, key, unit, why, bool(readable)) for name, key, unit, why, readable in found)

    def twice(self) -> Iterator[str]:
        """The units that are in it more than once."""
        for (unit,) in self._database.execute(f"SELECT DISTINCT unit FROM unit WHERE {TWICE} ORDER BY unit"):
            yield unit

    @property
    def readable(self) -> bool:
        """Every file could be read and checked."""
        return not self._one("SELECT EXISTS (SELECT 1 FROM left_out WHERE NOT readable)")

    @property
    def clean(self) -> bool:
        """Every file is summed up, no unit twice and none with errors."""
        counted = f"SELECT EXISTS (SELECT 1 FROM unit WHERE errors > 0 OR {TWICE})"
        return self.not_counted == 0 and not self._one(counted)

    @property
    def form(self) -> FormOf | None:
        """The form that all units filled in; None without any. Raises MixedForms."""
        query = "SELECT scheme, year, COUNT(*) FROM unit GROUP BY scheme, year ORDER BY scheme, year"
        forms = [(FormOf(scheme, year), count) for scheme, year, count in self._database.execute(query)]
        if len(forms) > 1:
            first = "SELECT name FROM unit WHERE (scheme, year) = (?, ?) ORDER BY place, name LIMIT 1"
            found = "；".join(f"{form} {count} 份，如 {self._one(first, *form)}" for form, count in forms)
            advice = "不同年度的请分开文件夹汇总；不同方案的也可以指明一个"
            raise MixedFormsError(f"不同方案或年度的表不能汇总在一起：{found}。{advice}")
        return forms[0][0] if forms else None

    def reasons(self, most: int) -> Mapping[str, list[Reason]]:
        """By indicator the most frequent reasons for lost points, each with how many give it; so many at most."""
        by_indicator = groupby(self._database.execute(REASONS), key=lambda row: str(row[0]))
        return {
            indicator: heapq.nsmallest(most, ((text, count) for _, text, count in rows), key=_more_frequent)
            for indicator, rows in by_indicator
        }


@contextmanager
def summed_up(entries: Iterable[Entry]) -> Iterator[Summary]:
    """The summary of these files; one that is there twice counts once. Memory does not grow with them.

    The database is a temporary one of SQLite's own: on disk as soon as it is large, and gone with the program however
    that ends. Raises OSError.
    """
    try:
        with closing(sqlite3.connect("")) as database:
            yield Summary(database, entries)
    except sqlite3.OperationalError as error:
        full = error.sqlite_errorcode == sqlite3.SQLITE_FULL
        raise OSError(errno.ENOSPC if full else None, str(error), "临时数据库") from error


def _more_frequent(reason: Reason) -> tuple[int, str]:
    return -reason[1], reason[0]


def _as_in_a_dictionary(name: str) -> bytes:
    return name.encode("gb18030", errors="replace")  # common hanzi stand in it by their pinyin
