"""What can go wrong by a user's doing, with the exit code of each kind. Messages are Chinese and say what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from string import Formatter
from typing import Any

EXIT_OK, EXIT_FINDINGS, EXIT_UNREADABLE, EXIT_USAGE = 0, 1, 2, 3
"""Exit codes of commands: fine; findings or something missing; cannot read or write; broken scheme or wrong usage."""


class XlgenError(Exception):
    """Every error that a user of the library or the command line can mend."""

    exit_code = EXIT_USAGE


class UsageError(XlgenError):
    """An argument that cannot be used. The message is complete without the argument's name.

    parameter: the argument, as the library's functions name it; the command line puts its option before the message.
    """

    def __init__(self, message: str, parameter: str = "") -> None:
        super().__init__(message)
        self.parameter = parameter


class NotPortableError(XlgenError, ValueError):
    """A formula or name that Excel 2010, WPS or LibreOffice would refuse. A fault of xlgen or of the scheme."""


class _TolerantFormatter(Formatter):
    """str.format that shows a misspelt {field} as it is written: an error message must not fail itself."""

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return kwargs.get(str(key), f"{{{key}}}")


class Catalogue(Enum):
    """Base of the catalogues of messages: each value ends with what is wrong and what to do, with {fields}."""

    @property
    def message(self) -> str:
        """What is wrong, with {fields} to fill in."""
        return str(self.value[-2])

    @property
    def remedy(self) -> str:
        """What to do, with {fields} to fill in."""
        return str(self.value[-1])

    def filled(self, **fields: object) -> tuple[str, str]:
        """Message and remedy with their fields filled in."""
        formatter = _TolerantFormatter()
        return formatter.vformat(self.message, (), fields), formatter.vformat(self.remedy, (), fields)
