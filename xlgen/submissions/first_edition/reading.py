"""Reads a workbook of the first edition for a scheme of today: what was filled in, and the scores that it shows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from xlgen.scheme.inputs import MONEY_UNIT, TEN_THOUSAND_YUAN, YUAN, Input
from xlgen.scheme.model import Scheme
from xlgen.scoring.form_data import FormData, Row
from xlgen.scoring.status import is_blank
from xlgen.submissions.first_edition.conversion import converted
from xlgen.submissions.first_edition.grid import Found, Grid, Unplaced, everything
from xlgen.submissions.first_edition.input_sheet import (
    INPUT_SHEET,
    INPUTS,
    LABEL,
    VALUE,
    InputSheet,
    Key,
    read_input_sheet,
)
from xlgen.submissions.first_edition.table_sheets import TableSheet, is_table, read_table_sheet
from xlgen.text import normalize_text
from xlgen.xlsx.read.sheet import CellRead, SheetRead
from xlgen.xlsx.read.workbook import WorkbookRead
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue, is_number

CHECK = "校验"
NO_TABLES = frozenset({"填报说明", INPUT_SHEET, "指标评分表", CHECK, "检查项", "xlgen"})
"""The sheets of every workbook of the first edition, and its hidden ones."""
FIRST_ROW = 5
"""Of 基础数据, below its headings."""
MONEY_UNIT_LABEL = normalize_text("金额单位")
_REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'|([^\s'!(),=<>+&*\"]+))!\$?([A-Z]{1,3})\$?([0-9]{1,7})")


def is_first_edition(book: WorkbookRead) -> bool:
    """Whether a workbook that xlgen made is of the first edition."""
    return INPUT_SHEET in book.titles


class ScoreShown(NamedTuple):
    """A cell that shows a score, and whether it is the form's own."""

    place: CellRef
    cell: CellRead
    on_form: bool


