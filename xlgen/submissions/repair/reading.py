"""Reads what was found as the form asks for it: what is certain, what is doubtful, what is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from openpyxl.utils.datetime import from_excel

from xlgen.scheme.inputs import MONEY_UNIT, TEN_THOUSAND_YUAN, Input, InputType
from xlgen.scoring.audit import EXPLANATION
from xlgen.scoring.form_data import FormData, Row
from xlgen.scoring.status import is_blank, why_wrong
from xlgen.submissions.intent import display_value, intended_value
from xlgen.submissions.repair.placing import Found, Placement, Unplaced, label_of
from xlgen.workbook.approved import Items, cell_of, same_value
from xlgen.workbook.layout import Layout
from xlgen.workbook.sheets.entry import EVIDENCE, NOTE, REMARK
from xlgen.workbook.sheets.input_list import OFFICE_SPEC, SOURCE_SPEC, office_cells, source_cells
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import UNSTORABLE, CellValue, ErrorValue, is_number

MAX_CELL_CHARACTERS = 32_767
"""Characters that a cell of a workbook can hold."""


class Read(NamedTuple):
    """How a cell was read: the value to fill in, if any; doubt: to be checked; why: it was left out."""

    value: CellValue
    doubt: str = ""
    why: str = ""


@dataclass
class Reading:
    """What goes into the fresh workbook: the data, what was noted on its list, doubts by cell; and the rest."""

    filling: FormData
    listed: Mapping[CellRef, str]
    doubts: dict[CellRef, str] = field(default_factory=dict)
    unplaced: list[Unplaced] = field(default_factory=list)
    count: int = 0  # values that were put in place


def read_placement(layout: Layout, placement: Placement, fixed: Items) -> Reading:
    """Read the cells that were placed. fixed: values by item that the unit cannot change; they are not read."""
    return _Reader(layout, placement, fixed).read()


class _Reader:
    def __init__(self, layout: Layout, placement: Placement, fixed: Items) -> None:
        self.layout, self.values = layout, placement.values
        self.fixed = {cell: value for item, value in fixed.items() if (cell := cell_of(layout, item)) is not None}
        self.reading = Reading(FormData(), {}, unplaced=list(placement.unplaced))
        self.money = self._money_unit()

    def read(self) -> Reading:
        """Read everything in the order of the form."""
        layout, scheme = self.layout, self.layout.scheme
        inputs = {name: self._value(layout.values[name], spec) for name, spec in scheme.all_inputs.items()}
        self.reading.filling = FormData(
            inputs={name: value for name, value in inputs.items() if value is not None},
            tables={name: self._rows(name) for name in scheme.tables},
            remarks=self._texts(layout.remarks, REMARK, {}),
            evidence=self._texts(layout.evidence, EVIDENCE, {each.id: each.evidence for each in scheme.indicators}),
            notes=self._texts(layout.notes, NOTE, {each.id: each.remark for each in scheme.indicators}),
            explanations=self._texts(layout.explanations, EXPLANATION, {}),
            year=scheme.year,
        )
        noted = {place: self._value(place, OFFICE_SPEC) for place in office_cells(layout)}
        suggested = source_cells(layout)
        noted |= {place: self._value(place, SOURCE_SPEC) for place in suggested}
        noted = {place: text for place, text in noted.items() if text not in (None, suggested.get(place))}
        self.reading.listed = {place: str(text) for place, text in noted.items()}
        return self.reading

    def _money_unit(self) -> str:
        """The unit of amounts, into which those are turned that have one of their own; empty where none was chosen."""
        if MONEY_UNIT not in self.layout.scheme.all_inputs:
            return TEN_THOUSAND_YUAN
        place = self.layout.values[MONEY_UNIT]
        found = self.values.get(place)
        return str(self.fixed.get(place) or (found.cell.value if found else "") or "")

    def _rows(self, name: str) -> list[Row]:
        table, place = self.layout.scheme.tables[name], self.layout.tables[name]
        rows: list[Row] = [
            {column: self._value(place.cell(column, row), spec) for column, spec in table.columns.items()}
            for row in range(table.rows)
        ]
        while rows and all(value is None for value in rows[-1].values()):
            rows.pop()
        return rows

    def _texts(self, places: Mapping[str, CellRef], spec: Input, suggested: Mapping[str, str]) -> dict[str, str]:
        texts = {name: self._value(place, spec) for name, place in places.items()}
        return {name: str(text) for name, text in texts.items() if text is not None and text != suggested.get(name)}

    def _value(self, place: CellRef, spec: Input) -> CellValue:
        found = self.values.get(place)
        if found is None:
            return None
        if place in self.fixed:
            self._compare(place, found, spec)
            return None
        read = read_cell(spec, found, self.money)
        if read.why:
            self._leave(found, f"“{label_of(self.layout, place)}”{read.why}")
        elif read.value is not None:
            self.reading.count += 1
            doubts = "；".join(doubt for doubt in (read.doubt, found.doubt) if doubt)
            if doubts:
                self.reading.doubts[place] = doubts
        return read.value

    def _compare(self, place: CellRef, found: Found, spec: Input) -> None:
        """Tell a value that the unit could not have changed, and that is another one."""
        expected, value = self.fixed[place], found.cell.value
        if not same_value(value, expected) and not is_blank(value):
            shown = display_value(expected, spec.kind)
            self._leave(found, f"“{label_of(self.layout, place)}”下发时定为“{shown}”，按下发的转入")

    def _leave(self, found: Found, why: str) -> None:
        self.reading.unplaced.append(Unplaced(found.place.sheet, found.place.address, found.cell.value, why))


def read_cell(spec: Input, found: Found, money_unit: str) -> Read:
    """How a cell is read for an input. money_unit: the one that amounts are in."""
    value, shown = found.cell.value, display_value(found.cell.value)
    if is_blank(value, spec.kind) or is_blank(value):
        formula = found.cell.stored is not None and value is None
        return Read(None, why="是公式，文件里没有它的结果，没有转入" if formula else "")
    if isinstance(value, ErrorValue):
        return Read(None, why="是公式的错误值，没有转入")
    if spec.kind is InputType.DATE:
        return _read_day(spec, value)
    if found.cell.is_date and is_number(value):
        return _read_date(spec, value)
    if spec.kind is InputType.TEXT:
        return _read_text(value)
    if (is_number(value) and spec.numeric) or why_wrong(spec, value) is None:
        return Read(float(value) if is_number(value) else value)  # out of range or not: the fresh workbook says so
    meant = intended_value(spec, value, money_unit)
    if meant is None:
        return Read(None, why="填的不是数字，读不出来，没有转入" if spec.numeric else "填的不在选项之中，没有转入")
    return Read(meant, f"原填“{shown}”，按 {display_value(meant, spec.kind)} 转入，请核对")


def _read_date(spec: Input, value: float) -> Read:
    """A date: text where a text is asked for; its number means nothing."""
    try:
        date = from_excel(value)
    except (ValueError, OverflowError):
        return Read(None, why="是读不出的日期，没有转入")
    shown = f"{date:%Y-%m-%d}" if isinstance(date, datetime) else str(date)
    if spec.kind is not InputType.TEXT:
        return Read(None, why=f"填的是日期 {shown}，没有转入")
    return Read(shown, f"原为日期，按“{shown}”转入，请核对")


def _read_day(spec: Input, value: CellValue) -> Read:
    """A day where one is asked for, whatever it looks like; the fresh workbook says which numbers are none."""
    if is_number(value) and why_wrong(spec, value) is None:
        return Read(value)
    meant = intended_value(spec, value)
    if meant is None:
        return Read(value) if is_number(value) else Read(None, why="填的不是日期，读不出来，没有转入")
    shown, read_as = (display_value(each, spec.kind) for each in (value, meant))
    return Read(meant, f"原填“{shown}”，按 {read_as} 转入，请核对")


def _read_text(value: CellValue) -> Read:
    text = f"{value:.15g}" if is_number(value) else str(value).upper() if isinstance(value, bool) else str(value)
    storable = UNSTORABLE.sub("", text)[:MAX_CELL_CHARACTERS]
    return Read(storable, "" if storable == text else "含有单元格不能存放的字符，或者太长，去掉后转入，请核对")
