"""The values of inputs as rules and conditions see them: blanks and wrong entries as 0 or as an empty text."""

from __future__ import annotations

from collections.abc import Mapping

from xlgen.rules import expression as ex
from xlgen.scheme.inputs import MAX_NUMBER, Input
from xlgen.scoring.points import Names
from xlgen.scoring.status import Status, status
from xlgen.xlsx.values import CellValue, is_number


def input_names(specs: Mapping[str, Input], values: Mapping[str, CellValue]) -> dict[str, ex.Value | ex.Column]:
    """The values that names of inputs stand for; 0 or an empty text where blank or wrong, as in a formula."""
    return {name: (_amount if spec.numeric else _text)(values.get(name)) for name, spec in specs.items()}


def statuses_of(specs: Mapping[str, Input], values: Mapping[str, CellValue], names: Names) -> dict[str, Status]:
    """The status of each input with these values."""
    limits = {name: values.get(spec.limit_source or "") for name, spec in specs.items()}
    return {name: status(spec, values.get(name), names, limits[name]) for name, spec in specs.items()}


def number(value: CellValue) -> float | None:
    """A number as columns of a table hold it; None for anything else."""
    return _amount(value) if is_number(value) else None


def _amount(value: CellValue) -> float:
    return float(value) if is_number(value) and abs(value) <= MAX_NUMBER else 0.0


def _text(value: CellValue) -> str:
    return "" if value is None else str(value)
