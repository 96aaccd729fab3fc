"""A returned workbook with everything its checks need: what it was made from, what it holds, what the rules give."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from xlgen.returned.book import WorkbookRead
from xlgen.returned.compare import Comparison, compare
from xlgen.returned.finding import plain
from xlgen.returned.read import Returned, read_returned
from xlgen.returned.template import Template
from xlgen.scheme.model import Scheme
from xlgen.scoring.filling import Filling, overlaid, presets
from xlgen.workbook.identity import Identity
from xlgen.workbook.layout import Layout


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
        return read_returned(self.book, self.scheme, self.book.path)

    @cached_property
    def filling(self) -> Filling:
        """What was filled in, with what the form lays down."""
        return overlaid(self.returned.filling, presets(self.scheme))

    @cached_property
    def comparison(self) -> Comparison:
        """The scores that are shown beside those by rule."""
        return compare(self.scheme, self.returned, self.identity.unit)

    @property
    def unit(self) -> str:
        """The unit's name as filled in; else the one the workbook was issued to."""
        return plain(self.comparison.unit).strip()
