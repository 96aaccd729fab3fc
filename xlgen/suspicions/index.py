"""Finds what is alike in the forms of different units: an index on disk, so that memory does not grow with them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import NamedTuple, TypeAlias

from xlgen.files.temporary_database import temporary_database
from xlgen.suspicions.last_year import LastScores, far_from_last_year
from xlgen.suspicions.names import Named, NamedUnit, Names
from xlgen.suspicions.suspicion import FOR_SAMPLING, Doubt, Kind, Suspicion
from xlgen.suspicions.trace import Form, Trace
from xlgen.text import dictionary_key, normalize_text

MAX_SHARING = 5
"""Units that write the same sentence, or name the same unit, before it counts as what everybody says.

A text is copied from a neighbour or two; what the superior's notice says, and the bureau that everybody deals with,
are in dozens of forms.
"""
LastYear: TypeAlias = Callable[[Form], LastScores | None]
"""The scores of the year before of whoever filled in a form; None where nobody knows them."""
SCHEMA = """
CREATE TABLE unit (number INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL, parent TEXT NOT NULL);
CREATE TABLE form (
    number INTEGER PRIMARY KEY, unit INTEGER NOT NULL, file TEXT NOT NULL, place BLOB NOT NULL, name TEXT NOT NULL,
    subject TEXT NOT NULL, scheme TEXT NOT NULL, year TEXT NOT NULL, content TEXT NOT NULL, fingerprint TEXT UNIQUE
);
CREATE TABLE doubt (form INTEGER NOT NULL, kind TEXT NOT NULL, message TEXT NOT NULL, place TEXT NOT NULL);
CREATE TABLE sentence (
    digest INTEGER NOT NULL, unit INTEGER NOT NULL, form INTEGER NOT NULL, place TEXT NOT NULL, excerpt TEXT NOT NULL
);
CREATE TABLE mention (key TEXT NOT NULL, unit INTEGER NOT NULL, form INTEGER NOT NULL, place TEXT NOT NULL,
    name TEXT NOT NULL);
CREATE TABLE told (
    place BLOB NOT NULL, scheme TEXT NOT NULL, year TEXT NOT NULL, kind TEXT NOT NULL, message TEXT NOT NULL,
    unit TEXT NOT NULL, subject TEXT NOT NULL,
    file TEXT NOT NULL, at TEXT NOT NULL, other_unit TEXT NOT NULL, other_file TEXT NOT NULL, other_at TEXT NOT NULL
);
"""
"""unit.key, unit.parent: normalized names of a unit and its 主管部门. form.place: dictionary sort key of its unit."""
ALIKE = f"""
CREATE INDEX alike ON sentence (digest, unit);
CREATE TEMP TABLE shared AS
    SELECT digest FROM sentence GROUP BY digest HAVING COUNT(DISTINCT unit) BETWEEN 2 AND {MAX_SHARING};
"""
STRANGERS = (
    """one.parent <> other.key AND other.parent <> one.key AND (one.parent = '' OR one.parent <> other.parent)"""
)
"""Units of which neither is the other's 主管部门 and that are not known to have the same."""
COPIED = f"""
SELECT a.form, b.form, COUNT(DISTINCT a.digest), MAX(LENGTH(a.excerpt)), a.excerpt, a.place, b.place
FROM shared
CROSS JOIN sentence AS a ON a.digest = shared.digest
CROSS JOIN sentence AS b ON b.digest = a.digest AND a.unit < b.unit
CROSS JOIN unit AS one ON one.number = a.unit CROSS JOIN unit AS other ON other.number = b.unit
CROSS JOIN form AS f ON f.number = a.form CROSS JOIN form AS g ON g.number = b.form
WHERE {STRANGERS} AND (f.content = '' OR f.content <> g.content)
GROUP BY a.form, b.form
"""
"""In the order that CROSS JOIN keeps SQLite to: from the few sentences that are shared to whose they are."""
SAME_DATA = """
SELECT content, number, unit || ' ' || subject FROM form WHERE content IN (
    SELECT content FROM form WHERE content <> '' GROUP BY content HAVING COUNT(DISTINCT unit || ' ' || subject) > 1
) ORDER BY content, place, number
"""
MENTIONED = f"""
SELECT form, shown, MIN(mention.place), mention.name FROM mention JOIN roster USING (key) WHERE key IN (
    SELECT key FROM mention GROUP BY key HAVING COUNT(DISTINCT unit) <= {MAX_SHARING}
) GROUP BY form, key
"""
TELL = "INSERT INTO told VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
TOLD = """
SELECT kind, message, unit, subject, file, at, other_unit, other_file, other_at FROM told
WHERE ?1 = '' OR (scheme, year) = (?1, ?2) ORDER BY place, file, rowid
"""


