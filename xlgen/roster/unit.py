"""A unit as rosters name it."""

from __future__ import annotations

from typing import NamedTuple


class Unit(NamedTuple):
    """A unit on the roster."""

    name: str
    code: str = ""

    def __str__(self) -> str:
        return f"{self.code}　{self.name}" if self.code else self.name
