"""The model of a scheme: a bureau's form as data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from xlgen.rules.library import NO, YES, Band
from xlgen.scheme import arithmetic

Points = Annotated[float, Field(gt=0)]
MONEY_UNIT, UNIT_NAME = "money_unit", "unit_name"
"""Inputs every scheme must (unit_name) or may (money_unit, where there are amounts) declare."""
YUAN, TEN_THOUSAND_YUAN = "元", "万元"
YUAN_PER_TEN_THOUSAND = 10_000
YEARS = range(2000, 2100)
UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
"""Characters that no workbook can hold: control characters and halves of characters."""
MOST_CHARACTERS = 2000
"""In a text that the unit fills in: more than a page of the form shows."""
MOST_ROWS = 200
"""Of a table; each has its formulas."""
LARGEST = 1e13
"""No number of a form is greater: ten trillion 元. Beyond it rounding to the cent would lose digits."""


class Element(BaseModel):
    """Base of everything in a scheme file: unknown keys and wrong types are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)


class Kind(StrEnum):
    """What an input holds."""

    MONEY = "money"  # in the workbook's money unit, 万元 or 元
    NUMBER = "number"
    COUNT = "count"  # a whole number
    PERCENT = "percent"  # a ratio, shown as percent
    CHOICE = "choice"
    YES_NO = "yes_no"  # 是 / 否
    TEXT = "text"


NUMERIC = frozenset({Kind.MONEY, Kind.NUMBER, Kind.COUNT, Kind.PERCENT})


class Bands(Element):
    """Where a percent must lie, by the option chosen in another input."""

    by: str
    ranges: Annotated[dict[str, Band], Field(min_length=1)]


class Input(Element):
    """One value that the unit fills in, alone or as a column of a table."""

    label: str
    short: str = ""  # the label where there is little room
    kind: Annotated[Kind, Field(strict=False)]
    unit: str = ""
    required: bool = True
    required_when: str | None = None
    minimum: float = 0
    maximum: float | None = None
    no_more_than: str | None = None  # another number that this one cannot exceed, unless that is 0
    bands: Bands | None = None
    choices: list[str] = Field(default=[], alias="options")
    help: str = ""
    width: Annotated[float, Field(gt=0)] = 14  # of the column, in a table
    lines: Annotated[int, Field(gt=0)] = 1  # of text there is room for

    @property
    def beside(self) -> str | None:
        """The other input that says what this one may hold."""
        return self.bands.by if self.bands else self.no_more_than

    @property
    def numeric(self) -> bool:
        """Holds a number."""
        return self.kind in NUMERIC

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the greatest number it takes."""
        return self.minimum, LARGEST if self.maximum is None else self.maximum

    @property
    def options(self) -> list[str]:
        """What may be chosen; empty where the input is not a choice."""
        return [YES, NO] if self.kind is Kind.YES_NO else self.choices


class Zero(Element):
    """What a measure is where its divisor is 0: the numerator being 0 too, or not; and why, in Chinese."""

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
    """A table must hold at least so many different values of a choice column."""

    column: str
    at_least: Annotated[int, Field(gt=0)]


class Table(Element):
    """Rows that the unit defines itself; of the first ones, some cells may be laid down by the form (preset)."""

    label: Annotated[str, Field(min_length=1, max_length=20)]
    rows: Annotated[int, Field(gt=0, le=MOST_ROWS)]
    columns: Annotated[dict[str, Input], Field(min_length=1)]
    measures: dict[str, Measure] = {}
    at_least_rows: Annotated[int, Field(ge=0)] = 1
    required_when: str | None = None  # rows are demanded only where this holds
    distinct: Distinct | None = None
    preset: list[dict[str, str | float]] = []
    reason: str | None = None  # the column that says why a row gets less than its points
    help: str = ""


class Part(Element):
    """One part of an indicator's points: a rule of the library, what it takes, and its parameters."""

    points: Points
    rule: str
    inputs: dict[str, str | list[str]]
    parameters: dict[str, Any] = Field(default={}, alias="with")
    name: str = ""
    table: str | None = None
    veto: str | None = None  # a condition under which this part alone gives nothing
    combine: Literal["mean", "weighted", "sum"] = "mean"
    weight: str | None = None
    row_points: str | None = None  # the column with each row's points, which add up to those of the part


class Erratum(Element):
    """Where the printed text cannot be meant: what is printed, what is meant, and why."""

    printed: str
    meant: str
    because: str


class NotApplicable(Element):
    """When a unit may leave an indicator out, and to which indicators its points then go, in equal shares."""

    when: str
    points_to: Annotated[list[str], Field(min_length=1)]


class Content(StrEnum):
    """What a column of the form shows."""

    LEVEL_1 = "level_1"
    LEVEL_1_POINTS = "level_1_points"
    LEVEL_2 = "level_2"
    LEVEL_2_POINTS = "level_2_points"
    INDICATOR = "indicator"
    POINTS = "points"
    SCORE = "score"
    RESULT = "result"
    BASIS = "basis"
    EXPLANATION = "explanation"
    CRITERIA = "criteria"
    EVIDENCE = "evidence"
    REMARK = "remark"


OF_ROWS = frozenset(
    {
        Content.LEVEL_2,
        Content.INDICATOR,
        Content.RESULT,
        Content.BASIS,
        Content.EXPLANATION,
        Content.CRITERIA,
        Content.EVIDENCE,
        Content.REMARK,
    }
)
"""What a row of a table may say itself where it is a row of the form; points and score follow from its part."""


class Expansion(Element):
    """An indicator as rows of the form, one for each row of its table.

    shows: by content, texts in which {column} stands for the row's cell; a text whose cells are all blank is left out.
    """

    table: str
    shows: dict[Annotated[Content, Field(strict=False)], list[str]]


