"""What a unit filled in: the data contract, read from YAML or from a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import TypeAlias

from xlgen.scheme.model import Scheme
from xlgen.xlsx.values import CellValue

Row: TypeAlias = Mapping[str, CellValue]


FREE_TEXT_FIELDS = {"remarks": "评分说明（未达标原因、改进措施）", "evidence": "佐证材料", "notes": "备注"}
"""What a unit may say of each indicator in its own words, and what that is called."""


@dataclass(frozen=True)
class FormData:
    """The inputs of one unit for one scheme, as filled: nothing is checked here.

    remarks, evidence and notes are the unit's own words per indicator (评分说明, 佐证材料, 备注); reported are
    scores the unit filed itself where they are not what the rule gives, by row of the form (see Scheme.form_rows).
    """

    inputs: Mapping[str, CellValue] = field(default_factory=dict)
    tables: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    reported: Mapping[str, float] = field(default_factory=dict)
    year: int | None = None


def presets(scheme: Scheme) -> FormData:
    """What the form itself lays down in the rows of its tables."""
    return FormData(tables={name: table.preset for name, table in scheme.tables.items() if table.preset})


def with_overrides(filling: FormData, above: FormData) -> FormData:
    """A filling with another one's inputs and table cells over it, where that one has any that are not blank."""
    inputs = {**filling.inputs, **_not_blank(above.inputs)}
    tables = dict(filling.tables)
    for name, over in above.tables.items():
        pairs = zip_longest(filling.tables.get(name, ()), over, fillvalue=_NOTHING)
        tables[name] = [{**row, **_not_blank(top)} for row, top in pairs]
    return replace(filling, inputs=inputs, tables=tables)


def _not_blank(row: Row) -> Row:
    return {name: value for name, value in row.items() if value is not None and str(value).strip(" ")}


_NOTHING: Row = {}
