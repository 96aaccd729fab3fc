"""The units of a summary and the files left out, kept on disk: only one row per file, never the file itself."""

from __future__ import annotations

import heapq
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple, TypeAlias

from xlgen.files.temporary_database import temporary_database
from xlgen.scheme.model import Scheme
from xlgen.submissions.file_check import CheckedFile
from xlgen.submissions.finding import finding
from xlgen.submissions.findings.code import Level
from xlgen.submissions.findings.identity import IdentityCode
from xlgen.submissions.unit_row import FormOf, UnitRow, as_text, from_text
from xlgen.submissions.validate import FileReport
from xlgen.submissions.verdict import Verdict, verdict_of
from xlgen.summary.standing import NO_ONE, ROSTER_COLUMNS, Standing, Whose
from xlgen.suspicions.suspicion import Suspicion
from xlgen.text import dictionary_key, display_text, normalize_text, one_line

MAX_NAMED_ERRORS = 3
"""Number of errors of a left-out file that are written out; the others are only counted."""
SCHEMA = """
CREATE TABLE file (fingerprint TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE unit (
    number INTEGER PRIMARY KEY, place BLOB NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL, who TEXT NOT NULL,
    subject TEXT NOT NULL,
    scheme TEXT NOT NULL, year TEXT NOT NULL, errors INTEGER NOT NULL, content TEXT NOT NULL
);
CREATE TABLE left_out (
    name TEXT NOT NULL, fingerprint TEXT NOT NULL, unit TEXT NOT NULL, why TEXT NOT NULL, scheme TEXT NOT NULL,
    year TEXT NOT NULL, readable INTEGER NOT NULL, whose TEXT NOT NULL
);
"""
"""place: dictionary sort key of the unit. who: its normalized name, without differences in typing.
subject: the same of what the form is about.
"""
INDEXES = """
CREATE INDEX ordered ON unit (place, name);
CREATE INDEX named ON unit (who, scheme, year, subject);
"""
IS_DUPLICATE = """unit.who <> '' AND EXISTS (
    SELECT 1 FROM unit AS o
    WHERE (o.who, o.scheme, o.year, o.subject) = (unit.who, unit.scheme, unit.year, unit.subject)
        AND o.number <> unit.number
)"""
OF_FORM = "(?1 = '' OR (unit.scheme, unit.year) = (?1, ?2))"
"""Whether a unit's row is of the form that is asked for, or any form is."""
LEFT_OUT_OF_FORM = """(
    ?1 = '' OR (left_out.scheme = ?1 AND left_out.year IN ('', ?2)) OR NOT EXISTS (
        SELECT 1 FROM unit WHERE unit.scheme = left_out.scheme AND left_out.year IN ('', unit.year)
    )
)"""
"""The same for a file that is left out; where nobody knows its form, or no unit's row is of it, it is of every form."""
REASONS_QUERY = f"""
SELECT indicator.key, reason.value, COUNT(*)
FROM unit, json_each(unit.content, '$.reasons') AS indicator, json_each(indicator.value) AS reason
WHERE {OF_FORM} GROUP BY indicator.key, reason.value ORDER BY indicator.key, reason.value
"""


ANY_FORM = FormOf("", "")


@dataclass(frozen=True)
class LeftOut:
    """A file that is left out of the summary, or a form of which there is no file (name is empty), and why."""

    name: str
    fingerprint: str
    unit: str
    why: str
    form: FormOf = ANY_FORM
    readable: bool = True
    whose: Whose = NO_ONE


SummaryEntry: TypeAlias = UnitRow | LeftOut
ReasonCount: TypeAlias = tuple[str, int]
"""A reason for lost points, and the number of units that gave it."""


