"""How a scoring rule is declared: one `Rule` value next to its function, from which everything else is derived."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, NamedTuple, TypeAlias, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, create_model

from xlgen.rules.expression import Number, Text, Value
from xlgen.rules.limits import ANY, NOT_NEGATIVE, POSITIVE, RATE, SIGNED_RATE, Limits

Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]
Cells = tuple[float | str, ...]


class Example(NamedTuple):
    """A formula as a person types it, the contents of the ranges it names (row by row), and its result.

    A result of several cells is a column, row by row.
    """

    formula: str
    ranges: Mapping[str, Cells]
    result: float | str | list[list[float | str]]


class ArgumentType(NamedTuple):
    """What a rule's function takes for a positional argument: one value or several, texts (a choice) or numbers."""

    several: bool
    text: bool


class Rising(NamedTuple):
    """Numbers in the call that must not fall from one to the next, and what messages call them together."""

    names: tuple[str, ...]
    label: str


class Turn(NamedTuple):
    """A place where a rule's score may turn: the arguments there, and which of them is moved to either side of it.

    place: of the value that is moved, where the argument holds several. Nothing is moved where texts are chosen.
    """

    arguments: Mapping[str, Value | Sequence[Value]]
    moved: str = ""
    place: int = 0


Known: TypeAlias = Mapping[str, Sequence[Value | None]]
"""For each argument of a rule, the values that the form lays down, None for each that is filled in."""


@dataclass(frozen=True)
class Argument:
    """One argument of a rule's custom function, in the order in which a formula passes them.

    A mapping or list of records, such as tiers, takes several arguments with the same `of`; `part` gives the cells
    of each from the checked parameters.
    """

    name: str
    """As Excel shows it."""
    label: str
    """What messages call it."""
    help: str
    """What Excel's function wizard shows."""
    limits: Limits | None = None
    """For numbers; None for texts."""
    exact_limits: Limits | None = None
    """Limits where a workbook calls, which has computed or checked what it passes; None: the same."""
    of: str = ""
    """The argument or parameter of the rule's function that it stands for; empty: the one of the same name."""
    part: Callable[[Any], Sequence[float | str]] | None = None
    words: Mapping[str, str] | None = None
    """The words that may be typed, with the value that each stands for."""

    @property
    def source(self) -> str:
        """The argument or parameter of the rule's function."""
        return self.of or self.name

    @property
    def meanings(self) -> list[str]:
        """What its words stand for, each once."""
        return list(dict.fromkeys((self.words or {}).values()))

    def cells(self, parameters: BaseModel) -> Any:
        """Its parameter's value as the cells of a sheet hold it: a constant, or a sequence of them."""
        if self.part is not None:
            return self.part(parameters)
        value = getattr(parameters, self.source)
        return value if self.words is None else next(word for word, meaning in self.words.items() if meaning == value)


