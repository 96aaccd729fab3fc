"""The second identity of a form, beside its unit: what the form is about, a project mostly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from xlgen.text import display_text, normalize_text
from xlgen.xlsx.values import CellValue, is_number

if TYPE_CHECKING:
    from xlgen.scheme.inputs import SubjectInputs

MAX_SUBJECT_LENGTH = 200
"""Characters of a subject's code, and of its name; programs cut longer properties of a file."""


class Subject(NamedTuple):
    """What a form of a unit is about. called: 项目; empty where forms have no subject."""

    code: str = ""
    name: str = ""
    called: str = ""

    @property
    def key(self) -> str:
        """What tells it from the unit's others, however it is typed: its code, else its name; empty where unknown."""
        return normalize_text(self.code) or normalize_text(self.name)

    @property
    def label(self) -> str:
        """Its code and name as reports show them; empty where unknown."""
        return "　".join(display_text(text) for text in (self.code, self.name) if text)


NO_SUBJECT = Subject()


def subject_of(keys: SubjectInputs | None, inputs: Mapping[str, CellValue], issued: Subject = NO_SUBJECT) -> Subject:
    """What a form with these inputs is about. issued: what it was issued for, where an input is blank."""
    if keys is None:
        return NO_SUBJECT
    code = "" if keys.code is None else _text(inputs.get(keys.code)) or issued.code
    return Subject(code, _text(inputs.get(keys.name)) or issued.name, keys.called)


def subject_inputs(keys: SubjectInputs | None, subject: Subject) -> dict[str, CellValue]:
    """The inputs that say what a form is about: the opposite of `subject_of`; blank ones are left out."""
    if keys is None:
        return {}
    texts = {keys.name: subject.name} if keys.code is None else {keys.code: subject.code, keys.name: subject.name}
    return {name: text for name, text in texts.items() if text}


def _text(value: CellValue) -> str:
    return "" if value is None else f"{value:.15g}" if is_number(value) else str(value).strip()
