"""The record of a campaign (下发记录): a small database beside the workbooks with the state of each unit's form."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from xlgen.campaign.record_file import (
    RECORD_NAME,
    RecordError,
    damaged_record,
    new_database,
    open_database,
    typed_rows,
)
from xlgen.campaign.record_rows import CopyFacts, DroppedUnit, IssuedTo, Plan, PlannedForm, RecordedSubmission
from xlgen.roster.laid_down import LaidDown, as_text, from_text
from xlgen.submissions.verdict import Verdict
from xlgen.text import display_text

COMMIT_EVERY = 50
"""Results that are recorded together: if the program is killed, about this many are computed again."""
UPSERT_SUBMISSION = """
INSERT INTO submission VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (unit, fingerprint) DO UPDATE SET
    file = iif(excluded.changed >= changed, excluded.file, file), changed = max(excluded.changed, changed),
    checked = excluded.checked, verdict = excluded.verdict, total = excluded.total, by_rule = excluded.by_rule
"""
UPSERT_COPY = """
INSERT INTO copy VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (form, fingerprint) DO UPDATE SET
    saved = excluded.saved, received = min(excluded.received, received), content = excluded.content,
    code = excluded.code, contents = excluded.contents
"""
SUBMISSIONS = """
SELECT submission.*, ifnull(saved, ''), ifnull(received, ''), ifnull(recorded, ''), ifnull(content, ''),
    ifnull(code, '')
FROM submission LEFT JOIN copy ON copy.form = submission.unit AND copy.fingerprint = submission.fingerprint
"""
FORMER_VERDICTS = {"有警告": Verdict.WARNED, "读不出": Verdict.UNREADABLE}
"""Words of records that an older xlgen wrote."""
MAX_RESULT_BYTES = 2**26
"""A record may come from anybody, so a result is neither read nor unpacked beyond this size."""
PENDING_MARK = "~"
"""Prefix of the fingerprint of a form that is still to be written."""
NEWEST_FIRST = "ORDER BY changed DESC, checked DESC, file"
"""The newest of several forms of a unit is the file that was last changed, whenever it was checked."""
MAX_LAID_DOWN = 2**20
"""Characters of what was laid down in a form; a record with more was not written by xlgen."""
FORM_TABLES = tuple((table, "form") for table in ("subject", "copy", "detail", "event", "arrival", "review"))
FORGET_UNITS_GONE = "DELETE FROM laid_down WHERE unit NOT IN (SELECT name FROM unit)"
FORGET_SUBJECTS_GONE = "DELETE FROM subject WHERE form NOT IN (SELECT name FROM unit UNION SELECT unit FROM submission)"
FORMS = """
SELECT unit.name, iif(subject.form IS NULL, unit.name, subject.unit), unit.code, path, given, issued,
    ifnull(subject.code, ''), ifnull(subject.name, ''), ifnull(subject.called, '')
