"""Checks a file or folder of samples/bad as `xlgen validate` does."""

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
"""Codes without a sample: our own failure."""


def cases(code: Code) -> list[Path]:
    """The sample files and folders of a code."""
    return sorted(path for path in (BAD / code.name).glob("*") if path.suffix != ROSTER)


def checked(path: Path, known: str, year: int | None = None, roster: Path | None = None) -> ValidationReport:
    """Check everything at or below a path. known: the path of a scheme; if empty, the shipped schemes."""
    sources = find_sources([path])
    reports = [each.report for each in map(FileChecker(load_scheme(known) if known else None, year), sources.workbooks)]
    return combine_reports(reports, sources.skipped, read_roster(roster) if roster else None)


def checked_case(case: Path) -> ValidationReport:
    """Check a sample with its scheme, unless that is to be unknown, and with the roster next to it, if any."""
    known = "" if case.parent.name == Code.UNKNOWN_SCHEME.name else str(SCHEME)
    roster = case.with_name(case.name + ROSTER)
    return checked(case, known, scheme().year, roster if roster.is_file() else None)


def found_in(validation: ValidationReport) -> list[Finding]:
    """All findings."""
    return [finding for report in validation.reports for finding in report.findings]


def above_notices(validation: ValidationReport) -> list[Finding]:
    """All findings but 提示."""
    return [finding for finding in found_in(validation) if finding.level is not Level.NOTICE]
