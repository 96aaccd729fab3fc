"""A unit on a roster, or one of its forms."""

from __future__ import annotations

from typing import NamedTuple

from xlgen.scheme.subject import NO_SUBJECT, Subject
from xlgen.text import display_text, normalize_text

SEPARATOR = "\x1f"
"""Between a unit's name and what its form is about, in the keys of forms: no name has it."""


class Unit(NamedTuple):
    """A unit's name and, if the roster has one, its code; what its form is about, where forms are about something."""

    name: str
    code: str = ""
    subject: Subject = NO_SUBJECT

    def __str__(self) -> str:
        return display_text("　".join(filter(None, (self.code, self.name, self.subject.label))))

    @property
    def form(self) -> str:
        """The key of its form in a record: the unit's name alone where forms have no subject."""
        return f"{self.name}{SEPARATOR}{self.subject.code or self.subject.name}" if self.subject.key else self.name

    @property
    def identity(self) -> tuple[str, str]:
        """What tells it from others, however it is typed."""
        return normalize_text(self.name), self.subject.key
