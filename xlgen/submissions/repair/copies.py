"""Which form a copy is of that does not say so itself: from its indicators, else from its words; and of which year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from xlgen.scheme.load import scheme_for_year
from xlgen.scheme.model import YEARS, Scheme
from xlgen.submissions.alignment import as_text
from xlgen.submissions.foreign_form import ForeignForm
from xlgen.submissions.template import Template, Templates
from xlgen.workbook.identity import identity_of
from xlgen.xlsx.read.sheet import SheetRead
from xlgen.xlsx.read.unreadable import Reason, UnreadableError

MIN_SHARE_OF_TEXTS = 0.6
"""A workbook with this share of a form's own words is a copy of it."""
MAX_YEARS = 20
"""Years that a copy may name; each is tried."""
_YEAR = re.compile("20[0-9]{2}")


def template_of_copy(
    path: Path, sheets: Sequence[SheetRead], form: ForeignForm | None, templates: Templates, year: int | None
) -> Template:
    """The template that a copy was made from.

    form: the one that its indicators are of. year: its year; None where the copy itself must say it. Raises
    UnreadableError if there is no such form.
    """
    texts = {as_text(cell.value) for sheet in sheets for cell in sheet.cells.values() if isinstance(cell.value, str)}
    scheme = _resembled(texts, list(templates.schemes(year))) if form is None else form.scheme
    if scheme is None:
        raise UnreadableError(path, Reason.NOT_OURS)
    if year is None and (printed := _printed_year(texts, scheme)) is not None:
        scheme = scheme_for_year(scheme, printed)
    return templates.current(identity_of(scheme))


def _resembled(texts: set[str], schemes: Sequence[Scheme]) -> Scheme | None:
    best = max(schemes, key=lambda scheme: _share(scheme, texts))
    return best if _share(best, texts) >= MIN_SHARE_OF_TEXTS else None


def _share(scheme: Scheme, texts: set[str]) -> float:
    """The share of a form's own words, its criteria and the heads of its tables, that are among these texts."""
    own = {as_text(indicator.criteria_text) for indicator in scheme.indicators}
    own |= {as_text(spec.label) for table in scheme.tables.values() for spec in table.columns.values()}
    return len(own & texts) / len(own)


def _printed_year(texts: set[str], scheme: Scheme) -> int | None:
    """The year in the printed title or head of a copy; None if it is not told, or several are."""
    years = {int(found) for text in texts for found in _YEAR.findall(text) if int(found) in YEARS}
    told = [year for year in sorted(years)[:MAX_YEARS] if _heads(scheme_for_year(scheme, year)) & texts]
    return told[0] if len(told) == 1 else None


def _heads(scheme: Scheme) -> set[str]:
    """The printed texts above the form that name its year."""
    texts = [scheme.form.title, *(cell.text for row in scheme.form.header for cell in row.cells)]
    return {as_text(text) for text in texts if str(scheme.year) in text}
