"""The record of some of a campaign's forms, for whoever works on them elsewhere; it has nothing of any other unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from xlgen.campaign.events import NO_FORM, EventKind
from xlgen.campaign.record import CampaignRecord, open_record
from xlgen.campaign.record_file import RECORD_NAME
from xlgen.campaign.tiers.departments import PARENT

ISSUED_TABLES = {"unit": "name", "subject": "form", "detail": "form", "laid_down": "unit", "event": "form"}
"""Tables with rows about forms as they were issued, each with its column of the form's key."""
RETURNED_TABLES = {"submission": "unit", "copy": "form"}
"""Those with rows about what was returned; files that are no form are copied by whoever knows where they are."""
OPTIONS = ("form", "bureau", "documents", "layout")
"""What is kept of issuing; the paths of lists on the issuing machine are nobody else's."""


@contextmanager
def sub_record(
    record: CampaignRecord, forms: Iterable[str], parent: str, returned: Iterable[str] = ()
) -> Iterator[CampaignRecord]:
    """A record in a temporary file with these forms and what was decided about them. Raises OSError.

    parent: the 主管部门 that it is for. returned: the forms of which it has the copies, too.
    """
    with TemporaryDirectory() as folder, open_record(Path(folder) / RECORD_NAME) as target:
        with target.database:
            target.database.executemany("INSERT INTO campaign VALUES (?, ?)", record.campaign().items())
            _copy_rows(record, target, ISSUED_TABLES, forms)
            _copy_rows(record, target, RETURNED_TABLES, returned)
            goes = [kind for kind in EventKind if kind is not EventKind.HANDED_OUT]  # none of a review either
            target.database.execute(f"DELETE FROM event WHERE kind NOT IN ({','.join('?' * len(goes))})", goes)
            due = record.database.execute("SELECT * FROM event WHERE form = ? AND kind = ?", (NO_FORM, EventKind.DUE))
            _insert(target, "event", due)
        for option in OPTIONS:
            if (value := record.option(option)) is not None:
                target.keep_option(option, value)
        target.keep_option(PARENT, parent)
        yield target


def _copy_rows(record: CampaignRecord, target: CampaignRecord, tables: Mapping[str, str], forms: Iterable[str]) -> None:
    """Copy the rows of these forms; in one pass of each table, since not every one is ordered by forms."""
    chosen = record.database
    chosen.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (form TEXT PRIMARY KEY) WITHOUT ROWID")
    chosen.execute("DELETE FROM chosen")
    chosen.executemany("INSERT OR IGNORE INTO chosen VALUES (?)", ((form,) for form in forms))
    chosen.commit()
    for table, column in tables.items():
        query = f"SELECT {table}.* FROM {table} JOIN temp.chosen ON {table}.{column} = chosen.form"
        _insert(target, table, chosen.execute(query))


def _insert(target: CampaignRecord, table: str, rows: Iterable[Sequence[object]]) -> None:
    for row in rows:
        target.database.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(row))})", row)