FROM unit LEFT JOIN subject ON subject.form = unit.name
ORDER BY unit.code, unit.name
"""


class _Fact(NamedTuple):
    """A fact about the campaign."""

    key: str
    value: str


class _Detail(NamedTuple):
    """What the roster says of a form's unit."""

    form: str
    key: str
    value: str


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
        keys, files = {form.key for form in forms}, {form.path for form in forms}
        with self.database:
            self.database.executemany("INSERT OR IGNORE INTO campaign VALUES (?, ?)", campaign.items())
            self._respell(forms)
            before = {known.key: known for known in self.units()}
            to_write = [form for form in forms if not _is_done(form, before.get(form.key), exists)]
            self._enter(forms, to_write, before)
            others = [known for known in before.values() if known.key not in keys]
            if drop:
                self.database.executemany("DELETE FROM unit WHERE name = ?", [(known.key,) for known in others])
            self._plan_laid_down(forms, to_write)
            self._enter_subjects(forms)
            self._enter_details(forms)
        dropped = [DroppedUnit(known.unit, not drop and known.path not in files) for known in others]
        paths = [known.path for known in before.values() if drop or known.key in keys]
        return Plan(to_write, dropped, [path for path in paths if path not in files and exists(path)])

    def refuse_other(self, campaign: Mapping[str, str]) -> None:
        """Raise RecordError where the record belongs to another campaign."""
        known = self.campaign()
        keys = [key for key, value in campaign.items() if known.get(key, value) != value]
        other = [f"{display_text(known[key])}（现在是 {campaign[key]}）" for key in keys]
        if other:
            raise RecordError(f"{self.path}：是另一次下发的记录：{'、'.join(other)}。请写到别的文件夹")

    def _enter(
        self, forms: Sequence[PlannedForm], to_write: Sequence[PlannedForm], before: Mapping[str, IssuedTo]
    ) -> None:
        # A unit that was renamed gives up its file to the one that has its code now.
        keys = [(form.key, form.path) for form in to_write]
        self.database.executemany("DELETE FROM unit WHERE name = ? OR path = ?", keys)
        # A unit keeps the form that it has until the new one is written, or if that cannot be written.
        same = set(keys)
        issued = {known.key: known.issued for known in before.values() if (known.key, known.path) in same}
        rows = [
            (form.key, form.unit.code, form.path, f"{PENDING_MARK}{form.fingerprint}", issued.get(form.key))
            for form in to_write
        ]
        self.database.executemany("INSERT INTO unit VALUES (?, ?, ?, ?, ?)", rows)
        codes = [(form.unit.code, form.key) for form in forms]
        self.database.executemany("UPDATE unit SET code = ? WHERE name = ?", codes)

    def _enter_subjects(self, forms: Sequence[PlannedForm]) -> None:
        """What forms are about, as the roster spells it now."""
        rows = [(form.key, form.unit.name, *form.unit.subject) for form in forms if form.unit.subject.key]
        self.database.executemany("INSERT OR REPLACE INTO subject VALUES (?, ?, ?, ?, ?)", rows)
        self.database.execute(FORGET_SUBJECTS_GONE)

    def _enter_details(self, forms: Sequence[PlannedForm]) -> None:
        """What the roster says of the units now."""
        self.database.executemany("DELETE FROM detail WHERE form = ?", [(form.key,) for form in forms])
        rows = [(form.key, key, value) for form in forms for key, value in form.details.items()]
        self.database.executemany("INSERT INTO detail VALUES (?, ?, ?)", rows)
        self.database.execute("DELETE FROM detail WHERE form NOT IN (SELECT name FROM unit)")

    def _plan_laid_down(self, forms: Sequence[PlannedForm], to_write: Sequence[PlannedForm]) -> None:
        """Until a form is written, what was laid down in the unit's last one stands beside what is planned.

        A form that is not written again was made from the same values, which an older xlgen did not record.
        """
        self.database.execute(FORGET_UNITS_GONE)
        known = [(form.key, as_text(form.laid_down)) for form in forms]
        planned = {form.key for form in to_write}
        self.database.executemany(
            "INSERT INTO laid_down VALUES (?, NULL, ?) ON CONFLICT (unit) DO UPDATE SET planned = excluded.planned",
            [(name, text) for name, text in known if name in planned],
        )
        self.database.executemany(
            "INSERT OR IGNORE INTO laid_down VALUES (?, ?, NULL)",
            [(name, text) for name, text in known if name not in planned],
        )

    def _respell(self, forms: Sequence[PlannedForm]) -> None:
        """A form whose unit or subject is only spaced differently is the same form, and keeps what was handed in."""
        known = {each.unit.identity: each.key for each in self.units()}
        keys = set(known.values())
        new = [form for form in forms if form.key not in keys]
        changed = [(form.key, known[form.unit.identity]) for form in new if form.unit.identity in known]
        self.database.executemany("UPDATE unit SET name = ? WHERE name = ?", changed)
        for table, column in (("submission", "unit"), ("laid_down", "unit"), *FORM_TABLES):
            self.database.executemany(f"UPDATE OR REPLACE {table} SET {column} = ? WHERE {column} = ?", changed)

    def issued(self, forms: Iterable[str], time: str) -> None:
        """Note that these forms are written."""
        with self.database:
            update = f"UPDATE unit SET issued = ?, given = ltrim(given, '{PENDING_MARK}') WHERE name = ?"
            written = [(key,) for key in forms]
            self.database.executemany(update, [(time, *key) for key in written])
            self.database.executemany(
                "UPDATE laid_down SET issued = planned, planned = NULL WHERE unit = ? AND planned IS NOT NULL", written
            )

    def not_issued(self, forms: Iterable[str]) -> None:
        """Note that these forms could not be written: what their units have is the last one."""
        with self.database:
            update = "UPDATE laid_down SET planned = NULL WHERE unit = ?"
            self.database.executemany(update, [(key,) for key in forms])

    def lay_down(self, form: str, laid_down: LaidDown) -> None:
        """Note that a form of the record was issued once more by itself, and that this was laid down in it."""
        with self.database:
            row = (form, as_text(laid_down))
            self.database.execute("INSERT OR REPLACE INTO laid_down VALUES (?, ?, NULL)", row)

    def laid_down(self, form: str) -> tuple[LaidDown, ...]:
        """What was laid down in a form; none where the record does not know.

        First that of the form that was written last, then that of one that may have been written before a run was
        killed.
        """
        query = "SELECT iif(length(issued) <= ?2, issued, ''), iif(length(planned) <= ?2, planned, '') FROM laid_down"
        row = self.database.execute(f"{query} WHERE unit = ?1", (form, MAX_LAID_DOWN)).fetchone()
        return tuple(known for text in row or () if (known := from_text(text)))

    def submitted(self, submissions: Sequence[RecordedSubmission], facts: Iterable[CopyFacts] = ()) -> None:
        """Note that these forms were returned. Files with the same bytes are one submission, as new as the newest."""
        with self.database:
            self.database.executemany(UPSERT_SUBMISSION, [each[:8] for each in submissions])
            self.database.executemany(UPSERT_COPY, facts)

    def contents(self, form: str, fingerprint: str) -> bytes:
        """What a copy holds, packed; empty where the record does not know."""
        query = "SELECT contents FROM copy WHERE form = ? AND fingerprint = ? AND length(contents) <= ?"
        row = self.database.execute(query, (form, fingerprint, MAX_RESULT_BYTES)).fetchone()
        return bytes(row[0]) if row and isinstance(row[0], bytes) else b""

    def details(self) -> dict[str, dict[str, str]]:
        """What the roster said of the unit of each form."""
        details: dict[str, dict[str, str]] = {}
        texts: dict[str, str] = {}
        for detail in typed_rows(_Detail, self.database.execute("SELECT form, key, value FROM detail"), self.path):
            key, value = (texts.setdefault(text, text) for text in (detail.key, detail.value))
            details.setdefault(detail.form, {})[key] = value
        return details

    def remember(self, results: Iterable[tuple[str, str, bytes]]) -> None:
        """Keep the results of work on files: each with the file's name, its state and the stored result."""
        with self.database:
            self.database.executemany("INSERT OR REPLACE INTO remembered VALUES (?, ?, ?)", results)

    def state(self, file: str) -> str:
        """The state of a file when it was last worked on; empty if it never was."""
        row = self.database.execute("SELECT state FROM remembered WHERE file = ?", (file,)).fetchone()
        return str(row[0]) if row else ""

    def result(self, file: str, state: str) -> bytes | None:
        """The stored result of work on a file in this state; None if there is none that xlgen may have stored."""
        query = "SELECT result FROM remembered WHERE file = ? AND state = ? AND length(result) <= ?"
        row = self.database.execute(query, (file, state, MAX_RESULT_BYTES)).fetchone()
        return row[0] if row else None

    def option(self, key: str) -> str | None:
        """An option of issuing as it was kept last; None if it never was."""
        row = self.database.execute("SELECT value FROM option WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def keep_option(self, key: str, value: str) -> None:
        """Keep an option of issuing for the next run."""
        with self.database:
            self.database.execute("INSERT OR REPLACE INTO option VALUES (?, ?)", (key, value))

    def campaign(self) -> dict[str, str]:
        """The scheme, version and year of the campaign, by their names in Chinese."""
        return dict(typed_rows(_Fact, self.database.execute("SELECT key, value FROM campaign"), self.path))

    def units(self) -> list[IssuedTo]:
        """Every form, by the unit's code. Raises RecordError where its path leads out of the folder."""
        units = list(typed_rows(IssuedTo, self.database.execute(FORMS), self.path))
        if any(_leaves_folder(unit.path) for unit in units):
            raise damaged_record(self.path)
        return units

    def submissions(self) -> dict[str, list[RecordedSubmission]]:
        """The submissions of each form, the newest first."""
        by_form: dict[str, list[RecordedSubmission]] = {}
        for submission in self._submissions(f"{SUBMISSIONS} {NEWEST_FIRST}"):
            by_form.setdefault(submission.form, []).append(submission)
        return by_form

    def submissions_of(self, form: str) -> list[RecordedSubmission]:
        """The submissions of one form, the newest first."""
        return list(self._submissions(f"{SUBMISSIONS} WHERE unit = ? {NEWEST_FIRST}", form))

    def _submissions(self, query: str, *parameters: str) -> Iterator[RecordedSubmission]:
        texts: dict[str, str] = {}  # the same ones in many rows, each kept once

        def kept(text: str) -> str:
            return texts.setdefault(text, text)

        for each in typed_rows(RecordedSubmission, self.database.execute(query, parameters), self.path):
            verdict = FORMER_VERDICTS.get(each.verdict, each.verdict)
            if verdict not in list(Verdict):
                raise damaged_record(self.path)
            yield each._replace(
                form=kept(each.form),
                checked=kept(each.checked),
                verdict=Verdict(verdict),
                received=kept(each.received),
                recorded=kept(each.recorded),
            )


def _leaves_folder(path: str) -> bool:
    place = PurePosixPath(path.replace("\\", "/"))
    return place.is_absolute() or ".." in place.parts or ":" in path


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
def open_record(path: Path, alone: bool = False, wait: float | None = None) -> Iterator[CampaignRecord]:
    """Open the record in a file, created if it is not there. Raises RecordError and OSError.

    alone: lock it for everybody else, so that no two write the same workbooks at once. wait: seconds, for another
    program that is working on it; None: the usual.
    """
    with open_database(path, alone, wait) as database:
        yield CampaignRecord(path, database)


@contextmanager
def record_in_memory() -> Iterator[CampaignRecord]:
    """A record that no file holds and that is gone afterwards."""
    with new_database() as database:
        yield CampaignRecord(Path(), database)
