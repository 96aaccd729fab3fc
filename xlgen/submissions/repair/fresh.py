"""Makes a fresh workbook of a damaged one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.load import scheme_for_year
from xlgen.scheme.model import YEARS, Scheme
from xlgen.scheme.sheet_names import IDENTITY
from xlgen.scoring.form_data import FormData, presets, with_overrides
from xlgen.submissions.foreign_form import recognize
from xlgen.submissions.read import identity_in
from xlgen.submissions.repair.alignment import as_text
from xlgen.submissions.repair.labels import label_of
from xlgen.submissions.repair.placing import Unplaced, place_cells
from xlgen.submissions.repair.reading import Reading, read_placement
from xlgen.submissions.template import SHIPPED_TEMPLATES, Template, Templates
from xlgen.text import display_text
from xlgen.workbook.approved import filling_of, items_at, items_of, read_approved
from xlgen.workbook.build import make_workbook
from xlgen.workbook.identity import MAX_UNIT_LENGTH, Identity, identity_of
from xlgen.xlsx.read.old_workbook import as_xlsx
from xlgen.xlsx.read.package import package_of
from xlgen.xlsx.read.sheet import SheetRead
from xlgen.xlsx.read.unreadable import Reason, UnreadableError
from xlgen.xlsx.read.workbook import WorkbookRead, workbook_of
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue
from xlgen.xlsx.write.cells import put
from xlgen.xlsx.write.comments import annotate
from xlgen.xlsx.write.finishing import workbook_bytes

OTHER_FORM = "下发以后表样改过，原来锁定的批复数没有锁定，已按普通数据转入，请与批复核对"
MIN_SHARE_OF_TEXTS = 0.6
"""A workbook with this share of a form's own words is a copy of it."""
MAX_YEARS = 20
"""Years that a copy may name; each is tried."""
_YEAR = re.compile("20[0-9]{2}")
BROKEN_SHEET = "这张工作表已损坏，读不出"


@dataclass(frozen=True)
class Doubt:
    """A value that was filled in but must be checked: its cell in the fresh workbook, what it is called, and why."""

    place: CellRef
    label: str
    text: str


@dataclass(frozen=True)
class FreshForm:
    """A fresh workbook with everything in it that could be read.

    count: the values in it. doubts: those of them to check, which have a note in their cell. unplaced: what is not in
    it. by_rows: recognised by its rows alone, because nothing in the file says which form it is.
    """

    scheme: Scheme
    unit: str
    content: bytes
    count: int
    doubts: Sequence[Doubt]
    unplaced: Sequence[Unplaced]
    by_rows: bool


def fresh_form(name: str, data: bytes, templates: Templates = SHIPPED_TEMPLATES, year: int | None = None) -> FreshForm:
    """A fresh workbook of a damaged one.

    name: of the file, for messages. templates: what it may have been made from. year: of a copy that does not say.
    Raises UnreadableError, and NoTemplateError for a workbook of a scheme that is not known.
    """
    book = workbook_of(package_of(Path(name), as_xlsx(Path(name), data)))
    sheets, broken = _sheets(book)
    identity = identity_in(book)
    if identity is None:
        template, approved, unit = _recognized(book, templates, year), dict[str, CellValue](), ""
    else:
        template, unit = templates.current(identity), identity.unit[:MAX_UNIT_LENGTH]
        approved = _approved(template, identity, sheets, broken)
    locked = {**approved, **items_of(presets(template.scheme))}
    reading = read_placement(
        template.layout, place_cells(template, sheets), {**locked, UNIT_NAME: unit} if unit else locked
    )
    if unit:
        reading.filling = replace(reading.filling, inputs={**reading.filling.inputs, UNIT_NAME: unit})
    doubts = [Doubt(place, label_of(template.layout, place), text) for place, text in reading.doubts.items()]
    return FreshForm(
        template.scheme,
        display_text(str(reading.filling.inputs.get(UNIT_NAME) or "")),
        _written(template, reading, filling_of(approved)),
        reading.count,
        doubts,
        [*broken, *reading.unplaced],
        identity is None,
    )


def _sheets(book: WorkbookRead) -> tuple[list[SheetRead], list[Unplaced]]:
    """The worksheets that can be read, and those that cannot."""
    sheets, broken = [], []
    for title in book.titles:
        try:
            sheet = book.sheet(title)
        except UnreadableError as error:
            broken.append(Unplaced(title, "", None, f"{BROKEN_SHEET}：{error.message}"))
        else:
            sheets += [] if sheet is None else [sheet]
    return sheets, broken


def _recognized(book: WorkbookRead, templates: Templates, year: int | None) -> Template:
    """The template whose form a workbook without an identity resembles. Raises UnreadableError if there is none."""
    schemes = list(templates.schemes(year))
    form = recognize(book, schemes)
    texts = _texts(book)
    best = max(schemes, key=lambda scheme: _share(scheme, texts))
    if form is None and _share(best, texts) < MIN_SHARE_OF_TEXTS:
        raise UnreadableError(book.path, Reason.NOT_OURS)
    scheme = best if form is None else form.scheme
    if year is None and (printed := _printed_year(texts, scheme)) is not None:
        scheme = scheme_for_year(scheme, printed)
    return templates.current(identity_of(scheme))


def _texts(book: WorkbookRead) -> set[str]:
    sheets, _ = _sheets(book)
    return {as_text(cell.value) for sheet in sheets for cell in sheet.cells.values() if isinstance(cell.value, str)}


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


def _approved(
    template: Template, identity: Identity, sheets: Sequence[SheetRead], lost: list[Unplaced]
) -> dict[str, CellValue]:
    """The approved values by item; those of a form that has changed since cannot be told by their cells."""
    cells = next((sheet.cells for sheet in sheets if sheet.title == IDENTITY), {})
    stored = read_approved({address: cell.value for address, cell in cells.items()})
    if stored and template.fingerprint != identity.template:
        lost.append(Unplaced(IDENTITY, "", None, OTHER_FORM))
        return {}
    return items_at(template.layout, stored)


def _written(template: Template, reading: Reading, approved: FormData) -> bytes:
    """The fresh workbook, with a note at every doubtful value."""
    filling = with_overrides(reading.filling, presets(template.scheme))
    workbook = make_workbook(template.scheme, filling, approved=approved)
    for place, office in reading.offices.items():
        put(workbook[place.sheet], place.address, office)
    for place, text in reading.doubts.items():
        cell = workbook[place.sheet][place.address]
        printed = [cell.comment.text] if cell.comment else []
        annotate(cell, [*printed, f"{text}。"])
    return workbook_bytes(workbook, template.scheme.year)
