"""The rules by name, with what each takes: read off the functions themselves."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, create_model

from xlgen.rules import library
from xlgen.rules.expression import Number, Text, Value


@dataclass(frozen=True)
class Argument:
    """What a rule takes: one value or several; texts (a choice) or numbers."""

    several: bool
    text: bool


@dataclass(frozen=True)
class Rule:
    """A scoring rule: its function, its arguments and its parameters."""

    name: str
    title: str
    function: Callable[..., Number]
    arguments: Mapping[str, Argument]
    parameters: type[BaseModel]

    def score(
        self,
        arguments: Mapping[str, Value | Sequence[Value]],
        parameters: Mapping[str, Any],
        points: Number | None = None,
    ) -> Number:
        """The score (a number or a formula), unrounded. The parameters must have been checked.

        points are the full marks where they are filled in, not laid down by the form.
        """
        checked = self.parameters.model_validate(parameters)
        given = {name: getattr(checked, name) for name in type(checked).model_fields}
        return self.function(**arguments, **(given if points is None else {**given, "points": points}))


def _rule(function: Callable[..., Number]) -> Rule:
    hints = get_type_hints(function, include_extras=True)
    arguments, parameters = {}, {}
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            default = ... if parameter.default is inspect.Parameter.empty else parameter.default
            parameters[name] = (hints[name], default)
        else:
            several = get_origin(hints[name]) is Sequence
            arguments[name] = Argument(several, (get_args(hints[name])[0] if several else hints[name]) == Text)
    name = function.__name__
    model: type[BaseModel] = create_model(  # type: ignore[call-overload]  # the fields are known at run time only
        name, __config__=ConfigDict(extra="forbid", strict=True), **parameters
    )
    title = (inspect.getdoc(function) or "").split(":")[0].split(",")[0]
    return Rule(name, title, function, MappingProxyType(arguments), model)


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        name: _rule(function)
        for name, function in vars(library).items()
        if name.endswith("_score") and inspect.isfunction(function)
    }
)
