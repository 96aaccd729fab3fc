"""What a scheme asks a unit to fill in: inputs, measures computed from them, tables of the unit's own rows."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Literal, TypeGuard

from pydantic import BaseModel, ConfigDict, Field

from xlgen.rules.bands import Band
from xlgen.rules.choice import NO, YES
from xlgen.scheme import arithmetic

Points = Annotated[float, Field(gt=0)]
MONEY_UNIT, UNIT_NAME = "money_unit", "unit_name"
"""Inputs every scheme must (unit_name) or may (money_unit) declare: without it all amounts are in 万元."""
YUAN, TEN_THOUSAND_YUAN = "元", "万元"
YUAN_PER_TEN_THOUSAND = 10_000
MAX_CHARACTERS = 2000
"""Length of a text that the unit fills in: more than a page of the form shows."""
MAX_ROWS = 200
"""Rows of a table; each has its formulas."""
MAX_NUMBER = 1e13
"""The greatest number a form holds: ten trillion 元. Beyond it, rounding to the cent would lose digits."""


def is_name(source: object) -> TypeGuard[str]:
    """Whether what a rule takes is meant as an id, not as a number or a sign (≥) that the form lays down."""
    return isinstance(source, str) and re.search("[A-Za-z]", source) is not None


class Element(BaseModel):
    """Base of everything in a scheme file: unknown keys and wrong types are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)


class InputType(StrEnum):
    """What an input holds."""

    MONEY = "money"  # in 万元, or in the unit of money that the form asks for
    NUMBER = "number"
    COUNT = "count"  # a whole number
    PERCENT = "percent"  # a ratio, shown as percent
    CHOICE = "choice"
    YES_NO = "yes_no"  # 是 / 否
    TEXT = "text"


NUMERIC = frozenset({InputType.MONEY, InputType.NUMBER, InputType.COUNT, InputType.PERCENT})


class Bands(Element):
    """The band in which a percent must lie, by the option chosen in another input."""

    by: str
    ranges: Annotated[dict[str, Band], Field(min_length=1)]


class Input(Element):
    """One value that the unit fills in, alone or as a column of a table."""

    label: str
    short: str = ""  # the label where there is little room
    kind: Annotated[InputType, Field(strict=False)]
    unit: str = ""
    required: bool = True
    required_when: str | None = None
    minimum: float = 0
    maximum: float | None = None
    max_length: Annotated[int, Field(gt=0, le=MAX_CHARACTERS)] | None = None  # of a text, in characters
    no_more_than: str | None = None  # another number that this one cannot exceed, unless that is 0
    bands: Bands | None = None
    choices: list[str] = Field(default=[], alias="options")
    locked: bool = False  # filled in when the workbook is issued, it cannot be changed
    carried_from: str | None = None  # the input whose value of the year before is this one
    formerly: str = ""  # its label in the first edition of the workbook
    deducted_from: float | str | None = None  # points, or their column, from which the first edition's figure was taken
    help: str = ""
    source: str = ""  # whence the value comes: an office, a report, a system
    width: Annotated[float, Field(gt=0)] = 14  # of the column, in a table
    lines: Annotated[int, Field(gt=0)] = 1  # of text there is room for

    @property
    def limit_source(self) -> str | None:
        """The input that limits this one: the number it cannot exceed, or the grade whose band it must lie in."""
        return self.bands.by if self.bands else self.no_more_than

    @property
    def numeric(self) -> bool:
        """Holds a number."""
        return self.kind in NUMERIC

    @property
    def bounds(self) -> tuple[float, float]:
        """The smallest and the greatest number it takes."""
        return self.minimum, MAX_NUMBER if self.maximum is None else self.maximum

    @property
    def longest(self) -> int:
        """The characters that a text may have."""
        return MAX_CHARACTERS if self.max_length is None else self.max_length

    @property
    def options(self) -> list[str]:
        """What may be chosen; empty where the input is not a choice."""
        return [YES, NO] if self.kind is InputType.YES_NO else self.choices


class Zero(Element):
    """The value of a measure whose divisor is 0: with the numerator 0 too, or not; and why, in Chinese."""

    both_zero: float
    base_zero: float
    because: str

    @property
    def outcome(self) -> arithmetic.ZeroOutcome:
        """The two values, for the evaluation."""
        return arithmetic.ZeroOutcome(self.both_zero, self.base_zero)


class Measure(Element):
    """A value computed from inputs, shown to the unit: a rate, mostly."""

    label: str
    value: str
    format: Literal["percent", "number"] = "percent"
    zero: Zero | None = None


class Distinct(Element):
    """The number of different values that a table must at least hold in a choice column."""

    column: str
    at_least: Annotated[int, Field(gt=0)]


class Excess(Element):
    """When a row exceeds its target so far that it needs explaining: a measure of the table, and its limit."""

    measure: str
    above: Annotated[float, Field(gt=0)]


class RowLimit(Element):
    """What some columns of a row may come to together."""

    sum_of: Annotated[list[str], Field(min_length=2)]
    at_most: float


class Table(Element):
    """Rows that the unit defines itself; the form may prescribe cells of the first ones (preset)."""

    label: Annotated[str, Field(min_length=1, max_length=20)]
    rows: Annotated[int, Field(gt=0, le=MAX_ROWS)]
    columns: Annotated[dict[str, Input], Field(min_length=1)]
    measures: dict[str, Measure] = {}
    at_least_rows: Annotated[int, Field(ge=0)] = 1
    required_when: str | None = None  # rows are demanded only where this holds
    distinct: Distinct | None = None
    counted_once: list[str] = []  # filled rows alike in these columns count once: the measures of repeats are 0
    row_limits: list[RowLimit] = []
    preset: list[dict[str, str | float]] = []
    reason: str | None = None  # the column that says why a row gets less than its points
    excess: Excess | None = None
    evidence_column: str | None = None  # the column that names the material which proves a row
    help: str = ""
