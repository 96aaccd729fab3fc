"""What a scheme asks a unit to fill in: inputs, measures computed from them, tables of the unit's own rows."""

from __future__ import annotations

import datetime
import re
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeGuard

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from xlgen.rules.bands import Band
from xlgen.rules.choice import NO, TICK, YES
from xlgen.scheme import arithmetic
from xlgen.xlsx.dates import day_number

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

FIRST_YEAR_OF_DATES, LAST_YEAR_OF_DATES = 1990, 2100
"""Dates lie in these years where a scheme says nothing else."""
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")


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
    TICK = "tick"  # √ or blank
    DATE = "date"  # a day, stored as its number
    TEXT = "text"


FIXED_OPTIONS = {InputType.YES_NO: [YES, NO], InputType.TICK: [TICK]}
"""What may be chosen where that follows from the kind."""
NUMERIC = frozenset({InputType.MONEY, InputType.NUMBER, InputType.COUNT, InputType.PERCENT})


def is_written_date(value: object) -> bool:
    """Whether a value of a scheme file is meant as a date: one of YAML's, or a text like 2025-03-31."""
    return isinstance(value, datetime.date) or (isinstance(value, str) and _ISO_DATE.fullmatch(value) is not None)


Bound = Annotated[
    Annotated[float, Tag("number")] | Annotated[datetime.date, Field(strict=False), Tag("date")],
    Discriminator(lambda value: "date" if is_written_date(value) else "number"),
]
"""The smallest or the greatest value of an input: a number, or the date of a day."""


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
    required: bool = True  # but for a tick, which may stay blank
    required_when: str | None = None
    minimum: Bound = 0
    maximum: Bound | None = None
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

    @model_validator(mode="before")
    @classmethod
    def _tick_may_stay_blank(cls, written: Any) -> Any:
        ticked = isinstance(written, dict) and written.get("kind") == InputType.TICK
        return {"required": False, **written} if ticked else written

    @property
    def limit_source(self) -> str | None:
        """The input that limits this one: the number it cannot exceed, or the grade whose band it must lie in."""
        return self.bands.by if self.bands else self.no_more_than

    @property
    def numeric(self) -> bool:
        """Holds a number; a day is one."""
        return self.kind in NUMERIC or self.kind is InputType.DATE

    @property
    def bounds(self) -> tuple[float, float]:
        """The smallest and the greatest number it takes; of a date, the first and the last day."""
        low, high = self.minimum, self.maximum
        if self.kind is not InputType.DATE:
            return _number(low), MAX_NUMBER if high is None else _number(high)
        first, last = datetime.date(FIRST_YEAR_OF_DATES, 1, 1), datetime.date(LAST_YEAR_OF_DATES, 12, 31)
        return _number(low if isinstance(low, datetime.date) else first), _number(last if high is None else high)

    @property
    def longest(self) -> int:
        """The characters that a text may have."""
        return MAX_CHARACTERS if self.max_length is None else self.max_length

    @property
    def options(self) -> list[str]:
        """What may be chosen; empty where the input is not a choice."""
        return FIXED_OPTIONS.get(self.kind, self.choices)


def _number(bound: float | datetime.date) -> float:
    return day_number(bound) if isinstance(bound, datetime.date) else bound


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
    preset: list[dict[str, str | float | datetime.date]] = []
    reason: str | None = None  # the column that says why a row gets less than its points
    excess: Excess | None = None
    evidence_column: str | None = None  # the column that names the material which proves a row
    help: str = ""
