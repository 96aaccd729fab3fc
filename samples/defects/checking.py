"""A file or folder of samples/bad, checked as `xlgen validate` checks it, up to its reports."""

from __future__ import annotations

from pathlib import Path

from samples.defects.making import BAD, SCHEME, scheme
from samples.defects.registry import ROSTER
from xlgen.roster.roster import read_roster
from xlgen.scheme.load import load_scheme
from xlgen.submissions.batch import ValidationReport, combine_reports
from xlgen.submissions.file_check import FileChecker
from xlgen.submissions.finding import Finding
from xlgen.submissions.findings import Code, Level
from xlgen.submissions.sources import find_sources

OURS = frozenset({Code.CHECK_FAILED})
"""What no file can be made for: our own failure."""


def cases(code: Code) -> list[Path]:
    """The files and folders kept for a code."""
    return sorted(path for path in (BAD / code.name).glob("*") if path.suffix != ROSTER)


def checked(path: Path, known: str, year: int | None = None, roster: Path | None = None) -> ValidationReport:
    """Everything at or below a path. known: the scheme (a path), else those shipped."""
    sources = find_sources([path])
    reports = [each.report for each in map(FileChecker(load_scheme(known) if known else None, year), sources.workbooks)]
    return combine_reports(reports, sources.skipped, read_roster(roster) if roster else None)


def checked_case(case: Path) -> ValidationReport:
    """With the scheme that the samples are made from, but where nobody is to know it; a roster lies beside."""
    known = "" if case.parent.name == Code.UNKNOWN_SCHEME.name else str(SCHEME)
    roster = case.with_name(case.name + ROSTER)
    return checked(case, known, scheme().year, roster if roster.is_file() else None)


def found_in(combine_reports: ValidationReport) -> list[Finding]:
    """Everything that was found."""
    return [each for report in combine_reports.reports for each in report.findings]


def above_notices(combine_reports: ValidationReport) -> list[Finding]:
    """The same without 提示."""
    return [each for each in found_in(combine_reports) if each.level is not Level.NOTICE]
