"""What time it is, as the record keeps it."""

from __future__ import annotations

from datetime import datetime


def current_time() -> str:
    """The time of a run, as the record keeps it."""
    return datetime.now().isoformat(sep=" ", timespec="milliseconds")


def day(given: str, time: str) -> str:
    """The day that was given, as 2026-03-01, else that of a time."""
    return given or time.partition(" ")[0]