@dataclass(frozen=True, eq=False)
class Rule:
    """A scoring rule: its function and everything that is known about it.

    The function's positional arguments are what a unit fills in, or a measure computed from it; a `Sequence` takes
    several. Its keyword arguments are what the form lays down; `points` is the full marks of the part. Rates are
    ratios, not percent (0.9299 for 92.99 %). Every rule gives between 0 and `points`, unrounded, and never sees a
    blank.
    """

    function: Callable[..., Number]
    title: str
    help: str
    """What Excel shows for the custom function."""
    call: tuple[Argument, ...]
    """The arguments of the custom function, without the last one (`EXACT`)."""
    description: Callable[[Any], str]
    """The Chinese sentence for documents, from the checked parameters."""
    example: Example
    turns: Callable[[Any, Known], Iterable[Turn]]
    """Where the score turns, from the checked parameters and what is known of the arguments: at the bounds, at the end
    of a step, where nothing is left to lose, with every answer that may be given."""
    meanings: Mapping[str, str] = field(default_factory=dict)
    """What authors of schemes are told of each parameter but `points`."""
    full_marks: Callable[[Any], float] | None = None
    """The score of the best possible filling, where the parameters determine it: it must agree with `points`."""
    paired: tuple[str, str] | None = None
    """Argument and parameter that belong together item by item, so must be equally long."""
    chosen: tuple[str, str] | None = None
    """Argument that is chosen from options, and the parameter that says what each option gives."""
    rising: Rising | None = None
    not_above: tuple[str, str] | None = None
    """Argument that must not exceed another one."""
    alike: tuple[str, str] | None = None
    """Arguments of which only the comparison counts: both may be amounts."""
    within: tuple[str, str, str] | None = None
    """Shares, the grade of each, and the parameter with the band of each grade, in which the share must lie.

    A blank share stands for the highest one in the band.
    """

    @property
    def name(self) -> str:
        """The name by which schemes refer to the rule."""
        return self.function.__name__

    @property
    def custom_function(self) -> str:
        """The name of the custom function."""
        return self.name.upper()

    @cached_property
    def arguments(self) -> Mapping[str, ArgumentType]:
        """What the function takes for each positional argument."""
        arguments = {}
        for name, (hint, parameter) in self._signature.items():
            if parameter.kind is not inspect.Parameter.KEYWORD_ONLY:
                several = get_origin(hint) is Sequence
                arguments[name] = ArgumentType(several, (get_args(hint)[0] if several else hint) == Text)
        return arguments

    @cached_property
    def parameters(self) -> type[BaseModel]:
        """The model of the keyword arguments, with the function's defaults."""
        fields = {
            name: (
                hint,
                Field(
                    default=... if parameter.default is inspect.Parameter.empty else parameter.default,
                    description=self.meanings.get(name),
                ),
            )
            for name, (hint, parameter) in self._signature.items()
            if parameter.kind is inspect.Parameter.KEYWORD_ONLY
        }
        model: type[BaseModel] = create_model(  # type: ignore[call-overload]  # the fields are known at run time only
            self.name, __config__=ConfigDict(extra="forbid", strict=True), **fields
        )
        return model

    @cached_property
    def _signature(self) -> dict[str, tuple[Any, inspect.Parameter]]:
        hints = get_type_hints(self.function, include_extras=True)
        parameters = inspect.signature(self.function).parameters
        return {name: (hints[name], parameter) for name, parameter in parameters.items()}

    @cached_property
    def defaults(self) -> Mapping[str, Any]:
        """The default of each parameter that has one."""
        return {name: field.default for name, field in self.parameters.model_fields.items() if not field.is_required()}

    def optional(self, argument: Argument) -> bool:
        """Whether an argument of the call may be omitted: where the function has a default for it."""
        return argument.source in self.defaults

    def label(self, name: str) -> str:
        """What messages call an argument or parameter of the function."""
        return next(argument.label for argument in self.call if argument.source == name)

    def several(self, name: str) -> bool:
        """Whether an argument or parameter of the function takes several values."""
        if name in self.arguments:
            return self.arguments[name].several
        return get_origin(self.parameters.model_fields[name].annotation) is Sequence

    def score(
        self,
        arguments: Mapping[str, Value | Sequence[Value]],
        parameters: Mapping[str, Any],
        points: Number | None = None,
    ) -> Number:
        """The score (a number or a formula), unrounded.

        points are the full marks where they are filled in, not laid down by the form. Raises ValidationError where
        the parameters do not fit the rule.
        """
        checked = self.parameters.model_validate(parameters)
        keywords = {name: getattr(checked, name) for name in type(checked).model_fields}
        return self.function(**arguments, **(keywords if points is None else {**keywords, "points": points}))

    def compute(self, arguments: Mapping[str, Any], parameters: Mapping[str, Any]) -> Number:
        """The score, unrounded, from values that somebody else has checked; full marks may be 0 there."""
        return self.function(**arguments, **parameters)

    def turns_with(self, parameters: Mapping[str, Any], known: Known) -> list[Turn]:
        """Where the score turns with these parameters, points among them."""
        return list(self.turns(self.parameters.model_validate(parameters), known))

    def describe(self, parameters: Mapping[str, Any]) -> str:
        """One Chinese sentence for the rule with these parameters, points among them: what an accountant reads."""
        return self.description(self.parameters.model_validate(parameters))


POINTS = Argument("points", "满分", "满分是多少分", POSITIVE, exact_limits=NOT_NEGATIVE)
EXACT = Argument(
    "exact",
    "最后一个参数",
    "可省略：TRUE为不四舍五入到分",
)
"""The last argument of every scoring function. TRUE in workbooks: the form rounds, and has checked what it passes."""
PERCENT_SIGN = "不要漏了百分号：92.99就是9299%"
"""Said to whoever types a rate, because nobody can tell afterwards."""
RATE_HELP = f"比率，一个单元格，如92.99%；不能小于0。{PERCENT_SIGN}"
SCALED_ARGUMENT = Argument(
    "rate", "比率", f"比率（或天数、名次等数），一个单元格，如92.99%；可以是负数。{PERCENT_SIGN}", SIGNED_RATE
)
"""What is compared with a scale: a rate, or any number whose scale is in the same unit."""
PERCENT = "%"
"""The unit of a scale of rates."""
UNIT_MEANING = "界限的单位；不写则是比率（90% 写 0.9），名次、天数等写 名、天"


def rate_argument(name: str, label: str) -> Argument:
    """A rate that cannot be negative."""
    return Argument(name, label, RATE_HELP, RATE, exact_limits=ANY)


def scaled(value: float, unit: str, digits: str = ".6g") -> str:
    """A value of a scale in words: in percent, or in its unit."""
    return f"{value * 100:{digits}}%" if unit == PERCENT else f"{value:.10g}{unit}"


def turns_at(argument: str, values: Iterable[float]) -> Iterable[Turn]:
    """Turns of a rule with a single argument."""
    return (Turn({argument: value}, argument) for value in values)


def listed(numbers: Sequence[float]) -> str:
    """Numbers as a list in a Chinese sentence."""
    return "、".join(f"{number:g}" for number in numbers)