class Indicator(Element):
    """A leaf of the form: official texts as printed, and how its points are given."""

    id: str
    name: str
    points: Annotated[float, Field(ge=0)]
    explanation: str
    criteria: list[str]
    inputs: dict[str, Input] = {}
    measures: dict[str, Measure] = {}
    parts: list[Part]
    veto: str | None = None
    deduction: str | None = None
    not_applicable: NotApplicable | None = None
    expansion: Expansion | None = None
    result: str = ""  # what was reached, where the form has a column for it: {input}, {measure}, {grade}
    evidence: str = ""
    remark: str = ""
    errata: list[Erratum] = []
    readings: list[str] = []

    @property
    def criteria_text(self) -> str:
        """The official 评分标准 as printed, clause by clause."""
        return "\n".join(self.criteria)


class Adjustment(Indicator):
    """加减分: a row of the form beside the full marks, which adds to the total or takes from it within bounds."""

    points: Literal[0] = 0
    parts: list[Part] = []
    group: str
    value: str
    most: Annotated[float, Field(ge=0)]
    least: Annotated[float, Field(le=0)]


class Group(Element):
    """A level of the form above the indicators."""

    name: str
    points: Points
    groups: list[Group] = []
    indicators: list[Indicator] = []

    def leaves(self) -> Iterator[Indicator]:
        """The indicators below, in the order of the form."""
        for group in self.groups:
            yield from group.leaves()
        yield from self.indicators


class Grade(Element):
    """A grade and the total from which it is given (that total included)."""

    name: str
    at_least: float


class FormColumn(Element):
    """A column of the official form: its heading (from the outermost to the innermost), content and width."""

    title: Annotated[list[str], Field(min_length=1)]
    content: Annotated[Content, Field(strict=False)]
    width: Annotated[float, Field(gt=0)]
    printed: bool = True


class FormCell(Element):
    """A cell of a form's header or footer block; {input} in its text stands for what the unit filled in."""

    text: str = ""
    columns: Annotated[int, Field(gt=0)] = 1
    rows: Annotated[int, Field(gt=0)] = 1
    align: Literal["left", "center", "right"] = "left"
    bold: bool = False
    once: bool = False  # in a block of rows: written once, merged over all of them


class FormRow(Element):
    """A row of a form's header or footer block, or one for each row of a table."""

    cells: list[FormCell]
    each: str | None = None
    border: bool = True
    lines: Annotated[int, Field(gt=0)] = 1  # its least height, in lines of text


class Total(Element):
    """The last row of the form."""

    label: str
    points: bool  # shows the points in every points column


class Form(Element):
    """How the official form looks."""

    title: str
    paper: Literal["A3", "A4"]
    header: list[FormRow] = []
    columns: Annotated[list[FormColumn], Field(min_length=1)]
    total: Total
    footer: list[FormRow] = []

    @property
    def printed_columns(self) -> list[FormColumn]:
        """The columns of the official form, without those beside it."""
        return [column for column in self.columns if column.printed]


class Scheme(Element):
    """A bureau's form for one year: identity, general inputs, indicators and layout."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
    version: str
    name: str
    issuer: str
    source: str
    year: Annotated[int, Field(ge=YEARS[0], le=YEARS[-1])]
    parameters: dict[str, str] = {}
    points: Points
    grades: Annotated[list[Grade], Field(min_length=1)]
    inputs: dict[str, Input]
    tables: dict[str, Table] = {}
    groups: Annotated[list[Group], Field(min_length=1)]
    adjustments: list[Adjustment] = []
    form: Form
    reconstructed: list[str] = []

    @cached_property
    def indicators(self) -> list[Indicator]:
        """The leaf indicators in the order of the form, adjustments last."""
        return [*(leaf for group in self.groups for leaf in group.leaves()), *self.adjustments]

    @cached_property
    def all_inputs(self) -> dict[str, Input]:
        """Every single input by id: the general ones first, then by indicator."""
        inputs = dict(self.inputs)
        for indicator in self.indicators:
            inputs.update(indicator.inputs)
        return inputs

    @cached_property
    def all_measures(self) -> dict[str, Measure]:
        """Every measure of an indicator by id; one may use only those before it."""
        return {name: measure for leaf in self.indicators for name, measure in leaf.measures.items()}

    @cached_property
    def words(self) -> tuple[str, ...]:
        """What a unit may say of each indicator in its own words: evidence and notes where the form has a column."""
        contents = {column.content for column in self.form.columns}
        columns = {"evidence": Content.EVIDENCE, "notes": Content.REMARK}
        return ("remarks", *(kind for kind, content in columns.items() if content in contents))

    def form_rows(self, indicator: Indicator) -> list[str]:
        """The rows of the form that an indicator takes, by name: its id, with a number where it has several."""
        if indicator.expansion is None:
            return [indicator.id]
        return [f"{indicator.id}.{number}" for number in range(1, self.tables[indicator.expansion.table].rows + 1)]

    def with_rows(self, rows: Mapping[str, int]) -> Scheme:
        """The same scheme with other numbers of reserved rows in some tables."""
        changed = {name: self.tables[name].model_copy(update={"rows": count}) for name, count in rows.items()}
        return self.model_copy(update={"tables": {**self.tables, **changed}})

    def grade(self, total: float) -> str:
        """The grade of a total; a total exactly on a cut-off gets the better grade."""
        ordered = sorted(self.grades, key=lambda grade: -grade.at_least)
        return next((grade.name for grade in ordered if total >= grade.at_least), ordered[-1].name)
