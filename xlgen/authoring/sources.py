"""What the names of a scheme stand for where a score is explained: their labels, and the values they may take."""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping
from dataclasses import dataclass

from xlgen.rules.expression import Value
from xlgen.scheme.dependencies import names_of_measure, parse
from xlgen.scheme.inputs import TEN_THOUSAND_YUAN, Input, InputType, Measure
from xlgen.scheme.model import Scheme
from xlgen.xlsx.dates import date_text

FINEST = {InputType.COUNT: 1.0, InputType.DATE: 1.0, InputType.PERCENT: 0.0001}
"""The smallest step of a number, where it is not a hundredth."""
HUNDREDTH = 0.01
LEFT_BLANK = "不填"
LONGEST_LABEL = 24
"""Characters of a label in front of a value."""


@dataclass(frozen=True)
class Source:
    """An input, a column of a table or a measure: what it is called, and which values it may take.

    step: the least by which a number changes; 0 for what is no number.
    """

    label: str
    step: float
    low: float = -math.inf
    high: float = math.inf
    options: tuple[str, ...] = ()
    kind: InputType = InputType.NUMBER
    unit: str = ""

    def takes(self, value: float) -> bool:
        """Whether a number may be filled in, or come out."""
        return self.low <= value <= self.high

    def shown(self, value: Value) -> str:
        """A value as one reads it on the form."""
        if isinstance(value, str):
            return f"“{value}”" if value else LEFT_BLANK
        assert isinstance(value, (int, float)), "values, not cells"
        if self.kind is InputType.DATE:
            return date_text(value)
        return f"{value * 100:.10g}%" if self.kind is InputType.PERCENT else f"{value:.10g}{self.unit}"

    def given(self, value: Value) -> str:
        """What is filled in, with its label."""
        label = self.label if len(self.label) <= LONGEST_LABEL else f"{self.label[:LONGEST_LABEL]}…"
        return f"{label}{self.shown(value)}" if value == "" else f"{label}＝{self.shown(value)}"


def source_of(scheme: Scheme, name: str, table: str = "") -> Source:
    """What a name stands for: in a row of this table, or in the whole scheme, where a column is `table.column`."""
    home, _, column = name.rpartition(".")
    owner = table or home
    if owner:
        elements: dict[str, Input | Measure] = {**scheme.tables[owner].columns, **scheme.tables[owner].measures}
        return _source(elements[column], elements)
    elements = {**scheme.all_inputs, **scheme.all_measures}
    return _source(elements[name], elements)


def _source(element: Input | Measure, elements: Mapping[str, Input | Measure]) -> Source:
    if isinstance(element, Measure):
        percent = element.format == "percent"
        kind = InputType.PERCENT if percent else InputType.COUNT if _is_whole(element, elements) else InputType.NUMBER
        low = 0.0 if _is_never_negative(element, elements) else -math.inf
        return Source(element.label, FINEST.get(kind, HUNDREDTH), low, kind=kind)
    label = element.short or element.label
    if not element.numeric:
        blank = [] if element.required else [""]
        return Source(label, 0.0, options=(*blank, *element.options), kind=element.kind)
    unit = TEN_THOUSAND_YUAN if element.kind is InputType.MONEY else element.unit
    low, high = element.bounds
    return Source(label, FINEST.get(element.kind, HUNDREDTH), low, high, kind=element.kind, unit=unit)


def _is_never_negative(measure: Measure, elements: Mapping[str, Input | Measure]) -> bool:
    """Whether nothing is subtracted in a measure, and what it is computed from cannot be negative either."""
    if any(isinstance(part, (ast.Sub, ast.USub)) for part in ast.walk(parse(measure.value))):
        return False
    for name in names_of_measure(measure):
        used = elements.get(name)
        if isinstance(used, Measure):
            if not _is_never_negative(used, elements):
                return False
        elif isinstance(used, Input) and used.numeric and used.bounds[0] < 0:
            return False
    return measure.zero is None or min(measure.zero.both_zero, measure.zero.base_zero) >= 0


def _is_whole(measure: Measure, elements: Mapping[str, Input | Measure]) -> bool:
    """Whether a measure can only be a whole number: it adds, compares and multiplies whole numbers."""
    for part in ast.walk(parse(measure.value)):
        fraction = isinstance(part, ast.Constant) and isinstance(part.value, float) and not part.value.is_integer()
        if fraction or isinstance(part, ast.Div):
            return False
    for name in names_of_measure(measure):
        used = elements.get(name)
        if isinstance(used, Measure) and _is_whole(used, elements):
            continue
        if not isinstance(used, Input) or (used.numeric and FINEST.get(used.kind) != 1.0):
            return False
    return True
