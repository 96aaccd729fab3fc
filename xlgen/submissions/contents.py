"""What a returned form holds, as plain data, to be compared with what was issued to its unit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from xlgen.scheme.inputs import MONEY_UNIT
from xlgen.scoring.audit import EXPLANATION
from xlgen.scoring.form_data import FREE_TEXT_FIELDS, FormData
from xlgen.submissions.entries import item_label
from xlgen.submissions.intent import display_value
from xlgen.submissions.submission import Submission
from xlgen.workbook.approved import Items, cell_of, items_of, same_value, without_subject
from xlgen.workbook.identity import Identity
from xlgen.workbook.layout import Layout
from xlgen.xlsx.refs import CellRef

EXPLANATIONS = "explanations"
MIN_VALUES_TO_COMPARE = 10
"""Values of a unit's own with fewer of which two forms may be alike by chance."""


class FormContents(NamedTuple):
    """A form's identity and its values by item.

    approved: the approved values that it keeps on its hidden sheet. computed: the items in whose cells there is a
    formula, so that Excel may show another value than the one that was saved. texts: the unit's own words, by
    remarks/id and the like.
    """

    identity: Identity
    values: Items
    approved: Items
    computed: Sequence[str]
    texts: Mapping[str, str]

    @property
    def digest(self) -> str:
        """A digest of everything that was filled in, the same for copies that were only saved again."""
        return _digest([self.values, self.texts])


class Difference(NamedTuple):
    """What two copies of a form hold differently: the cell where there is one, its label, before and after."""

    sheet: str
    cell: str
    label: str
    before: str
    after: str

    def __str__(self) -> str:
        place = f"{self.sheet}!{self.cell}　" if self.cell else ""
        return f"{place}{self.label}：“{self.before}”→“{self.after}”"


def contents_of(submission: Submission) -> FormContents:
    """The contents of a form whose structure is that of its template."""
    values = items_of(without_subject(submission.scheme, submission.returned.filling))
    computed = [item for item in values if formula_in(submission, item)]
    return FormContents(submission.identity, values, submission.own_approved, computed, _texts(submission.filling))


def _texts(filling: FormData) -> dict[str, str]:
    """The unit's own words on each indicator, and on each check that does not hold."""
    fields = {name: getattr(filling, name) for name in (*FREE_TEXT_FIELDS, EXPLANATIONS)}
    return {f"{name}/{key}": text for name, texts in fields.items() for key, text in texts.items() if text}


def differences(before: FormContents, after: FormContents, layout: Layout) -> Iterator[Difference]:
    """What two copies of a form hold differently, in the order of the form. layout: of the template of either."""
    values = {**before.values, **after.values}
    for item in values:
        old, new = before.values.get(item), after.values.get(item)
        if (place := cell_of(layout, item)) and not same_value(old, new):
            label, spec = item_label(layout, item)
            yield Difference(
                place.sheet, place.address, label, *(display_value(each, spec.kind) for each in (old, new))
            )
    for key in {**before.texts, **after.texts}:
        own, name = key.partition("/")[::2]
        old_text, new_text = before.texts.get(key, ""), after.texts.get(key, "")
        if old_text != new_text:
            yield _text_difference(layout, own, name, old_text, new_text)


def _text_difference(layout: Layout, kind: str, name: str, before: str, after: str) -> Difference:
    places: Mapping[str, CellRef] = getattr(layout, kind)
    place = places.get(name)
    owner = next((each.name for each in layout.scheme.indicators if each.id == name), "")
    label = "　".join(filter(None, (owner, FREE_TEXT_FIELDS.get(kind, EXPLANATION.label))))
    shown = (display_value(text) for text in (before, after))
    return Difference(place.sheet if place else "", place.address if place else "", label, *shown)


def _digest(plain: object) -> str:
    return hashlib.sha256(json.dumps(plain, sort_keys=True, default=str).encode(errors="surrogatepass")).hexdigest()


def content_digest(submission: Submission) -> str:
    """A digest of all that the unit filled in but for its name and its subject's; empty where that is little."""
    filling = without_subject(submission.scheme, submission.returned.filling)
    values = {item: value for item, value in items_of(filling).items() if item != MONEY_UNIT}
    if len(values.keys() - submission.own_approved.keys()) < MIN_VALUES_TO_COMPARE:
        return ""
    everything = [values, filling.remarks, filling.explanations, filling.evidence, filling.notes]
    return _digest(everything)


def formula_in(submission: Submission, item: str) -> bool:
    """Whether there is a formula in the cell of an item."""
    place = cell_of(submission.layout, item)
    sheet = None if place is None else submission.book.sheet(place.sheet)
    cell = None if sheet is None or place is None else sheet.cells.get(place.address)
    return cell is not None and cell.stored is not None
