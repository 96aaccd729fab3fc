"""What a custom function gives: a result, a blank, or one kind of error."""

from __future__ import annotations

VALUE, NOT_AVAILABLE, DIVISION = "#VALUE!", "#N/A", "#DIV/0!"
ERRORS = frozenset({VALUE, NOT_AVAILABLE, DIVISION, "#NAME?", "#NULL!", "#NUM!", "#REF!"})
"""The errors of a cell, as xlwings hands them over."""
BLANK = ""


class ExcelError(Exception):
    """Why there is no result: the error value for the cell, and a sentence for hosts that can show one."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name} {message}")
        self.name, self.message = name, message


class NotFilledInError(Exception):
    """An argument is still blank, so the result is too."""
