"""The model of a scheme: a bureau's form as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, Literal, TypeAlias, cast

from pydantic import Field, PrivateAttr

from xlgen.rules.grading import grade_of
from xlgen.scheme.form import Content, Expansion, Form
from xlgen.scheme.inputs import Element, Input, InputType, Measure, Points, Table, is_name

YEARS = range(2000, 2100)


class PointsBy(Element):
    """Points laid down for each option of a column: those of the rows with this option add up to them."""

    column: str
    points: Annotated[dict[str, Points], Field(min_length=1)]


Source: TypeAlias = str | float
"""What a rule takes: the id of an input, a measure or a column; or a number or a word that the form lays down."""


class ScoringPart(Element):
    """One part of an indicator's points: a rule of the library, its arguments and its parameters."""

    points: Points
    rule: str
    inputs: dict[str, Source | list[Source]]
    parameters: dict[str, Any] = Field(default={}, alias="with")
    name: str = ""
    table: str | None = None
    veto: str | None = None  # a condition under which this part alone gives nothing
    combine: Literal["mean", "weighted", "sum"] = "mean"
    weight: str | None = None
    row_points: str | None = None  # the column with each row's points, which add up to those of the part
    points_by: PointsBy | None = None

    def names(self, argument: str) -> list[str]:
        """The ids of what an argument of the rule takes, without what the form lays down."""
        sources = self.inputs[argument]
        return [source for source in (sources if isinstance(sources, list) else [sources]) if is_name(source)]


class Erratum(Element):
    """Where the printed text cannot be meant: what is printed, what is meant, and why."""

    printed: str
    meant: str
    because: str


class Accepted(Element):
    """A doubt of the lint, by its code, about what is as it should be, and why."""

    doubt: str
    because: str


class NotApplicable(Element):
    """When a unit may leave an indicator out, and what becomes of its points: one of two things.

    They go to other indicators, in equal shares to the cent, of which the last receives what is left; or they stay, and
    the total is rescaled from the points of the indicators that apply to the full marks.
    """

    when: str
    points_to: Annotated[list[str], Field(min_length=1)] | None = None
    rescaled: bool = False


class Indicator(Element):
    """A leaf of the form: official texts as printed, and how its points are given."""

    id: str
    name: str
    points: Annotated[float, Field(ge=0)]
    explanation: str = ""
    criteria: list[str] = Field(default=[])
    inputs: dict[str, Input] = Field(default={})
    measures: dict[str, Measure] = Field(default={})
    parts: list[ScoringPart] = Field(default=[])
    judged: str | None = None  # the input that holds the whole score, where that is the unit's own judgement
    veto: str | None = None
    deduction: str | None = None
    not_applicable: NotApplicable | None = None
    expansion: Expansion | None = None
    result: str = ""  # what was reached, where the form has a column for it: {input}, {measure}, {grade}
    shows: dict[str, str] = Field(default={})  # in columns of the form's own; {input} alone is typed there
    explained: bool | None = None  # whether lost points need a reason; as the scheme says unless stated
    basis: list[str] = Field(
        default=[]
    )  # 评分依据 in texts like these, instead of the one composed from inputs and measures
    evidence: str = ""
    remark: str = ""
    errata: list[Erratum] = Field(default=[])
    readings: list[str] = Field(default=[])
    accepted: list[Accepted] = Field(default=[])

    @property
    def rescales(self) -> bool:
        """Where it is not applicable, the total is rescaled; the points that the form prints stay."""
        return self.not_applicable is not None and self.not_applicable.rescaled

    @property
    def reasons(self) -> list[str]:
        """The texts that say why points were lost: those that are not demanded anyway."""
        return [name for name, spec in self.inputs.items() if spec.kind is InputType.TEXT and not spec.required]

    @property
    def criteria_text(self) -> str:
        """The official 评分标准 as printed, clause by clause."""
        return "\n".join(self.criteria)


class Adjustment(Indicator):
    """加减分: a row of the form beside the full marks, which adds to the total or takes from it within bounds."""

    points: Literal[0] = 0
    group: str
    value: str
    most: Annotated[float, Field(ge=0)]
    least: Annotated[float, Field(le=0)]


class Group(Element):
    """A level of the form above the indicators."""

    name: str
    points: Points
    in_header: bool = False  # its indicators are scored in the header block and are no rows of the table
    groups: list[Group] = Field(default=[])
    indicators: list[Indicator] = Field(default=[])

    def walk(self, above: tuple[Group, ...] = ()) -> Iterator[tuple[tuple[Group, ...], Group | Indicator]]:
        """This level and everything below in the order of the form, each with the levels above it, outermost first."""
        yield above, self
        for group in self.groups:
            yield from group.walk((*above, self))
        for indicator in self.indicators:
            yield (*above, self), indicator

    def leaves(self) -> Iterator[Indicator]:
        """The indicators below, in the order of the form."""
        return (element for _, element in self.walk() if isinstance(element, Indicator))


class Balance(Element):
    """Amounts or numbers that add up to another one; each an input, or all rows of a `table.column`."""

    sum_of: Annotated[list[str], Field(min_length=1)]
    equals: str


