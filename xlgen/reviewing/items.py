"""What a review looks at: every figure, choice and own score of a form, grouped by the row that prints its points."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlgen.scheme.dependencies import dependencies_of
from xlgen.scheme.inputs import MONEY_UNIT, Input, InputType
from xlgen.scheme.model import Indicator, Scheme
from xlgen.scoring.form_data import FormData, Row
from xlgen.scoring.form_score import row_title
from xlgen.scoring.open_points import GENERAL
from xlgen.scoring.status import is_blank
from xlgen.scoring.tables import own_columns
from xlgen.workbook.approved import items_of
from xlgen.workbook.layout import Layout
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue

LEFT_BLANK = "留空"
"""What a reviewer chooses for an optional answer that should not have been given."""
NO_ROW = ""
"""The key of the group of figures that no indicator is scored by."""


@dataclass(frozen=True)
class ReviewItem:
    """A figure or choice of a form: its item (see `workbook/approved.py`), what it is called and what was filled in."""

    key: str
    label: str
    spec: Input
    place: CellRef
    value: CellValue

    @property
    def blank(self) -> bool:
        """The unit filled in nothing."""
        return is_blank(self.value, self.spec.kind)

    @property
    def options(self) -> list[str]:
        """What a reviewer may choose; empty where it is no choice."""
        return [*self.spec.options, *([] if self.spec.required else [LEFT_BLANK])] if self.spec.options else []


@dataclass(frozen=True)
class ReviewGroup:
    """The items by which a row of the form is scored.

    key: the row (`Scheme.form_rows`), or NO_ROW. index: of the row of a table, from 0, where each is scored alone.
    """

    key: str
    title: str
    indicator: Indicator | None
    items: tuple[ReviewItem, ...]
    index: int | None = None

    @property
    def scored(self) -> bool:
        """Whether it has points: not so where an indicator's rows are scored one by one, or where nothing is."""
        return self.indicator is not None and (self.indicator.expansion is None or self.index is not None)


def review_groups(layout: Layout, filling: FormData, laid_down: Collection[str]) -> list[ReviewGroup]:
    """All groups of a filled form in the order of its rows; what was laid down before it was issued is no unit's word.

    laid_down: those items. filling: with what the form itself prescribes.
    """
    return list(_Grouping(layout, items_of(filling), filling, laid_down).groups())


@dataclass(frozen=True)
class _Grouping:
    layout: Layout
    values: Mapping[str, CellValue]
    filling: FormData
    laid_down: Collection[str]

    @property
    def scheme(self) -> Scheme:
        return self.layout.scheme

    def groups(self) -> Iterator[ReviewGroup]:
        homes = _homes(self.scheme)
        general = [name for name, spec in self.scheme.all_inputs.items() if homes.get(name) is None and spec.numeric]
        yield from self._group(NO_ROW, GENERAL, None, self._single(general))
        for indicator in self.scheme.indicators:
            own = [name for name in self.scheme.all_inputs if homes.get(name) == indicator.id]
            tables = [name for name in self.scheme.tables if homes.get(f"{name}/") == indicator.id]
            expanded = indicator.expansion.table if indicator.expansion else ""
            items = [*self._single(own), *(item for name in tables if name != expanded for item in self._rows(name))]
            yield from self._group(indicator.id, indicator.name, indicator, items, always=not expanded)
            if expanded:
                yield from self._by_row(indicator, expanded)

    def _group(
        self, key: str, title: str, indicator: Indicator | None, items: Sequence[ReviewItem], always: bool = False
    ) -> Iterator[ReviewGroup]:
        if items or always:
            yield ReviewGroup(key, title, indicator, tuple(items))

    def _by_row(self, indicator: Indicator, table: str) -> Iterator[ReviewGroup]:
        """A group for each row in use of a table of which each is a row of the form."""
        keys = self.scheme.form_rows(indicator)
        for index, row in self._used(table):
            items = tuple(self._cells(table, index, row))
            yield ReviewGroup(keys[index], row_title(indicator, row), indicator, items, index)

    def _single(self, names: Sequence[str]) -> list[ReviewItem]:
        specs = self.scheme.all_inputs
        return [
            ReviewItem(name, specs[name].plain_label, specs[name], self.layout.values[name], self.values.get(name))
            for name in names
            if _is_reviewed(specs[name]) and name not in self.laid_down and name != MONEY_UNIT
        ]

    def _rows(self, table: str) -> Iterator[ReviewItem]:
        for index, row in self._used(table):
            yield from self._cells(table, index, row, self._called(table, index, row))

    def _cells(self, table: str, index: int, row: Row, called: str = "") -> Iterator[ReviewItem]:
        for column, spec in self.scheme.tables[table].columns.items():
            key = f"{table}/{index + 1}/{column}"
            if _is_reviewed(spec) and key not in self.laid_down:
                place = self.layout.tables[table].cell(column, index)
                yield ReviewItem(key, f"{called}{spec.plain_label}", spec, place, row.get(column))

    def _called(self, table: str, index: int, row: Row) -> str:
        """What a row of a table is called before the labels of its cells: by its first text."""
        columns = self.scheme.tables[table].columns
        texts = (str(row.get(name) or "") for name, spec in columns.items() if spec.kind is InputType.TEXT)
        first = next((text for text in texts if text), "")
        return f"第{index + 1}行{f' {first}' if first else ''}："

    def _used(self, table: str) -> Iterator[tuple[int, Row]]:
        spec = self.scheme.tables[table]
        for index, row in enumerate(self.filling.tables.get(table, ())):
            own = own_columns(spec, index)
            if any(not is_blank(row.get(column), spec.columns[column].kind) for column in own):
                yield index, row


def _is_reviewed(spec: Input) -> bool:
    return spec.kind is not InputType.TEXT


def _homes(scheme: Scheme) -> dict[str, str]:
    """The indicator under which an input (by name) or a table (name/) is reviewed: the first that it is scored by."""
    homes = {name: indicator.id for indicator in scheme.indicators for name in indicator.inputs}
    for indicator in scheme.indicators:
        needed = dependencies_of(scheme, indicator)
        for name in needed.inputs:
            homes.setdefault(name, indicator.id)
        for table in needed.tables:
            homes.setdefault(f"{table}/", indicator.id)
    return homes
