"""The reports of a run on disk, so that memory does not grow with the files: one is read when it is asked for."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from typing import overload

from xlgen.campaign.cached_checks import plain_report, report_from
from xlgen.submissions.validate import FileReport

SCHEMA = """
PRAGMA journal_mode = OFF;
CREATE TABLE report (
    number INTEGER PRIMARY KEY, scheme TEXT NOT NULL, fingerprint TEXT NOT NULL, name TEXT NOT NULL,
    packed BLOB NOT NULL
);
CREATE INDEX by_name ON report (name);
CREATE INDEX by_bytes ON report (fingerprint, scheme);
"""


class StoredReports(Sequence[FileReport]):
    """Reports in the order in which they were added, in a temporary database that is gone with this object."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("")
        self._database.executescript(SCHEMA)

    def add(self, report: FileReport) -> None:
        """Add a report."""
        text = json.dumps(plain_report(report), ensure_ascii=False)
        packed = zlib.compress(text.encode("utf-8", errors="surrogatepass"), 1)
        names = (_storable(text) for text in (report.scheme, report.fingerprint, report.name))
        self._database.execute("INSERT INTO report VALUES (NULL, ?, ?, ?, ?)", (*names, packed))

    def __len__(self) -> int:
        return int(self._database.execute("SELECT COUNT(*) FROM report").fetchone()[0])

    def __iter__(self) -> Iterator[FileReport]:
        for (packed,) in self._database.execute("SELECT packed FROM report ORDER BY number"):
            yield _unpacked(packed)

    @overload
    def __getitem__(self, index: int) -> FileReport: ...
    @overload
    def __getitem__(self, index: slice) -> list[FileReport]: ...
    def __getitem__(self, index: int | slice) -> FileReport | list[FileReport]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        number = index + len(self) if index < 0 else index
        found = self._one("number = ?", number + 1)
        if found is None:
            raise IndexError(index)
        return found

    def of_copy(self, scheme: str, fingerprint: str) -> FileReport | None:
        """The report on a copy of a form of this scheme; None where it was not at hand."""
        return self._one("fingerprint = ? AND scheme = ?", _storable(fingerprint), _storable(scheme))

    def of_file(self, name: str) -> FileReport | None:
        """The report on a file; None where it was not at hand."""
        return self._one("name = ?", _storable(name))

    def _one(self, condition: str, *parameters: object) -> FileReport | None:
        query = f"SELECT packed FROM report WHERE {condition} ORDER BY number LIMIT 1"
        row = self._database.execute(query, parameters).fetchone()
        return _unpacked(row[0]) if row else None


def _storable(text: str) -> str:
    """A text as SQLite takes it: names of files may hold halves of characters."""
    return text.encode("utf-8", errors="backslashreplace").decode("utf-8")


def _unpacked(packed: bytes) -> FileReport:
    return report_from(json.loads(zlib.decompress(packed).decode("utf-8", errors="surrogatepass")))
