"""The letter to one unit as it stands now, with its marked copy or its fresh form, made when somebody asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from xlgen.campaign.copy_contents import CopyHistory
from xlgen.campaign.copy_files import CheckedSource
from xlgen.campaign.progress import CampaignProgress, UnitProgress
from xlgen.reports.feedback import annotated_copy, is_answered
from xlgen.reports.feedback_files import is_for_unit_to_say
from xlgen.reports.letters import (
    MESSAGE,
    REVOKED,
    SENT_BACK,
    WHICH_COPY,
    Letterhead,
    choice_text,
    message_text,
    opinion_text,
    revocation_text,
)
from xlgen.submissions.file_check import FileChecker
from xlgen.submissions.validate import FileReport


class UnitLetter(NamedTuple):
    """A letter: what it is called, and its text."""

    kind: str
    text: str


def letterhead_of(progress: CampaignProgress) -> Letterhead:
    """What the letters of a campaign carry today."""
    return Letterhead(progress.form, progress.campaign.get("年度", ""), progress.about.bureau, progress.today)


def unit_letters(
    progress: CampaignProgress, unit: UnitProgress, history: CopyHistory, counting: Sequence[FileReport]
) -> list[UnitLetter]:
    """What the unit is to be told now: which copy is valid, that an acceptance is revoked, or what to mend.

    counting: what was found in the copy that counts, or, where no form came that can be checked, in what came instead.
    """
    head = letterhead_of(progress)
    if unit.status is not None:
        return []
    if is_for_unit_to_say(unit):
        return [UnitLetter(WHICH_COPY, choice_text(head, unit, history))]
    if unit.judgement.revoked:
        return [UnitLetter(REVOKED, revocation_text(head, unit))]
    named = [report if report.unit else replace(report, unit=unit.form.name) for report in counting]
    answered = [each for each in named if is_answered(each)]
    letters = [UnitLetter(SENT_BACK, opinion_text(head, for_unit(result), "")) for result in answered]
    return letters + [UnitLetter(MESSAGE, message_text(head, unit.who, unit.state, result)) for result in answered]


def for_unit(report: FileReport) -> FileReport:
    """A report as its unit may see it."""
    return replace(report, findings=tuple(finding.for_unit for finding in report.findings))


def marked_copy(file: CheckedSource, checker: FileChecker) -> bytes | None:
    """The 批注副本 of a file; None for one that cannot be read as a form."""
    submission = checker.examine(file.source).submission
    return None if submission is None else annotated_copy(submission, for_unit(file.report).findings)
