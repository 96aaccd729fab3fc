"""The units of a summary and the files left out, kept on disk: only one row per file, never the file itself."""

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
from xlgen.submissions.findings.code import Level
from xlgen.submissions.findings.identity import IdentityCode
from xlgen.submissions.unit_row import FormOf, UnitRow, as_text, from_text
from xlgen.submissions.validate import FileReport
from xlgen.submissions.verdict import Verdict, verdict_of
from xlgen.text import display_text, normalize_text, one_line

MAX_NAMED_ERRORS = 3
"""Number of errors of a left-out file that are written out; the others are only counted."""
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
"""place: dictionary sort key of the unit. who: its normalized name, without differences in typing."""
INDEXES = """
CREATE INDEX ordered ON unit (place, name);
CREATE INDEX named ON unit (who);
"""
IS_DUPLICATE = "unit.who <> '' AND EXISTS (SELECT 1 FROM unit AS o WHERE o.who = unit.who AND o.number <> unit.number)"
REASONS_QUERY = """
SELECT indicator.key, reason.value, COUNT(*)
FROM unit, json_each(unit.content, '$.reasons') AS indicator, json_each(indicator.value) AS reason
GROUP BY indicator.key, reason.value ORDER BY indicator.key, reason.value
"""


class MixedFormsError(XlgenError):
    """Forms of several schemes or years cannot be summarised together; the message lists them and says what to do."""


@dataclass(frozen=True)
class LeftOut:
    """A file that is left out of the summary, and why."""

    name: str
    fingerprint: str
    unit: str
    why: str
    readable: bool = True


SummaryEntry: TypeAlias = UnitRow | LeftOut
ReasonCount: TypeAlias = tuple[str, int]
"""A reason for lost points, and the number of units that gave it."""


def summary_entry(checked: CheckedFile, include_failed: bool) -> SummaryEntry:
    """The entry of a checked file: its row if it passed (or was scored and include_failed is set), else LeftOut."""
    report, row, _ = checked
    if row is not None and (report.passed or include_failed):
        return row
    return LeftOut(
        one_line(report.name), report.fingerprint, display_text(report.unit), _reason(report), _readable(report)
    )


def _readable(report: FileReport) -> bool:
    return verdict_of(report) not in (Verdict.UNREADABLE, Verdict.FAILED)


def _reason(report: FileReport) -> str:
    errors = [error for error in report.findings if error.level is Level.ERROR]
    named = [f"{error.where}：{error.message}" if error.where else error.message for error in errors[:MAX_NAMED_ERRORS]]
    more = [f"等共 {len(errors)} 处错误"] if len(errors) > MAX_NAMED_ERRORS else []
    return "；".join([*named, *more])


class CountedUnit(NamedTuple):
    """A unit's row, and whether the unit has several."""

    row: UnitRow
    is_duplicate: bool


