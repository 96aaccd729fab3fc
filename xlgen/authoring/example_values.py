"""What an input of an example holds: a value that it takes, of a size that goes with the others."""

from __future__ import annotations

import ast
import datetime
import math
from collections.abc import Mapping
from typing import TypeAlias

from xlgen.authoring.conditions import names_of
from xlgen.authoring.samples import best_of, scored
from xlgen.authoring.sources import FINEST, HUNDREDTH
from xlgen.scheme.dependencies import parse
from xlgen.scheme.inputs import Input, InputType, Measure
from xlgen.scheme.model import Scheme, ScoringPart
from xlgen.xlsx.dates import day_number
from xlgen.xlsx.values import CellValue, is_number

EXAMPLE = "（示例）"
WHOLE = {InputType.MONEY: 1000.0, InputType.COUNT: 20.0, InputType.NUMBER: 100.0}
"""What other numbers are divided by."""
SHARE = 0.95
"""How much is reached: of what a number is divided by, of the points that a unit judges itself, of what limits it."""

Values: TypeAlias = dict[str, CellValue]


def best_answers(scheme: Scheme, part: ScoringPart) -> dict[str, str]:
    """The texts among what gives the most points of a part."""
    return {name: value for name, value in best_of(scored(scheme, part)).given.items() if isinstance(value, str)}


def shares_of_wholes(measures: Mapping[str, Measure]) -> dict[str, float]:
    """Of the names in divisions, how large each is: 1 for what is divided by, SHARE for what is divided."""
    shares: dict[str, float] = {}
    for measure in measures.values():
        for part in ast.walk(parse(measure.value)):
            if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Div):
                shares.update(dict.fromkeys(names_of(ast.unparse(part.right)), 1.0))
                for name in names_of(ast.unparse(part.left)):
                    shares.setdefault(name, SHARE)
    return shares


def example_value(scheme: Scheme, spec: Input, share: float | None = None) -> CellValue:
    """What an input takes by itself; share: of a whole, for a number in a division."""
    if spec.kind is InputType.TEXT:
        return f"{EXAMPLE}{spec.short or spec.label}"[: spec.longest]
    if spec.options:
        return spec.options[0]
    low, high = spec.bounds
    if spec.kind is InputType.DATE:
        value = day_number(datetime.date(scheme.year, 6, 30))
    elif spec.kind is InputType.PERCENT:
        value = SHARE
    elif share is None:
        value = WHOLE[InputType.MONEY] if spec.kind is InputType.MONEY else 1.0
    else:
        value = WHOLE[spec.kind] * share
    return min(max(value, low), high)


def within_limits(specs: Mapping[str, Input], values: Values) -> Values:
    """The values, held below those that limit them, and shares inside the band of their grade."""
    held = dict(values)
    for name, spec in specs.items():
        value, limit = held.get(name), held.get(spec.limit_source or "")
        if spec.bands is not None and limit in spec.bands.ranges:
            band = spec.bands.ranges[str(limit)]
            held[name] = round((band.least + band.top) / 2, 4)
        elif is_number(value) and is_number(limit) and value > limit and spec.kind is InputType.DATE:
            held[name] = limit
        elif is_number(value) and is_number(limit) and value > limit:
            step = FINEST.get(spec.kind, HUNDREDTH)
            held[name] = max(math.floor(limit * SHARE / step + 1e-6) * step, spec.bounds[0])
    return held
