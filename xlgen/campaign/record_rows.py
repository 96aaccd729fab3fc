"""What goes into the record of a campaign and comes out of it: forms as planned, forms as issued, copies returned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from xlgen.roster.laid_down import LaidDown
from xlgen.roster.unit import Unit
from xlgen.scheme.subject import Subject
from xlgen.submissions.verdict import Verdict

ACCEPTED = (Verdict.PASSED, Verdict.WARNED)


class PlannedForm(NamedTuple):
    """A unit's form: its path, a fingerprint of everything that it is made from, and what is laid down in it."""

    unit: Unit
    path: str
    fingerprint: str
    laid_down: LaidDown = LaidDown({}, {})
    details: Mapping[str, str] = MappingProxyType({})

    @property
    def key(self) -> str:
        """The key of the form."""
        return self.unit.form


class DroppedUnit(NamedTuple):
    """A form of the record whose unit is not on the roster any more, and whether it is still due."""

    unit: Unit
    is_due: bool


class Plan(NamedTuple):
    """The forms that are to be written, those that left the roster, and the files that no unit uses any more."""

    to_write: Sequence[PlannedForm]
    dropped_units: Sequence[DroppedUnit]
    orphaned_files: Sequence[str]


class IssuedTo(NamedTuple):
    """A form of the record as planned, by its key, and when it was last issued; None if it never was."""

    key: str
    name: str
    code: str
    path: str
    fingerprint: str
    issued: str | None
    subject_code: str = ""
    subject_name: str = ""
    called: str = ""

    @property
    def unit(self) -> Unit:
        """Whose form it is, and about what."""
        return Unit(self.name, self.code, Subject(self.subject_code, self.subject_name, self.called))


class RecordedSubmission(NamedTuple):
    """A returned form, by its key, and the result of its check: a copy, of which a unit may send several.

    saved: when a program saved the workbook, by its own word, as 2026-03-01 09:30:00; empty where it does not say.
    received: the day on which it came, as 2026-03-01. recorded: when the record first saw it. content: a digest of
    everything that was filled in. code: its 核对码.
    """

    form: str
    file: str
    fingerprint: str
    changed: float  # the file's modification time, in seconds
    checked: str  # the time of the check, as 2026-03-01 09:30:00.125
    verdict: str
    total: float | None
    by_rule: float | None
    saved: str = ""
    received: str = ""
    recorded: str = ""
    content: str = ""
    code: str = ""

    @property
    def accepted(self) -> bool:
        """Whether nothing in it sends it back."""
        return self.verdict in ACCEPTED


class CopyFacts(NamedTuple):
    """What the record keeps of a copy beside the result of its check; contents: packed, to be compared with others."""

    form: str
    fingerprint: str
    saved: str
    received: str
    recorded: str
    content: str
    code: str
    contents: bytes
