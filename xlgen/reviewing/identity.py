"""Which review a workbook belongs to: on its hidden sheet and in its properties, instead of a form's identity."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import NamedTuple

from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook import Workbook

from xlgen.scheme.sheet_names import IDENTITY
from xlgen.workbook.identity import IDENTITY_NAME, properties_of
from xlgen.xlsx.read.workbook import WorkbookRead
from xlgen.xlsx.write.cells import put

PROPERTY = "xlgen_review"
MAX_PROPERTY = 4_000
"""Characters of a review's identity; one that xlgen wrote is far shorter."""


class ReviewIdentity(NamedTuple):
    """The review: its id in the record, the form's key and unit, the copy that is reviewed, the scheme and its year."""

    id: str
    form: str
    unit: str
    fingerprint: str
    scheme: str
    year: str


def put_review_identity(workbook: Workbook, identity: ReviewIdentity) -> None:
    """Store a review's identity in a form's workbook, which is no form to be returned any more."""
    sheet = workbook[IDENTITY]
    sheet.delete_rows(1, sheet.max_row)
    properties_of(workbook).props.clear()
    del workbook.defined_names[IDENTITY_NAME]
    write_review_identity(workbook, identity)


def write_review_identity(workbook: Workbook, identity: ReviewIdentity) -> None:
    """Store a review's identity in a workbook that has a blank sheet for it."""
    sheet, properties = workbook[IDENTITY], properties_of(workbook)
    text = json.dumps(identity._asdict(), ensure_ascii=False)
    put(sheet, "A1", PROPERTY)
    put(sheet, "B1", text)
    properties.append(StringProperty(name=PROPERTY, value=text))
    workbook.properties.keywords = PROPERTY


def review_identities(book: WorkbookRead) -> list[ReviewIdentity]:
    """What each place of a workbook says of its review; none where it is no review workbook. Raises UnreadableError."""
    sheet = book.sheet(IDENTITY)
    stored = None if sheet is None or sheet.value("A1") != PROPERTY else sheet.value("B1")
    texts = [text for text in (stored, book.properties.get(PROPERTY)) if isinstance(text, str)]
    return [identity for text in texts if (identity := _parsed(text)) is not None]


def _parsed(text: str) -> ReviewIdentity | None:
    with suppress(ValueError, RecursionError):
        plain = json.loads(text) if len(text) <= MAX_PROPERTY else None
        if isinstance(plain, dict) and plain.keys() == set(ReviewIdentity._fields):
            values = [value for value in plain.values() if isinstance(value, str)]
            return ReviewIdentity(**plain) if len(values) == len(plain) else None
    return None
