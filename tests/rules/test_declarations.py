"""Each rule's declaration fits its function: whatever is missing or misspelt is named."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

import xlgen.rules
from udf.scales import SCALES
from xlgen.rules.registry import FAMILIES, RULES
from xlgen.rules.rule import EXACT, Argument, Rule

MAX_HELP = 255
"""The maximum length of a text that Excel shows."""
ROOM = Path(xlgen.rules.__file__).parent


def by_source(rule: Rule) -> dict[str, list[Argument]]:
    """The arguments of the custom function by the argument or parameter of the rule that they give."""
    sources: dict[str, list[Argument]] = {}
    for argument in rule.call:
        sources.setdefault(argument.source, []).append(argument)
    return sources


def test_families__every_file_with_a_rule_is_registered() -> None:
    declaring = {
        file.stem
        for file in ROOM.glob("*.py")
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "Rule"
    }
    registered = {family.__name__.split(".")[-1] for family in FAMILIES}
    assert declaring == registered, "xlgen/rules/registry.py: FAMILIES lacks a file, or names one without rules"


@pytest.mark.parametrize("name", RULES)
def test_rule__is_named_like_its_function(name: str) -> None:
    (family,) = [family for family in FAMILIES if family.__name__ == RULES[name].function.__module__]
    assert name.endswith("_score")
    assert vars(family)[name.upper()] is RULES[name], f"the declaration of {name} should be called {name.upper()}"


@pytest.mark.parametrize("name", RULES)
def test_call__gives_everything_that_the_function_needs(name: str) -> None:
    rule = RULES[name]
    fields = rule.parameters.model_fields
    required = {*rule.arguments, *(field for field, info in fields.items() if info.is_required())}
    if rule.full_marks is not None:
        required.discard("points")
    sources = set(by_source(rule))
    assert required <= sources, f"{name}: no argument of the call gives {', '.join(sorted(required - sources))}"
    unknown = sources - {*rule.arguments, *fields}
    assert not unknown, f"{name}: the function has no {', '.join(sorted(unknown))}; is `of` missing?"
    names = [argument.name for argument in rule.call]
    assert len({*names, EXACT.name}) == len(names) + 1, f"{name}: two arguments of the call have one name: {names}"


@pytest.mark.parametrize("name", RULES)
def test_optional_arguments__come_last_and_say_so(name: str) -> None:
    rule = RULES[name]
    optional = [rule.optional(argument) for argument in rule.call]
    assert optional == sorted(optional), f"{name}: an argument that must be given follows one that may be omitted"
    for argument in rule.call:
        says = argument.help.startswith("可省略：")
        assert says is rule.optional(argument), f"{name}: the help of {argument.name} should (not) begin with 可省略："


@pytest.mark.parametrize("name", RULES)
def test_texts__are_there_and_short_enough(name: str) -> None:
    rule = RULES[name]
    texts = {"title": rule.title, "help": rule.help}
    for argument in rule.call:
        texts |= {f"{argument.name}.label": argument.label, f"{argument.name}.help": argument.help}
    for field, text in texts.items():
        assert text.strip() == text != "", f"{name}: {field} is empty or has spaces around it"
        assert len(text) <= MAX_HELP, f"{name}: {field} has {len(text)} characters, Excel shows {MAX_HELP}"


@pytest.mark.parametrize("name", RULES)
def test_contents__every_argument_can_be_read(name: str) -> None:
    """A cell is a number with limits, one of some words, one of the options, or an answer; a scale has its reader."""
    rule = RULES[name]
    for source, arguments in by_source(rule).items():
        if arguments[0].part is not None:
            assert source in SCALES, f"{name}: udf/scales.py has no reader for {source}"
            assert all(argument.part for argument in arguments), f"{name}: `part` is missing for {source}"
            continue
        (argument,) = arguments
        text = rule.arguments[source].text if source in rule.arguments else argument.words is not None
        assert text is (argument.limits is None), f"{name}: {argument.name} is a text and has limits, or has neither"
        if argument.words is not None and source not in rule.arguments:
            meanings = get_args(rule.parameters.model_fields[source].annotation)
            assert set(argument.meanings) == set(meanings), f"{name}: {argument.name} should have {meanings}"


@pytest.mark.parametrize("name", RULES)
def test_relations__are_between_arguments_that_exist(name: str) -> None:
    rule = RULES[name]
    arguments, parameters = set(rule.arguments), set(rule.parameters.model_fields)
    assert set(rule.alike or ()) <= arguments, f"{name}: no argument {rule.alike}"
    for first, second in filter(None, (rule.paired, rule.chosen)):
        assert first in arguments, f"{name}: no argument {first}"
        assert second in parameters, f"{name}: no parameter {second}"
    related = {*(rule.not_above or ()), *(rule.within or ()), *(rule.rising.names if rule.rising else ())}
    assert related <= arguments | parameters, f"{name}: no argument or parameter {related - arguments - parameters}"


@pytest.mark.parametrize("name", RULES)
def test_full_marks__are_given_or_determined(name: str) -> None:
    rule = RULES[name]
    assert ("points" in by_source(rule)) is (rule.full_marks is None), (
        f"{name}: full marks come from the argument points, or follow from the parameters (full_marks), never both"
    )
    assert issubclass(rule.parameters, BaseModel)
    assert "points" in rule.parameters.model_fields, f"{name}: every rule has the parameter points"


@pytest.mark.parametrize("name", RULES)
def test_example__calls_the_function_with_its_cells(name: str) -> None:
    example = RULES[name].example
    assert example.formula.startswith(f"={name.upper()}("), f"{name}: the example should call {name.upper()}"
    missing = [reference for reference in example.ranges if reference not in example.formula]
    assert not missing, f"{name}: the example's formula does not name {missing}"
