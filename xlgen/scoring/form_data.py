"""What a unit filled in: the data that is read from YAML or from a workbook."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import zip_longest
from typing import Any, TypeAlias

from xlgen.scheme.inputs import Input, InputType, Table
from xlgen.scheme.model import Scheme
from xlgen.xlsx.dates import day_number, iso_day
from xlgen.xlsx.values import CellValue

Row: TypeAlias = Mapping[str, CellValue]


FREE_TEXT_FIELDS = {"remarks": "评分说明（未达标原因、改进措施）", "evidence": "佐证材料", "notes": "备注"}
"""The texts that a unit may write on each indicator, and what they are called."""
FREE_TEXT = Input(label="文字", kind=InputType.TEXT)
"""What each of them may be."""


@dataclass(frozen=True)
class FormData:
    """The inputs of one unit for one scheme, as filled: nothing is checked here.

    remarks, evidence and notes are the unit's own words per indicator (评分说明, 佐证材料, 备注); explanations those
    per audit rule (审核公式) that does not hold; reported are
    scores the unit filed itself where they are not what the rule gives, by row of the form (see Scheme.form_rows).
    """

    inputs: Mapping[str, CellValue] = field(default_factory=dict)
    tables: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    reported: Mapping[str, float] = field(default_factory=dict)
    explanations: Mapping[str, str] = field(default_factory=dict)
    year: int | None = None


def presets(scheme: Scheme) -> FormData:
    """The cells that the form itself prescribes in the rows of its tables."""
    tables = {name: table for name, table in scheme.tables.items() if table.preset}
    return FormData(tables={name: [_stored_row(table, row) for row in table.preset] for name, table in tables.items()})


def _stored_row(table: Table, row: Mapping[str, Any]) -> Row:
    return {column: stored(table.columns[column], value) for column, value in row.items()}


def stored(spec: Input, value: Any) -> CellValue:
    """A value of a YAML file as a cell holds it: a percent written as 92.99% is the ratio 0.9299, a day its number."""
    if spec.kind is InputType.DATE:
        day = day_number(value) if isinstance(value, datetime.date) else iso_day(str(value))
        return value if day is None else day
    if spec.kind is InputType.PERCENT and isinstance(value, str) and _PERCENT.fullmatch(value.strip()):
        return float(Decimal(value.strip().removesuffix("%")) / 100)
    plain: CellValue = value
    return plain


def with_overrides(form_data: FormData, overrides: FormData) -> FormData:
    """The form data with the inputs and table cells of the overrides that are not blank in place of its own."""
    inputs = {**form_data.inputs, **_not_blank(overrides.inputs)}
    tables = dict(form_data.tables)
    for name, override_rows in overrides.tables.items():
        pairs = zip_longest(form_data.tables.get(name, ()), override_rows, fillvalue=_NO_CELLS)
        tables[name] = [{**row, **_not_blank(override)} for row, override in pairs]
    return replace(form_data, inputs=inputs, tables=tables)


def _not_blank(row: Row) -> Row:
    return {name: value for name, value in row.items() if value is not None and str(value).strip(" ")}


_NO_CELLS: Row = {}
_PERCENT = re.compile(r"-?\d+(\.\d+)?%")