class Cap(Element):
    """The most that a total may be where a condition holds, and why, in Chinese."""

    when: str
    at_most: Annotated[float, Field(ge=0)]
    because: str

    @property
    def words(self) -> str:
        """The rule as a sentence says it, like 执行率低于50%的，总分最高59分."""
        return f"{self.because.removesuffix('的')}的，总分最高{self.at_most:g}分"


class Grade(Element):
    """A grade and the total from which it is given (that total included)."""

    name: str
    at_least: float


@dataclass(frozen=True)
class Unrendered:
    """The data that a scheme was rendered from. It does not count when schemes are compared."""

    data: Mapping[str, Any] = field(default_factory=dict, compare=False)


class Scheme(Element):
    """A bureau's form for one year: identity, general inputs, indicators and layout.

    A form without scores (绩效目标申报表, 绩效监控表) has no points, grades and groups.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
    version: str
    name: str
    issuer: str
    source: str
    year: Annotated[int, Field(ge=YEARS[0], le=YEARS[-1])]
    parameters: dict[str, str] = Field(default={})
    points: Annotated[float, Field(ge=0)] = 0
    grades: list[Grade] = Field(default=[])
    explained: bool = True  # lost points need a reason
    inputs: dict[str, Input]
    tables: dict[str, Table] = Field(default={})
    groups: list[Group] = Field(default=[])
    adjustments: list[Adjustment] = Field(default=[])
    balances: list[Balance] = Field(default=[])
    caps: list[Cap] = Field(default=[])  # the lowest whose condition holds counts
    form: Form
    reconstructed: list[str] = Field(default=[])
    _unrendered: Unrendered = PrivateAttr(default=Unrendered())

    @property
    def unrendered(self) -> Mapping[str, Any]:
        """The data of the scheme's file with its text templates as written; empty where it came from no file."""
        return self._unrendered.data

    def with_unrendered(self, data: Mapping[str, Any]) -> Scheme:
        """The same scheme with the data that it was rendered from, so that it can be rendered for other years."""
        scheme = self.model_copy()
        scheme._unrendered = Unrendered(data)
        return scheme

    @property
    def scored(self) -> bool:
        """Whether the form gives points at all."""
        return bool(self.groups)

    @property
    def title(self) -> str:
        """The form's title with its year."""
        return self.form.title if f"{self.year}年" in self.form.title else f"{self.year}年度{self.form.title}"

    def walk(self) -> Iterator[tuple[tuple[Group, ...], Group | Indicator]]:
        """Every level and indicator in the order of the form, each with the levels above it, outermost first.

        A level comes before what is in it; adjustments are in no level.
        """
        for group in self.groups:
            yield from group.walk()

    def levels(self) -> Iterator[tuple[int, Group]]:
        """Every level in the order of the form, each with its depth from 0."""
        return ((len(above), element) for above, element in self.walk() if isinstance(element, Group))

    @cached_property
    def indicators(self) -> list[Indicator]:
        """The leaf indicators in the order of the form, adjustments last."""
        leaves = [element for _, element in self.walk() if isinstance(element, Indicator)]
        return [*leaves, *self.adjustments]

    @cached_property
    def header_indicators(self) -> list[Indicator]:
        """The indicators that are scored in the header block."""
        return [
            element
            for above, element in self.walk()
            if isinstance(element, Indicator) and any(group.in_header for group in above)
        ]

    @cached_property
    def table_indicators(self) -> list[Indicator]:
        """The indicators that are rows of the form's table, adjustments last."""
        return [indicator for indicator in self.indicators if indicator not in self.header_indicators]

    def asks_why(self, indicator: Indicator) -> bool:
        """Whether an indicator that lost points needs a reason."""
        return self.explained if indicator.explained is None else indicator.explained

    @cached_property
    def rescaling(self) -> list[Indicator]:
        """The indicators without which the total is rescaled."""
        return [leaf for leaf in self.indicators if leaf.rescales]

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
    def free_text_fields(self) -> tuple[str, ...]:
        """The texts a unit may write on each indicator: remarks; evidence and notes where the form has a column."""
        contents = {column.content for column in self.form.columns}
        columns = {"evidence": Content.EVIDENCE, "notes": Content.REMARK}
        return ("remarks", *(name for name, content in columns.items() if content in contents))

    def form_rows(self, indicator: Indicator) -> list[str]:
        """The rows of the form that an indicator takes, by name: its id, with a number where it has several."""
        if indicator.expansion is None:
            return [indicator.id]
        return [f"{indicator.id}.{number}" for number in range(1, self.tables[indicator.expansion.table].rows + 1)]

    def with_rows(self, rows: Mapping[str, int]) -> Scheme:
        """The same scheme with other numbers of reserved rows in some tables."""
        changed = {name: self.tables[name].model_copy(update={"rows": count}) for name, count in rows.items()}
        return self.model_copy(update={"tables": {**self.tables, **changed}})

    @property
    def cut_offs(self) -> dict[str, float]:
        """The total from which each grade is given, by its name."""
        return {grade.name: grade.at_least for grade in self.grades}

    def grade(self, total: float) -> str:
        """The grade of a total; a total exactly on a cut-off gets the better grade."""
        return cast(str, grade_of(total, self.cut_offs))