class _Form(NamedTuple):
    """A form as a suspicion names it."""

    place: bytes
    scheme: str
    year: str
    name: str
    subject: str
    file: str


class Suspicions:
    """What was found: the suspicions about all forms or about those of one scheme and year, read one at a time."""

    def __init__(self, database: sqlite3.Connection, scheme: str = "", year: str = "") -> None:
        self._database, self._form = database, (scheme, year)

    def of(self, scheme: str, year: str) -> Suspicions:
        """Those about the forms of a scheme and year."""
        return Suspicions(self._database, scheme, year)

    def __iter__(self) -> Iterator[Suspicion]:
        """By unit, in the order of a dictionary."""
        for kind, message, *others in self._database.execute(TOLD, self._form):
            yield Suspicion(Kind(kind), f"{message}。{FOR_SAMPLING}", *others)


class SuspicionIndex:
    """The traces of forms, in a database. See `open_index`."""

    def __init__(self, database: sqlite3.Connection, names: Names, last_year: LastYear | None) -> None:
        self._database, self._names, self._last_year = database, names, last_year
        database.executescript(SCHEMA)

    def add(self, file: str, trace: Trace, fingerprint: str = "") -> None:
        """Add the trace of a file; file: its name, as reports show it. Of the same bytes only the first file counts."""
        form, execute = trace.form, self._database.execute
        unit, key = self._unit(trace)
        place = dictionary_key(f"{form.unit} {form.subject.label}")
        whose = form.unit, form.subject.label, form.scheme, form.year
        row = None, unit, file, place, *whose, trace.content, fingerprint or None
        added = execute("INSERT OR IGNORE INTO form VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        if not added.rowcount:
            return
        number = added.lastrowid
        last = self._last_year(form) if self._last_year else None
        doubts = [*trace.doubts, *(far_from_last_year(trace, last) if last else ())]
        insert = self._database.executemany
        insert("INSERT INTO doubt VALUES (?, ?, ?, ?)", [(number, *doubt) for doubt in doubts])
        insert(
            "INSERT INTO sentence VALUES (?, ?, ?, ?, ?)",
            [(_signed(digest), unit, number, where, excerpt) for digest, where, excerpt in trace.sentences],
        )
        for passage, where in trace.passages:
            for named in self._names.named_in(passage):
                if not self._is_own(key, trace, named):
                    execute("INSERT INTO mention VALUES (?, ?, ?, ?, ?)", (named.key, unit, number, where, named.name))

    def _unit(self, trace: Trace) -> tuple[int, str]:
        """The number and the key of a form's unit."""
        key = normalize_text(trace.form.unit)
        parent = self._names.parent(key) or normalize_text(trace.department)
        added = "INSERT INTO unit (key, parent) VALUES (?, ?) ON CONFLICT DO UPDATE SET key = key RETURNING number"
        return int(self._database.execute(added, (key, "" if parent == key else parent)).fetchone()[0]), key

    def _is_own(self, key: str, trace: Trace, named: Named) -> bool:
        """Whether a name is the unit's own, or that of its 主管部门 or of a unit below it."""
        above = {self._names.parent(key), normalize_text(trace.department)}
        below = named.key.startswith(key) or self._names.parent(named.key) == key
        return named.name in key or named.key in key or named.key in above or below

    def suspicions(self, counts: Callable[[str], bool] = lambda file: True) -> Suspicions:
        """The suspicions about the forms that were added, for as long as the index is open. To be called once.

        counts: whether a file takes part: not the copies of a unit's form that do not count.
        """
        self._keep(counts)
        self._tell_doubts()
        self._tell_same_data()
        self._tell_copied()
        self._tell_mentions()
        return Suspicions(self._database)

    def _keep(self, counts: Callable[[str], bool]) -> None:
        """Forget the forms that do not take part."""
        files = self._database.execute("SELECT number, file FROM form")
        self._database.execute("CREATE TEMP TABLE dropped (form INTEGER PRIMARY KEY)")
        dropped = ((number,) for number, file in files if not counts(file))
        self._database.executemany("INSERT INTO dropped VALUES (?)", dropped)
        self._database.execute("DELETE FROM form WHERE number IN (SELECT form FROM dropped)")
        for table in ("doubt", "sentence", "mention"):
            self._database.execute(f"DELETE FROM {table} WHERE form IN (SELECT form FROM dropped)")

    def _form(self, number: int) -> _Form:
        columns = ", ".join(_Form._fields)
        found = self._database.execute(f"SELECT {columns} FROM form WHERE number = ?", (number,))
        return _Form(*found.fetchone())

    def _tell(self, number: int, doubt: Doubt, other: tuple[str, str, str] = ("", "", "")) -> None:
        form = self._form(number)
        facts = doubt.kind, doubt.message, form.name, form.subject, form.file, doubt.where
        self._database.execute(TELL, (form.place, form.scheme, form.year, *facts, *other))

    def _tell_doubts(self) -> None:
        for form, kind, message, where in self._database.execute("SELECT * FROM doubt"):
            self._tell(form, Doubt(Kind(kind), message, where))

    def _tell_same_data(self) -> None:
        """Of the units, or subjects of a unit, with the same data, each but the first is told beside the first."""
        for _, group in groupby(self._database.execute(SAME_DATA), key=lambda row: row[0]):
            (_, first, first_whose), *others = group
            beside = self._form(first)
            for _, number, whose in others:
                if whose != first_whose:
                    named = "　".join(filter(None, (beside.name, beside.subject)))
                    message = f"除名称外，填报的内容与“{named}”的完全相同"
                    self._tell(number, Doubt(Kind.SAME_DATA, message), (beside.name, beside.file, ""))

    def _tell_copied(self) -> None:
        self._database.executescript(ALIKE)
        for one, other, count, _, excerpt, where, there in self._database.execute(COPIED):
            beside = self._form(other)
            longest = "" if count == 1 else "，最长的一句"
            message = f"有{count}句话与“{beside.name}”的一字不差{longest}：“{excerpt}”"
            self._tell(one, Doubt(Kind.SAME_SENTENCES, message, where), (beside.name, beside.file, there))

    def _tell_mentions(self) -> None:
        for form, shown, where, name in self._database.execute(MENTIONED):
            said = f"“{name}”" if name == shown else f"“{name}”（{shown}）"
            message = f"文字里写有别的单位{said}，请看是不是照用了它的材料"
            self._tell(form, Doubt(Kind.OTHER_UNIT, message, where), (shown, "", ""))


def _signed(digest: str) -> int:
    """A digest as SQLite keeps integers: of 64 bits with a sign."""
    return int.from_bytes(bytes.fromhex(digest), "big", signed=True)


@contextmanager
def open_index(units: Iterable[NamedUnit] = (), last_year: LastYear | None = None) -> Iterator[SuspicionIndex]:
    """Open an empty index. units: those of the roster, whose names are looked for. Raises OSError, as on a full disk.

    It is gone with the process, however that ends.
    """
    with temporary_database() as database:
        yield SuspicionIndex(database, Names(database, units), last_year)
