"""What time it is, and which day somebody means, as the record keeps them."""

from __future__ import annotations

from datetime import date, datetime

from xlgen.errors import UsageError


def current_time() -> str:
    """The time of a run, as the record keeps it."""
    return datetime.now().isoformat(sep=" ", timespec="milliseconds")


def day(given: str, time: str) -> str:
    """The day that was given, as 2026-03-01, else that of a time."""
    return given or time.partition(" ")[0]


def entered_day(text: str, what: str, parameter: str = "value") -> str:
    """A day as somebody enters it, as 2026-03-01. Raises UsageError for anything else. what: which day it is."""
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError as error:
        said = f"{what}写的是“{text}”" if text.strip() else f"没有写{what}"
        raise UsageError(f"{said}。请写日期，如 2026-03-31", parameter) from error