def summary_entry(checked: CheckedFile, include_failed: bool) -> SummaryEntry:
    """The entry of a checked file: its row if it passed (or was scored and include_failed is set), else LeftOut."""
    report, row = checked.report, checked.row
    if row is not None and (report.passed or include_failed):
        return row
    form, unit = FormOf(report.scheme, report.year), display_text(report.who)
    return LeftOut(one_line(report.name), report.fingerprint, unit, _reason(report), form, _readable(report))


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
    """The units and the left-out files, of all forms or of one, stored in a database and read one at a time."""

    def __init__(
        self, database: sqlite3.Connection, indicators: dict[FormOf, tuple[str, ...]], form: FormOf = ANY_FORM
    ) -> None:
        self._database = database
        self._indicators = indicators
        self._form = form

    def of(self, form: FormOf) -> Summary:
        """The part of a form."""
        return Summary(self._database, self._indicators, form)

    def store(self, entries: Iterable[SummaryEntry]) -> None:
        """Store all entries."""
        self._database.executescript(SCHEMA)
        for entry in entries:
            self._add(entry)
        self._database.executescript(INDEXES)

    def _add(self, entry: SummaryEntry) -> None:
        first = self._first_with_same_content(entry)
        if isinstance(entry, UnitRow) and first != entry.name:
            why = finding(IdentityCode.SAME_FILE, others=first).message
            entry = LeftOut(entry.name, entry.fingerprint, entry.unit, why, entry.form)
        if isinstance(entry, LeftOut):
            values = (entry.name, entry.fingerprint, entry.unit, entry.why, *entry.form, entry.readable)
            whose = json.dumps(entry.whose, ensure_ascii=False)
            self._database.execute("INSERT INTO left_out VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*values, whose))
        else:
            self._indicators.setdefault(entry.form, tuple(entry.scores))
            place, who = dictionary_key(f"{entry.unit} {entry.subject.label}"), normalize_text(entry.unit)
            row = (
                None,
                place,
                entry.name,
                entry.who,
                who,
                entry.subject.key,
                *entry.form,
                entry.errors,
                as_text(entry),
            )
            self._database.execute("INSERT INTO unit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

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
        return int(self._one(f"SELECT COUNT(*) FROM unit WHERE {OF_FORM}", *self._form))

    @cached_property
    def unit_count(self) -> int:
        """Number of units, each of which may have several rows."""
        return int(self._one(f"SELECT COUNT(DISTINCT who) FROM unit WHERE {OF_FORM}", *self._form))

    @cached_property
    def not_counted(self) -> int:
        """Number of files left out; forms of which there is none are no files."""
        return int(self._one(f"SELECT COUNT(*) FROM left_out WHERE name <> '' AND {LEFT_OUT_OF_FORM}", *self._form))

    @cached_property
    def listed(self) -> int:
        """Number of lines in 未计入: files that are left out, and forms of which there is none."""
        return int(self._one(f"SELECT COUNT(*) FROM left_out WHERE {LEFT_OUT_OF_FORM}", *self._form))

    @cached_property
    def roster_keys(self) -> Sequence[str]:
        """What the roster says of some unit, by ROSTER_COLUMNS, in their order."""
        query = f"SELECT DISTINCT fact.key FROM unit, json_each(unit.content, '$.roster') AS fact WHERE {OF_FORM}"
        known = {key for (key,) in self._database.execute(query, self._form)}
        return [key for key in ROSTER_COLUMNS if key in known]

    @cached_property
    def knows_last_year(self) -> bool:
        """Whether the total of the year before is known of some unit."""
        known = f"SELECT EXISTS (SELECT 1 FROM unit WHERE json_extract(content, '$.last') IS NOT NULL AND {OF_FORM})"
        return bool(self._one(known, *self._form))

    def __str__(self) -> str:
        return f"计入 {self.counted} 份，未计入 {self.not_counted} 份"

    def units(self) -> Iterator[CountedUnit]:
        """The units in dictionary order of their names."""
        query = f"SELECT scheme, year, content, {IS_DUPLICATE} FROM unit WHERE {OF_FORM} ORDER BY place, name, number"
        for scheme, year, content, is_duplicate in self._database.execute(query, self._form):
            yield CountedUnit(from_text(content, self._indicators[FormOf(scheme, year)]), bool(is_duplicate))

    def left_out(self) -> Iterator[LeftOut]:
        """The files left out, in the order of the entries."""
        query = f"SELECT * FROM left_out WHERE {LEFT_OUT_OF_FORM} ORDER BY rowid"
        for name, key, unit, why, scheme, year, readable, whose in self._database.execute(query, self._form):
            yield LeftOut(name, key, unit, why, FormOf(scheme, year), bool(readable), Whose(*json.loads(whose)))

    def duplicates(self) -> Iterator[str]:
        """Names of units that have several rows."""
        query = f"SELECT DISTINCT unit FROM unit WHERE {OF_FORM} AND {IS_DUPLICATE} ORDER BY unit"
        for (unit,) in self._database.execute(query, self._form):
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
    def forms(self) -> list[FormOf]:
        """The forms that the units used, by scheme and year."""
        return sorted(self._indicators)

    def reasons(self, max_reasons: int) -> Mapping[str, list[ReasonCount]]:
        """The most frequent reasons for lost points by indicator id, at most max_reasons each, with their counts."""
        by_indicator = groupby(self._database.execute(REASONS_QUERY, self._form), key=lambda row: str(row[0]))
        return {
            indicator: heapq.nsmallest(max_reasons, ((text, count) for _, text, count in rows), key=_by_frequency)
            for indicator, rows in by_indicator
        }


class SummaryPart(NamedTuple):
    """The scheme of a form, for its year, its part of a summary, and the suspicions about its forms.

    standing: how it stands with its campaign, where there is one.
    """

    scheme: Scheme
    summary: Summary
    suspicions: Iterable[Suspicion] = ()
    standing: Standing | None = None


@contextmanager
def open_summary(entries: Iterable[SummaryEntry]) -> Iterator[Summary]:
    """Open a summary of these entries; files with the same content count once. Memory use does not grow with them.

    Raises OSError.
    """
    with temporary_database() as database:
        summary = Summary(database, {})
        summary.store(entries)
        yield summary


def _by_frequency(reason: ReasonCount) -> tuple[int, str]:
    return -reason[1], reason[0]