@dataclass(frozen=True)
class FirstEdition:
    """A workbook of the first edition. Raises UnreadableError where a sheet is broken."""

    book: WorkbookRead
    scheme: Scheme
    _grids: dict[str, Grid] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def inputs(self) -> InputSheet:
        """Where everything of 基础数据 is."""
        return read_input_sheet(self._grid(INPUT_SHEET), self.scheme)

    @cached_property
    def tables(self) -> Mapping[str, TableSheet]:
        """Where each table of the scheme is that the workbook has."""
        labels = {name: table.label for name, table in self.scheme.tables.items() if table.label in self._table_titles}
        return {name: read_table_sheet(self._grid(label), self.scheme.tables[name]) for name, label in labels.items()}

    @cached_property
    def filling(self) -> FormData:
        """What was filled in, as today's scheme asks for it; `reported` are the scores typed over their formulas."""
        return FormData(
            inputs=self._read[0],
            tables=self._read[1],
            remarks=self._texts("remarks"),
            evidence=self._texts("evidence"),
            notes=self._texts("notes"),
            reported=self.typed_scores,
            year=self.scheme.year,
        )

    @property
    def unplaced(self) -> Sequence[Unplaced]:
        """What was filled in and has no place in the scheme of today, or cannot be converted to what it asks for."""
        return self._read[2]

    @cached_property
    def _read(self) -> tuple[Mapping[str, CellValue], Mapping[str, Sequence[Row]], Sequence[Unplaced]]:
        lost = [each for each in self.inputs.unplaced if not self._is_money_unit(each)]
        specs = self.scheme.all_inputs
        inputs = self._row(specs, {key.name: at for key, at in self.inputs.found.items() if key.field == INPUTS}, lost)
        tables = {}
        for name, sheet in self.tables.items():
            columns = self.scheme.tables[name].columns
            rows = [self._row(columns, sheet.cells(row), lost) for row in sheet.rows]
            while rows and all(is_blank(value) for value in rows[-1].values()):
                rows.pop()
            tables[name] = rows
            lost += sheet.unplaced
        known = {table.label for table in self.scheme.tables.values()}
        lost += [each for title in self._table_titles if title not in known for each in everything(self._grid(title))]
        return inputs, tables, lost

    def _row(self, specs: Mapping[str, Input], found: Mapping[str, Found], lost: list[Unplaced]) -> Row:
        """The inputs, or the cells of a table's row; what cannot be converted is added to `lost`."""
        stored = {name: self._value(found[name].place) if name in found else None for name in specs}
        former = frozenset(name for name, at in found.items() if at.former)
        values = converted(specs, stored, former, self._in_yuan)
        for name, value in values.items():
            if value is None and not is_blank(stored[name]):
                label = specs[name].formerly if name in former else specs[name].label
                lost.append(Unplaced(label, stored[name], found[name].place))
        return values

    @cached_property
    def _in_yuan(self) -> bool:
        """Whether amounts are in 元 and the scheme, which does not ask for their unit, wants them in 万元."""
        return any(
            self._is_money_unit(each) and normalize_text(str(each.value)) == YUAN for each in self.inputs.unplaced
        )

    def _is_money_unit(self, lost: Unplaced) -> bool:
        """Whether this is the unit of money of a scheme that does not ask for it any more."""
        is_it = MONEY_UNIT not in self.scheme.inputs and normalize_text(lost.label) == MONEY_UNIT_LABEL
        return is_it and normalize_text(str(lost.value)) in (YUAN, TEN_THOUSAND_YUAN)

    @cached_property
    def scores(self) -> Mapping[str, ScoreShown]:
        """The cell that shows the score of each row of the form (Scheme.form_rows), where it is known.

        The heading of an indicator on 基础数据 refers to the form's cell, wherever that moved. In a copy without
        formulas it shows the score itself, of all rows of the indicator together.
        """
        shown: dict[str, ScoreShown] = {}
        for indicator in self.scheme.indicators:
            keys, row = self.scheme.form_rows(indicator), self.inputs.headings.get(indicator.id)
            if row is None:
                continue
            heading = self._grid(INPUT_SHEET).cell(VALUE, row)
            match = _REFERENCE.search(heading.stored or "")
            if match is not None:
                first = CellRef((match[1] or match[2]).replace("''", "'"), match[3], int(match[4]))
                for place, key in ((replace(first, row=first.row + number), key) for number, key in enumerate(keys)):
                    shown[key] = ScoreShown(place, self._grid(place.sheet).cell(place.column, place.row), True)
            elif len(keys) == 1:
                shown[keys[0]] = ScoreShown(CellRef(INPUT_SHEET, VALUE, row), heading, False)
        return shown

    @cached_property
    def typed_scores(self) -> Mapping[str, float]:
        """The scores that the unit typed over their formulas, by row of the form."""
        return {
            key: float(score.cell.value)
            for key, score in self.scores.items()
            if score.on_form and score.cell.stored is None and is_number(score.cell.value)
        }

    @cached_property
    def rows_as_issued(self) -> bool:
        """Whether 基础数据 shows no sign of rows inserted, deleted or moved, so that stored addresses still hold."""
        grid = self._grid(INPUT_SHEET)
        rows = [row for row in grid.rows if row >= FIRST_ROW]
        without_gap = rows == list(range(FIRST_ROW, FIRST_ROW + len(rows))) and all(
            grid.text(LABEL, row) for row in rows
        )
        known = all(Key(INPUTS, name) in self.inputs.found for name in self.scheme.all_inputs)
        return without_gap and known and not any(lost.place.sheet == INPUT_SHEET for lost in self.unplaced)

    @property
    def last_row(self) -> int:
        """The last row of 基础数据."""
        return max(self._grid(INPUT_SHEET).rows, default=0)

    def shown(self, label: str) -> CellValue:
        """What the sheet 校验 shows beside a label: 总分, 等次."""
        if CHECK not in self.book.titles:
            return None
        grid = self._grid(CHECK)
        row = grid.row_of("B", normalize_text(label))
        return None if row is None else grid.cell("C", row).value

    @cached_property
    def _table_titles(self) -> Sequence[str]:
        return [title for title in self.book.titles if title not in NO_TABLES and is_table(self._grid(title))]

    def _texts(self, kind: str) -> dict[str, str]:
        values = {key.name: self._value(at.place) for key, at in self.inputs.found.items() if key.field == kind}
        return {name: str(value) for name, value in values.items() if value is not None}

    def _grid(self, title: str) -> Grid:
        if title not in self._grids:
            sheet = self.book.sheet(title)
            self._grids[title] = Grid(sheet if sheet is not None else SheetRead(title, False, {}))
        return self._grids[title]

    def _value(self, place: CellRef) -> CellValue:
        return self._grid(place.sheet).cell(place.column, place.row).value
