"""A returned workbook with everything its checks need: what it was made from, what it holds, what the rules give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from xlgen.scheme.model import Scheme
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring.form_data import FormData, presets, with_overrides
from xlgen.scoring.tables import TableScore
from xlgen.submissions.compare import Comparison, compare
from xlgen.submissions.entries import Entry, entries
from xlgen.submissions.read import Returned, read_returned
from xlgen.submissions.structure_diff import StructureDiff, structure_diff
from xlgen.submissions.template import Template
from xlgen.text import display_text
from xlgen.workbook.identity import Identity
from xlgen.workbook.layout import Layout
from xlgen.xlsx.read.workbook import WorkbookRead
from xlgen.xlsx.refs import CellRef


@dataclass(frozen=True)
class Submission:
    """A returned workbook of a known scheme. material: the names of the files handed in with it."""

    name: str  # the file as findings call it
    book: WorkbookRead
    identity: Identity
    template: Template
    material: tuple[str, ...] = ()

    @property
    def scheme(self) -> Scheme:
        """The scheme, with as many rows in its tables as the workbook was made with."""
        return self.template.scheme

    @property
    def layout(self) -> Layout:
        """Where everything stands."""
        return self.template.layout

    @cached_property
    def returned(self) -> Returned:
        """What was filled in and the scores that are shown. Raises Unreadable where a sheet is broken."""
        return read_returned(self.book, self.scheme, self.book.path, self.layout)

    @cached_property
    def filling(self) -> FormData:
        """What was filled in, with what the form lays down."""
        return with_overrides(self.returned.filling, presets(self.scheme))

    @property
    def tables(self) -> Mapping[str, TableScore]:
        """Each table with the status and score of its rows."""
        return self.comparison.by_rule.tables

    @cached_property
    def entries(self) -> Sequence[Entry]:
        """Every cell to be filled in: the inputs, then the rows in use of the tables."""
        return list(entries(self.layout, self.filling, self.tables, self.template.owner))

    @cached_property
    def single(self) -> Mapping[str, Entry]:
        """The inputs alone, without tables, by id."""
        return {entry.name: entry for entry in self.entries[: len(self.scheme.all_inputs)]}

    @cached_property
    def comparison(self) -> Comparison:
        """The scores that are shown beside those by rule."""
        return compare(self.scheme, self.returned, self.identity.unit)

    @cached_property
    def shape(self) -> StructureDiff:
        """What became of the sheets, rows, texts and formulas. Raises Unreadable where a sheet is broken."""
        return structure_diff(self.book, self.template.issued)

    def computes(self, place: CellRef) -> bool:
        """A cell still has the formula that was issued, on a sheet that is laid out as it was."""
        changed = self.shape.changed.get(place.sheet)
        return changed is not None and place.address not in changed.formulas

    @cached_property
    def typed_over(self) -> frozenset[str]:
        """The rows of the form whose score is the unit's own: a number, or a formula of its own."""
        changed = set(self.shape.changed[FORM].formulas)
        return frozenset(key for key in self.layout.score_rows if self.layout.score(key).address in changed)

    @cached_property
    def departures(self) -> frozenset[str]:
        """Those among them that show another number than the rule gives."""
        shown, found = self.returned.reported, self.comparison
        rows = ((score, key) for score in found.disagreements for key in score.rows)
        return frozenset(
            key
            for score, key in rows
            if key in self.typed_over and shown[key] is not None and not found.row_agrees(score, key)
        )

    @property
    def unit(self) -> str:
        """The unit's name as filled in; else the one the workbook was issued to."""
        return display_text(self.comparison.unit).strip()
