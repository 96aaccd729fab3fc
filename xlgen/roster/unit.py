"""A unit on a roster."""

from __future__ import annotations

from typing import NamedTuple

from xlgen.text import display_text


class Unit(NamedTuple):
    """A unit's name and, if the roster has one, its code."""

    name: str
    code: str = ""

    def __str__(self) -> str:
        return display_text(f"{self.code}　{self.name}" if self.code else self.name)
