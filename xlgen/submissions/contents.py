"""What a returned form holds, as plain data, to be compared with what was issued to its unit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import NamedTuple

from xlgen.scheme.inputs import MONEY_UNIT
from xlgen.submissions.submission import Submission
from xlgen.workbook.approved import Items, cell_of, items_of, without_subject
from xlgen.workbook.identity import Identity

MIN_VALUES_TO_COMPARE = 10
"""Values of a unit's own with fewer of which two forms may be alike by chance."""


class FormContents(NamedTuple):
    """A form's identity and its values by item.

    approved: the approved values that it keeps on its hidden sheet. computed: the items in whose cells there is a
    formula, so that Excel may show another value than the one that was saved.
    """

    identity: Identity
    values: Items
    approved: Items
    computed: Sequence[str]


def contents_of(submission: Submission) -> FormContents:
    """The contents of a form whose structure is that of its template."""
    values = items_of(without_subject(submission.scheme, submission.returned.filling))
    computed = [item for item in values if formula_in(submission, item)]
    return FormContents(submission.identity, values, submission.own_approved, computed)


def content_digest(submission: Submission) -> str:
    """A digest of all that the unit filled in but for its name and its subject's; empty where that is little."""
    filling = without_subject(submission.scheme, submission.returned.filling)
    values = {item: value for item, value in items_of(filling).items() if item != MONEY_UNIT}
    if len(values.keys() - submission.own_approved.keys()) < MIN_VALUES_TO_COMPARE:
        return ""
    everything = [values, filling.remarks, filling.explanations, filling.evidence, filling.notes]
    return hashlib.sha256(json.dumps(everything, sort_keys=True, default=str).encode()).hexdigest()


def formula_in(submission: Submission, item: str) -> bool:
    """Whether there is a formula in the cell of an item."""
    place = cell_of(submission.layout, item)
    sheet = None if place is None else submission.book.sheet(place.sheet)
    cell = None if sheet is None or place is None else sheet.cells.get(place.address)
    return cell is not None and cell.stored is not None
