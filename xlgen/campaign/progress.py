"""The progress of a campaign, from its record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from xlgen.campaign.record import CampaignRecord, IssuedTo, RecordedSubmission
from xlgen.submissions.verdict import Verdict

ACCEPTED = (Verdict.PASSED, Verdict.WARNED)
NOT_ISSUED, MISSING, RECEIVED = "还没有下发", "未报送", "已接收（通过、有警告）"
DUE, DUE_FORMS = "应报送单位", "应报送的表"


def counted(submissions: Sequence[RecordedSubmission]) -> RecordedSubmission | None:
    """The submission of a unit that counts: the newest accepted one, else the newest. They come newest first."""
    newest = submissions[0] if submissions else None
    return next((submission for submission in submissions if submission.verdict in ACCEPTED), newest)


@dataclass(frozen=True)
class CampaignProgress:
    """The facts of a campaign by name, the forms of its units, and the submissions of each form, the newest first."""

    campaign: Mapping[str, str]
    units: Sequence[IssuedTo]
    submissions: Mapping[str, Sequence[RecordedSubmission]]

    def counted(self, unit: IssuedTo) -> RecordedSubmission | None:
        """The submission of a unit that counts."""
        return counted(self.submissions.get(unit.key, ()))

    def state(self, unit: IssuedTo) -> str:
        """The state of a unit in one word: the verdict on its form, or that it is missing, or was not even issued."""
        submission = self.counted(unit)
        if submission is not None:
            return submission.verdict
        return NOT_ISSUED if unit.issued is None else MISSING

    def in_state(self, *states: str) -> list[IssuedTo]:
        """The units in one of these states."""
        return [unit for unit in self.units if self.state(unit) in states]

    @property
    def complete(self) -> bool:
        """There are units, and the form of every unit was accepted."""
        return bool(self.units) and len(self.in_state(*ACCEPTED)) == len(self.units)


def progress_of(record: CampaignRecord) -> CampaignProgress:
    """The progress of the campaign of a record."""
    return CampaignProgress(record.campaign(), record.units(), record.submissions())


def folder_of(unit: IssuedTo) -> str:
    """The outermost folder of a unit's form, which the layout names after its district or department."""
    parts = PurePosixPath(unit.path).parts
    return parts[0] if len(parts) > 1 else ""
