"""Makes a fresh workbook of a damaged one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.model import Scheme
from xlgen.scheme.sheet_names import IDENTITY
from xlgen.scheme.subject import NO_SUBJECT, Subject, subject_inputs, subject_of
from xlgen.scoring.form_data import presets
from xlgen.submissions.first_edition.reading import FirstEdition, is_first_edition
from xlgen.submissions.foreign_form import recognize
from xlgen.submissions.read import identity_in
from xlgen.submissions.repair.copies import template_of_copy
from xlgen.submissions.repair.first_edition import place_first_edition
from xlgen.submissions.repair.placing import Placement, Unplaced, label_of, place_cells, put_back
from xlgen.submissions.repair.reading import Reading, read_placement
from xlgen.submissions.submission import Submission, submission_of
from xlgen.submissions.template import SHIPPED_TEMPLATES, Template, Templates
from xlgen.text import display_text
from xlgen.workbook.approved import Items, filling_of, items_of, known_items, read_approved
from xlgen.workbook.build import make_workbook
from xlgen.workbook.identity import MAX_UNIT_LENGTH
from xlgen.xlsx.read.dates import DAYS_TO_1904
from xlgen.xlsx.read.old_workbook import as_xlsx
from xlgen.xlsx.read.package import package_of
from xlgen.xlsx.read.sheet import SheetRead
from xlgen.xlsx.read.unreadable import UnreadableError
from xlgen.xlsx.read.workbook import WorkbookRead, workbook_of
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue, is_number
from xlgen.xlsx.write.cells import put
from xlgen.xlsx.write.comments import annotate
from xlgen.xlsx.write.finishing import workbook_bytes

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
    subject: Subject
    content: bytes
    count: int
    doubts: Sequence[Doubt]
    unplaced: Sequence[Unplaced]
    by_rows: bool


def fresh_form(
    name: str,
    data: bytes,
    templates: Templates = SHIPPED_TEMPLATES,
    year: int | None = None,
) -> FreshForm:
    """A fresh workbook of a damaged one.

    name: of the file, for messages. templates: what it may have been made from. year: of a copy that does not say.
    Raises UnreadableError, and NoTemplateError for a workbook of a scheme
    that is not known.
    """
    book = workbook_of(package_of(Path(name), as_xlsx(Path(name), data)))
    sheets, broken = _sheets(book)
    found = _found(name, book, sheets, templates, year, whole=not broken)
    template, unit = found.template, found.unit
    keys, issued_for = template.scheme.subject, subject_inputs(template.scheme.subject, found.subject)
    laid_down = {**found.approved, **items_of(presets(template.scheme)), **issued_for}
    reading = read_placement(template.layout, found.placement, {**laid_down, UNIT_NAME: unit} if unit else laid_down)
    doubts = [Doubt(place, label_of(template.layout, place), text) for place, text in reading.doubts.items()]
    return FreshForm(
        template.scheme,
        display_text(unit or str(reading.filling.inputs.get(UNIT_NAME) or "")),
        subject_of(keys, reading.filling.inputs, found.subject),
        _written(found, reading),
        reading.count,
        doubts,
        [*broken, *reading.unplaced],
        found.by_rows,
    )


class _Found(NamedTuple):
    """What a damaged workbook was made from, what it holds and what was laid down in it."""

    template: Template
    placement: Placement
    approved: Items
    unit: str  # that it was issued to; empty where nothing says so
    by_rows: bool
    subject: Subject = NO_SUBJECT  # what it was issued for


def _found(
    name: str, book: WorkbookRead, sheets: Sequence[SheetRead], templates: Templates, year: int | None, whole: bool
) -> _Found:
    """What there is. whole: no sheet is broken."""
    identity = identity_in(book)
    if identity is None:
        template = template_of_copy(book.path, sheets, recognize(book, templates.schemes(year)), templates, year)
        first = FirstEdition(book, template.scheme) if is_first_edition(book) else None
        placement = place_cells(template, sheets) if first is None else place_first_edition(first, template.layout)
        return _Found(template, placement, {}, "", True)
    unit = identity.unit[:MAX_UNIT_LENGTH]
    if is_first_edition(book):
        submission = submission_of(name, book, identity, templates)
        if submission.first_edition is not None:
            placement = place_first_edition(submission.first_edition, submission.template.layout)
            return _Found(submission.template, placement, submission.own_approved, unit, False)
    template = templates.closest(identity)
    placement = place_cells(template, sheets)
    if template.fingerprint == identity.template and whole:
        put_back(placement, template, sheets, Submission(name, book, identity, template).moved)
    return _Found(template, placement, _approved(template, sheets), unit, False, identity.subject)


def _sheets(book: WorkbookRead) -> tuple[list[SheetRead], list[Unplaced]]:
    """The worksheets that can be read, and those that cannot."""
    sheets, broken = [], []
    for title in book.titles:
        try:
            sheet = book.sheet(title)
        except UnreadableError as error:
            broken.append(Unplaced(title, "", None, f"{BROKEN_SHEET}：{error.message}"))
        else:
            sheets += [] if sheet is None else [_in_1900(sheet) if book.from_1904 else sheet]
    return sheets, broken


def _in_1900(sheet: SheetRead) -> SheetRead:
    """A sheet whose days count from 1904, with the numbers that they have everywhere else."""
    dated = {
        address: cell._replace(value=cell.value + DAYS_TO_1904)
        for address, cell in sheet.cells.items()
        if cell.is_date and is_number(cell.value)
    }
    return replace(sheet, cells={**sheet.cells, **dated})


def _approved(template: Template, sheets: Sequence[SheetRead]) -> dict[str, CellValue]:
    """The approved values by item."""
    cells = next((sheet.cells for sheet in sheets if sheet.title == IDENTITY), {})
    stored = read_approved({address: cell.value for address, cell in cells.items()})
    return known_items(template.layout, stored)


def _written(found: _Found, reading: Reading) -> bytes:
    """The fresh workbook, with a note at every doubtful value."""
    scheme = found.template.scheme
    issued_for = subject_inputs(scheme.subject, found.subject)
    approved = filling_of({**found.approved, **issued_for})
    workbook = make_workbook(scheme, reading.filling, found.unit, approved)
    for place, noted in reading.listed.items():
        put(workbook[place.sheet], place.address, noted)
    for place, text in reading.doubts.items():
        cell = workbook[place.sheet][place.address]
        printed = [cell.comment.text] if cell.comment else []
        annotate(cell, [*printed, f"{text}。"])
    return workbook_bytes(workbook, scheme.year)
