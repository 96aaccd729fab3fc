"""A submitted workbook with everything that checks need, computed when first asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from xlgen.scheme.model import Scheme
from xlgen.scheme.sheet_names import FORM, IDENTITY
from xlgen.scheme.subject import Subject, subject_of
from xlgen.scoring.form_data import FormData, presets, with_overrides
from xlgen.scoring.form_score import score_form
from xlgen.scoring.tables import TableScore
from xlgen.submissions.compare import Comparison, compare
from xlgen.submissions.entries import InputEntry, input_entries
from xlgen.submissions.first_edition.approved import items_at
from xlgen.submissions.first_edition.reading import FirstEdition, is_first_edition
from xlgen.submissions.first_edition.returned import former_layout, returned_of
from xlgen.submissions.moved import NOTHING_MOVED, MovedCells, moved_cells
from xlgen.submissions.narrative.company import Company, company_of
from xlgen.submissions.narrative.texts import Narrative, texts_of_form, texts_of_report
from xlgen.submissions.read import Returned, read_filling, read_inputs, read_returned, value_at
from xlgen.submissions.sources import Source
from xlgen.submissions.structure_diff import StructureDiff, structure_diff
from xlgen.submissions.template import Template, Templates
from xlgen.workbook.approved import Items, known_items, read_approved
from xlgen.workbook.identity import Identity
from xlgen.workbook.layout import Layout
from xlgen.xlsx.read.workbook import WorkbookRead
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue


@dataclass(frozen=True)
class Submission:
    """A submitted workbook of a known scheme.

    material: the names of the files submitted with it; reports: those of them that are written reports on it.
    """

    name: str  # of the file, as reports show it
    book: WorkbookRead
    identity: Identity
    template: Template
    material: tuple[str, ...] = ()
    first_edition: FirstEdition | None = None  # where it is one: its structure is not that of the template
    reports: tuple[Source, ...] = ()

    @property
    def scheme(self) -> Scheme:
        """The scheme, with as many rows in its tables as the workbook was made with."""
        return self.template.scheme

    @cached_property
    def layout(self) -> Layout:
        """The cells of all elements of the scheme."""
        return former_layout(self.first_edition, self.template.layout) if self.first_edition else self.template.layout

    @cached_property
    def returned(self) -> Returned:
        """What was filled in and the scores that are shown. Raises UnreadableError if a sheet is broken."""
        if self.first_edition:
            return returned_of(self.first_edition)
        return read_returned(self.book, self.scheme, self.book.path, self.layout)

    @property
    def inputs(self) -> Mapping[str, CellValue]:
        """The single inputs alone. Raises UnreadableError if their sheet is broken."""
        if self.first_edition:
            return self.first_edition.filling.inputs
        return read_inputs(self.book, self.scheme, self.layout)

    @cached_property
    def filling(self) -> FormData:
        """What was filled in, with the values that the form prescribes."""
        return with_overrides(self.returned.filling, presets(self.scheme))

    @property
    def tables(self) -> Mapping[str, TableScore]:
        """Each table with the status and score of its rows."""
        return self.comparison.by_rule.tables

    @cached_property
    def entries(self) -> Sequence[InputEntry]:
        """Every cell to be filled in: the inputs, then the table rows in use."""
        return list(input_entries(self.layout, self.filling, self.tables, self.template.owner))

    @cached_property
    def single(self) -> Mapping[str, InputEntry]:
        """The inputs alone, without tables, by id."""
        return {entry.name: entry for entry in self.entries[: len(self.scheme.all_inputs)]}

    @cached_property
    def own_approved(self) -> Items:
        """The approved values by item, as the workbook itself keeps them on its hidden sheet.

        The first edition keeps them by address: they are none where rows moved, because a wrong accusation is worse.
        """
        if self.first_edition and not self.first_edition.rows_as_issued:
            return {}
        sheet = self.book.sheet(IDENTITY)
        stored = {} if sheet is None else read_approved({address: cell.value for address, cell in sheet.cells.items()})
        return items_at(self.layout, stored) if self.first_edition else known_items(self.layout, stored)

    @cached_property
    def comparison(self) -> Comparison:
        """The comparison of the scores that are shown with those by rule."""
        return compare(self.scheme, self.returned, self.identity.unit)

    @cached_property
    def structure(self) -> StructureDiff:
        """What happened to the sheets, rows, texts and formulas. Raises UnreadableError if a sheet is broken."""
        return structure_diff(self.book, self.template.issued)

    @cached_property
    def moved(self) -> MovedCells:
        """The cells that were cut or dragged to another place, as the formulas say that read them."""
        if self.first_edition or not self.structure.formulas_comparable:
            return NOTHING_MOVED
        changed = {title: cells.formulas for title, cells in self.structure.changed.items() if cells.formulas}
        return moved_cells(self.template.issued, self.book, changed) if changed else NOTHING_MOVED

    @cached_property
    def moves_change_nothing(self) -> bool:
        """Whether what the formulas read, wherever it was moved, gives the same scores as what is in its place."""
        if self.moved.lost:
            return False
        filling = read_filling(
            lambda place: value_at(self.book, self.moved.now(place)), self.layout, self.book.from_1904
        )
        as_moved = score_form(self.scheme, with_overrides(filling, presets(self.scheme)))
        pairs = zip(as_moved.indicators, self.comparison.by_rule.indicators, strict=True)
        return as_moved.complete and all(one.score == other.score for one, other in pairs)

    def computes(self, place: CellRef) -> bool:
        """Whether a cell still has its issued formula, on a sheet whose rows and columns are as issued."""
        changed = self.structure.changed.get(place.sheet)
        return changed is not None and place.address not in changed.formulas

    @cached_property
    def typed_over(self) -> frozenset[str]:
        """The rows of the form whose score formula the unit replaced by a number or by its own formula."""
        if self.first_edition:
            return frozenset(self.first_edition.typed_scores)
        changed = set(self.structure.changed[FORM].formulas)
        return frozenset(key for key in self.layout.spans if self.layout.score(key).address in changed)

    @cached_property
    def wrong_overrides(self) -> frozenset[str]:
        """The rows in `typed_over` that show a number other than the score by rule."""
        shown, comparison = self.returned.reported, self.comparison
        rows = ((score, key) for score in comparison.disagreements for key in score.rows)
        return frozenset(
            key
            for score, key in rows
            if key in self.typed_over and shown[key] is not None and not comparison.row_agrees(score, key)
        )

    @cached_property
    def company(self) -> Company:
        """The written reports on it, read."""
        return company_of(self.reports, of_project=self.scheme.subject is not None)

    @cached_property
    def documents(self) -> Sequence[Sequence[Narrative]]:
        """The texts about the unit as a whole: those of the form, then those of each report on it."""
        of_reports = (list(texts_of_report(report, self.scheme)) for report in self.company.reports)
        return [list(texts_of_form(self.scheme, self.layout, self.filling)), *of_reports]

    @property
    def unit(self) -> str:
        """The unit's name as filled in; else that of the unit that the workbook was issued to."""
        return self.comparison.unit.strip()

    @property
    def subject(self) -> Subject:
        """What the form is about, as filled in; else what the workbook was issued for."""
        return subject_of(self.scheme.subject, self.inputs, self.identity.subject)


def submission_of(
    name: str,
    book: WorkbookRead,
    identity: Identity,
    templates: Templates,
    material: tuple[str, ...] = (),
    reports: tuple[Source, ...] = (),
) -> Submission:
    """A submitted workbook, of the first edition too. Raises NoTemplateError where no template fits.

    The first edition is known by its sheet, not by its template's digest, which changes with every check.
    """
    current = templates.closest(identity)
    if current.fingerprint != identity.template and is_first_edition(book):
        first = FirstEdition(book, current.scheme)
        filled = {table: len(rows) for table, rows in first.filling.tables.items()}
        more = {table: count for table, count in filled.items() if count > current.scheme.tables[table].rows}
        if more:  # the unit inserted rows
            current = Template(current.scheme.with_rows(more))
            first = FirstEdition(book, current.scheme)
        return Submission(name, book, identity, current, material, first, reports)
    return Submission(name, book, identity, templates.template(identity), material, reports=reports)