class Summary:
    """The units and the left-out files, stored in a database and read one at a time."""

    def __init__(self, database: sqlite3.Connection, entries: Iterable[SummaryEntry]) -> None:
        """Store all entries."""
        self._database = database
        self._indicators = dict[FormOf, tuple[str, ...]]()
        database.executescript(SCHEMA)
        for entry in entries:
            self._add(entry)
        database.executescript(INDEXES)

    def _add(self, entry: SummaryEntry) -> None:
        first = self._first_with_same_content(entry)
        if isinstance(entry, UnitRow) and first != entry.name:
            why = finding(IdentityCode.SAME_FILE, others=first).message
            entry = LeftOut(entry.name, entry.fingerprint, entry.unit, why)
        if isinstance(entry, LeftOut):
            values = (entry.name, entry.fingerprint, entry.unit, entry.why, entry.readable)
            self._database.execute("INSERT INTO left_out VALUES (?, ?, ?, ?, ?)", values)
        else:
            self._indicators.setdefault(entry.form, tuple(entry.scores))
            place, who = _dictionary_key(entry.unit), normalize_text(entry.unit)
            row = (None, place, entry.name, entry.unit, who, *entry.form, entry.errors, as_text(entry))
            self._database.execute("INSERT INTO unit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def _first_with_same_content(self, entry: SummaryEntry) -> str:
        """Name of the first file with the same content."""
        if not entry.fingerprint:
            return entry.name
        file = (entry.fingerprint, entry.name)
        if self._database.execute("INSERT OR IGNORE INTO file VALUES (?, ?)", file).rowcount:
            return entry.name
        return str(self._one("SELECT name FROM file WHERE fingerprint = ?", entry.fingerprint))

    def _one(self, query: str, *parameters: object) -> Any:
        return self._database.execute(query, parameters).fetchone()[0]

    @cached_property
    def counted(self) -> int:
        """Number of rows in the summary."""
        return int(self._one("SELECT COUNT(*) FROM unit"))

    @cached_property
    def not_counted(self) -> int:
        """Number of files left out."""
        return int(self._one("SELECT COUNT(*) FROM left_out"))

    def __str__(self) -> str:
        return f"计入 {self.counted} 份，未计入 {self.not_counted} 份"

    def units(self) -> Iterator[CountedUnit]:
        """The units in dictionary order of their names."""
        query = f"SELECT scheme, year, content, {IS_DUPLICATE} FROM unit ORDER BY place, name, number"
        for scheme, year, content, is_duplicate in self._database.execute(query):
            yield CountedUnit(from_text(content, self._indicators[FormOf(scheme, year)]), bool(is_duplicate))

    def left_out(self) -> Iterator[LeftOut]:
        """The files left out, in the order of the entries."""
        rows = self._database.execute("SELECT * FROM left_out ORDER BY rowid")
        yield from (LeftOut(name, key, unit, why, bool(readable)) for name, key, unit, why, readable in rows)

    def duplicates(self) -> Iterator[str]:
        """Names of units that have several rows."""
        for (unit,) in self._database.execute(f"SELECT DISTINCT unit FROM unit WHERE {IS_DUPLICATE} ORDER BY unit"):
            yield unit

    @property
    def readable(self) -> bool:
        """True if every file could be read and checked."""
        return not self._one("SELECT EXISTS (SELECT 1 FROM left_out WHERE NOT readable)")

    @property
    def clean(self) -> bool:
        """True if no file is left out, no unit has several rows, and none has errors."""
        counted = f"SELECT EXISTS (SELECT 1 FROM unit WHERE errors > 0 OR {IS_DUPLICATE})"
        return self.not_counted == 0 and not self._one(counted)

    @property
    def form(self) -> FormOf | None:
        """The form that all units used; None if there are no units. Raises MixedFormsError."""
        query = "SELECT scheme, year, COUNT(*) FROM unit GROUP BY scheme, year ORDER BY scheme, year"
        forms = [(FormOf(scheme, year), count) for scheme, year, count in self._database.execute(query)]
        if len(forms) > 1:
            first = "SELECT name FROM unit WHERE (scheme, year) = (?, ?) ORDER BY place, name LIMIT 1"
            listed = "；".join(f"{form} {count} 份，如 {self._one(first, *form)}" for form, count in forms)
            advice = "不同年度的请分开文件夹汇总；不同表样的也可以指明一个"
            raise MixedFormsError(f"不同表样或年度的表不能汇总在一起：{listed}。{advice}")
        return forms[0][0] if forms else None

    def reasons(self, max_reasons: int) -> Mapping[str, list[ReasonCount]]:
        """The most frequent reasons for lost points by indicator id, at most max_reasons each, with their counts."""
        by_indicator = groupby(self._database.execute(REASONS_QUERY), key=lambda row: str(row[0]))
        return {
            indicator: heapq.nsmallest(max_reasons, ((text, count) for _, text, count in rows), key=_by_frequency)
            for indicator, rows in by_indicator
        }


@contextmanager
def open_summary(entries: Iterable[SummaryEntry]) -> Iterator[Summary]:
    """Open a summary of these entries; files with the same content count once. Memory use does not grow with them.

    SQLite keeps the temporary database on disk once it is large, and it disappears with the process, however that
    ends. Raises OSError.
    """
    try:
        with closing(sqlite3.connect("")) as database:
            yield Summary(database, entries)
    except sqlite3.OperationalError as error:
        full = error.sqlite_errorcode == sqlite3.SQLITE_FULL
        raise OSError(errno.ENOSPC if full else None, str(error), "临时数据库") from error


def _by_frequency(reason: ReasonCount) -> tuple[int, str]:
    return -reason[1], reason[0]


def _dictionary_key(name: str) -> bytes:
    return name.encode("gb18030", errors="replace")  # GB 18030 orders common hanzi by pinyin
