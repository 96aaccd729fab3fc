"""All the files of one campaign together: who returned what twice, who is not due, who is still missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from xlgen.roster.roster import Roster
from xlgen.roster.unit import Unit
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings import Code
from xlgen.submissions.sources import Skipped
from xlgen.submissions.validate import FileReport
from xlgen.submissions.verdict import Verdict, verdict_of
from xlgen.text import normalize_text


@dataclass(frozen=True)
class ValidationReport:
    """The reports of all files, in order, and what can be said of them together."""

    reports: tuple[FileReport, ...]
    skipped: tuple[Skipped, ...] = ()
    roster: Roster | None = None
    missing: tuple[Unit, ...] = ()  # on the roster, nothing returned
    twice: tuple[tuple[str, tuple[str, ...]], ...] = ()  # units with the names of their files
    outside: tuple[tuple[str, str], ...] = ()  # units that are not on the roster, each with its file

    def count(self, verdict: Verdict) -> int:
        """How many files came to this verdict."""
        return sum(verdict_of(each) is verdict for each in self.reports)

    @property
    def unread(self) -> bool:
        """Some file could not be read or checked."""
        return any(verdict_of(each) in (Verdict.UNREADABLE, Verdict.FAILED) for each in self.reports)

    @property
    def clean(self) -> bool:
        """Every file passed, and none is missing."""
        return not self.missing and self.count(Verdict.PASSED) == len(self.reports)


def combine_reports(
    reports: Sequence[FileReport],
    skipped: tuple[Skipped, ...] = (),
    roster: Roster | None = None,
    recorded: bool = False,
) -> ValidationReport:
    """The reports with what is found only by looking at all of them.

    recorded: a record says which of several forms of a unit counts, so that there is nothing to ask the unit.
    """
    same = _grouped((each.fingerprint, each) for each in reports if each.readable)
    units = _grouped((_return_of(each), each) for each in reports)
    completed = tuple(_with(each, *_together(each, same, {} if recorded else units, roster)) for each in reports)
    twice = tuple((group[0].unit, tuple(each.name for each in group)) for group in units.values() if len(group) > 1)
    if roster is None:
        return ValidationReport(completed, skipped, twice=twice)
    returned = {normalize_text(each.unit) for each in reports}
    missing = tuple(unit for unit in roster.units if normalize_text(unit.name) not in returned)
    outside = tuple((each.unit, each.name) for each in reports if _outside(each, roster))
    return ValidationReport(completed, skipped, roster, missing, twice, outside)


def _together(
    report: FileReport,
    same: dict[object, list[FileReport]],
    units: Mapping[object, list[FileReport]],
    roster: Roster | None,
) -> list[Finding]:
    found = []
    if roster is not None and _outside(report, roster):
        found.append(not_in(roster, report.unit))
    others = [each.name for each in same.get(report.fingerprint, ()) if each is not report]
    if others:
        found.append(finding(Code.SAME_FILE, others="、".join(others)))
    group = units.get(_return_of(report), ())
    others = [each.name for each in group if each.fingerprint != report.fingerprint]
    if others:
        found.append(finding(Code.SUBMITTED_TWICE, unit=report.unit, others="、".join(others)))
    return found


def not_in(roster: Roster, unit: str) -> Finding:
    """The finding for a unit that is not due, with the name on the roster that is meant, perhaps."""
    near = roster.nearest(unit)
    return finding(Code.NOT_IN_ROSTER, unit=unit, near=f"，名单中相近的是“{near}”" if near else "")


def _outside(report: FileReport, roster: Roster) -> bool:
    return bool(report.unit) and roster.find(report.unit) is None


def _return_of(report: FileReport) -> object:
    """What a unit may return once: a scheme's form of a year."""
    return (normalize_text(report.unit), report.scheme, report.year) if report.unit else None


def _grouped(pairs: Iterable[tuple[object, FileReport]]) -> dict[object, list[FileReport]]:
    """The reports by what they have in common; those without it (it is empty) are left out."""
    groups: defaultdict[object, list[FileReport]] = defaultdict(list)
    for key, report in pairs:
        if key:
            groups[key].append(report)
    return groups


def _with(report: FileReport, *found: Finding) -> FileReport:
    return replace(report, findings=(*found, *report.findings)) if found else report
