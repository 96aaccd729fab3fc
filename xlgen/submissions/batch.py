"""Reports of many files together: what was returned twice, who is not due, who is still missing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from xlgen.roster.roster import Roster
from xlgen.submissions.finding import Finding, finding, finding_on_files
from xlgen.submissions.findings.identity import IdentityCode
from xlgen.submissions.validate import FileReport
from xlgen.text import normalize_text

NOT_DUE = frozenset({IdentityCode.WRONG_SCHEME, IdentityCode.WRONG_YEAR})
"""Findings after which a form is none of those that are due: its unit has returned nothing with it."""

MAX_NAMED = 3
"""A unit's forms that are named in one finding."""


class DueForm(NamedTuple):
    """A form that is due from units: its scheme, the scheme's name, and whether it has a subject beside the unit."""

    scheme: str
    name: str
    with_subject: bool = False


class SeveralFiles(NamedTuple):
    """A form that several files are of."""

    unit: str
    files: tuple[str, ...]
    scheme: str = ""


class OutsideRoster(NamedTuple):
    """A file of a unit that is not on the roster."""

    unit: str
    file: str
    scheme: str = ""


class Batch(NamedTuple):
    """The reports of all files, in order, and what follows from them together."""

    reports: tuple[FileReport, ...]
    twice: tuple[SeveralFiles, ...] = ()


def combined(reports: Sequence[FileReport]) -> Batch:
    """Add the findings that take all reports together, where nobody says which units are due.

    With a roster, it is told by unit what came several times and which of it counts: see `campaign/progress.py`.
    Nothing of that is then a finding in a file.
    """
    same = _grouped((report.fingerprint, report) for report in reports if report.readable)
    units = _grouped((_form_key(report), report) for report in reports)
    completed = tuple(with_older_years([_with(report, *_joint_findings(report, same, units)) for report in reports]))
    groups = [group for group in units.values() if len(group) > 1]
    twice = tuple(SeveralFiles(each[0].who, tuple(report.name for report in each), each[0].scheme) for each in groups)
    return Batch(completed, twice)


def with_older_years(reports: Sequence[FileReport]) -> Iterator[FileReport]:
    """The reports; one on a form of an earlier year than others of its scheme says so."""
    newest = {scheme: max(report.year for report in group) for scheme, group in _by_scheme(reports).items()}
    return (_with(report, *_older_year(report, newest.get(report.scheme, ""))) for report in reports)


def with_outside(report: FileReport, roster: Roster) -> tuple[FileReport, OutsideRoster | None]:
    """The report, and whose file it is where that unit is not on the roster, which the report then says."""
    if not _is_outside(report, roster):
        return report, None
    return _with(report, not_in(roster, report)), OutsideRoster(report.who, report.name, report.scheme)


def forms_seen(reports: Sequence[FileReport]) -> list[DueForm]:
    """The forms that came, each once."""
    named = [report for report in reports if report.form and is_due(report)]
    return sorted({DueForm(report.scheme, report.form, bool(report.subject.called)) for report in named})


def _joint_findings(
    report: FileReport, same: Mapping[object, list[FileReport]], units: Mapping[object, list[FileReport]]
) -> Iterator[Finding]:
    others = [other.name for other in same.get(report.fingerprint, ()) if other is not report]
    if others:
        yield finding_on_files(IdentityCode.SAME_FILE, "、".join(others), _without_folders(others))
    group = units.get(_form_key(report), ())
    others = [other.name for other in group if other.fingerprint != report.fingerprint]
    if others:
        named = "、".join(others), _without_folders(others)
        yield finding_on_files(IdentityCode.SUBMITTED_TWICE, *named, unit=report.unit, about=_about(report))


def _without_folders(files: Sequence[str]) -> str:
    """The names of files in a letter to their unit, which knows none of the bureau's folders."""
    return "、".join(dict.fromkeys(file.rpartition("/")[2] for file in files))


def _older_year(report: FileReport, newest: str) -> Iterator[Finding]:
    """Whether the form is of an earlier year than others of its scheme; where a year is due, that is said instead."""
    if report.year and report.year < newest and is_due(report):
        yield finding(IdentityCode.OLDER_YEAR, found=report.year, newest=newest)


def _by_scheme(reports: Sequence[FileReport]) -> dict[object, list[FileReport]]:
    """The reports on forms that are due, as far as their year is known, by scheme."""
    dated = (report for report in reports if re.fullmatch("[0-9]{4}", report.year) and is_due(report))
    return _grouped((report.scheme, report) for report in dated)


def is_due(report: FileReport) -> bool:
    """Whether it is the form that is due, of the scheme and the year."""
    return all(finding.code not in NOT_DUE for finding in report.findings)


def not_in(roster: Roster, report: FileReport) -> Finding:
    """The finding for a form that is not on the roster; suggests the most similar unit, or the unit's own forms."""
    if roster.find(report.unit) is None:
        near = roster.nearest(report.unit)
        said = f"，名单中相近的是“{near}”" if near else ""
        return finding(IdentityCode.NOT_IN_ROSTER, unit=report.unit, about="", near=said)
    others = roster.subjects_of(report.unit)
    named = "、".join(f"“{other.label}”" for other in others[:MAX_NAMED])
    said = f"，名单中它的{report.subject.called}是{named}{'等' if len(others) > MAX_NAMED else ''}" if others else ""
    return finding(IdentityCode.NOT_IN_ROSTER, unit=report.unit, about=_about(report), near=said)


def _about(report: FileReport) -> str:
    """What a unit's form is about, in a sentence."""
    return f"的{report.subject.called}“{report.subject.label}”" if report.subject.key else ""


def _is_outside(report: FileReport, roster: Roster) -> bool:
    if report.subject.called and not report.subject.key:  # that it is blank is said already
        return bool(report.unit) and roster.find(report.unit) is None
    return bool(report.unit) and roster.find(report.unit, report.subject) is None


def _form_key(report: FileReport) -> object:
    """The key of what may be returned once: a scheme's form of a unit, of a year, about one thing; None if unknown."""
    if not report.unit or (report.subject.called and not report.subject.key):
        return None
    return normalize_text(report.unit), report.scheme, report.year, report.subject.key


def _grouped(pairs: Iterable[tuple[object, FileReport]]) -> dict[object, list[FileReport]]:
    """The reports by key; those with an empty key are left out."""
    groups: defaultdict[object, list[FileReport]] = defaultdict(list)
    for key, report in pairs:
        if key:
            groups[key].append(report)
    return groups


def _with(report: FileReport, *findings: Finding) -> FileReport:
    return replace(report, findings=(*findings, *report.findings)) if findings else report
