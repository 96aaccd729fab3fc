"""The cells that a unit fills in: each input, and each cell of the table rows in use, with its status."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from xlgen.scheme.dependencies import dependencies_of, part_of_rows
from xlgen.scheme.input_words import expected_of, limit_label
from xlgen.scheme.inputs import Input
from xlgen.scheme.model import Indicator
from xlgen.scoring.audit import EXPLANATION
from xlgen.scoring.form_data import FormData, Row
from xlgen.scoring.ladder import Rung
from xlgen.scoring.points import Names
from xlgen.scoring.status import Status, fault_of, is_needed
from xlgen.scoring.tables import TableScore, wrong_in_row
from xlgen.scoring.values import input_names, statuses_of
from xlgen.workbook.layout import Layout
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue, is_number


class InputEntry(NamedTuple):
    """A cell to be filled in: where it is, what it is called, what it accepts and what it holds."""

    place: CellRef
    label: str
    indicator: str  # the name of its indicator; empty for the general inputs
    name: str
    spec: Input
    value: CellValue
    status: Status
    siblings: Mapping[str, Input]  # all single inputs, or all columns of its table
    values: Mapping[str, CellValue]  # of the siblings
    names: Names  # the values of the siblings as conditions see them
    wrong_beside: str = ""  # why it is wrong beside the other cells of its row, in Chinese
    is_single: bool = True  # an input of its own, not a cell of a table

    @property
    def expected(self) -> str:
        """What it accepts, in Chinese."""
        return expected_of(self.name, self.siblings)

    @property
    def fault(self) -> Rung | None:
        """The first thing that is wrong with its value alone or beside the one that limits it."""
        label = limit_label(self.spec, self.siblings)
        return fault_of(self.spec, self.value, self.limiting_value, self.needed, label)

    @property
    def limiting_value(self) -> CellValue:
        """The value of the input that limits this one."""
        return self.values.get(self.spec.limit_source or "")

    @property
    def number(self) -> float | None:
        """The number it holds; None if it holds anything else."""
        return float(self.value) if is_number(self.value) else None

    @property
    def needed(self) -> bool:
        """Whether it must not be blank."""
        return is_needed(self.spec, self.names)


def owners(layout: Layout) -> dict[str, Indicator]:
    """The indicators of inputs and tables, by the id of the input or table; without the general ones."""
    indicators: dict[str, Indicator] = {}
    for indicator in layout.scheme.indicators:
        for name in (*indicator.inputs, *dependencies_of(layout.scheme, indicator).tables):
            indicators.setdefault(name, indicator)
    return indicators


def input_entries(
    layout: Layout, filling: FormData, tables: Mapping[str, TableScore], owner: Callable[[str], str]
) -> Iterator[InputEntry]:
    """Every single input, then the cells of each table's rows that are in use. owner: see `Template.owner`."""
    specs, values = layout.scheme.all_inputs, filling.inputs
    names = input_names(specs, values)
    statuses = statuses_of(specs, values, names)
    for name, spec in specs.items():
        place, indicator, value = layout.values[name], owner(name), values.get(name)
        yield InputEntry(place, spec.label, indicator, name, spec, value, statuses[name], specs, values, names)
    for name, score in tables.items():
        rows: Sequence[Row] = filling.tables.get(name, ())
        for number, (row, state) in enumerate(zip(rows, score.rows, strict=True)):
            if state is not Status.OPTIONAL:
                yield from _row_entries(layout, name, number, row, owner(name))


def _row_entries(layout: Layout, table: str, number: int, row: Row, indicator: str) -> Iterator[InputEntry]:
    place, specs, part = layout.tables[table], layout.scheme.tables[table].columns, part_of_rows(layout.scheme, table)
    names = input_names(specs, row)
    wrong = wrong_in_row(layout.scheme.tables[table], row, part.row_points if part else None)
    for name, state in statuses_of(specs, row, names).items():
        why = wrong.get(name, "") if state is Status.FILLED else ""
        cell, label = place.cell(name, number), cell_label(layout, table, number, name)
        yield InputEntry(
            cell,
            label,
            indicator,
            name,
            specs[name],
            row.get(name),
            Status.INVALID if why else state,
            specs,
            row,
            names,
            why,
            is_single=False,
        )


def cell_label(layout: Layout, table: str, number: int, column: str) -> str:
    """What a cell of a table is called in findings; number: of its row, from 0."""
    spec = layout.scheme.tables[table]
    return f"《{spec.label}》第 {number + 1} 行{spec.columns[column].label}"


def label_at(layout: Layout, place: CellRef) -> str:
    """What a cell that is filled in is called in findings; empty for any other."""
    for name, spec in layout.scheme.all_inputs.items():
        if layout.values[name] == place:
            return spec.label
    for name, table in layout.tables.items():
        columns = {letter: column for column, letter in table.columns.items()}
        if table.sheet == place.sheet and table.first <= place.row <= table.last and place.column in columns:
            return cell_label(layout, name, place.row - table.first, columns[place.column])
    words = (
        (layout.remarks, "评分说明"),
        (layout.explanations, EXPLANATION.label),
        (layout.evidence, "佐证材料"),
        (layout.notes, "备注"),
    )
    return next((label for places, label in words if place in places.values()), "")


def item_label(layout: Layout, item: str) -> tuple[str, Input]:
    """What an item of the form (see `workbook/approved.py`) is called in findings, and what it accepts."""
    name, _, cell = item.partition("/")
    if not cell:
        spec = layout.scheme.all_inputs[name]
        return spec.label, spec
    number, _, column = cell.partition("/")
    return cell_label(layout, name, int(number) - 1, column), layout.scheme.tables[name].columns[column]
