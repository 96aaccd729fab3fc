"""Returned forms beside the figures that the bureau has from elsewhere, whenever these come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from xlgen.campaign.campaigns import Campaigns
from xlgen.campaign.last_lists import Announce, checked_list
from xlgen.campaign.record import CampaignRecord
from xlgen.errors import UsageError
from xlgen.roster.reference import Reference, read_reference, reference_of
from xlgen.roster.roster import Roster
from xlgen.roster.roster_file import Listing, RosterError
from xlgen.scheme.known_schemes import KnownSchemes
from xlgen.submissions.batch import is_due
from xlgen.submissions.file_check import CheckedFile, FileChecker
from xlgen.submissions.reference import with_reference
from xlgen.submissions.template import Templates
from xlgen.text import display_text
from xlgen.xlsx.read.unreadable import UnreadableError

OPTION = "reference"
_KEY = f"--{OPTION}"


@dataclass
class Comparison:
    """A list of figures, and what it says of the forms of each scheme that came.

    roster_of: the roster of a scheme's forms; None where they are not due.
    """

    listing: Listing
    known: KnownSchemes
    templates: Templates
    roster_of: Callable[[str], Roster | None]
    _of_schemes: dict[str, Reference] = field(default_factory=dict)

    def reference(self, scheme: str, roster: Roster) -> Reference:
        """What the list says of the forms of a scheme. Raises UsageError."""
        if scheme not in self._of_schemes:
            try:
                self._of_schemes[scheme] = reference_of(self.listing, self.known.scheme(scheme), roster)
            except RosterError as error:
                raise _unusable(error) from error
        return self._of_schemes[scheme]

    @property
    def notes(self) -> tuple[str, ...]:
        """What is said of the lines of the list; of several schemes each sentence once."""
        return tuple(dict.fromkeys(note for each in self._of_schemes.values() for note in each.notes))

    def __call__(self, checked: CheckedFile) -> CheckedFile:
        """The result of a check compared with the figures of its unit. Raises UsageError for an unusable list.

        What is remembered of a file does not depend on this.
        """
        report = checked.report
        roster = self.roster_of(report.scheme) if checked.contents and is_due(report) else None
        unit = roster.find(report.unit, report.subject) if roster else None
        if roster is None or unit is None:
            return checked
        figures = self.reference(report.scheme, roster).figures.get(unit.identity)
        return with_reference(checked, figures, self.templates)


def compared(comparison: Comparison | None, results: Iterator[CheckedFile]) -> Iterator[CheckedFile]:
    """The results of checks, each compared with the figures of its unit, where there is a list of them."""
    return results if comparison is None else map(comparison, results)


def comparison(
    path: Path, known: KnownSchemes, templates: Templates, campaigns: Campaigns | None, listed: Roster | None
) -> Comparison:
    """The comparison with a list, whose headings are looked at before any form of a campaign is. Raises UsageError."""
    if campaigns is None and listed is None:
        why = "要有名单或下发记录，才知道每一行是哪个单位的。请同时写明"
        raise UsageError(f"{path}：{why}", parameter="roster")
    try:
        listing = read_reference(path)
    except (RosterError, UnreadableError) as error:
        raise _unusable(error) from error
    rosters = {} if campaigns is None else {each.scheme: each.roster for each in campaigns.every}
    made = Comparison(listing, known, templates, rosters.get if campaigns else lambda _: listed)
    for scheme, roster in rosters.items():
        if scheme in known.ids:
            made.reference(scheme, roster)
    return made


def comparing(
    given: Path | None, checker: FileChecker, campaigns: Campaigns | None, listed: Roster | None, announce: Announce
) -> Comparison | None:
    """The comparison with a list that is given now, which campaigns keep, or else was the last time; None without one.

    announce: is told what is of the last time. A list of last time that cannot be used any more stops nobody from
    checking what came today: it is told that nothing is compared. Raises UsageError for one that is given.
    """
    if given is None:
        return None if campaigns is None else _last(checker, campaigns, announce)
    made = comparison(given, checker.known, checker.templates, campaigns, listed)
    for campaign in campaigns.every if campaigns else ():
        campaign.record.keep_option(_KEY, str(given.absolute()))
    return made


def kept_list(record: CampaignRecord) -> str | None:
    """The list that a campaign keeps, as it was named; None where it has none."""
    return record.option(_KEY)


def _last(checker: FileChecker, campaigns: Campaigns, announce: Announce) -> Comparison | None:
    """The comparison with the list of last time, where there was one and it can be used."""
    kept = next((text for each in campaigns.every if (text := kept_list(each.record))), None)
    if kept is None:
        return None
    try:
        made = comparison(checked_list(OPTION, kept), checker.known, checker.templates, campaigns, None)
    except UsageError:
        announce({OPTION: f"{display_text(kept)}（找不到，或不能用了，这次没有比较）"})
        return None
    announce({OPTION: kept})
    return made


def _unusable(error: Exception) -> UsageError:
    return UsageError(f"决算清单不能使用：\n{error}", parameter=OPTION)
