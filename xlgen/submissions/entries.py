"""Everything a unit filled in or should have: each input, and each cell of the rows in use, with its status."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from xlgen.scheme.dependencies import dependencies_of, part_of_rows
from xlgen.scheme.describe import expected_of
from xlgen.scheme.inputs import Input
from xlgen.scheme.model import Indicator
from xlgen.scheme.sheet_names import DATA
from xlgen.scoring.form_data import FormData, Row
from xlgen.scoring.points import Names
from xlgen.scoring.status import Status, status
from xlgen.scoring.tables import TableScore, too_fine
from xlgen.scoring.values import input_names, statuses_of
from xlgen.workbook.layout import Layout
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue


class Entry(NamedTuple):
    """A cell to be filled in: where it stands, what it is called, what it takes, what it holds."""

    place: CellRef
    label: str
    indicator: str  # its name; empty for the general inputs
    name: str
    spec: Input
    value: CellValue
    status: Status
    among: Mapping[str, Input]  # the inputs it stands among: all single ones, or the columns of its table
    values: Mapping[str, CellValue]  # what those hold
    names: Names  # the same as conditions see it

    @property
    def expected(self) -> str:
        """What it takes, in Chinese."""
        return expected_of(self.name, self.among)

    @property
    def beside(self) -> CellValue:
        """What stands in the input that says what this one may hold."""
        return self.values.get(self.spec.limit_source or "")

    @property
    def alone(self) -> bool:
        """It is an input of its own, not a cell of a table."""
        return self.place.sheet == DATA

    @property
    def number(self) -> float | None:
        """The number it holds, if it does."""
        return float(self.value) if isinstance(self.value, (int, float)) and not isinstance(self.value, bool) else None

    @property
    def needed(self) -> bool:
        """It must not be blank."""
        return status(self.spec, None, self.names) is Status.MISSING


def owners(layout: Layout) -> dict[str, Indicator]:
    """The indicator that an input or a table belongs to, where it belongs to one."""
    found: dict[str, Indicator] = {}
    for indicator in layout.scheme.indicators:
        for name in (*indicator.inputs, *dependencies_of(layout.scheme, indicator).tables):
            found.setdefault(name, indicator)
    return found


def entries(
    layout: Layout, filling: FormData, tables: Mapping[str, TableScore], owner: Callable[[str], str]
) -> Iterator[Entry]:
    """Every single input, then the cells of each table's rows that are in use."""
    specs, values = layout.scheme.all_inputs, filling.inputs
    names = input_names(specs, values)
    statuses = statuses_of(specs, values, names)
    for name, spec in specs.items():
        place, indicator, value = layout.values[name], owner(name), values.get(name)
        yield Entry(place, spec.label, indicator, name, spec, value, statuses[name], specs, values, names)
    for name, score in tables.items():
        rows: Sequence[Row] = filling.tables.get(name, ())
        for number, (row, state) in enumerate(zip(rows, score.rows, strict=True)):
            if state is not Status.OPTIONAL:
                yield from _row(layout, name, number, row, owner(name))


def _row(layout: Layout, table: str, number: int, row: Row, indicator: str) -> Iterator[Entry]:
    place, specs, part = layout.tables[table], layout.scheme.tables[table].columns, part_of_rows(layout.scheme, table)
    names = input_names(specs, row)
    for name, state in statuses_of(specs, row, names).items():
        fine = part is not None and name == part.row_points and state is Status.FILLED and too_fine(row, name)
        cell = CellRef(place.sheet, place.columns[name], place.first + number)
        label = cell_label(layout, table, number, name)
        yield Entry(
            cell,
            label,
            indicator,
            name,
            specs[name],
            row.get(name),
            Status.INVALID if fine else state,
            specs,
            row,
            names,
        )


def cell_label(layout: Layout, table: str, number: int, column: str) -> str:
    """What a cell of a table is called; number: of its row, from 0."""
    spec = layout.scheme.tables[table]
    return f"《{spec.label}》第 {number + 1} 行{spec.columns[column].label}"
