"""What a custom function gives: a result, a blank, or one kind of error."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import xlwings

CATEGORY = "绩效评价"
VALUE, NOT_AVAILABLE, DIVISION = "#VALUE!", "#N/A", "#DIV/0!"
ERRORS = frozenset({VALUE, NOT_AVAILABLE, DIVISION, "#NAME?", "#NULL!", "#NUM!", "#REF!"})
"""The errors of a cell, as xlwings hands them over."""
BLANK = ""


class ExcelError(Exception):
    """Why there is no result: the error for the cell, and a sentence for whoever can be shown one."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name} {message}")
        self.name, self.message = name, message


class NotFilledInError(Exception):
    """An argument is still blank, so the result is too."""


def custom_function(function: Callable[..., Any]) -> Callable[..., Any]:
    """Make a function one of the spreadsheet's: its docstring and its arguments' `doc` are what Excel shows."""

    @wraps(function)
    def guarded(*arguments: Any) -> Any:
        try:
            return function(*arguments)
        except NotFilledInError:
            return BLANK

    made: Callable[..., Any] = xlwings.func(category=CATEGORY)(guarded)
    return made
