"""Makes Python functions custom functions: what xlwings reads off them, and a blank result for blank arguments."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import xlwings

from udf.arguments import OMITTED
from udf.outcome import BLANK, NotFilledInError
from udf.rule_score import rule_score
from xlgen.rules.registry import RULES
from xlgen.rules.rule import EXACT, Example, Rule

CATEGORY = "绩效评价"
Function = Callable[..., Any]


def argument_help(text: str) -> dict[str, object]:
    """What xlwings reads from the annotation of an argument: `Annotated[Any, argument_help("…")]`.

    Without `err_to_str`, classic xlwings hands an error value over as a blank.
    """
    return {"doc": text, "err_to_str": True}


def custom_function(example: Example) -> Callable[[Function], Function]:
    """Make a function a custom function. Its docstring and annotations (`argument_help`) are what Excel shows."""

    def decorate(function: Function) -> Function:
        @wraps(function)
        def guarded(*arguments: Any) -> Any:
            try:
                return function(*arguments)
            except NotFilledInError:
                return BLANK

        decorated: Any = xlwings.func(category=CATEGORY)(guarded)
        decorated.example = example
        result: Function = decorated
        return result

    return decorate


def scoring_function(function: Function) -> Function:
    """Make a signature the custom function of the rule of the same name, which computes the score.

    The rule declares help, limits and order of the arguments (`xlgen.rules.rule.Rule`). Raises TypeError where the
    signature is not the declared one.
    """
    called = function.__name__
    rule = RULES.get(called.lower())
    if rule is None:
        raise TypeError(f"udf.functions.{called}: xlgen.rules has no rule {called.lower()}")
    declared = declared_signature(rule)
    written = {name: parameter.default is OMITTED for name, parameter in inspect.signature(function).parameters.items()}
    if list(written.items()) != list(declared.items()):
        raise TypeError(
            f"udf.functions.{called} has the arguments {_shown(written)}, its rule declares {_shown(declared)}"
        )
    function.__doc__ = rule.help
    annotations = {argument.name: Annotated[Any, argument_help(argument.help)] for argument in (*rule.call, EXACT)}
    function.__annotations__ = {**annotations, "return": Any}

    omitted = dict.fromkeys(declared, OMITTED)

    @wraps(function)
    def scored(*values: Any) -> Any:
        function(*values)  # raises TypeError for too few or too many
        return rule_score(rule, {**omitted, **dict(zip(omitted, values, strict=False))})

    return custom_function(rule.example)(scored)


def declared_signature(rule: Rule) -> dict[str, bool]:
    """The names of the custom function's arguments in order, and whether each may be omitted."""
    return {**{argument.name: rule.optional(argument) for argument in rule.call}, EXACT.name: True}


def _shown(arguments: dict[str, bool]) -> str:
    return "(" + ", ".join(f"{name}=OMITTED" if optional else name for name, optional in arguments.items()) + ")"
