"""Arguments of every custom function that give a result, and the same with another content in a cell."""

from __future__ import annotations

from typing import Any

from tests.factories.rule_cases import CASES
from tests.udf.calling import arguments_of
from udf.arguments import OMITTED
from udf.catalogue import FUNCTIONS

SOUND: dict[str, list[Any]] = {
    **{rule.upper(): arguments_of(rule, cases[0][1]) for rule, cases in CASES.items()},
    "GRADE": [85.0, [["优", "差"]], [[90.0, 0.0]]],
    "EXEC_RATE": [80.0, 100.0],
    "COMPLETION_RATE": [8.0, 10.0, 1.0],
    "CHANGE_RATE": [9.0, 12.0],
}
"""Arguments that give a result, of every function."""
POSITIONS = [
    (name, place)
    for name, arguments in SOUND.items()
    for place, argument in enumerate(arguments)
    if argument is not OMITTED
]
WIDE = {ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789.,%"}
"""Ordinary characters to full-width ones."""


def replaced(argument: Any, cell: Any) -> Any:
    """The argument with another content in its first cell."""
    if isinstance(argument, list):
        return [[cell, *argument[0][1:]], *argument[1:]]
    return cell


def called(name: str, place: int, cell: Any) -> Any:
    """What a function gives with this content in the first cell of one of its arguments."""
    arguments = list(SOUND[name])
    arguments[place] = replaced(arguments[place], cell)
    return FUNCTIONS[name].call(*arguments)


def first_cell(name: str, place: int) -> Any:
    """The content of the first cell of one of a function's arguments."""
    argument = SOUND[name][place]
    return argument[0][0] if isinstance(argument, list) else argument
